"""Space talks anywhere outside a text field, and every talk ends exactly once."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QLineEdit,
    QMainWindow,
    QMenu,
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

from app.window import push_to_talk
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
        self.send(QEvent.Type.KeyPress, SPACE, " ", modifiers, repeated)

    def release(self, modifiers: Qt.KeyboardModifier = NOTHING, repeated: bool = False) -> None:
        self.send(QEvent.Type.KeyRelease, SPACE, " ", modifiers, repeated)


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    room = Room()
    qtbot.addWidget(room)
    show_in_front(qtbot, room)
    room.page.setFocus()
    return room


def show_in_front(qtbot: QtBot, window: QWidget) -> None:
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


WITHOUT_TEXT = ["page", "button", "tool", "check", "radio", "list", "slider", "table", "read_only"]
WITH_TEXT = ["line", "text", "plain_text", "number", "typed_list"]


@pytest.mark.parametrize("name", WITHOUT_TEXT)
def test_space_held_outside_a_text_field_talks(room: Room, name: str) -> None:
    getattr(room, name).setFocus()
    room.press()
    assert room.happened == ["began"]
    assert room.talk.talking
    room.release()
    assert room.happened == ["began", "ended"]
    assert not room.talk.talking


@pytest.mark.parametrize("name", WITH_TEXT)
def test_space_in_a_text_field_does_not_talk(room: Room, name: str) -> None:
    getattr(room, name).setFocus()
    room.press()
    room.press(repeated=True)
    room.release()
    assert room.happened == []


def test_space_in_a_text_field_types_a_space(room: Room) -> None:
    for field in (room.line, room.text, room.plain_text):
        field.setFocus()
        room.press()
        room.press(repeated=True)
        room.release()
    assert room.line.text() == "  "
    assert room.text.toPlainText() == room.plain_text.toPlainText() == "  "
    room.typed_list.setFocus()
    room.press()
    assert room.typed_list.currentText().endswith(" ")


def test_space_talks_without_anything_focused(room: Room) -> None:
    room.page.clearFocus()
    room.press()
    room.release()
    assert room.happened == ["began", "ended"]


def test_space_presses_no_button(room: Room, qtbot: QtBot) -> None:
    clicked: list[str] = []
    for name in ("button", "tool", "check", "radio"):
        getattr(room, name).clicked.connect(lambda _=False, name=name: clicked.append(name))
        getattr(room, name).setFocus()
        for modifiers in (NOTHING, Qt.KeyboardModifier.ControlModifier):
            room.press(modifiers)
            assert not getattr(room, name).isDown()
            room.press(modifiers, repeated=True)
            room.release(modifiers)
    room.list.setFocus()
    room.press()
    room.press(repeated=True)
    room.release()
    assert clicked == []
    assert not room.check.isChecked()
    assert not room.list.view().isVisible()


def test_repeats_of_a_held_key_are_one_talk(room: Room) -> None:
    room.press()
    for _ in range(5):
        # X11 repeats the release with the press.
        room.release(repeated=True)
        room.press(repeated=True)
    assert room.happened == ["began"]
    room.release()
    assert room.happened == ["began", "ended"]


@pytest.fixture
def on_x11(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_to_talk, "_is_on_x11", lambda: True)


def send_at(room: Room, kind: QEvent.Type, at_ms: int) -> None:
    room.send(kind, SPACE, " ", at_ms=at_ms)


def test_repeats_that_qt_takes_for_releases_are_one_talk(
    room: Room, qtbot: QtBot, on_x11: None
) -> None:
    send_at(room, QEvent.Type.KeyPress, 1_000)
    for at_ms in range(1_500, 1_900, 40):
        send_at(room, QEvent.Type.KeyRelease, at_ms)
        send_at(room, QEvent.Type.KeyPress, at_ms)
    assert room.happened == ["began"]
    with qtbot.assertNotEmitted(room.talk.ended, wait=2 * push_to_talk.REPEAT_WAIT_MS):
        pass
    with qtbot.waitSignal(room.talk.ended, timeout=2000):
        send_at(room, QEvent.Type.KeyRelease, 1_900)
    assert room.happened == ["began", "ended"]


def test_a_quick_second_press_is_a_second_talk(room: Room, qtbot: QtBot, on_x11: None) -> None:
    send_at(room, QEvent.Type.KeyPress, 1_000)
    send_at(room, QEvent.Type.KeyRelease, 1_050)
    send_at(room, QEvent.Type.KeyPress, 1_060)
    assert room.happened == ["began", "ended", "began"]
    with qtbot.waitSignal(room.talk.ended, timeout=2000):
        send_at(room, QEvent.Type.KeyRelease, 1_100)
    assert room.happened == ["began", "ended"] * 2


def test_a_focus_lost_right_after_the_release_ends_it_once(
    room: Room, qtbot: QtBot, on_x11: None
) -> None:
    send_at(room, QEvent.Type.KeyPress, 1_000)
    send_at(room, QEvent.Type.KeyRelease, 1_050)
    room.hide()
    with qtbot.assertNotEmitted(room.talk.ended, wait=2 * push_to_talk.REPEAT_WAIT_MS):
        pass
    assert room.happened == ["began", "ended"]


def test_a_repeat_alone_begins_nothing(room: Room) -> None:
    room.button.setFocus()
    room.press(repeated=True)
    room.release()
    assert room.happened == []


def test_each_press_is_a_talk_of_its_own(room: Room) -> None:
    for _ in range(3):
        room.press()
        room.release()
    assert room.happened == ["began", "ended"] * 3


@pytest.mark.parametrize(
    "modifiers",
    [
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.MetaModifier,
    ],
)
def test_space_with_a_modifier_is_not_talk(room: Room, modifiers: Qt.KeyboardModifier) -> None:
    room.press(modifiers)
    room.release(modifiers)
    assert room.happened == []


def test_a_modifier_pressed_meanwhile_does_not_hold_the_release_back(room: Room) -> None:
    room.press()
    room.release(Qt.KeyboardModifier.ShiftModifier)
    assert room.happened == ["began", "ended"]


def test_a_release_without_a_press_ends_nothing(room: Room) -> None:
    room.release()
    assert room.happened == []


def test_a_lost_focus_ends_it_at_once(room: Room, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    room.press()
    show_in_front(qtbot, other)
    assert room.happened == ["began", "ended"]
    room.release()
    assert room.happened == ["began", "ended"]


def test_it_begins_again_after_a_release_that_another_program_got(room: Room, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    room.press()
    show_in_front(qtbot, other)
    show_in_front(qtbot, room)
    room.press()
    assert room.happened == ["began", "ended", "began"]
    room.release()
    assert room.happened == ["began", "ended"] * 2


def test_a_key_still_held_after_the_focus_is_back_begins_nothing(room: Room, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    room.press()
    show_in_front(qtbot, other)
    show_in_front(qtbot, room)
    room.line.setFocus()
    room.press(repeated=True)
    room.release()
    assert room.happened == ["began", "ended"]
    assert room.line.text() == ""


def test_it_begins_nothing_while_another_window_is_in_front(room: Room, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    show_in_front(qtbot, other)
    room.press()
    room.talk.begin()
    assert room.happened == []


def test_minimising_ends_it(room: Room, qtbot: QtBot) -> None:
    room.press()
    room.showMinimized()
    qtbot.waitUntil(lambda: room.happened == ["began", "ended"], timeout=2000)


def test_hiding_the_window_ends_it(room: Room) -> None:
    room.press()
    room.hide()
    assert room.happened == ["began", "ended"]


def test_closing_the_window_ends_it(room: Room) -> None:
    room.press()
    room.close()
    assert room.happened == ["began", "ended"]


def open_menu(room: Room) -> QObject:
    menu = QMenu(room)
    menu.addAction("One")
    menu.popup(room.mapToGlobal(QPoint(5, 5)))
    return menu


def open_popup(room: Room) -> QObject:
    popup = QFrame(room, Qt.WindowType.Popup)
    QVBoxLayout(popup).addWidget(QPushButton("One"))
    popup.show()
    return popup


def open_list(room: Room) -> QObject:
    room.list.showPopup()
    return room.list


def open_dialog(room: Room) -> QObject:
    dialog = QDialog(room)
    dialog.open()
    return dialog


@pytest.mark.parametrize("opened", [open_menu, open_popup, open_list, open_dialog])
def test_what_opens_over_the_window_ends_it(
    room: Room, qtbot: QtBot, opened: Callable[[Room], QObject]
) -> None:
    room.press()
    assert opened(room) is not None
    qtbot.waitUntil(lambda: room.happened == ["began", "ended"], timeout=2000)
    room.press(repeated=True)
    room.release()
    assert room.happened == ["began", "ended"]


def test_an_open_menu_keeps_its_keys(room: Room) -> None:
    room.button.setFocus()
    chosen: list[str] = []
    menu = open_menu(room)
    assert isinstance(menu, QMenu)
    menu.triggered.connect(lambda action: chosen.append(action.text()))
    menu.setActiveAction(menu.actions()[0])
    room.press()
    room.release()
    room.send(QEvent.Type.KeyPress, ENTER, "\r")
    room.send(QEvent.Type.KeyRelease, ENTER, "\r")
    assert room.happened == []
    assert chosen == ["One"]


def test_repeats_of_a_held_space_choose_nothing_in_a_menu(room: Room, qtbot: QtBot) -> None:
    chosen: list[str] = []
    room.press()
    menu = open_menu(room)
    assert isinstance(menu, QMenu)
    menu.triggered.connect(lambda action: chosen.append(action.text()))
    menu.setActiveAction(menu.actions()[0])
    room.press(repeated=True)
    assert chosen == []
    assert menu.isVisible()


def test_a_text_field_that_gets_the_focus_ends_it_and_gets_no_spaces(
    room: Room, qtbot: QtBot
) -> None:
    room.press()
    room.line.setFocus()
    qtbot.waitUntil(lambda: room.happened == ["began", "ended"], timeout=2000)
    room.press(repeated=True)
    room.release()
    room.press()
    room.release()
    assert room.line.text() == " "
    assert room.happened == ["began", "ended"]


def test_a_stuck_key_ends_it(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_to_talk, "LONGEST_TALK_MS", 150)
    with qtbot.waitSignal(room.talk.ended, timeout=2000):
        room.press()
    room.press(repeated=True)
    room.release()
    assert room.happened == ["began", "ended"]


def test_repeats_that_cease_end_it(
    room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_to_talk, "REPEATS_CEASE_MS", 150)
    room.press()
    with qtbot.waitSignal(room.talk.ended, timeout=2000):
        room.press(repeated=True)
    assert room.happened == ["began", "ended"]


@pytest.mark.parametrize("another_key", [True, False])
def test_a_key_that_is_not_repeated_may_be_held(
    room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, another_key: bool
) -> None:
    monkeypatch.setattr(push_to_talk, "REPEATS_CEASE_MS", 50)
    monkeypatch.setattr(push_to_talk, "LONGEST_TALK_MS", 600)
    room.press()
    if another_key:
        room.press(repeated=True)
        room.send(QEvent.Type.KeyPress, Qt.Key.Key_Shift, "")
    with qtbot.assertNotEmitted(room.talk.ended, wait=300):
        pass
    room.release()
    assert room.happened == ["began", "ended"]


def test_a_second_press_without_a_release_ends_the_first(room: Room) -> None:
    room.press()
    room.press()
    assert room.happened == ["began", "ended", "began"]
    room.release()
    assert room.happened == ["began", "ended"] * 2


def test_the_talk_button_begins_and_ends_it_too(room: Room) -> None:
    room.talk.begin()
    room.talk.begin()
    room.talk.end()
    room.talk.end()
    assert room.happened == ["began", "ended"]


def test_button_and_space_together_are_one_talk(room: Room) -> None:
    room.talk.begin()
    room.press()
    room.release()
    room.talk.end()
    assert room.happened == ["began", "ended"]


def test_the_talk_button_is_ended_by_a_lost_focus_too(room: Room, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    room.talk.begin()
    show_in_front(qtbot, other)
    room.talk.end()
    assert room.happened == ["began", "ended"]


def test_it_goes_on_working_when_the_systems_window_becomes_another(
    room: Room, qtbot: QtBot
) -> None:
    before = room.windowHandle()
    room.hide()
    room.destroy()
    show_in_front(qtbot, room)
    assert room.windowHandle() is not before
    room.page.setFocus()
    room.press()
    room.release()
    assert room.happened == ["began", "ended"]


@pytest.mark.parametrize("key", [ENTER, Qt.Key.Key_Enter])
@pytest.mark.parametrize("name", ["button", "tool", "check", "radio"])
def test_enter_presses_the_button_with_the_focus(room: Room, name: str, key: Qt.Key) -> None:
    button = getattr(room, name)
    steps: list[str] = []
    button.pressed.connect(lambda: steps.append("pressed"))
    button.released.connect(lambda: steps.append("released"))
    button.clicked.connect(lambda: steps.append("clicked"))
    button.setFocus()
    keypad = Qt.KeyboardModifier.KeypadModifier if key == Qt.Key.Key_Enter else NOTHING
    room.send(QEvent.Type.KeyPress, key, "\r", keypad)
    assert steps == ["pressed"]
    room.send(QEvent.Type.KeyPress, key, "\r", keypad, repeated=True)
    room.send(QEvent.Type.KeyRelease, key, "\r", keypad, repeated=True)
    assert steps == ["pressed"]
    room.send(QEvent.Type.KeyRelease, key, "\r", keypad)
    assert steps == ["pressed", "released", "clicked"]
    assert room.happened == []


def test_enter_opens_a_list(room: Room) -> None:
    room.list.setFocus()
    room.send(QEvent.Type.KeyPress, ENTER, "\r")
    room.send(QEvent.Type.KeyRelease, ENTER, "\r")
    assert room.list.view().isVisible()
    room.list.hidePopup()


def test_enter_stays_with_a_text_field(room: Room, qtbot: QtBot) -> None:
    room.line.setFocus()
    with qtbot.waitSignal(room.line.returnPressed):
        room.send(QEvent.Type.KeyPress, ENTER, "\r")
    room.text.setFocus()
    room.send(QEvent.Type.KeyPress, ENTER, "\r")
    assert room.text.toPlainText() == "\n"
