"""Tests of the colours: they can be read, and they follow the choice."""

import pytest
from PySide6.QtGui import QColor

from app.window.look import DARK, LIGHT, Look, Theme, blend

_GROUNDS = ("background", "surface", "raised")
_READ, _SEEN = 4.5, 3.0


def _luminance(colour: str) -> float:
    def linear(share: float) -> float:
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue, _ = QColor(colour).getRgbF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def _contrast(one: str, other: str) -> float:
    """Give the contrast of WCAG 2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("name", ["text", "muted", "accent", "warning"])
@pytest.mark.parametrize("ground", _GROUNDS)
def test_text_can_be_read_on_every_ground(theme: Theme, name: str, ground: str) -> None:
    assert _contrast(getattr(theme, name), getattr(theme, ground)) >= _READ


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_text_can_be_read_on_the_accent_and_the_warning(theme: Theme) -> None:
    assert _contrast(theme.on_accent, theme.accent) >= _READ
    assert _contrast(theme.on_warning, theme.warning) >= _READ


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("name", ["text", "muted", "accent", "warning"])
def test_bars_and_marks_stand_out_from_their_track(theme: Theme, name: str) -> None:
    assert _contrast(getattr(theme, name), theme.track) >= _SEEN


def test_the_theme_follows_the_choice_and_tells(qtbot: object) -> None:
    look = Look("light")
    with qtbot.waitSignal(look.changed):
        look.choose("dark")
    assert look.theme is DARK
    with qtbot.assertNotEmitted(look.changed):
        look.choose("dark")


def test_blending_goes_from_one_colour_to_the_other() -> None:
    assert blend("#000000", "#ffffff", 0) == "#000000"
    assert blend("#000000", "#ffffff", 1) == "#ffffff"
    assert blend("#000000", "#ffffff", 0.5) in ("#7f7f7f", "#808080")
