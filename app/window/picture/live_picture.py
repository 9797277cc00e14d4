"""The live picture: 5 s of waveform over 5 s of mel spectrogram, with the answers on them."""

import time
from collections import deque

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy

from app.settings import PictureSettings
from app.window.answered import Answered
from app.window.look import Look
from app.window.mark import Mark
from app.window.painting import announce
from app.window.picture.chosen_mark import KEYBOARD_REASONS, press_on_chosen, show_tip
from app.window.picture.furniture import SIZE, least_size
from app.window.picture.live_marks import LiveMarks, summary_of, words_of
from app.window.picture.live_scene import LiveScene
from app.window.picture.running_widget import RunningWidget
from app.window.stream import Stream

_FRAMES_REMEMBERED = 4096


class LivePicture(RunningWidget):
    """Shows the last 5 s of a stream, running, with its utterances.

    With the keys an utterance is chosen (Left, Right), played (Enter) and corrected (a digit,
    Delete or "-" for no digit, the menu key for all others). It draws only while it can be
    seen.

    Parameters
    ----------
    look : Look

    Attributes
    ----------
    frames_drawn : int
        How often it has painted itself.
    frame_times_ms : deque of float
        The work that each of the latest 4096 frames took in this thread, analysis included.

    Signals
    -------
    clicked(answered)
        When an utterance is clicked, or Enter is pressed on the chosen one.
    correction_wanted(answered, position)
        When an utterance is clicked with the right button, or by the menu key; with the
        position on the screen.
    key_correction_wanted(answered, said)
        When the chosen utterance is corrected by a key: to that label, or to "other".
    """

    clicked = Signal(object)
    correction_wanted = Signal(object, QPoint)
    key_correction_wanted = Signal(object, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        # By a filter: what fails in a handler that a Python event() has called ends the program.
        self.installEventFilter(self)
        self.frames_drawn = 0
        self.frame_times_ms: deque[float] = deque(maxlen=_FRAMES_REMEMBERED)
        self._look = look
        self._scene = LiveScene(look, self.font())
        self._marks = LiveMarks()
        self._shows_focus = False
        self._hovered: Mark | None = None
        self._pressed: Mark | None = None
        self._chosen: Mark | None = None
        self._pointer: QPointF | None = None
        self._moved_ms = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Live picture")
        self._describe()
        look.changed.connect(self._restyle)

    # --- what is shown

    @property
    def stream(self) -> Stream:
        """What is shown."""
        return self._scene.stream

    @property
    def marks(self) -> list[Mark]:
        """The marks of as much of the stream as is kept, in the order of their stretches."""
        return self._marks.all

    def show_stream(self, stream: Stream) -> None:
        """Show another stream; the marks of the one before go with it."""
        self._marks.clear()
        self._scene.show_stream(stream)
        self._show_marks()

    def set_picture(self, picture: PictureSettings) -> None:
        """Colour the spectrogram in another way, at once."""
        self._scene.set_picture(picture)
        self.update()

    def set_gate_shown(self, shown: bool) -> None:
        """Draw the level, the threshold and the voice as the gate has them, or not."""
        self._scene.set_gate_shown(shown)
        self.update()

    def show_provisional(self, mark: Mark) -> None:
        """Show a mark whose voice may still go on; it replaces the one before."""
        self._marks.show_provisional(mark)
        self._show_marks()

    def drop_provisional(self) -> None:
        """Take the provisional mark away."""
        self._marks.drop_provisional()
        self._show_marks()

    def show_confirmed(self, mark: Mark) -> None:
        """Show a mark that stays; a provisional one of the same stretch gives way."""
        self._marks.forget_before(self.stream.start)
        self._marks.show_confirmed(mark)
        self._show_marks()

    def refresh(self, answered: Answered) -> None:
        """Let the mark of an answer read as the answer does now."""
        if self._marks.refresh(answered):
            self._show_marks()

    def rejudge(self, threshold: float) -> None:
        """Judge the answers shown by another threshold."""
        self._marks.rejudge(threshold)
        self._show_marks()

    def follow(self) -> None:
        """Follow the stream."""
        began = time.perf_counter()
        if self._scene.move(time.monotonic_ns()):
            if self._pointer is not None:
                self._hover(self._pointer)
            if self._in_view != [place.mark for place in self._scene.in_view]:
                self._describe()
            self.update(self._scene.moving)
            self._moved_ms = (time.perf_counter() - began) * 1000

    # --- painting

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Give the size of the sketch."""
        return SIZE

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Give the size below which nothing can be read."""
        return least_size(self.fontMetrics())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Take the new size at the next frame: while a window is dragged there are many."""
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what has to be painted."""
        began = time.perf_counter()
        self._scene.resize(self.size(), self.devicePixelRatioF())
        painter = QPainter(self)
        self._scene.paint(
            painter,
            event.region(),
            hovered=self._hovered,
            chosen=self._chosen,
            focused=self._shows_focus and self._chosen is None,
        )
        painter.end()
        painted_ms = (time.perf_counter() - began) * 1000
        self.frame_times_ms.append(self._moved_ms + painted_ms)
        self._moved_ms = 0.0
        self.frames_drawn += 1

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the font."""
        if event.type() == QEvent.Type.FontChange:
            self._scene.set_font(self.font())
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def _restyle(self) -> None:
        self._scene.restyle()
        self.update()

    def _show_marks(self) -> None:
        marks = self._marks.all
        self._scene.show_marks(marks)
        if self._hovered not in marks:
            self._hovered = None
        self._describe()
        self.update()

    def _describe(self) -> None:
        self._in_view = [place.mark for place in self._scene.in_view]
        if self._chosen not in self._in_view:
            self._chosen = None
        summary = summary_of([mark for mark in self._in_view if not mark.is_provisional])
        if self._chosen is not None:
            summary += f"; chosen: {words_of(self._chosen)}"
        if summary != self.accessibleDescription():
            self.setAccessibleDescription(summary)

    # --- the mouse

    def _hover(self, point: QPointF | None) -> None:
        self._pointer = point
        hovered = None if point is None else self._scene.mark_at(point)
        if hovered is not self._hovered:
            self._hovered = hovered
            if hovered is None:
                self.unsetCursor()
            else:
                self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.update(self._scene.moving)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Stress the utterance below the pointer."""
        self._hover(event.position())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Stress none."""
        self._hover(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember the utterance: it will have run on when the button is released."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._scene.mark_at(event.position())
            self._choose(self._pressed)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Click the utterance that was pressed."""
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            pressed, self._pressed = self._pressed, None
            if self.rect().contains(event.position().toPoint()):
                self.clicked.emit(pressed.answered)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask what an utterance really was."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        mark = self._scene.mark_at(QPointF(event.pos())) if by_mouse else self._chosen
        if mark is None:
            event.ignore()
        elif by_mouse:
            self._choose(mark)
            self.correction_wanted.emit(mark.answered, event.globalPos())
        else:
            self.ask_about_chosen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Say in a tool tip what the utterance below the pointer is."""
        if watched is self and isinstance(event, QHelpEvent):
            show_tip(self, self._scene.mark_at(QPointF(event.pos())), event.globalPos())
            return True
        return super().eventFilter(watched, event)

    # --- the keys

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that the keys go here, if it was they that led here."""
        self._shows_focus = event.reason() in KEYBOARD_REASONS
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show it no longer."""
        self._shows_focus = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose, play or correct an utterance; leave all other keys to the window."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._choose_next(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif not (is_plain and press_on_chosen(self, event)):
            super().keyPressEvent(event)

    @property
    def chosen(self) -> Mark | None:
        """The utterance that the keys play or correct."""
        return self._chosen

    def ask_about_chosen(self) -> None:
        """Want the chosen utterance corrected."""
        if self._chosen is not None:
            at = self.mapToGlobal(self._scene.area_of(self._chosen).center())
            self.correction_wanted.emit(self._chosen.answered, at)

    def _choose_next(self, step: int) -> None:
        marks = [place.mark for place in self._scene.in_view if not place.mark.is_provisional]
        if not marks:
            return
        if self._chosen is None:
            self._choose(marks[-1])
        else:
            place = marks.index(self._chosen) + step
            self._choose(marks[min(max(place, 0), len(marks) - 1)])

    def _choose(self, mark: Mark | None) -> None:
        if mark is not self._chosen:
            self._chosen = mark
            self._describe()
            self.update(self._scene.moving)
            if mark is not None:
                announce(self, words_of(mark))
