"""A panel at the side of the window: a title, a cross, and what scrolls below."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.window.icons import wear_icon
from app.window.keys import tip
from app.window.look import Look

_WIDTH_IN_LINES = 25
_LEAST_WIDTH, _MOST_WIDTH = 340, 420
_RING, _ROUND = 2, 12


class Panel(QFrame):
    """Something to read and to set, in a column that scrolls; Esc closes it.

    Parameters
    ----------
    title : str
    look : Look

    Attributes
    ----------
    scroll_area : QScrollArea
    first_control : QWidget
        What gets the focus when the panel is given it.

    Signals
    -------
    closed
        When the user wants the panel away.
    """

    closed = Signal()

    def __init__(self, title: str, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName(title)
        heading = QLabel(title)
        heading.setProperty("role", "title")
        close = QToolButton()
        close.setProperty("kind", "quiet")
        wear_icon(close, "close", look)
        close.setAccessibleName(f"Close: {title}")
        close.setToolTip(tip("Close", "back"))
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 10, 4)
        head.addWidget(heading, 1)
        head.addWidget(close)
        content = QWidget()
        content.setProperty("role", "content")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(16, 0, 14, 16)
        self._column.setSpacing(10)
        self._column.addStretch(1)
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setWidget(content)
        self.scroll_area.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_RING, _RING, _RING, _RING)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.scroll_area, 1)
        self._look = look
        self.first_control: QWidget = self.scroll_area
        self.scroll_area.installEventFilter(self)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Be as wide as a short line of text, within what a small window has to give."""
        return panel_size(self)

    def add(self, part: QWidget | QLayout) -> None:
        """Add something below."""
        place = self._column.count() - 1
        if isinstance(part, QWidget):
            self._column.insertWidget(place, part)
        else:
            self._column.insertLayout(place, part)

    def add_heading(self, text: str) -> None:
        """Begin a group."""
        if self._column.count() > 1:
            self._column.insertSpacing(self._column.count() - 1, 8)
        heading = QLabel(text)
        heading.setProperty("role", "heading")
        self.add(heading)

    def add_text(self, text: str) -> QLabel:
        """Add a paragraph."""
        label = QLabel(text, wordWrap=True)
        self.add(label)
        return label

    def add_button(self, text: str) -> QPushButton:
        """Add a button, as wide as its text."""
        button = QPushButton(text)
        line = QHBoxLayout()
        line.addWidget(button)
        line.addStretch(1)
        self.add(line)
        return button

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Hand the focus on; a focus proxy would let Tab pass over the cross."""
        self.first_control.setFocus(event.reason())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Paint the ring of the focus when what scrolls gets or loses it."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw a ring while the arrow keys scroll the panel."""
        super().paintEvent(event)
        if self.scroll_area.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._look.theme.color("accent"), _RING))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, _ROUND, _ROUND)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def panel_size(panel: QWidget) -> QSize:
    """Give the size that a panel at the side of the window wants."""
    width = panel.fontMetrics().height() * _WIDTH_IN_LINES
    return QSize(min(_MOST_WIDTH, max(_LEAST_WIDTH, width)), 500)
