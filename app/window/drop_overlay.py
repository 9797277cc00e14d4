"""What lies over the window while something is dragged over it."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.window.icons import icon_pixmap
from app.window.look import Look
from app.window.painting import tabular

_VEIL_ALPHA = 0.9
_INSET = 10.0
_ROUNDING = 14.0
_LINE_WIDTH = 2.0
_TITLE_SCALE = 1.4
_ICON_IN_LINES = 2.6


class DropOverlay(QWidget):
    """Covers its window; the mouse does not notice it.

    Parameters
    ----------
    window : QWidget
    look : Look
    """

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._window = window
        self._look = look
        self._colour = "accent"
        self._icon = "open"
        self._message = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        window.installEventFilter(self)

    def invite(self, message: str) -> None:
        """Say what happens to what is dropped now."""
        self._show("open", "accent", message)

    def refuse(self, message: str) -> None:
        """Say why it will not be taken."""
        self._show("warning", "warning", message)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize:
            self.resize(self._window.size())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the veil, the frame, and the sentence in its middle."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("background", _VEIL_ALPHA))
        pen = QPen(theme.color(self._colour), _LINE_WIDTH, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(_faint(theme.color(self._colour)))
        frame = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        painter.drawRoundedRect(frame, _ROUNDING, _ROUNDING)
        self._paint_message(painter, frame)

    def _paint_message(self, painter: QPainter, frame: QRectF) -> None:
        theme = self._look.theme
        font = tabular(self.font(), _TITLE_SCALE, self.font().Weight.DemiBold)
        line = QFontMetricsF(font).height()
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        room = frame.adjusted(line, 0, -line, 0)
        text = QFontMetricsF(font).boundingRect(room, int(flags), self._message)
        size = round(line * _ICON_IN_LINES)
        top = frame.center().y() - (size + line / 2 + text.height()) / 2
        icon = icon_pixmap(self._icon, getattr(theme, self._colour), size, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(frame.center().x() - size / 2, top), icon)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        room.setTop(top + size + line / 2)
        painter.drawText(room, int(flags), self._message)

    def _show(self, icon: str, colour: str, message: str) -> None:
        self._icon, self._colour, self._message = icon, colour, message
        self.setAccessibleName(message)
        self.resize(self._window.size())
        self.raise_()
        self.show()
        self.update()


def _faint(color: QColor) -> QColor:
    color.setAlphaF(0.08)
    return color
