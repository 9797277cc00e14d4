"""Utterances in a still picture: chosen, corrected, played."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tone_picture import (
    FIRST,
    answered,
    at,
    drag,
    mark,
    pixels,
    send_mouse,
    show_tone,
    tone,
    view,
    x_of,
)

from app.window.look import Look
from app.window.picture.still_picture import StillPicture

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def picture(qtbot: QtBot) -> StillPicture:
    return show_tone(qtbot, Look("dark"))


def click_twice(picture: StillPicture, place: QPoint) -> None:
    """Send what a real mouse sends; that of QTest has a press too many."""
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
        send_mouse(picture, kind, place)
        send_mouse(picture, QEvent.Type.MouseButtonRelease, place)


def test_a_click_on_an_utterance_plays_it(picture: StillPicture, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picture.clicked) as clicked:
        QTest.mouseClick(view(picture), LEFT, pos=at(picture, 9.2, 0.7))
    assert clicked.args[0].label == "9"
    assert picture.chosen is not None
    assert "chosen: nine, 97 % sure" in picture.accessibleDescription()
    with qtbot.assertNotEmitted(picture.clicked):
        QTest.mouseClick(view(picture), LEFT, pos=at(picture, 12))
    assert picture.chosen is None


def test_a_drag_that_begins_on_an_utterance_is_no_click(
    picture: StillPicture, qtbot: QtBot
) -> None:
    picture.set_visible_range(5, 15)
    with qtbot.assertNotEmitted(picture.clicked):
        drag(picture, at(picture, 9.2), 80)


def test_two_clicks_play_on_from_there(picture: StillPicture, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picture.play_from_wanted) as wanted:
        click_twice(picture, at(picture, 12.5))
    assert wanted.args[0] == pytest.approx(12.5, abs=0.03)


def test_a_right_click_asks_what_it_was(picture: StillPicture, qtbot: QtBot) -> None:
    place = at(picture, 3.2)
    with qtbot.waitSignal(picture.correction_wanted) as wanted:
        QTest.mouseClick(view(picture), RIGHT, pos=place)
    assert wanted.args[0].label == "3"
    assert wanted.args[1] == view(picture).mapToGlobal(place)
    before = picture.visible_range
    with qtbot.assertNotEmitted(picture.correction_wanted):
        QTest.mouseClick(view(picture), RIGHT, pos=at(picture, 12))
    assert picture.visible_range == before


def test_keys_choose_play_and_correct(picture: StillPicture, qtbot: QtBot) -> None:
    QTest.keyClick(picture, Qt.Key.Key_N)
    assert picture.chosen is picture.marks[0]
    QTest.keyClick(picture, Qt.Key.Key_N)
    with qtbot.waitSignal(picture.clicked) as clicked:
        QTest.keyClick(picture, Qt.Key.Key_Return)
    assert clicked.args[0].label == "9"
    for key, said in ((Qt.Key.Key_4, "4"), (Qt.Key.Key_Delete, "other")):
        with qtbot.waitSignal(picture.key_correction_wanted) as wanted:
            QTest.keyClick(picture, key)
        assert wanted.args == [picture.marks[1].answered, said]
    QTest.keyClick(picture, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert picture.chosen is picture.marks[0]
    with qtbot.waitSignal(picture.correction_wanted) as asked:
        QTest.keyClick(picture, Qt.Key.Key_F2)
    assert asked.args[0].label == "3"
    with qtbot.waitSignal(picture.correction_wanted) as asked:
        menu_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
        QApplication.sendEvent(picture, menu_key)
    assert asked.args[0].label == "3"
    assert picture.mapFromGlobal(asked.args[1]).x() == pytest.approx(x_of(picture, 3.2), abs=2)


def test_choosing_brings_an_utterance_into_view(picture: StillPicture) -> None:
    picture.set_visible_range(2, 6)
    for _ in range(3):
        QTest.keyClick(picture, Qt.Key.Key_N)
    assert picture.chosen is picture.marks[2]
    start_s, end_s = picture.visible_range
    assert start_s < 16
    assert end_s > 16.4
    assert end_s - start_s == pytest.approx(4)


def test_a_correction_and_more_answers_are_shown(picture: StillPicture) -> None:
    row = picture.marks[1].answered
    assert row is not None
    row.entry.said = "7"
    picture.refresh(row)
    picture.add_marks([mark("5", 12.0)])
    assert [each.text for each in picture.marks] == ["3", "7", "5", "6"]
    assert picture.accessibleDescription() == "4 utterances in view: 3, 7, 5, 6"


def test_where_marks_are_crowded_they_have_no_chips(picture: StillPicture) -> None:
    marks = [mark(str(number % 10), number / 10) for number in range(190)]
    picture.show_sound(tone(), FIRST, marks, seconds_to_end=False)
    pixels(picture)
    assert picture._marks.is_crowded
    assert picture.accessibleDescription() == "190 utterances in view"
    picture.set_visible_range(5, 6)
    pixels(picture)
    assert not picture._marks.is_crowded


# --- what is played


def test_a_line_moves_with_what_is_played_and_the_view_follows_it(picture: StillPicture) -> None:
    picture.set_visible_range(5, 10)
    before = pixels(picture)
    picture.set_playing(7.5)
    column = round(x_of(picture, 7.5))
    changed = np.flatnonzero((pixels(picture) != before).any(axis=0))
    assert abs(changed - column).max() <= 2
    picture.set_playing(9.99)
    assert picture.visible_range == pytest.approx((5, 10))
    picture.set_playing(10.01)
    assert picture.visible_range == pytest.approx((9.51, 14.51))
    picture.set_visible_range(0, 5)
    picture.set_playing(10.05)
    assert picture.visible_range == pytest.approx((0, 5))
    picture.set_playing(None)
    picture.set_visible_range(5, 10)
    assert (pixels(picture) == before).all()


def test_an_answer_that_is_played_has_the_line_in_its_stretch(picture: StillPicture) -> None:
    picture.show_playing_of(picture.marks[1].answered, 0.2)
    assert picture._playing.seconds == pytest.approx(9.1)  # it begins 0.1 s before the voice
    picture.show_playing_of(answered("1", 0), 0.2)
    assert picture._playing.seconds is None
    picture.show_playing_of(None, 0.0)
    assert picture._playing.seconds is None


def test_the_line_begins_with_the_stream_where_the_voice_almost_does(
    picture: StillPicture,
) -> None:
    at_once = mark("1", 0.05, first=0)
    picture.show_sound(tone(2), 0, [at_once], seconds_to_end=True)
    picture.show_playing_of(at_once.answered, 0.2)
    assert picture._playing.seconds == pytest.approx(0.2)
