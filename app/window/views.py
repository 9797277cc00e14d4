"""What is in the middle of the window: the live picture, the paused one, or recordings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.settings import PictureSettings
from app.window.answered import Answered
from app.window.answers import Answers
from app.window.look import Look
from app.window.picture.live_picture import LivePicture
from app.window.player import Player
from app.window.settings_keeper import SettingsKeeper

if TYPE_CHECKING:
    # pyqtgraph takes 0.2 s and 37 MB: it is loaded when the first still picture is looked at.
    from app.window.picture.still_picture import StillPicture
    from app.window.recording_view import RecordingView


class Views(QStackedWidget):
    """Shows one view at a time; recognition goes on behind each of them.

    Parameters
    ----------
    live_picture : LivePicture
    answers : Answers
    player : Player
    keeper : SettingsKeeper
    look : Look

    Signals
    -------
    clicked(answered)
        When the user wants an utterance played and its answer shown again.
    correction_wanted(answered, place)
        When the user wants to say what it was, at a place on the screen.
    key_correction_wanted(answered, said)
        When the user said so with one key.
    paused_changed(paused)
        When the picture stands, or runs again.
    recordings_busy(message)
        While recordings are recognised: how far it is, in words; empty when it is over.
    """

    clicked = Signal(object)
    correction_wanted = Signal(object, QPoint)
    key_correction_wanted = Signal(object, str)
    paused_changed = Signal(bool)
    recordings_busy = Signal(str)

    def __init__(
        self,
        live_picture: LivePicture,
        answers: Answers,
        player: Player,
        keeper: SettingsKeeper,
        look: Look,
    ) -> None:
        super().__init__()
        self._live_picture = live_picture
        self._answers = answers
        self._player = player
        self._keeper = keeper
        self._look = look
        self._still: StillPicture | None = None
        self._recordings: RecordingView | None = None
        self.addWidget(live_picture)
        self._connect(live_picture)
        answers.changed.connect(self._refresh)

    @property
    def paused(self) -> bool:
        """Whether the picture of the microphone stands."""
        return self._still is not None and self.currentWidget() is self._still

    def pause(self, paused: bool) -> None:
        """Let the picture stand, to be looked at closely, or run again."""
        if paused == self.paused:
            return
        if paused:
            self._show_still()
            self.paused_changed.emit(True)
        else:
            self._player.stop()
            self.show_live()

    def open_recordings(self, paths: list[Path]) -> None:
        """Recognise recordings and folders, and show them."""
        if not paths:
            return
        if self._recordings is None:
            self._recordings = self._new_recording_view()
        self._show(self._recordings)
        self._recordings.open(paths)

    def toggle_recordings(self) -> None:
        """Go to the recordings that are open, or back to what the microphone hears."""
        if self._recordings is not None and not self.shows_recordings:
            self._show(self._recordings)
        else:
            self.show_live()

    def show_live(self) -> None:
        """Go back to what the microphone hears."""
        self._show(self._live_picture)

    def _show(self, view: QWidget) -> None:
        was_paused = self.paused
        self.setCurrentWidget(view)
        view.setFocus()
        if was_paused:
            self.paused_changed.emit(False)

    @property
    def shows_recordings(self) -> bool:
        """Whether recordings are looked at."""
        return self._recordings is not None and self.currentWidget() is self._recordings

    @property
    def is_live(self) -> bool:
        """Whether the picture of the microphone runs."""
        return self.currentWidget() is self._live_picture

    def toggle_playing(self) -> None:
        """Play the recording that is shown, or pause it."""
        if self._recordings is not None and self.shows_recordings:
            self._recordings.toggle_playing()

    def set_picture(self, picture: PictureSettings) -> None:
        """Colour the spectrograms otherwise."""
        self._live_picture.set_picture(picture)
        if self._still is not None:
            self._still.set_picture(picture)
        if self._recordings is not None:
            self._recordings.set_picture(picture)

    def show_playing(self, answered: Answered | None, seconds: float) -> None:
        """Move the line over the paused picture while an utterance of it is played."""
        if self._still is None or not self.paused:
            return
        self._still.show_playing_of(answered, seconds)

    def close_all(self) -> None:
        """End what is being recognised."""
        if self._recordings is not None:
            self._recordings.shut_down()

    def _show_still(self) -> None:
        if self._still is None:
            self._still = self._new_still()
            self.addWidget(self._still)
        stream = self._live_picture.stream
        # The stream goes on meanwhile: what came last is asked for once.
        end = stream.end
        sound = stream.read(stream.start, end)
        first = end - len(sound)
        marks = [mark for mark in self._live_picture.marks if not mark.is_provisional]
        self._still.show_sound(sound, first, marks, seconds_to_end=True)
        self.setCurrentWidget(self._still)
        self._still.setFocus()

    def _new_still(self) -> StillPicture:
        from app.window.picture.still_picture import StillPicture  # noqa: PLC0415 - see above

        still = StillPicture(self._look)
        still.set_picture(self._keeper.settings.picture)
        self._connect(still)
        return still

    def _new_recording_view(self) -> RecordingView:
        from app.window.picture.still_picture import StillPicture  # noqa: PLC0415 - see above
        from app.window.recording_view import RecordingView  # noqa: PLC0415 - see above

        view = RecordingView(
            self._look, self._answers, self._player, lambda: StillPicture(self._look), self._keeper
        )
        view.set_picture(self._keeper.settings.picture)
        view.back_wanted.connect(self.show_live)
        view.busy_changed.connect(self.recordings_busy)
        view.answered_clicked.connect(self.clicked)
        view.correction_wanted.connect(self.correction_wanted)
        view.key_correction_wanted.connect(self.key_correction_wanted)
        self.addWidget(view)
        return view

    def _connect(self, picture: LivePicture | StillPicture) -> None:
        picture.clicked.connect(self.clicked)
        picture.correction_wanted.connect(self.correction_wanted)
        picture.key_correction_wanted.connect(self.key_correction_wanted)

    def _refresh(self, answered: Answered) -> None:
        if self._still is not None:
            self._still.refresh(answered)
