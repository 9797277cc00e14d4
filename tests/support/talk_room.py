"""A window in which Space is for talking, for tests of push-to-talk."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTableWidget,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.window.push_to_talk import PushToTalk

SPACE, ENTER = Qt.Key.Key_Space, Qt.Key.Key_Return
NOTHING = Qt.KeyboardModifier.NoModifier


class Room(QMainWindow):
    """A window with one of everything that wants Space for itself, and its push-to-talk."""

    def __init__(self) -> None:
        super().__init__()
        self.button = QPushButton("Button")
        self.tool = QToolButton()
        self.check = QCheckBox("Check")
        self.radio = QRadioButton("Radio")
        self.list = QComboBox()
        self.list.addItems(["one", "two"])
        self.typed_list = QComboBox(editable=True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.table = QTableWidget(3, 2)
        self.line = QLineEdit()
        self.text = QTextEdit()
        self.plain_text = QPlainTextEdit()
        self.number = QSpinBox()
        self.read_only = QLineEdit(readOnly=True)
        self.page = QWidget()
        self.page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body = QWidget()
        layout = QVBoxLayout(body)
        for each in vars(self).values():
            if isinstance(each, QWidget):
                layout.addWidget(each)
        self.setCentralWidget(body)
        self.happened: list[str] = []
        self.talk = PushToTalk(self)
        self.talk.began.connect(lambda: self.happened.append("began"))
        self.talk.ended.connect(lambda: self.happened.append("ended"))

    def send(
        self,
        kind: QEvent.Type,
        key: Qt.Key,
        text: str,
        modifiers: Qt.KeyboardModifier = NOTHING,
        repeated: bool = False,
        *,
        at_ms: int = 0,
    ) -> None:
        """Give the window a key as the system gives it."""
        event = QKeyEvent(kind, key, modifiers, text, repeated)
        event.setTimestamp(at_ms)
        QCoreApplication.sendEvent(self.windowHandle(), event)

    def press(self, modifiers: Qt.KeyboardModifier = NOTHING, repeated: bool = False) -> None:
        """Press Space."""
        self.send(QEvent.Type.KeyPress, SPACE, " ", modifiers, repeated)

    def release(self, modifiers: Qt.KeyboardModifier = NOTHING, repeated: bool = False) -> None:
        """Release Space."""
        self.send(QEvent.Type.KeyRelease, SPACE, " ", modifiers, repeated)


def show_in_front(qtbot: QtBot, window: QWidget) -> None:
    """Show a window and give it the keys."""
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
