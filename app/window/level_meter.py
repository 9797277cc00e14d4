"""The level of the microphone, against the room and what counts as a voice."""

from time import monotonic

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.recognition.recognizer import GateState
from app.window.look import Look
from app.window.painting import snapped

LOWEST_DB = -80.0
"""Level at the left end, in dB of full scale; 0 dB is at the right end."""

CLIPPED_PEAK = 0.99
"""Share of full scale that a microphone does not give unless it is overdriven."""

CLIP_LIGHT_S = 2.0
"""How long the light of the clipping stays, in seconds."""

_FALL_DB_PER_S = 60.0
_BAR_LINES = 0.7
_MARK_LINES = 0.3


class LevelMeter(QWidget):
    """A bar with the floor of the room, the threshold of the gate, and a light for clipping.

    The bar follows what is loud at once and falls slowly, so that an eye can follow. It is
    painted only where it would look different.

    Parameters
    ----------
    look : Look
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._level_db = LOWEST_DB
        self._gate_state: GateState | None = None
        self._fell_at_s = monotonic()
        self._clipped_at_s: float | None = None
        self._drawn: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Level of the microphone")
        self.setAttribute(Qt.WidgetAttribute.WA_AlwaysShowToolTips)
        look.changed.connect(self.update)
        self._update()

    @property
    def is_clipping(self) -> bool:
        """Whether the light of the clipping is on."""
        return self._clipped_at_s is not None

    def show_level(self, gate_state: GateState | None, peak: float) -> None:
        """Show what the gate hears.

        Parameters
        ----------
        gate_state : GateState or None
            None before the first frame.
        peak : float
            Largest absolute sample since the last call, as a share of full scale.
        """
        now_s = monotonic()
        fallen_db = self._level_db - _FALL_DB_PER_S * (now_s - self._fell_at_s)
        self._fell_at_s = now_s
        self._gate_state = gate_state
        level_db = LOWEST_DB if gate_state is None else gate_state.frame.level_db
        self._level_db = max(level_db, fallen_db, LOWEST_DB)
        if peak >= CLIPPED_PEAK:
            self._clipped_at_s = now_s
        elif self._clipped_at_s is not None and now_s - self._clipped_at_s >= CLIP_LIGHT_S:
            self._clipped_at_s = None
        self._update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Put out the light of the clipping."""
        self._clipped_at_s = None
        self._update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Have room for a bar that can be read."""
        line = self.fontMetrics().height()
        return QSize(11 * line, round((_BAR_LINES + 2 * _MARK_LINES) * line))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Have room for a short bar."""
        return QSize(self.sizeHint().width() // 3, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the bar, the marks and the light."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = self._bar()
        self._paint_level(painter, bar)
        if self._gate_state is not None:
            frame = self._gate_state.frame
            self._paint_mark(painter, bar, frame.floor_db, "muted", 0.0)
            self._paint_mark(painter, bar, frame.threshold_db, "text", self._line(_MARK_LINES))
        self._paint_light(painter)
        painter.end()

    def _paint_level(self, painter: QPainter, bar: QRectF) -> None:
        theme = self._look.theme
        radius = bar.height() / 2
        painter.setBrush(theme.color("track"))
        painter.drawRoundedRect(bar, radius, radius)
        width = self._place(bar, self._level_db) - bar.left()
        if width > 0:
            filled = QRectF(bar.left(), bar.top(), max(width, bar.height()), bar.height())
            painter.setBrush(theme.color("accent" if self._is_loud_enough() else "muted"))
            painter.drawRoundedRect(filled, radius, radius)

    def _paint_mark(
        self, painter: QPainter, bar: QRectF, level_db: float, colour: str, beyond: float
    ) -> None:
        thick = max(2.0, self._line(1 / 8))
        left = min(self._place(bar, level_db), bar.right() - thick)
        mark = QRectF(left, bar.top() - beyond, thick, bar.height() + 2 * beyond)
        rim = max(1.0, self._line(1 / 14))
        painter.setBrush(self._look.theme.color("background"))
        painter.drawRect(self._snapped(mark.adjusted(-rim, 0, rim, 0)))
        painter.setBrush(self._look.theme.color(colour))
        painter.drawRect(self._snapped(mark))

    def _paint_light(self, painter: QPainter) -> None:
        side = self._line(_BAR_LINES)
        light = self._snapped(QRectF(self.width() - side, (self.height() - side) / 2, side, side))
        theme = self._look.theme
        painter.setBrush(theme.color("warning" if self.is_clipping else "track"))
        painter.drawEllipse(light)
        if self.is_clipping:
            # An exclamation mark, so that the colour need not be seen.
            painter.setBrush(theme.color("on_warning"))
            thick = side / 6
            middle = light.center().x() - thick / 2
            painter.drawRect(QRectF(middle, light.top() + 0.2 * side, thick, 0.36 * side))
            painter.drawRect(QRectF(middle, light.top() + 0.65 * side, thick, thick))

    # --- what it looks like

    def _update(self) -> None:
        """Repaint if it would look different; say the new state if it is another."""
        drawn = self._what_is_drawn()
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()
        state = self._state_in_words()
        if state != self.accessibleDescription():
            self.setAccessibleDescription(state)
        if self.underMouse():
            self.setToolTip(self._values_in_words())

    def _what_is_drawn(self) -> tuple[object, ...]:
        """Give all that the painting depends on, in whole pixels of the screen."""
        bar = self._bar()
        ratio = self.devicePixelRatioF()
        places: list[object] = [round(self._place(bar, self._level_db) * ratio)]
        if self._gate_state is not None:
            frame = self._gate_state.frame
            places += [
                round(self._place(bar, each) * ratio)
                for each in (frame.floor_db, frame.threshold_db)
            ]
        return (*places, self._is_loud_enough(), self.is_clipping)

    def _is_loud_enough(self) -> bool:
        state = self._gate_state
        return state is not None and self._level_db > state.frame.threshold_db

    def _state_in_words(self) -> str:
        if self.is_clipping:
            return "too loud: the sound is clipped"
        if self._gate_state is None:
            return "no sound"
        return "loud enough for a voice" if self._is_loud_enough() else "quiet"

    def _values_in_words(self) -> str:
        if self._gate_state is None:
            return "No sound is coming in."
        frame = self._gate_state.frame
        lines = [
            f"Level {self._level_db:.0f} dB, the room {frame.floor_db:.0f} dB.",
            f"From the mark at {frame.threshold_db:.0f} dB it counts as a voice.",
        ]
        if self.is_clipping:
            lines.append("The sound is clipped: speak more softly, or turn the microphone down.")
        return "\n".join(lines)

    # --- where it is

    def _bar(self) -> QRectF:
        height = self._line(_BAR_LINES)
        width = self.width() - height - self._line(0.4)
        return self._snapped(QRectF(0, (self.height() - height) / 2, width, height))

    def _place(self, bar: QRectF, level_db: float) -> float:
        share = (level_db - LOWEST_DB) / -LOWEST_DB
        return bar.left() + bar.width() * min(max(share, 0.0), 1.0)

    def _line(self, lines: float) -> float:
        return lines * self.fontMetrics().height()

    def _snapped(self, rectangle: QRectF) -> QRectF:
        return snapped(rectangle, self.devicePixelRatioF())
