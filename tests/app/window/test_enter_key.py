"""Enter presses buttons, since Space is for talking."""

import pytest
from PySide6.QtCore import QEvent, Qt
from pytestqt.qtbot import QtBot
from talk_room import ENTER, NOTHING, Room


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
