"""Tests of the notices."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.window.look import Look
from app.window.notice_bar import NoticeBar


@pytest.fixture
def bar(qtbot: object) -> NoticeBar:
    bar = NoticeBar(Look("dark"))
    qtbot.addWidget(bar)
    bar.resize(700, 60)
    return bar


def _button(bar: NoticeBar, text: str) -> QPushButton:
    (found,) = [
        each
        for each in bar.findChildren(QPushButton)
        if each.text() == text and not each.isHidden()
    ]
    return found


def test_the_newest_notice_is_shown_and_the_others_are_counted(
    bar: NoticeBar, qtbot: object
) -> None:
    assert bar.isHidden()
    bar.show_notice("first", "One thing is wrong.")
    assert not bar.isHidden()
    assert not [each for each in bar.findChildren(QPushButton) if not each.isHidden()]
    bar.show_notice("second", "Another thing is wrong.")
    bar.show_notice("third", "Yet another.")
    assert bar.message == bar.accessibleName() == "Yet another."
    qtbot.mouseClick(_button(bar, "1 of 3"), Qt.MouseButton.LeftButton)
    assert bar.message == "Another thing is wrong."
    bar.show_next()
    assert bar.message == "One thing is wrong."
    bar.show_next()
    assert bar.message == "Yet another."


def test_one_with_the_same_key_takes_the_place_of_the_earlier(bar: NoticeBar) -> None:
    bar.show_notice("disk", "The disk is full.")
    bar.show_notice("other", "Something else.")
    bar.show_notice("disk", "The disk is still full.")
    assert bar.message == "The disk is still full."
    bar.hide_notice("disk")
    assert bar.message == "Something else."
    bar.hide_notice("disk")
    bar.hide_notice("other")
    assert bar.isHidden()
    assert bar.message == ""


def test_hiding_a_newer_one_keeps_the_one_that_is_read(bar: NoticeBar) -> None:
    for key in ("one", "two", "three"):
        bar.show_notice(key, key)
    bar.show_next()
    assert bar.message == "two"
    bar.hide_notice("three")
    assert bar.message == "two"


def test_escape_and_the_cross_put_it_away(bar: NoticeBar, qtbot: object) -> None:
    bar.show_notice("one", "one")
    bar.show_notice("two", "two")
    qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert bar.message == "one"
    assert bar._close.accessibleName() == "Put this notice away"
    qtbot.mouseClick(bar._close, Qt.MouseButton.LeftButton)
    assert bar.isHidden()
    assert not bar.dismiss()


def test_a_button_does_what_it_says_and_the_notice_goes(bar: NoticeBar, qtbot: object) -> None:
    done = []
    bar.show_notice(
        "keep",
        "Shall voices be kept?",
        [("Keep them", lambda: done.append("keep")), ("Do not", lambda: done.append("not"))],
        kind="info",
    )
    qtbot.mouseClick(_button(bar, "Do not"), Qt.MouseButton.LeftButton)
    assert done == ["not"]
    assert bar.isHidden()


def test_a_button_may_show_another_notice(bar: NoticeBar, qtbot: object) -> None:
    bar.show_notice("a", "Try again?", [("Again", lambda: bar.show_notice("a", "Still not."))])
    qtbot.mouseClick(_button(bar, "Again"), Qt.MouseButton.LeftButton)
    assert bar.message == "Still not."


def test_one_that_lasts_a_while_goes_by_itself(bar: NoticeBar, qtbot: object) -> None:
    bar.show_notice("stays", "This stays.")
    bar.show_notice("goes", "This goes.", lasts_ms=20)
    qtbot.waitUntil(lambda: bar.message == "This stays.")


def test_one_that_is_put_away_leaves_no_timer(bar: NoticeBar) -> None:
    bar.show_notice("goes", "This goes.", lasts_ms=60_000)
    bar.show_notice("goes", "This goes later.", lasts_ms=60_000)
    bar.dismiss()
    assert bar.isHidden()


@pytest.mark.parametrize("width", [900, 450])
def test_a_long_message_is_read_whole(qtbot: object, width: int) -> None:
    bar = NoticeBar(Look("dark"))
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(bar)
    layout.addStretch(1)
    window.resize(width, 500)
    window.show()
    bar.show_notice("long", "A sentence that goes on. " * 12, [("Do something", list)])
    label = bar._message
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
