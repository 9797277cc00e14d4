import pytest
from answer_rows import answered_of, entry_of, no_digit
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from app.window.correction import CorrectionPopup
from app.window.look import Look

LABELS = (*"0123456789", "other")
_SOMEWHERE = QPoint(200, 200)


@pytest.fixture
def popup(qtbot):
    popup = CorrectionPopup(Look("dark"))
    qtbot.addWidget(popup)
    return popup


def ask(popup, qtbot, entry, labels=LABELS, at=_SOMEWHERE):
    answered = answered_of(entry)
    popup.ask(answered, at, labels)
    qtbot.waitExposed(popup)
    return answered


def texts(popup):
    return [each.text() for each in popup.findChildren(QPushButton) if each.isVisible()]


def press(popup, qtbot, key):
    qtbot.keyClick(popup.focusWidget() or popup, key)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (Qt.Key.Key_0, "0"),
        (Qt.Key.Key_9, "9"),
        (Qt.Key.Key_Delete, "other"),
        (Qt.Key.Key_Minus, "other"),
    ],
)
def test_one_key_says_what_it_was(popup, qtbot, key, said):
    answered = ask(popup, qtbot, entry_of("5"))
    with qtbot.waitSignal(popup.chosen) as chosen:
        press(popup, qtbot, key)
    assert chosen.args == [answered, said]
    assert not popup.isVisible()


def test_one_click_says_what_it_was(popup, qtbot):
    answered = ask(popup, qtbot, entry_of("5"))
    button = next(each for each in popup.findChildren(QPushButton) if each.text() == "7")
    with qtbot.waitSignal(popup.chosen) as chosen:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen.args == [answered, "7"]


def test_escape_says_nothing(popup, qtbot):
    ask(popup, qtbot, entry_of("5"))
    with qtbot.assertNotEmitted(popup.chosen):
        press(popup, qtbot, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_arrows_go_to_the_neighbours_and_enter_takes_one(popup, qtbot):
    ask(popup, qtbot, entry_of("5"))
    assert popup.focusWidget().text() == "5"
    for key, text in (
        (Qt.Key.Key_Right, "6"),
        (Qt.Key.Key_Up, "1"),
        (Qt.Key.Key_Up, "1"),
        (Qt.Key.Key_Left, "0"),
        (Qt.Key.Key_Left, "0"),
        (Qt.Key.Key_Down, "5"),
        (Qt.Key.Key_Down, "No digit"),
    ):
        press(popup, qtbot, key)
        assert popup.focusWidget().text() == text
    with qtbot.waitSignal(popup.chosen) as chosen:
        press(popup, qtbot, Qt.Key.Key_Return)
    assert chosen.args[1] == "other"


def test_space_presses_nothing(popup, qtbot):
    ask(popup, qtbot, entry_of("5"))
    with qtbot.assertNotEmitted(popup.chosen):
        press(popup, qtbot, Qt.Key.Key_Space)


def test_correction_can_be_taken_back_where_there_is_one(popup, qtbot):
    ask(popup, qtbot, entry_of("5"))
    assert "As it was heard" not in texts(popup)
    popup.close()
    ask(popup, qtbot, entry_of("5", said="7"))
    button = next(each for each in popup.findChildren(QPushButton) if "heard" in each.text())
    with qtbot.waitSignal(popup.chosen) as chosen:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen.args[1] is None


@pytest.mark.parametrize(
    ("entry", "words", "focused"),
    [
        (entry_of("5"), "heard as five, 90 % sure", "5"),
        (entry_of("5", said="7"), "heard as five, 90 % sure", "7"),
        (entry_of(None), "not sure: four or seven?", "0"),
        (no_digit(), "not a digit", "No digit"),
    ],
)
def test_it_tells_what_was_heard_and_begins_at_what_it_is_now(popup, qtbot, entry, words, focused):
    ask(popup, qtbot, entry)
    assert words in [each.text() for each in popup.findChildren(QLabel)]
    assert popup.focusWidget().text() == focused


def test_words_of_another_network_are_offered(popup, qtbot):
    ask(popup, qtbot, entry_of("yes"), ("yes", "no", "perhaps", "other"))
    assert texts(popup) == ["yes", "no", "perhaps", "None of the words"]


def test_without_a_network_the_digits_are_offered(popup, qtbot):
    ask(popup, qtbot, entry_of("5"), ())
    assert texts(popup) == [*"0123456789", "No digit"]


def test_it_is_wholly_on_the_screen_wherever_it_is_asked_for(popup, qtbot):
    screen = QGuiApplication.primaryScreen().availableGeometry()
    for corner in (screen.topLeft(), screen.bottomRight(), screen.bottomLeft(), screen.center()):
        ask(popup, qtbot, entry_of("5"), at=corner)
        assert screen.contains(popup.geometry())
        popup.close()


def test_every_button_has_words(popup, qtbot):
    ask(popup, qtbot, entry_of("5", said="7"))
    names = [each.accessibleName() for each in popup.findChildren(QPushButton) if each.isVisible()]
    assert names[:2] == ["zero", "one"]
    assert all(names)
