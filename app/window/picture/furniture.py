"""What stands still around and over the moving picture: axis, labels, rounded corners."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)

from app.window.look import Theme
from app.window.painting import tabular

ROUNDING = 12.0
"""Radius of the corners of the panel, in logical pixels."""

_SMALL = 0.85
_PAD = 6.0
_EDGE = 6.0
_MINUS = "\N{MINUS SIGN}"


SIZE = QSize(880, 430)
"""How large both pictures are in the sketch."""


def least_size(metrics: QFontMetrics) -> QSize:
    """Give the size of a picture below which nothing can be read."""
    line = metrics.height()
    return QSize(20 * line, 10 * line)


def axis_height(font: QFont) -> int:
    """Give the height of the time axis below the picture, in logical pixels."""
    return round(QFontMetricsF(tabular(font, _SMALL)).height() + 2 * _PAD)


def paint_axis(painter: QPainter, area: QRectF, seconds: int, font: QFont, color: QColor) -> None:
    """Write the seconds below a picture that ends now; of too many, only the first and last.

    Parameters
    ----------
    painter : QPainter
    area : QRectF
        As wide as the picture.
    seconds : int
        How many seconds the picture shows.
    font : QFont
        Of the window.
    color : QColor
    """
    small = tabular(font, _SMALL)
    metrics = QFontMetricsF(small)
    widest = metrics.horizontalAdvance(f"{_MINUS}{seconds} s")
    step = 1 if area.width() / seconds > 1.6 * widest else seconds
    painter.setFont(small)
    painter.setPen(color)
    centred = Qt.AlignmentFlag.AlignVCenter
    for back in range(0, seconds + 1, step):
        x = area.right() - area.width() * back / seconds
        label = f"{_MINUS}{back} s" if back else "0 s"
        if back == seconds:
            box, align = area.adjusted(_EDGE, 0, 0, 0), Qt.AlignmentFlag.AlignLeft
        elif back == 0:
            box, align = area.adjusted(0, 0, -_EDGE, 0), Qt.AlignmentFlag.AlignRight
        else:
            box = QRectF(x - widest, area.top(), 2 * widest, area.height())
            align = Qt.AlignmentFlag.AlignHCenter
            painter.fillRect(QRectF(round(x), area.top(), 1, 3), color)
        painter.drawText(box, align | centred, label)


def label_pixmap(text: str, font: QFont, color: QColor, ground: QColor, ratio: float) -> QPixmap:
    """Draw a label once, on a ground that lets it be read over anything.

    Parameters
    ----------
    text : str
    font : QFont
        Of the window; the label is a little smaller.
    color, ground : QColor
    ratio : float
        Device pixels a logical pixel.

    Returns
    -------
    QPixmap
    """
    return legend_pixmap([(text, color, None)], font, ground, ratio)


def legend_pixmap(
    parts: Sequence[tuple[str, QColor, Qt.PenStyle | None]],
    font: QFont,
    ground: QColor,
    ratio: float,
) -> QPixmap:
    """Draw labels in a row, each with a piece of the line that it names.

    Parameters
    ----------
    parts : sequence of (str, QColor, Qt.PenStyle or None)
        Text, its colour, and the style of its line.
    font : QFont
        Of the window; the labels are a little smaller.
    ground : QColor
        What they stand on.
    ratio : float
        Device pixels a logical pixel.
    """
    small = tabular(font, _SMALL)
    metrics = QFontMetricsF(small)
    line = metrics.height()
    widths = [
        metrics.horizontalAdvance(text) + (0 if style is None else 1.4 * line)
        for text, _, style in parts
    ]
    width = sum(widths) + _PAD * 2 + line * (len(parts) - 1)
    height = metrics.height() + 2
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(0, 0, width, height), 4, 4)
    painter.setFont(small)
    x = _PAD
    for (text, color, style), part_width in zip(parts, widths, strict=True):
        painter.setPen(color)
        box = QRectF(x, 0, part_width, height)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        if style is not None:
            painter.setPen(QPen(color, 1.5, style))
            painter.drawLine(QPointF(x, height / 2), QPointF(x + line, height / 2))
        x += part_width + line
    painter.end()
    return pixmap


class PanelCorners:
    """Rounds the corners of what was painted square: one small pixmap for each corner.

    Parameters
    ----------
    theme : Theme
    ratio : float
        Device pixels a logical pixel.
    line : float
        Thickness of the border, in logical pixels.
    """

    def __init__(self, theme: Theme, ratio: float, line: float = 1.0) -> None:
        size = round(ROUNDING + 2)
        whole = _corner_ring(theme, ratio, 2 * size, line)
        pixels = round(size * ratio)
        far = whole.width() - pixels
        self._size = size
        self._upper = [whole.copy(x, 0, pixels, pixels) for x in (0, far)]
        self._lower = [whole.copy(x, far, pixels, pixels) for x in (0, far)]
        for corner in self._upper + self._lower:
            corner.setDevicePixelRatio(ratio)

    def paint_upper(self, painter: QPainter, area: QRectF) -> None:
        """Paint the upper corners of a panel."""
        self._paint(painter, self._upper, area, area.top())

    def paint_lower(self, painter: QPainter, area: QRectF) -> None:
        """Paint the lower corners of a panel."""
        self._paint(painter, self._lower, area, area.bottom() - self._size)

    def _paint(
        self, painter: QPainter, corners: Sequence[QPixmap], area: QRectF, top: float
    ) -> None:
        left, right = corners
        painter.drawPixmap(QPointF(area.left(), top), left)
        painter.drawPixmap(QPointF(area.right() - self._size, top), right)


def _corner_ring(theme: Theme, ratio: float, size: int, line: float) -> QPixmap:
    """Draw the outside and the border of a small rounded panel; its inside stays clear."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(0, 0, size, size)
    half = line / 2
    inside = QPainterPath()
    inside.addRoundedRect(area.adjusted(half, half, -half, -half), ROUNDING, ROUNDING)
    outside = QPainterPath()
    outside.addRect(area)
    painter.fillPath(outside.subtracted(inside), theme.color("background"))
    painter.setPen(QPen(theme.color("border"), line))
    painter.drawPath(inside)
    painter.end()
    return pixmap
