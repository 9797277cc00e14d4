"""The time axis below a picture that can be moved and zoomed."""

import math

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.window.look import Look
from app.window.painting import tabular
from app.window.picture.still_words import time_text

_SMALL = 0.85
_EDGE = 6.0
_TICK = 3.0
_STRIP = 2.0
_LABELS_APART = 3.0
_NICE_S = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)


class TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """Writes round times below a view box, as the live picture does.

    A strip at its lower edge shows which part of the whole sound is in view.

    Parameters
    ----------
    look : Look
    box : pyqtgraph.ViewBox
        In seconds.
    """

    def __init__(self, look: Look, box: pg.ViewBox) -> None:
        super().__init__("bottom")
        self._look = look
        self._font = QFont()
        self.origin_s = 0.0
        self.whole_s = (0.0, 1.0)
        # While a line moves over the plots above, this is not painted anew.
        self.setCacheMode(self.CacheMode.DeviceCoordinateCache)
        self.linkToView(box)

    def set_font(self, font: QFont) -> None:
        """Write in another font, a little smaller."""
        self._font = tabular(font, _SMALL)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint labels, ticks and the strip."""
        area = QRectF(self.rect())
        theme = self._look.theme
        painter.fillRect(area, theme.color("surface"))
        start_s, end_s = self.range
        if area.width() < 1 or end_s <= start_s:
            return
        painter.setFont(self._font)
        color = theme.color("muted")
        painter.setPen(color)
        pixels_a_second = area.width() / (end_s - start_s)
        step_s = self._step(pixels_a_second)
        first = math.ceil(round((start_s - self.origin_s) / step_s, 6))
        last = math.floor(round((end_s - self.origin_s) / step_s, 6))
        for number in range(first, last + 1):
            x = (self.origin_s + number * step_s - start_s) * pixels_a_second
            if 1 < x < area.width() - 1:
                painter.fillRect(QRectF(round(x), 0, 1, _TICK), color)
            text = time_text(number * step_s, _decimals(step_s), unit=True)
            width = QFontMetricsF(self._font).horizontalAdvance(text) + 1
            left = min(max(x - width / 2, _EDGE), area.width() - width - _EDGE)
            box = QRectF(left, 0, width, area.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        self._paint_strip(painter, area)

    def _paint_strip(self, painter: QPainter, area: QRectF) -> None:
        first_s, last_s = self.whole_s
        start_s, end_s = self.range
        whole_s = last_s - first_s
        if end_s - start_s > 0.999 * whole_s:
            return
        strip = area.adjusted(2 * _EDGE, area.height() - _STRIP - 1, -2 * _EDGE, -1)
        theme = self._look.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("border"))
        painter.drawRoundedRect(strip, _STRIP / 2, _STRIP / 2)
        width = max(strip.width() * (end_s - start_s) / whole_s, 4 * _STRIP)
        share = (start_s - first_s) / (whole_s - (end_s - start_s))
        left = strip.left() + (strip.width() - width) * min(max(share, 0.0), 1.0)
        painter.setBrush(theme.color("muted"))
        painter.drawRoundedRect(QRectF(left, strip.top(), width, _STRIP), _STRIP / 2, _STRIP / 2)

    def _step(self, pixels_a_second: float) -> float:
        """Give the least round time at which labels have room."""
        furthest_s = max(abs(each - self.origin_s) for each in self.range)
        for step_s in _steps():
            text = time_text(-furthest_s, _decimals(step_s), unit=True)
            room = _LABELS_APART * QFontMetricsF(self._font).horizontalAdvance(text)
            if step_s * pixels_a_second >= room:
                return step_s
        return float(_NICE_S[-1])


def _steps() -> list[float]:
    return [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, *map(float, _NICE_S)]


def _decimals(step_s: float) -> int:
    return max(0, -math.floor(math.log10(step_s) + 1e-9))
