"""One recording whole: its picture with what was heard, and its sound."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.settings import PictureSettings
from app.voice_place import BEFORE_VOICE_S
from app.window.answered import Answered
from app.window.look import Look
from app.window.mark import mark_of
from app.window.play_bar import PlayBar
from app.window.player import Player
from app.window.recording import Recording, sentence_of
from app.window.recording_decoder import LONGEST_SHOWN_MIN, Decoded, RecordingDecoder
from model.audio_format import SAMPLE_RATE

if TYPE_CHECKING:
    # pyqtgraph is loaded with the first picture, see `app.window.views`.
    from app.window.picture.still_picture import StillPicture

# Most recordings are there sooner, and then nothing flickers.
_SAY_READING_AFTER_MS = 200
_LEAST_WIDTH_IN_LINES, _LEAST_HEIGHT_IN_LINES = 6, 4
_CUT = f"Only the first {LONGEST_SHOWN_MIN} minutes are shown. All of it is recognised."


class RecordingPane(QWidget):
    """Shows a recording, and plays it.

    Parameters
    ----------
    look : Look
    player : Player
        The window's; whatever else it plays ends what is played here.
    still_picture_factory : callable
        Makes the picture when the first recording is shown.

    Signals
    -------
    clicked(answered)
        When an utterance was clicked.
    correction_wanted(answered, place)
        When the user wants to say what it was, at a place on the screen.
    key_correction_wanted(answered, said)
        When the user said so with one key.
    """

    clicked = Signal(object)
    correction_wanted = Signal(object, QPoint)
    key_correction_wanted = Signal(object, str)

    def __init__(
        self, look: Look, player: Player, still_picture_factory: Callable[[], StillPicture]
    ) -> None:
        super().__init__()
        self._player = player
        self._make_still = still_picture_factory
        self._still: StillPicture | None = None
        self._picture = PictureSettings()
        self._recording: Recording | None = None
        self._decoded: Decoded | None = None
        self._marked = 0
        self._playing_key: object = None
        self._part_s: float | None = None
        self._position_s = 0.0
        self._is_pausing = False
        self._decoder = RecordingDecoder(self)
        self._decoder.decoded.connect(self._take_decoded)
        self._reading = QTimer(self, singleShot=True, interval=_SAY_READING_AFTER_MS)
        self._reading.timeout.connect(self._say_reading)
        self._lay_out(look)
        player.started.connect(self._on_started)
        player.position.connect(self._on_position)
        player.stopped.connect(self._on_stopped)
        self.show_recording(None)

    def _lay_out(self, look: Look) -> None:
        self._title = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._title.setProperty("role", "heading")
        self._text = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._text.setProperty("role", "muted")
        message = QFrame()
        message.setProperty("role", "panel")
        lines = QVBoxLayout(message)
        lines.setSpacing(6)
        lines.setContentsMargins(24, 12, 24, 12)
        lines.addStretch(1)
        lines.addWidget(self._title)
        lines.addWidget(self._text)
        lines.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(message)
        self._note = QLabel(wordWrap=True)
        self._note.setProperty("role", "warning")
        self._bar = PlayBar(look)
        self._bar.pressed.connect(self.toggle_playing)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack, 1)
        column.addWidget(self._note)
        column.addWidget(self._bar)

    # --- what is shown

    @property
    def recording(self) -> Recording | None:
        """What is shown."""
        return self._recording

    def show_recording(self, recording: Recording | None) -> None:
        """Show another recording, or say that there is none."""
        self.stop()
        self._recording, self._decoded = recording, None
        self._position_s = 0.0
        self._note.hide()
        self._bar.setVisible(recording is not None)
        self._bar.show_length(0.0)
        if recording is None:
            self._decoder.cancel()
            self._reading.stop()
            self._say(
                "No recordings here",
                "Drop recordings or folders on this window, or open them with Ctrl+O.",
            )
            return
        self._show_heard(recording)
        self._reading.start()
        self._decoder.decode(recording.path)

    def refresh(self) -> None:
        """Show what has been heard in the recording since."""
        recording = self._recording
        if recording is None:
            return
        self._show_heard(recording)
        if self._decoded is None or self._still is None:
            return
        new = recording.answered[self._marked :]
        if new:
            self._marked = len(recording.answered)
            self._still.add_marks([mark_of(each) for each in new])
        self._show_note(recording, self._decoded)

    def refresh_answered(self, answered: Answered) -> None:
        """Show an answer anew that was corrected."""
        if self._recording is not None:
            self._show_heard(self._recording)
        if self._still is not None:
            self._still.refresh(answered)

    def set_picture(self, picture: PictureSettings) -> None:
        """Colour the spectrogram otherwise."""
        self._picture = picture
        if self._still is not None:
            self._still.set_picture(picture)

    # --- what is played

    def toggle_playing(self) -> None:
        """Play on from where it is, or pause."""
        if not self._is_playing:
            self.play_from(self._position_s)
            return
        self._is_pausing = True
        self._player.stop()
        self._is_pausing = False

    def play_from(self, seconds: float) -> None:
        """Play from a moment on."""
        if self._decoded is None or not len(self._decoded.samples):
            return
        self._player.play(self._decoded.samples, key=self._recording, first_s=seconds)

    def stop(self) -> None:
        """Be silent, if this is what is heard."""
        if self._is_playing:
            self._player.stop()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Be silent where it is not seen any more; a minimised window plays on."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.stop()

    def shut_down(self) -> None:
        """End what runs, within a third of a second."""
        self._reading.stop()
        self._decoder.close()

    # --- inside

    @property
    def _is_playing(self) -> bool:
        return self._recording is not None and self._playing_key is self._recording

    def _show_heard(self, recording: Recording) -> None:
        self._bar.show_recording(recording.name, str(recording.folder), recording.heard)

    def _say(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self._stack.setCurrentIndex(0)

    def _say_reading(self) -> None:
        if self._recording is not None:
            self._say(f"Reading {self._recording.name} …", "")

    def _take_decoded(self, decoded: Decoded) -> None:
        self._reading.stop()
        recording = self._recording
        if recording is None or decoded.path != recording.path:
            return
        self._decoded = decoded
        if not len(decoded.samples):
            self._bar.hide()
            reason = sentence_of(decoded.path, decoded.error or "")
            self._say(f"{recording.name} cannot be read", reason)
            return
        if self._still is None:
            self._still = self._new_still()
        self._marked = len(recording.answered)
        marks = [mark_of(each) for each in recording.answered]
        self._still.show_sound(decoded.samples, 0, marks, seconds_to_end=False)
        self._stack.setCurrentWidget(self._still)
        self._bar.show_length(len(decoded.samples) / SAMPLE_RATE)
        self._show_note(recording, decoded)

    def _new_still(self) -> StillPicture:
        still = self._make_still()
        still.set_picture(self._picture)
        # In a small window the list, the picture and what is below share little room.
        line = self.fontMetrics().height()
        still.setMinimumSize(line * _LEAST_WIDTH_IN_LINES, line * _LEAST_HEIGHT_IN_LINES)
        still.clicked.connect(self.clicked)
        still.correction_wanted.connect(self.correction_wanted)
        still.key_correction_wanted.connect(self.key_correction_wanted)
        still.play_from_wanted.connect(self.play_from)
        self._stack.addWidget(still)
        return still

    def _show_note(self, recording: Recording, decoded: Decoded) -> None:
        note = recording.sentence
        if decoded.error is not None:
            note = sentence_of(decoded.path, decoded.error)
        elif decoded.is_cut:
            note = _CUT
        self._note.setText(note)
        self._note.setVisible(bool(note and len(decoded.samples)))

    def _on_started(self, key: object) -> None:
        self._playing_key = key
        heard = [] if self._recording is None else self._recording.answered
        # An utterance of this recording is played from a little before its voice on.
        starts = (each.entry.start for each in heard if each is key)
        self._part_s = next((max(0.0, start - BEFORE_VOICE_S) for start in starts), None)
        self._bar.show_playing(self._is_playing)

    def _on_position(self, seconds: float) -> None:
        if self._still is None:
            return
        if self._is_playing:
            self._position_s = seconds
            self._bar.show_position(seconds)
            self._still.set_playing(seconds)
        elif self._part_s is not None:
            self._still.set_playing(self._part_s + seconds)

    def _on_stopped(self) -> None:
        if self._is_playing and not self._is_pausing:
            self._position_s = 0.0
        self._playing_key = self._part_s = None
        self._bar.show_playing(False)
        self._bar.show_position(self._position_s)
        if self._still is not None:
            # Where it goes on stays to be seen.
            self._still.set_playing(self._position_s or None)
