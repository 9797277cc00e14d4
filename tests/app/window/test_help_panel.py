"""Help tells every key, explains the picture, and leads to what is said about the program."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.window.help_drawing import EXPLAINED, HelpDrawing
from app.window.help_panel import HelpPanel
from app.window.keys import KEYS
from app.window.look import Look


@pytest.fixture
def panel(qtbot: QtBot) -> HelpPanel:
    panel = HelpPanel(Look("dark"))
    qtbot.addWidget(panel)
    panel.resize(panel.sizeHint().width(), 500)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def texts(panel: HelpPanel) -> list[str]:
    return [label.text().replace("\u200b", "") for label in panel.findChildren(QLabel)]


def test_every_key_is_told(panel: HelpPanel) -> None:
    told = texts(panel)
    for key in KEYS:
        assert key.in_words in told
        assert key.description in told


def test_the_drawing_is_explained(panel: HelpPanel) -> None:
    assert panel.findChild(HelpDrawing) is not None
    for number, text in EXPLAINED:
        assert number in texts(panel)
        assert text in texts(panel)


def test_it_leads_to_about(panel: HelpPanel, qtbot: QtBot) -> None:
    (button,) = [
        each for each in panel.findChildren(QPushButton) if each.text().startswith("About")
    ]
    with qtbot.waitSignal(panel.about_wanted):
        button.click()


def test_it_is_scrolled_with_the_arrow_keys(panel: HelpPanel) -> None:
    panel.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageDown)
    assert panel.scroll_area.verticalScrollBar().value() > 100


def test_esc_closes_it(panel: HelpPanel, qtbot: QtBot) -> None:
    panel.setFocus()
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


def test_all_of_it_fits_the_width_of_the_panel(panel: HelpPanel) -> None:
    content = panel.scroll_area.widget()
    assert content.minimumSizeHint().width() <= panel.scroll_area.viewport().width()


def test_it_is_painted_light_and_dark(qtbot: QtBot) -> None:
    look = Look("dark")
    drawing = HelpDrawing(look)
    qtbot.addWidget(drawing)
    drawing.resize(300, 120)
    dark = drawing.grab().toImage()
    look.choose("light")
    assert drawing.grab().toImage() != dark
