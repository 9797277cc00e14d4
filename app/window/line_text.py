"""The digits said so far, large, with a caret after the last one."""

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
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
_MOST_READ_OUT = 1000


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
        # The digits one by one, and where each of them begins, in pixels, the end last: what is
        # out of sight is not painted, for a line grows for as long as somebody speaks.
        self._digits: list[str] = []
        self._edges = [0.0]
        self._large = QFont()
        # How far the text is moved to the right from where its end is seen, in pixels.
        self._scrolled = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.changed.connect(self.update)
        self._follow_font()
        self.show_text("")

    @property
    def text(self) -> str:
        """The line."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show a line; its end is seen, and of a very long one the end alone is read out."""
        self._text = text
        # Labels of several characters stand apart, and each is in one piece.
        self._digits = re.findall(r" ?[^ ]+", text) if " " in text else list(text)
        self._follow_font()
        self._scrolled = 0.0
        told = text if len(text) <= _MOST_READ_OUT else "… " + text[-_MOST_READ_OUT:]
        self.setAccessibleName(told or "no digits yet")
        self.setAccessibleDescription("The digits said so far")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Have room for a handful of digits."""
        metrics = QFontMetricsF(self._large)
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

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._follow_font()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the digits, the caret, and the ring of the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        area = QRectF(self.rect())
        inset = self._inset()
        overflow = self._overflow()
        painter.setClipRect(area.adjusted(inset, 0, -inset / 2, 0))
        painter.setFont(self._large)
        painter.setPen(theme.color("text"))
        left = inset - overflow + self._scrolled
        first, digits = self._in_view(-left, area.width() - left)
        painter.drawText(
            QRectF(left + first, 0, 2 * area.width(), area.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            digits,
        )
        self._paint_caret(painter, left + self._edges[-1])
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
        height = QFontMetricsF(self._large).capHeight() * 1.35
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
        return max(0.0, self._edges[-1] - room)

    def _in_view(self, left: float, right: float) -> tuple[float, str]:
        """Give the digits between two places of the line, and where the first of them begins."""
        first = max(bisect_right(self._edges, left) - 1, 0)
        return self._edges[first], "".join(self._digits[first : bisect_left(self._edges, right)])

    def _follow_font(self) -> None:
        self._large = tabular(self.font(), _SCALE, QFont.Weight.DemiBold)
        # A line is as long as its digits.
        self._large.setKerning(False)
        # Digits are read one by one, words whole.
        share = 0 if " " in self._text else _LETTER_SPACING
        spacing = share * self.fontMetrics().height()
        self._large.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
        self._measure()

    def _measure(self) -> None:
        metrics = QFontMetricsF(self._large)
        widths = {each: metrics.horizontalAdvance(each) for each in set(self._digits)}
        self._edges = list(accumulate(map(widths.__getitem__, self._digits), initial=0.0))

    def _digit_width(self) -> float:
        return QFontMetricsF(self._large).horizontalAdvance("0")

    def _inset(self) -> float:
        return 0.5 * self.fontMetrics().height()
