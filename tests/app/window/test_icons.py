"""Tests of the icons: each is drawn, crisp, and in the colours of the theme."""

import pytest
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QPushButton

from app.window.icons import ICON_NAMES, icon_pixmap, icon_size, wear_icon
from app.window.look import DARK, LIGHT, Look


def _ink(pixmap: QPixmap) -> set[str]:
    """Give the colours of the opaque pixels."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", ICON_NAMES)
def test_each_icon_is_drawn_in_its_colour(name: str, qapp: object) -> None:
    assert _ink(icon_pixmap(name, "#ff0000", 32)) == {"#ff0000"}


def test_an_icon_has_the_pixels_of_its_screen(qapp: object) -> None:
    pixmap = icon_pixmap("play", "#ffffff", 16, 2.0)
    assert pixmap.width() == 32
    assert pixmap.deviceIndependentSize().width() == 16


def test_an_unknown_icon_is_an_error(qapp: object) -> None:
    with pytest.raises(KeyError):
        icon_pixmap("nothing", "#ffffff", 16)


def test_the_icon_of_a_button_follows_the_theme(qtbot: object) -> None:
    look = Look("dark")
    button = QPushButton()
    qtbot.addWidget(button)
    wear_icon(button, "play", look)
    size = icon_size(button.fontMetrics())
    assert QColor(DARK.text).name() in _ink(button.icon().pixmap(size, size))
    look.choose("light")
    assert QColor(LIGHT.text).name() in _ink(button.icon().pixmap(size, size))
    wear_icon(button, "play", look, "warning")
    assert QColor(LIGHT.warning).name() in _ink(button.icon().pixmap(size, size))


def test_a_button_that_is_gone_does_not_hear_of_another_theme(qtbot: object) -> None:
    look = Look("dark")
    button = QPushButton()
    wear_icon(button, "play", look)
    button.deleteLater()
    with qtbot.waitSignal(button.destroyed):
        pass
    look.choose("light")
