"""Tests of the line of digits and what can be done to it."""

from collections.abc import Iterator

import numpy as np
import pytest
from answered_examples import example_entry
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.home import find_home
from app.window.answers import Answers
from app.window.line_panel import LinePanel
from app.window.look import Look
from app.window.voices import Voices


@pytest.fixture
def answers(qapp: object) -> Iterator[Answers]:
    home = find_home()
    answers = Answers(home, Voices(home))
    yield answers
    answers.keeper.close(5)


@pytest.fixture
def panel(answers: Answers, qtbot: object) -> LinePanel:
    QGuiApplication.clipboard().clear()
    panel = LinePanel(answers, Look("dark"))
    qtbot.addWidget(panel)
    panel.resize(600, 60)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def _say(answers: Answers, digits: str) -> None:
    for digit in digits:
        answers.add(example_entry({digit: 0.9}), np.zeros(100, np.float32))


def _clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_what_is_said_stands_in_the_line(answers: Answers, panel: LinePanel) -> None:
    assert panel.text.accessibleName() == "no digits yet"
    assert not panel.copy_button.isEnabled()
    _say(answers, "4071")
    assert panel.text.text == "4071"
    assert panel.text.accessibleName() == "4071"
    assert panel.copy_button.isEnabled()


def test_the_line_is_copied(answers: Answers, panel: LinePanel, qtbot: object) -> None:
    _say(answers, "4071")
    qtbot.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    assert _clipboard() == "4071"
    assert panel.said.text() == "copied"
    _say(answers, "9")
    assert panel.said.text() == ""
    panel._said_timer.stop()


def test_an_empty_line_leaves_the_clipboard_alone(panel: LinePanel) -> None:
    QGuiApplication.clipboard().setText("mine")
    panel.copy()
    assert _clipboard() == "mine"
    assert panel.said.text() == ""


def test_delete_clear_and_undo(answers: Answers, panel: LinePanel, qtbot: object) -> None:
    _say(answers, "4071")
    left = Qt.MouseButton.LeftButton
    assert not panel.undo_button.isEnabled()
    qtbot.mouseClick(panel.delete_button, left)
    assert panel.text.text == "407"
    assert panel.undo_button.toolTip().startswith("Undo: Delete the last digit")
    qtbot.mouseClick(panel.clear_button, left)
    assert panel.text.text == ""
    assert panel.undo_button.toolTip().startswith("Undo: Clear the line")
    qtbot.mouseClick(panel.undo_button, left)
    qtbot.mouseClick(panel.undo_button, left)
    assert panel.text.text == "4071"
    assert not panel.undo_button.isEnabled()


def test_the_line_is_copied_by_itself_after_a_silence(
    answers: Answers, panel: LinePanel, qtbot: object
) -> None:
    panel.set_copy_after_ms(30)
    _say(answers, "40")
    qtbot.waitUntil(lambda: panel.said.text() == "copied")
    assert _clipboard() == "40"
    panel._said_timer.stop()


def test_the_silence_begins_again_at_each_new_digit(answers: Answers, panel: LinePanel) -> None:
    panel.set_copy_after_ms(60_000)
    _say(answers, "4")
    first = panel._copy_timer
    assert first.isActive()
    started = []
    first.stop()
    _say(answers, "0")
    started.append(first.isActive())
    answers.clear_line()
    started.append(first.isActive())
    assert started == [True, False]


def test_it_does_not_copy_by_itself_unless_it_is_wanted(answers: Answers, panel: LinePanel) -> None:
    _say(answers, "4")
    assert not panel._copy_timer.isActive()
    panel.set_copy_after_ms(60_000)
    _say(answers, "0")
    panel.set_copy_after_ms(0)
    assert not panel._copy_timer.isActive()


def test_another_setting_that_changes_lets_the_silence_go_on(
    answers: Answers, panel: LinePanel
) -> None:
    panel.set_copy_after_ms(60_000)
    _say(answers, "4")
    panel.set_copy_after_ms(60_000)
    assert panel._copy_timer.isActive()
    panel._copy_timer.stop()


def test_a_correction_changes_the_line(answers: Answers, panel: LinePanel) -> None:
    _say(answers, "40")
    answers.correct(answers.rows[0], "9")
    assert panel.text.text == "90"


def test_the_end_of_a_long_line_is_seen_and_the_rest_can_be_scrolled_to(
    answers: Answers, panel: LinePanel, qtbot: object
) -> None:
    _say(answers, "1234567890" * 6)
    text = panel.text
    at_the_end = text.grab().toImage()
    qtbot.keyClick(text, Qt.Key.Key_Home)
    assert text._scrolled == text._overflow() > 0
    assert text.grab().toImage() != at_the_end
    qtbot.keyClick(text, Qt.Key.Key_Right)
    assert text._scrolled < text._overflow()
    qtbot.keyClick(text, Qt.Key.Key_End)
    assert text._scrolled == 0
    qtbot.keyClick(text, Qt.Key.Key_Left)
    assert text._scrolled > 0
    _say(answers, "1")
    assert text._scrolled == 0


def test_only_the_digits_in_view_are_painted_and_read_out(panel: LinePanel) -> None:
    text = panel.text
    drawn = []
    in_view = text._in_view
    text._in_view = lambda *places: drawn.append(in_view(*places)) or in_view(*places)
    text.show_text("1234567890" * 20)
    short = text.grab().toImage()
    text.show_text("1234567890" * 1000)
    assert text.grab().toImage() == short
    assert text.accessibleName() == "… " + "1234567890" * 100
    assert len(drawn) == 2
    for _, digits in drawn:
        assert 0 < len(digits) < 40
        assert digits.endswith("7890")


def test_labels_of_several_characters_are_each_in_one_piece(panel: LinePanel) -> None:
    panel.text.show_text("one two three")
    assert panel.text._in_view(0, 1e6) == (0.0, "one two three")
    assert len(panel.text._edges) == 4
    assert panel.text._in_view(panel.text._edges[1] + 1, 1e6)[1] == " two three"


def test_digits_stand_apart_and_the_letters_of_words_do_not(panel: LinePanel) -> None:
    panel.text.show_text("47")
    assert panel.text._large.letterSpacing() > 0
    panel.text.show_text("stop left")
    assert panel.text._large.letterSpacing() == 0


def test_the_digits_are_measured_anew_in_another_font(panel: LinePanel) -> None:
    panel.text.show_text("1234")
    before = panel.text._edges[-1]
    font = panel.text.font()
    font.setPointSizeF(2 * font.pointSizeF())
    panel.text.setFont(font)
    assert panel.text._edges[-1] == pytest.approx(2 * before, rel=0.2)


def test_every_button_has_a_name_and_says_its_key(panel: LinePanel) -> None:
    assert panel.copy_button.toolTip() == "Copy the digits (Ctrl+C)"
    assert panel.delete_button.toolTip() == "Delete the last digit (Backspace)"
    buttons = (panel.copy_button, panel.delete_button, panel.clear_button, panel.undo_button)
    assert all(button.accessibleName() for button in buttons)
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in buttons)
