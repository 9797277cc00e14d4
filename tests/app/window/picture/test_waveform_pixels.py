"""The pixels of the waveform, and how large it is drawn."""

import numpy as np

from app.window.look import DARK
from app.window.picture.waveform_pixels import AmplitudeZoom, WaveformColours, waveform_pixels

COLOURS = WaveformColours.of(DARK)
ACCENT = DARK.color("accent").rgb()
SURFACE = DARK.color("surface").rgb()
WARNING = DARK.color("warning").rgb()


def draw(low: float, high: float, gain: float = 1) -> np.ndarray:
    pixels = waveform_pixels(
        np.array([low], np.float32), np.array([high], np.float32), 100, gain, COLOURS
    )
    return pixels[:, 0]


def test_half_of_full_scale_fills_half_of_the_height() -> None:
    assert (draw(-0.5, 0.5) == ACCENT).sum() == 50


def test_gain_makes_it_larger() -> None:
    assert (draw(-0.125, 0.125, gain=4) == ACCENT).sum() == 50


def test_silence_is_a_zero_line_in_the_middle() -> None:
    column = draw(0, 0)
    assert np.flatnonzero(column != SURFACE).tolist() == [50]
    assert column[50] == DARK.color("border").rgb()


def test_full_scale_is_marked_at_both_edges() -> None:
    column = draw(-0.2, 1.0)
    assert column[0] == column[-1] == WARNING
    assert WARNING not in draw(-0.9, 0.9)


def test_zoom_takes_the_largest_step_that_leaves_room() -> None:
    zoom = AmplitudeZoom()
    assert zoom.follow(0.1)
    assert zoom.gain == 4
    assert not zoom.follow(0.15)
    assert zoom.gain == 4


def test_zoom_steps_back_at_once_for_a_loud_voice() -> None:
    zoom = AmplitudeZoom()
    zoom.follow(0.02)
    assert zoom.gain > 8
    assert zoom.follow(0.9)
    assert zoom.gain == 1


def test_zoom_stays_as_it_is_in_a_silent_room() -> None:
    zoom = AmplitudeZoom()
    zoom.follow(0.3)
    before = zoom.gain
    assert not zoom.follow(0.001)
    assert zoom.gain == before
