"""A picture that stands still: the paused stream, or a whole recording, moved and zoomed."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.settings import PictureSettings
from app.window.answered import Answered
from app.window.look import Look
from app.window.mark import Mark
from app.window.painting import announce
from app.window.picture.chosen_mark import KEYBOARD_REASONS, show_tip
from app.window.picture.envelope import Envelope, SoundSamples
from app.window.picture.furniture import SIZE, least_size
from app.window.picture.live_marks import words_of
from app.window.picture.still_image import StillImage
from app.window.picture.still_keys import StillKeys
from app.window.picture.still_playing import StillPlaying
from app.window.picture.still_words import Reading, description_of
from model.audio_format import SAMPLE_RATE

_SHOWN_S = 5.0
_BUILT_AT_ONCE = 2_000_000


class StillPicture(QWidget):
    """Shows a sound with its utterances; what is in view can be moved, zoomed and read.

    The wheel zooms around the pointer, dragging moves, a click on an utterance plays it. What
    the keys do, `app.window.picture.still_keys` says.

    Parameters
    ----------
    look : Look

    Attributes
    ----------
    point : QPointF or None
        Where the pointer is, in logical pixels.
    reading : Reading or None
        The values there.

    Signals
    -------
    clicked(answered)
        When an utterance is clicked, or Enter is pressed on the chosen one.
    correction_wanted(answered, position)
        When an utterance is clicked with the right button, or by the menu key; with the
        position on the screen.
    key_correction_wanted(answered, said)
        When the chosen utterance is corrected by a key: to that label, or to "other".
    play_from_wanted(seconds)
        When a place is clicked twice, in seconds from the beginning of the sound.
    """

    clicked = Signal(object)
    correction_wanted = Signal(object, QPoint)
    key_correction_wanted = Signal(object, str)
    play_from_wanted = Signal(float)

    def __init__(self, look: Look) -> None:
        # It takes 0.2 s and 37 MB, which the start of the program does without.
        from app.window.picture.still_canvas import StillCanvas  # noqa: PLC0415

        super().__init__()
        # By a filter: what fails in a handler that a Python event() has called ends the program.
        self.installEventFilter(self)
        self.reading: Reading | None = None
        self._look = look
        self._canvas = StillCanvas(look, self.font())
        self._overlay, self._marks = self._canvas.overlay, self._canvas.marks
        self._picture = PictureSettings()
        self.point: QPointF | None = None
        self._playing = StillPlaying(self._canvas)
        self._keys = StillKeys(self, self._canvas)
        self._building = QTimer(self, interval=0)
        self._building.timeout.connect(self._build)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._canvas.range_changed.connect(self._on_range)
        self._canvas.pointed.connect(self.point_at)
        self._canvas.clicked.connect(self._on_click)
        look.changed.connect(self._restyle)
        self.show_sound(np.zeros(0, np.float32), 0, [], seconds_to_end=True)

    # --- what is shown

    def show_sound(
        self,
        samples: SoundSamples,
        first_sample: int,
        marks: Iterable[Mark],
        seconds_to_end: bool,
    ) -> None:
        """Show a sound from now on.

        Parameters
        ----------
        samples : ndarray of float32 (full scale at ±1) or int16, shape (n,)
            Mono, 16 kHz; not copied, and not to be changed.
        first_sample : int
            Which sample of those that marks count is the first of them.
        marks : iterable of Mark
        seconds_to_end : bool
            Whether the axis counts back from the end and the last 5 s are in view, as in the
            live picture; else it counts from the beginning and all is in view.
        """
        self._envelope = Envelope(samples)
        image = StillImage(samples, self._envelope)
        image.dress(self._look.theme, self._picture)
        length_s = len(samples) / SAMPLE_RATE
        if seconds_to_end:
            whole_s, origin_s = (min(0.0, length_s - _SHOWN_S), length_s), length_s
            start_s = length_s - _SHOWN_S
        else:
            whole_s, origin_s = (0.0, length_s or _SHOWN_S), 0.0
            start_s = 0.0
        self._canvas.show_image(image, first_sample, whole_s, origin_s)
        self._marks.show(marks)
        self._overlay.hovered = self._overlay.chosen = None
        self.set_playing(None)
        self.point_at(None)
        self.set_visible_range(start_s, whole_s[1])
        self._build()
        self.setAccessibleName("Paused picture" if seconds_to_end else "Picture of the recording")
        self._describe()

    def set_visible_range(self, start_s: float, end_s: float) -> None:
        """Bring a stretch into view, in seconds from the beginning of the sound.

        It is never less than 50 ms, and never more than there is.
        """
        self._canvas.show_range(start_s, end_s)

    @property
    def visible_range(self) -> tuple[float, float]:
        """The stretch in view, in seconds from the beginning of the sound."""
        return self._canvas.range_s

    def set_picture(self, picture: PictureSettings) -> None:
        """Colour the spectrogram in another way, at once."""
        if picture != self._picture:
            self._picture = picture
            self._restyle()

    @property
    def marks(self) -> list[Mark]:
        """All marks, in the order of their stretches."""
        return self._marks.all

    def add_marks(self, marks: Iterable[Mark]) -> None:
        """Show more marks."""
        self._marks.add(marks)
        self._show_marks()

    def refresh(self, answered: Answered) -> None:
        """Let the mark of an answer read as the answer does now."""
        if self._marks.refresh(answered):
            self._show_marks()

    def set_playing(self, seconds: float | None) -> None:
        """Move the line of what is played, in seconds from the beginning; None for no line.

        Where it leaves the view it was in, the view follows.
        """
        self._playing.move(seconds)

    def show_playing_of(self, answered: Answered | None, seconds: float) -> None:
        """Move the line while the voice of an answer is played.

        Parameters
        ----------
        answered : Answered or None
            None for no line.
        seconds : float
            From the beginning of its sound, which is a little before the voice.
        """
        mark = next((each for each in self.marks if each.answered is answered), None)
        if answered is None or mark is None:
            self._playing.move(None)
        else:
            self._playing.move_in(mark, seconds)

    # --- utterances

    @property
    def chosen(self) -> Mark | None:
        """The utterance that the keys play or correct."""
        return self._overlay.chosen

    def choose(self, mark: Mark | None) -> None:
        """Choose an utterance, or none."""
        if mark is not self._overlay.chosen:
            self._overlay.chosen = mark
            self._describe()
            self._canvas.viewport().update()
            if mark is not None:
                announce(self, words_of(mark))

    def ask_about_chosen(self) -> None:
        """Want the chosen utterance corrected."""
        if self.chosen is not None:
            at = self._marks.area_of(self.chosen).center().toPoint()
            self.correction_wanted.emit(self.chosen.answered, self.mapToGlobal(at))

    def point_at(self, point: QPointF | None) -> None:
        """Read off the values at a point, in logical pixels; None for nowhere."""
        self.point = point
        self.reading = hovered = seconds = None
        if point is not None and self._canvas.places.plots.contains(point):
            self.reading = self._canvas.read(point)
            seconds = self._canvas.seconds_at(point.x())
            hovered = self._canvas.mark_at(point)
        self._canvas.show_pointer(seconds)
        if hovered is not self._overlay.hovered:
            self._overlay.hovered = hovered
            self._canvas.show_hand(hovered is not None)
        if self.reading is not self._overlay.reading:
            self._overlay.reading = self.reading
            self._canvas.update_values()
            self._describe()

    def _on_click(self, point: QPointF, button: Qt.MouseButton, is_double: bool) -> None:
        mark = self._canvas.mark_at(point)
        if button == Qt.MouseButton.LeftButton:
            if is_double:
                seconds = self._canvas.seconds_at(point.x())
                self.play_from_wanted.emit(max(seconds, 0.0))
                return
            self.choose(mark)
            if mark is not None:
                self.clicked.emit(mark.answered)
        elif button == Qt.MouseButton.RightButton and mark is not None:
            self.choose(mark)
            self.correction_wanted.emit(mark.answered, self.mapToGlobal(point.toPoint()))

    # --- inside

    def _build(self) -> None:
        """Go on with the envelope of a long sound, a little in each turn of the event loop."""
        self._envelope.build(_BUILT_AT_ONCE)
        if not self._envelope.is_complete:
            self._building.start()
            return
        self._building.stop()
        self._canvas.redraw()

    def _show_marks(self) -> None:
        if self._overlay.hovered not in self.marks:
            self._overlay.hovered = None
        self._describe()
        self._canvas.viewport().update()

    def _restyle(self) -> None:
        self._canvas.restyle(self._picture)

    def _on_range(self) -> None:
        if self.point is not None:
            self.point_at(self.point)
        self._describe()

    def _describe(self) -> None:
        text = description_of(self._canvas.marks_in_view(), self.chosen, self.reading)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    # --- Qt's events

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Give the size of the sketch."""
        return SIZE

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Give the size below which nothing can be read."""
        return least_size(self.fontMetrics())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move, zoom, read, choose, play or correct; leave all other keys to the window."""
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask what the chosen utterance really was, by the menu key."""
        if event.reason() == QContextMenuEvent.Reason.Mouse or self.chosen is None:
            event.ignore()
        else:
            self.ask_about_chosen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Say in a tool tip what the utterance below the pointer is."""
        if watched is self and isinstance(event, QHelpEvent):
            show_tip(self, self._overlay.hovered, event.globalPos())
            return True
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that the keys go here, if it was they that led here."""
        self._show_focus(event.reason() in KEYBOARD_REASONS)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show it no longer."""
        self._show_focus(False)

    def _show_focus(self, is_shown: bool) -> None:
        self._overlay.is_focused = is_shown
        self._canvas.viewport().update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the font."""
        if event.type() == QEvent.Type.FontChange:
            self._canvas.set_font(self.font())
            self.updateGeometry()
        super().changeEvent(event)
