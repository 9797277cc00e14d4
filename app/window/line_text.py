"""The digits said so far, large, with a caret after the last one."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.window.look import Look
from app.window.painting import snapped, tabular

_SCALE = 2.2
_LETTER_SPACING = 0.55
_FADE_LINES = 2.0
_WHEEL_STEP = 120


class LineText(QWidget):
    """Shows the end of a line that is longer than there is room; the rest can be scrolled to.

    Parameters
    ----------
    look : Look
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._text = ""
        # How far the text is moved to the right from where its end is seen, in pixels.
        self._scrolled = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.changed.connect(self.update)
        self.show_text("")

    @property
    def text(self) -> str:
        """The line."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show a line; its end is seen."""
        self._text = text
        self._scrolled = 0.0
        self.setAccessibleName(text or "no digits yet")
        self.setAccessibleDescription("The digits said so far")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Have room for a handful of digits."""
        metrics = QFontMetricsF(self._font())
        height = max(metrics.tightBoundingRect("0").height() * 1.6, metrics.height())
        return QSize(round(8 * metrics.horizontalAdvance("0")), round(height))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Have room for two digits."""
        hint = self.sizeHint()
        return QSize(hint.width() // 4, hint.height())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll a line that is longer than there is room."""
        delta = event.angleDelta()
        steps = (delta.y() or delta.x()) / _WHEEL_STEP
        self._scroll_to(self._scrolled + steps * self._digit_width())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll by the arrow keys, Home and End."""
        target = {
            Qt.Key.Key_Left: self._scrolled + self._digit_width(),
            Qt.Key.Key_Right: self._scrolled - self._digit_width(),
            Qt.Key.Key_Home: self._overflow(),
            Qt.Key.Key_End: 0.0,
        }.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            self._scroll_to(target)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the digits, the caret, and the ring of the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        area = QRectF(self.rect())
        inset = self._inset()
        overflow = self._overflow()
        painter.setClipRect(area.adjusted(inset, 0, -inset / 2, 0))
        painter.setFont(self._font())
        painter.setPen(theme.color("text"))
        left = inset - overflow + self._scrolled
        width = self._text_width()
        painter.drawText(
            QRectF(left, 0, width + 2 * inset, area.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self._text,
        )
        self._paint_caret(painter, left + width)
        fade = _FADE_LINES * self.fontMetrics().height()
        if overflow > self._scrolled:
            self._paint_fade(painter, inset, inset + fade)
        if self._scrolled > 0:
            self._paint_fade(painter, area.right() - inset / 2, area.right() - inset / 2 - fade)
        painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()

    def _paint_caret(self, painter: QPainter, left: float) -> None:
        height = QFontMetricsF(self._font()).capHeight() * 1.35
        thick = max(2.0, self.fontMetrics().height() / 8)
        caret = QRectF(left, (self.height() - height) / 2, thick, height)
        painter.fillRect(snapped(caret, self.devicePixelRatioF()), self._look.theme.color("accent"))

    def _paint_fade(self, painter: QPainter, edge: float, inside: float) -> None:
        """Let what goes on beyond an edge fade, so that it is seen to go on."""
        fade = QLinearGradient(QPointF(edge, 0), QPointF(inside, 0))
        fade.setColorAt(0, self._look.theme.color("surface"))
        fade.setColorAt(1, self._look.theme.color("surface", 0.0))
        painter.fillRect(QRectF(edge, 0, inside - edge, self.height()).normalized(), fade)

    def _scroll_to(self, scrolled: float) -> None:
        self._scrolled = min(max(scrolled, 0.0), self._overflow())
        self.update()

    def _overflow(self) -> float:
        """Tell how much longer the text and its caret are than there is room, in pixels."""
        room = self.width() - 2.5 * self._inset()
        return max(0.0, self._text_width() - room)

    def _text_width(self) -> float:
        return QFontMetricsF(self._font()).horizontalAdvance(self._text)

    def _digit_width(self) -> float:
        return QFontMetricsF(self._font()).horizontalAdvance("0")

    def _inset(self) -> float:
        return 0.5 * self.fontMetrics().height()

    def _font(self) -> QFont:
        font = tabular(self.font(), _SCALE, QFont.Weight.DemiBold)
        spacing = _LETTER_SPACING * self.fontMetrics().height()
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
        return font
