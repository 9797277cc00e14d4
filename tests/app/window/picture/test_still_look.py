"""How a still picture looks, and what it needs and leaves behind."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tone_picture import FIRST, LENGTH_S, at, pixels, show_tone

from app.settings import PictureSettings
from app.window.look import DARK, Look
from app.window.picture.still_picture import StillPicture
from model.audio_format import SAMPLE_RATE

ROOT = Path(__file__).parents[4]


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look("dark")


@pytest.fixture
def picture(qtbot: QtBot, look: Look) -> StillPicture:
    return show_tone(qtbot, look)


def picture_is_there(picture: StillPicture) -> bool:
    try:
        picture.isVisible()
    except RuntimeError:  # It is gone, with its timer.
        return False
    return True


def test_a_picture_that_was_moved_is_the_one_drawn_anew(picture: StillPicture) -> None:
    sound = np.random.default_rng(1).normal(0, 0.2, LENGTH_S * SAMPLE_RATE).astype(np.float32)
    picture.show_sound(sound, FIRST, picture.marks, seconds_to_end=False)
    picture.set_visible_range(4, 8)
    pixels(picture)
    for start_s in (4.3, 5.0, 4.1, 9.0, 8.7):
        picture.set_visible_range(start_s, start_s + 4)
        moved = pixels(picture)
        picture._canvas.redraw()
        assert (pixels(picture) == moved).all()


def test_the_look_and_the_colours_of_the_spectrogram_take_effect_at_once(
    picture: StillPicture, look: Look
) -> None:
    surface = QColor(DARK.surface).rgb() & 0xFFFFFF
    quiet = np.zeros(LENGTH_S * SAMPLE_RATE, np.float32)
    picture.show_sound(quiet, 0, [], seconds_to_end=False)
    before = pixels(picture)
    assert before[20, 400] == surface
    look.choose("light")
    light = pixels(picture)
    assert light[20, 400] == 0xFFFFFF
    picture.set_picture(PictureSettings(colour_map="viridis"))
    assert pixels(picture)[300, 400] == 0x440154
    assert light[300, 400] != 0x440154


def test_it_follows_a_font_twice_as_large(picture: StillPicture) -> None:
    before = picture._canvas.places.plots.bottom(), picture.minimumSizeHint().height()
    font = QFont(picture.font())
    font.setPointSizeF(2 * font.pointSizeF())
    picture.setFont(font)
    picture.point_at(QPointF(at(picture, 5, 0.8)))
    pixels(picture)
    assert picture._canvas.places.plots.bottom() < before[0] - 8
    assert picture.minimumSizeHint().height() > 1.5 * before[1]


def test_closing_while_a_long_sound_is_taken_in_leaves_nothing(look: Look, qtbot: QtBot) -> None:
    picture = StillPicture(look)
    picture.show()
    picture.show_sound(np.zeros(600 * SAMPLE_RATE, np.int16), 0, [], seconds_to_end=False)
    assert picture._building.isActive()
    picture.close()
    picture.deleteLater()
    qtbot.waitUntil(lambda: not picture_is_there(picture))


def test_pyqtgraph_is_loaded_with_the_first_picture_only() -> None:
    program = (
        "import sys, app.window.picture.still_picture\n"
        "assert not {'pyqtgraph', 'soundfile', 'librosa'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
