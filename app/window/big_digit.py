"""The digit, as large as there is room."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.window.look import Look
from app.window.painting import tabular

_UNSCALED_PIXELS = 200


class BigDigit(QWidget):
    """Writes a label so that a digit is as high as the widget, and a long one as wide.

    Parameters
    ----------
    look : Look
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._text = ""
        self._colour = "text"
        self._path = QPainterPath()
        self._digit_height = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    @property
    def text(self) -> str:
        """What is written."""
        return self._text

    def show_text(self, text: str, colour: str) -> None:
        """Write a label in a colour of the theme."""
        if text != self._text:
            self._text = text
            self._outline()
        self._colour = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the outline, scaled to the widget."""
        bounds = self._path.boundingRect()
        if bounds.isEmpty():
            return
        # All digits are scaled alike, by the height of a flat one: none jumps.
        scale = min(self.height() / self._digit_height, 0.96 * self.width() / bounds.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QRectF(self.rect()).center())
        painter.scale(scale, scale)
        painter.translate(QPointF(-bounds.center().x(), self._middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.theme.color(self._colour))
        painter.drawPath(self._path)
        painter.end()

    def _outline(self) -> None:
        font = tabular(self.font(), weight=QFont.Weight.Bold)
        font.setPixelSize(_UNSCALED_PIXELS)
        path = QPainterPath()
        path.addText(QPointF(0, 0), font, self._text)
        self._path = path
        digit = QFontMetricsF(font).tightBoundingRect("0")
        self._digit_height = digit.height()
        self._middle = -digit.center().y()
