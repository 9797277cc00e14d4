"""The mel levels of a sound that is there as a whole."""

from unittest.mock import patch

import numpy as np
import pytest

from app.recognition.spectrogram import CENTRE_SAMPLES, SILENCE_DB, mel_levels
from app.window.picture import still_levels
from app.window.picture.still_levels import StillLevels

SOUND = np.random.default_rng(5).normal(0, 0.1, 16_000 * 8).astype(np.float32)
# They are kept as float16, and shown in steps of at least 0.08 dB.
CLOSE_DB = 0.05


def test_are_those_of_the_frames_at_their_middles() -> None:
    expected = mel_levels(SOUND)
    moments = np.arange(len(expected)) * 160 + CENTRE_SAMPLES
    assert np.abs(StillLevels(SOUND).at(moments, 100.0) - expected).max() < CLOSE_DB


def test_lie_between_those_of_the_frames_around() -> None:
    expected = mel_levels(SOUND[: 160 * 4])
    between = StillLevels(SOUND).at(np.array([CENTRE_SAMPLES + 80]), 1.0)[0]
    assert np.abs(between - (expected[0] + expected[1]) / 2).max() < CLOSE_DB


@pytest.mark.parametrize("hop", [320, 640, 1_280])
def test_moments_far_apart_take_frames_far_apart(hop: int) -> None:
    moments = np.arange(0, len(SOUND) - 400, hop) + CENTRE_SAMPLES
    assert np.abs(StillLevels(SOUND).at(moments, hop) - mel_levels(SOUND, hop)).max() < CLOSE_DB


def test_sixteen_bit_samples_read_the_same() -> None:
    samples = (SOUND * 32_767).astype(np.int16)
    moments = np.arange(0, len(SOUND), 500)
    expected = StillLevels(samples / np.float32(32_768)).at(moments, 500)
    assert np.array_equal(StillLevels(samples).at(moments, 500), expected)


def test_there_is_silence_outside_and_in_too_little_sound() -> None:
    levels = StillLevels(SOUND).at(np.array([-1, 0, len(SOUND) - 1, len(SOUND)]), 100.0)
    assert (levels[[0, 3]] == SILENCE_DB).all()
    assert (levels[[1, 2]] > SILENCE_DB).all()
    assert (StillLevels(SOUND[:399]).at(np.array([0, 200]), 100.0) == SILENCE_DB).all()
    assert StillLevels(SOUND).at(np.zeros(0, np.int64), 100.0).shape == (0, 96)


def test_what_was_seen_is_not_analysed_again() -> None:
    levels = StillLevels(SOUND)
    levels.at(np.arange(0, 64_000, 150), 150.0)
    with patch.object(still_levels, "mel_levels", side_effect=mel_levels) as analysed:
        levels.at(np.arange(30, 64_000, 150), 150.0)
        assert analysed.call_count == 0
        levels.at(np.arange(16_000, 80_000, 150), 150.0)
        assert 1 <= analysed.call_count <= 3
