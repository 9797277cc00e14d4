"""Every talk ends exactly once, whatever comes between."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QDialog, QFrame, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from talk_room import ENTER, Room, show_in_front

from app.window import push_to_talk


def test_a_release_without_a_press_ends_nothing(room: Room) -> None:
    room.release()
    assert room.happened == []


def test_a_second_press_without_a_release_ends_the_first(room: Room) -> None:
    room.press()
    room.press()
    assert room.happened == ["began", "ended", "began"]
    room.release()
    assert room.happened == ["began", "ended"] * 2


def test_a_lost_focus_ends_it_at_once(room: Room, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    room.press()
    show_in_front(qtbot, other)
    assert room.happened == ["began", "ended"]
    room.release()
    assert room.happened == ["began", "ended"]


def test_the_talk_button_is_ended_by_a_lost_focus_too(room: Room, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    room.talk.begin()
    show_in_front(qtbot, other)
    room.talk.end()
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
