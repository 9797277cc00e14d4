"""Space talks anywhere outside a text field, and a held key is one talk."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from talk_room import NOTHING, SPACE, Room, show_in_front

from app.window import push_to_talk

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


def test_it_begins_nothing_while_another_window_is_in_front(room: Room, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    show_in_front(qtbot, other)
    room.press()
    room.talk.begin()
    assert room.happened == []


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


# --- held keys, which the system repeats


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
