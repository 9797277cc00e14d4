"""The keys that help tells are the keys that work."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.window.keys import KEYS, install_keys, tip


class Doer(QMainWindow):
    """A window that writes down which of its keys was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        body = QWidget()
        self.line = QLineEdit()
        QVBoxLayout(body).addWidget(self.line)
        self.setCentralWidget(body)
        install_keys(
            self,
            {
                key.name: lambda name=key.name: self.done.append(name)
                for key in KEYS
                if key.is_shortcut
            },
        )


@pytest.fixture
def doer(qtbot: QtBot) -> Doer:
    doer = Doer()
    qtbot.addWidget(doer)
    with qtbot.waitActive(doer):
        doer.show()
        doer.activateWindow()
    doer.setFocus()
    return doer


def test_each_shortcut_does_what_it_is_for(doer: Doer) -> None:
    shortcuts = [key for key in KEYS if key.is_shortcut]
    for key in shortcuts:
        for sequence in key.sequences:
            QTest.keySequence(doer, sequence)
    assert doer.done == [key.name for key in shortcuts for _ in key.sequences]


def test_letters_and_backspace_stay_with_a_text_field(doer: Doer) -> None:
    doer.line.setFocus()
    QTest.keyClicks(doer.line, "lpx")
    QTest.keyClick(doer.line, Qt.Key.Key_Backspace)
    assert doer.line.text() == "lp"
    assert doer.done == []


def test_no_two_shortcuts_have_the_same_key() -> None:
    sequences = [sequence for key in KEYS if key.is_shortcut for sequence in key.sequences]
    assert len(sequences) == len(set(sequences))


def test_a_shortcut_without_an_action_is_a_mistake(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    with pytest.raises(KeyError):
        install_keys(window, {})


def test_a_tool_tip_tells_the_key() -> None:
    assert tip("Help", "help") == "Help (F1)"
