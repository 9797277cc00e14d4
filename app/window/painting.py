"""What the widgets that paint themselves share."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFont,
    QFontMetricsF,
    QPainter,
)

_SMALLEST_SCALE = 0.7


def tabular(font: QFont, scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Make a font whose digits are all of one width, where it has such.

    Parameters
    ----------
    font : QFont
        Stays as it is.
    scale : float
        How much larger the new font is.
    weight : QFont.Weight

    Returns
    -------
    QFont
    """
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * scale)
    else:
        made.setPixelSize(round(font.pixelSize() * scale))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def snapped(rectangle: QRectF, ratio: float) -> QRectF:
    """Move the edges of a rectangle to whole pixels of the screen, so that they are sharp.

    Parameters
    ----------
    rectangle : QRectF
        In pixels of the layout.
    ratio : float
        Pixels of the screen in each of them.
    """
    left, right = round(rectangle.left() * ratio), round(rectangle.right() * ratio)
    top, bottom = round(rectangle.top() * ratio), round(rectangle.bottom() * ratio)
    return QRectF(left / ratio, top / ratio, (right - left) / ratio, (bottom - top) / ratio)


def draw_fitting(
    painter: QPainter, area: QRectF, texts: Sequence[str], alignment: Qt.AlignmentFlag
) -> None:
    """Write the first of several wordings that has room, in the painter's font.

    Where none has, the last is written smaller, and elided if that is not enough.

    Parameters
    ----------
    painter : QPainter
    area : QRectF
    texts : sequence of str
        The same said at length first, shortest last; nothing is written for none.
    alignment : Qt.AlignmentFlag
        Where in the width; it is in the middle of the height.
    """
    if not texts:
        return
    flags = alignment | Qt.AlignmentFlag.AlignVCenter
    metrics = QFontMetricsF(painter.font())
    for text in texts:
        if metrics.horizontalAdvance(text) <= area.width():
            painter.drawText(area, flags, text)
            return
    before = painter.font()
    scale = max(area.width() / metrics.horizontalAdvance(texts[-1]) * 0.98, _SMALLEST_SCALE)
    smaller = QFont(before)
    smaller.setPointSizeF(before.pointSizeF() * scale)
    painter.setFont(smaller)
    elided = QFontMetricsF(smaller).elidedText(texts[-1], Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, flags, elided)
    painter.setFont(before)


def announce(source: QObject, message: str) -> None:
    """Have a screen reader, if one is running, say something when it has finished speaking."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, message))
