"""The levels of the spectrogram."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recognition.spectrogram import (
    BANDS,
    CENTRE_SAMPLES,
    HOP_SAMPLES,
    SILENCE_DB,
    WINDOW_SAMPLES,
    Spectrogram,
    band_height,
    frames_within,
    frequency_at,
    mel_levels,
)
from model.audio_format import SAMPLE_RATE

_NOISE = np.random.default_rng(7).normal(0, 0.1, 6000).astype(np.float32)


def sine(frequency_hz: float, seconds: float = 0.5, amplitude: float = 1.0) -> np.ndarray:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (amplitude * np.sin(2 * np.pi * frequency_hz * time)).astype(np.float32)


@pytest.mark.parametrize("band", [0, 1, 10, 40, 70, BANDS - 1])
def test_tone_is_loudest_in_its_own_band(band: int) -> None:
    levels = mel_levels(sine(frequency_at(band_height(band))))
    assert set(levels.argmax(axis=1)) == {band}


@pytest.mark.parametrize("band", [0, 3, 30, 60, BANDS - 1])
def test_full_scale_tone_in_the_middle_of_a_band_has_0_db(band: int) -> None:
    levels = mel_levels(sine(frequency_at(band_height(band))))
    assert levels[:, band] == pytest.approx(0, abs=1)


def test_half_the_amplitude_is_6_db_less() -> None:
    full, half = mel_levels(sine(1000)), mel_levels(sine(1000, amplitude=0.5))
    assert (full - half).max(axis=1) == pytest.approx(6.02, abs=0.05)


def test_silence_has_the_lowest_level() -> None:
    assert mel_levels(np.zeros(4000, np.float32)) == pytest.approx(SILENCE_DB)


def test_no_band_is_deaf() -> None:
    click = np.zeros(WINDOW_SAMPLES, np.float32)
    click[CENTRE_SAMPLES] = 1
    assert mel_levels(click).min() > -60


def test_frame_shows_the_moment_in_its_middle() -> None:
    click = np.zeros(SAMPLE_RATE, np.float32)
    click[30 * HOP_SAMPLES + CENTRE_SAMPLES] = 1
    assert mel_levels(click).mean(axis=1).argmax() == 30


def test_heights_and_frequencies_belong_together() -> None:
    assert frequency_at(0) == pytest.approx(60)
    assert frequency_at(1) == pytest.approx(7600)
    assert frequency_at(0.5) == pytest.approx(1811.6, abs=0.1)


def test_stretch_shorter_than_a_frame_has_none() -> None:
    assert mel_levels(np.zeros(WINDOW_SAMPLES - 1, np.float32)).shape == (0, BANDS)
    assert frames_within(WINDOW_SAMPLES - 1) == 0
    assert frames_within(WINDOW_SAMPLES) == 1


def test_long_stretch_is_the_sum_of_its_parts() -> None:
    long = np.tile(_NOISE, 20)
    assert mel_levels(long)[600] == pytest.approx(
        mel_levels(long[600 * HOP_SAMPLES :])[0], abs=0.01
    )


@given(st.lists(st.integers(0, 900), max_size=40))
def test_levels_do_not_depend_on_the_blocks(lengths: list[int]) -> None:
    spectrogram = Spectrogram()
    parts, at = [], 0
    for length in [*lengths, len(_NOISE)]:
        parts.append(spectrogram.feed(_NOISE[at : at + length]))
        at = min(at + length, len(_NOISE))
    levels = np.concatenate(parts)
    assert levels.shape == (frames_within(len(_NOISE)), BANDS)
    assert levels == pytest.approx(mel_levels(_NOISE), abs=0.01)
    assert spectrogram.start == len(levels) * HOP_SAMPLES
    assert spectrogram.fed == len(_NOISE)
