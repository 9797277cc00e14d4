"""A recording is played, and the line on its picture goes with it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from shown_recordings import SAMPLE_PATH, button, copies, shown, wait_until_done

from app.voice_place import BEFORE_VOICE_S
from app.window.look import Look
from app.window.player import Player
from app.window.recording_view import RecordingView
from assets import SAMPLE


def test_p_plays_and_pauses_and_goes_on_where_it_was(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    qtbot.keyClick(picture, Qt.Key.Key_P)
    assert player.first_s == 0.0
    assert player.samples is picture.samples
    player.position.emit(2.5)
    assert picture.line_s == 2.5
    assert view._pane._bar._position.text() == "0:02.5 / 0:07.8"
    qtbot.keyClick(picture, Qt.Key.Key_P)
    assert player.first_s is None
    assert picture.line_s == 2.5
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    assert player.first_s == 2.5


def test_p_is_not_the_windows_while_the_focus_is_on_a_recording(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    shortcut = QShortcut(QKeySequence("P"), view)
    picture.setFocus()
    qtbot.waitUntil(picture.hasFocus)
    with qtbot.assertNotEmitted(shortcut.activated):
        QTest.keyClick(view.windowHandle(), Qt.Key.Key_P)
    assert player.first_s == 0.0


def test_at_its_end_it_is_where_it_began(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    qtbot.mouseClick(button(view, "Play"), Qt.MouseButton.LeftButton)
    assert button(view, "Pause").accessibleName() == "Pause"
    player.position.emit(7.6)
    player.stop()
    assert picture.line_s is None
    assert view._pane._bar._position.text() == "0:00.0 / 0:07.8"
    assert button(view, "Play").isVisible()


def test_a_double_click_on_the_sound_plays_from_there(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    shown(qtbot, view, SAMPLE).play_from_wanted.emit(3.25)
    assert player.first_s == 3.25


def test_an_utterance_that_is_played_has_the_line_where_it_is(qtbot, view, opened, answers, player):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    answered = answers.rows[2]
    player.play(np.zeros(9), key=answered)
    player.position.emit(0.25)
    assert picture.line_s == pytest.approx(answered.entry.start - BEFORE_VOICE_S + 0.25)
    assert button(view, "Play").isVisible()
    player.stop()
    assert picture.line_s is None


def test_what_is_not_seen_any_more_is_not_heard_either(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    qtbot.keyClick(shown(qtbot, view, SAMPLE), Qt.Key.Key_P)
    assert player.first_s == 0.0
    view.hide()
    assert player.first_s is None


def test_what_the_window_plays_otherwise_moves_no_line(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    player.play(np.zeros(9), key="something else")
    player.position.emit(1.0)
    assert picture.line_s is None
    qtbot.keyClick(picture, Qt.Key.Key_Escape)
    assert player.first_s == 0.0


def test_escape_and_the_button_go_back_to_live_and_are_silent(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    qtbot.keyClick(picture, Qt.Key.Key_P)
    with qtbot.waitSignal(view.back_wanted):
        qtbot.keyClick(picture, Qt.Key.Key_Escape)
    assert player.first_s is None
    with qtbot.waitSignal(view.back_wanted):
        qtbot.mouseClick(button(view, "Back to live"), Qt.MouseButton.LeftButton)


def test_another_recording_chosen_by_key_is_silent_until_enter_plays_it(
    qtbot, view, opened, player, tmp_path
):
    opened(*copies(tmp_path, 2))
    shown(qtbot, view, "take 0000.flac")
    table = view._list.table
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert player.first_s == 0.0
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert player.first_s is None
    shown(qtbot, view, "take 0001.flac")
    qtbot.keyClick(table, Qt.Key.Key_P)
    assert player.first_s == 0.0
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert player.first_s is None


# --- the real thing


def test_the_still_picture_shows_it_and_is_played_by_the_player(qtbot, answers, keeper):
    from app.window.picture.still_picture import StillPicture

    look, player = Look("light"), Player()
    view = RecordingView(look, answers, player, lambda: StillPicture(look), keeper)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    view.open([SAMPLE_PATH])
    wait_until_done(qtbot, view)
    qtbot.waitUntil(lambda: view._pane._still is not None)
    still = view._pane._still
    qtbot.waitUntil(lambda: len(still.marks) == 6)
    qtbot.waitUntil(still.isVisible)
    with qtbot.waitSignal(player.started) as started:
        qtbot.keyClick(still, Qt.Key.Key_P)
    assert started.args == [view._model.recordings[0]]
    with qtbot.waitSignal(view.back_wanted):
        qtbot.keyClick(still, Qt.Key.Key_Escape)
    assert not player.is_playing
    answers.correct(answers.rows[0], "8")
    assert still.marks[0].text == "8"
    view.shut_down()
    player.close()
