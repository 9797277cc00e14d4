"""Tests of the style sheet: every name in it is known, every kind of control shows its focus."""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListView,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.window.look import DARK, LIGHT, Look, Theme
from app.window.style import apply_style, fill


@pytest.fixture
def restored(qapp: QApplication) -> Iterator[QApplication]:
    """Give the application, and undress it afterwards."""
    style, palette, sheet = qapp.style().objectName(), qapp.palette(), qapp.styleSheet()
    yield qapp
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setStyle(style)


def _template() -> str:
    return (files("assets") / "style.qss").read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_every_name_in_the_sheet_is_filled(theme: Theme, qapp: QApplication) -> None:
    sheet = fill(_template(), theme, qapp.font())
    assert "@" not in sheet
    for picture in re.findall(r"url\(assets:([^)]+)\)", sheet):
        assert (files("assets") / picture).is_file(), picture


def test_lengths_grow_with_the_font(qapp: QApplication) -> None:
    larger = QFont(qapp.font())
    larger.setPointSizeF(2 * qapp.font().pointSizeF())
    before = int(fill("@10units@", DARK, qapp.font()))
    assert int(fill("@10units@", DARK, larger)) == pytest.approx(2 * before, rel=0.3)


def test_an_unknown_name_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        fill("color: @nothing@;", DARK, qapp.font())


def test_another_theme_dresses_the_program_anew(restored: QApplication) -> None:
    look = Look("light")
    apply_style(restored, look)
    assert restored.palette().window().color().name() == LIGHT.background
    look.choose("dark")
    assert restored.palette().window().color().name() == DARK.background
    assert DARK.surface in restored.styleSheet()


@pytest.mark.parametrize(
    "kind",
    [
        QPushButton,
        QToolButton,
        QComboBox,
        QLineEdit,
        QSpinBox,
        QSlider,
        QCheckBox,
        QRadioButton,
        QTableView,
        QListView,
    ],
)
def test_the_focus_is_seen(kind: type[QWidget], restored: QApplication, qtbot: object) -> None:
    apply_style(restored, Look("dark"))
    window = QWidget()
    other, control = QPushButton("other"), kind()
    layout = QVBoxLayout(window)
    layout.addWidget(other)
    layout.addWidget(control)
    qtbot.addWidget(window)
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    other.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(other.hasFocus)
    without = control.grab().toImage()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(control.hasFocus)
    assert _accented(control.grab().toImage()) > _accented(without) + 10


def _accented(image: QImage) -> int:
    """Count the pixels at the edge that have the colour of the accent, or almost."""
    accent = DARK.color("accent")
    edge = [(x, y) for x in range(image.width()) for y in (0, 1, image.height() - 2)]
    return sum(
        abs(image.pixelColor(x, y).green() - accent.green()) < 60
        and image.pixelColor(x, y).green() > image.pixelColor(x, y).red() + 40
        for x, y in edge
    )
