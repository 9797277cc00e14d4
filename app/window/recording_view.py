"""Recordings in the place of the live picture: a list, the chosen one, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.settings import PictureSettings
from app.window.answered import Answered
from app.window.answers import Answers
from app.window.look import Look
from app.window.painting import announce
from app.window.player import Player
from app.window.recognition_job import RecordingJob
from app.window.recognition_run import Heard
from app.window.recording import Recording
from app.window.recording_pane import RecordingPane
from app.window.recordings_bar import RecordingsBar
from app.window.recordings_model import RecordingsModel
from app.window.recordings_panel import RecordingsPanel
from app.window.settings_keeper import SettingsKeeper

if TYPE_CHECKING:
    # pyqtgraph is loaded with the first picture, see `app.window.views`.
    from app.window.picture.still_picture import StillPicture

_PLAY_KEYS = (Qt.Key.Key_P, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_LIST_SHARE, _PICTURE_SHARE = 2, 3


class RecordingView(QWidget):
    """Recognises recordings and folders, and shows them.

    Parameters
    ----------
    look : Look
    answers : Answers
        Gets what is heard.
    player : Player
    still_picture_factory : callable
        Makes the picture when the first recording is shown.
    keeper : SettingsKeeper
        Its settings hold for what is opened next.

    Signals
    -------
    back_wanted
        When the user wants to see the live picture again; recognition goes on.
    answered_clicked(answered)
        When an utterance was clicked.
    correction_wanted(answered, place)
        When the user wants to say what it was, at a place on the screen.
    key_correction_wanted(answered, said)
        When the user said so with one key.
    busy_changed(message)
        While recordings are recognised: how far it is, in words; empty when it is over.
    """

    back_wanted = Signal()
    answered_clicked = Signal(object)
    correction_wanted = Signal(object, QPoint)
    key_correction_wanted = Signal(object, str)
    busy_changed = Signal(str)

    def __init__(
        self,
        look: Look,
        answers: Answers,
        player: Player,
        still_picture_factory: Callable[[], StillPicture],
        keeper: SettingsKeeper,
    ) -> None:
        super().__init__()
        # By a filter: what fails in a handler that a Python event() has called ends the program.
        self.installEventFilter(self)
        self._answers = answers
        self._keeper = keeper
        self._recording_of: dict[Answered, Recording] = {}
        self._asked: set[Path] = set()
        self._job = RecordingJob(self)
        self._model = RecordingsModel()
        self._bar = RecordingsBar(look)
        self._list = RecordingsPanel(self._model, look)
        self._pane = RecordingPane(look, player, still_picture_factory)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        splitter.addWidget(self._list)
        splitter.addWidget(self._pane)
        splitter.setStretchFactor(0, _LIST_SHARE)
        splitter.setStretchFactor(1, _PICTURE_SHARE)
        splitter.setHandleWidth(10)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._bar)
        column.addWidget(splitter, 1)
        self._list.hide()

    def _connect(self) -> None:
        job, pane = self._job, self._pane
        job.found.connect(self._take_found)
        job.recognised.connect(self._take_heard)
        job.progress.connect(self._bar.show_progress)
        job.failed.connect(self._take_failure)
        job.finished.connect(self._take_end)
        self._bar.back_wanted.connect(self._go_back)
        self._bar.cancel_wanted.connect(self.cancel)
        self._bar.again_wanted.connect(self._recognise)
        self._bar.busy_changed.connect(self.busy_changed)
        self._list.chosen.connect(self._show)
        self._list.play_wanted.connect(pane.toggle_playing)
        self._list.clear_wanted.connect(self.clear)
        pane.clicked.connect(self.answered_clicked)
        pane.correction_wanted.connect(self.correction_wanted)
        pane.key_correction_wanted.connect(self.key_correction_wanted)
        self._answers.changed.connect(self._refresh_answered)

    # --- what the window asks for

    def open(self, paths: Sequence[Path]) -> None:
        """Recognise recordings and folders; they join those that are there."""
        if paths:
            self._bar.show_searching()
            self._job.search(paths)
            self.setFocus()

    def cancel(self) -> None:
        """Leave what is not recognised yet; what was, stays."""
        self._job.cancel()
        self._bar.show_idle("Cancelled")
        self._keep_only(lambda recording: recording.is_done)

    def clear(self) -> None:
        """Empty the list; the files and the history stay."""
        self._job.cancel()
        self._bar.show_idle("")
        self._keep_only(lambda recording: False)

    def toggle_playing(self) -> None:
        """Play the chosen recording, or pause."""
        self._pane.toggle_playing()

    def set_picture(self, picture: PictureSettings) -> None:
        """Colour the spectrogram otherwise."""
        self._pane.set_picture(picture)

    def shut_down(self) -> None:
        """End what runs, within a second."""
        self._job.close()
        self._pane.shut_down()

    # --- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Have the key that plays for the recording, while the focus is here."""
        if watched is self and isinstance(event, QKeyEvent) and _overrides(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Play with P and Enter, go back with Esc."""
        if _is_play_key(event):
            if not event.isAutoRepeat():
                self._pane.toggle_playing()
        elif event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

    # --- inside

    def _take_found(self, paths: list[Path]) -> None:
        at = self._model.recording_at
        self._model.add(path for path in paths if at(path) is None)
        found = [recording for path in paths if (recording := at(path)) is not None]
        for recording in found:
            if recording.error is not None:
                self._try_again(recording)
        self._show_list()
        self._list.choose(found[0])
        if self.hasFocus() and self._list.isVisible():
            self._list.table.setFocus()
        self._recognise()

    def _try_again(self, recording: Recording) -> None:
        """Have a recording that could not be read tried again: it may have been mended."""
        recording.forget()
        if recording is self._pane.recording:
            self._pane.show_recording(recording)

    def _recognise(self) -> None:
        waiting = [each.path for each in self._model.recordings if not each.is_done]
        new = [path for path in waiting if path not in self._asked]
        self._asked.update(new)
        # The child reads the rest of them from the disk.
        self._keeper.save()
        settings = self._keeper.settings
        self._job.recognise(new, settings.threshold, settings.model)
        if not self._job.is_recognising:
            self._take_end()

    def _take_heard(self, heard: list[Heard]) -> None:
        rows = self._rows_of(heard)
        changed: list[Recording] = []
        for each in heard:
            answered = list(islice(rows, len(each.entries)))
            recording = self._model.recording_at(each.path)
            if recording is None:
                continue
            recording.answered += answered
            self._recording_of.update(dict.fromkeys(answered, recording))
            recording.seconds, recording.error = each.seconds, each.error
            recording.is_done = each.is_last
            changed.append(recording)
        self._model.tell_changed(changed)
        self._list.show_summary()
        if self._pane.recording in changed:
            self._pane.refresh()

    def _rows_of(self, heard: list[Heard]) -> Iterator[Answered]:
        """Give the answers to all that was heard; those that are new join the history."""
        entries = [entry for each in heard for entry in each.entries]
        sources = [self._model.recording_at(each.path) for each in heard for _ in each.entries]
        rows = [
            None if recording is None else recording.heard_before(entry)
            for recording, entry in zip(sources, entries, strict=True)
        ]
        unknown = [entry for entry, row in zip(entries, rows, strict=True) if row is None]
        new = iter(self._answers.add_recording(unknown))
        return (next(new) if row is None else row for row in rows)

    def _take_failure(self, message: str) -> None:
        self._bar.show_failure(message)
        announce(self, message)

    def _take_end(self) -> None:
        self._asked.clear()
        if self._bar.has_failed:
            return
        self._list.sort_again()
        self._bar.show_idle("")
        announce(self, self._list.summary)

    def _keep_only(self, wanted: Callable[[Recording], bool]) -> None:
        self._model.keep_only(wanted)
        kept = self._model.recordings
        shown = self._pane.recording
        self._recording_of = {
            answered: recording for recording in kept for answered in recording.answered
        }
        self._show_list()
        if kept:
            self._list.choose(shown if shown in kept else kept[0])
        else:
            self._pane.show_recording(None)

    def _show_list(self) -> None:
        self._list.setVisible(len(self._model.recordings) > 1)

    def _show(self, recording: Recording | None) -> None:
        if recording is not None and recording is not self._pane.recording:
            self._pane.show_recording(recording)

    def _refresh_answered(self, answered: Answered) -> None:
        recording = self._recording_of.get(answered)
        if recording is None:
            return
        self._model.tell_changed([recording])
        if recording is self._pane.recording:
            self._pane.refresh_answered(answered)

    def _go_back(self) -> None:
        self._pane.stop()
        self.back_wanted.emit()


def _overrides(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.ShortcutOverride and _is_play_key(event)


def _is_play_key(event: QKeyEvent) -> bool:
    return event.key() in _PLAY_KEYS and event.modifiers() in _PLAIN
