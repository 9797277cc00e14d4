"""The least and the greatest sample of stretches."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.window.picture.envelope import Envelope

SOUND = np.random.default_rng(3).uniform(-1, 1, 40_000).astype(np.float32)


def built(samples: np.ndarray) -> Envelope:
    envelope = Envelope(samples)
    while not envelope.is_complete:
        envelope.build(7_000)
    return envelope


ENVELOPE = built(SOUND)


@given(
    first=st.integers(1, 20_000),
    lengths=st.lists(st.integers(0, 500), min_size=1, max_size=40),
)
def test_fine_stretches_have_exactly_their_extremes_and_the_sample_before(
    first: int, lengths: list[int]
) -> None:
    bounds = np.cumsum([first, *lengths])
    low, high = ENVELOPE.between(bounds)
    for place, (start, stop) in enumerate(pairwise(bounds)):
        part = SOUND[start - 1 : max(stop, start)]
        assert low[place] == part.min()
        assert high[place] == part.max()


@given(first=st.integers(0, 20_000), length=st.integers(600, 8_000))
def test_coarse_stretches_have_the_extremes_of_themselves_or_a_quarter_around(
    first: int, length: int
) -> None:
    bounds = np.arange(first, len(SOUND), length)
    if len(bounds) < 2:
        return
    low, high = ENVELOPE.between(bounds)
    for place, start in enumerate(bounds[:-1]):
        around = length // 4 + 1
        inside = SOUND[start : start + length]
        outside = SOUND[max(start - around, 0) : start + length + around]
        assert outside.min() <= low[place] <= inside.min()
        assert inside.max() <= high[place] <= outside.max()


def test_a_stretch_can_reach_further_than_it_is_long() -> None:
    low, high = ENVELOPE.between(np.array([100, 110, 120]), reach=60)
    assert low.tolist() == [SOUND[45:165].min(), SOUND[55:175].min()]
    assert high.tolist() == [SOUND[45:165].max(), SOUND[55:175].max()]


def test_sixteen_bit_samples_read_the_same() -> None:
    whole = (SOUND * 32_767).astype(np.int16)
    for step in (10, 2_000):
        bounds = np.arange(0, len(SOUND), step)
        low, high = built(whole).between(bounds)
        expected_low, expected_high = built(whole / np.float32(32_768)).between(bounds)
        assert np.array_equal(low, expected_low)
        assert np.array_equal(high, expected_high)


def test_there_is_silence_where_there_are_no_samples() -> None:
    low, high = ENVELOPE.between(np.array([-2_000, -1_000, 0, 1_000]))
    assert low[:2].tolist() == [0, 0]
    assert high[2] == SOUND[:1_000].max()
    low, high = ENVELOPE.between(np.array([39_000, 40_000, 41_000, 42_000]))
    assert high.tolist() == [SOUND[38_999:].max(), SOUND[-1], 0]
    low, high = built(SOUND[:0]).between(np.array([0, 10, 20]))
    assert low.tolist() == high.tolist() == [0, 0]


@pytest.mark.parametrize("length", [1, 127, 128, 129, 128 * 8 + 1])
def test_the_end_of_a_sound_is_not_lost(length: int) -> None:
    sound = np.zeros(length, np.float32)
    sound[-1] = 0.5
    _, high = built(sound).between(np.array([0, length]))
    assert high.tolist() == [0.5]


def test_is_built_in_steps() -> None:
    envelope = Envelope(SOUND)
    envelope.build(25_600)
    assert not envelope.is_complete
    bounds = np.array([0, 10_240, 30_720, 40_000])
    assert envelope.between(bounds)[1][2] == 0
    envelope.build(25_600)
    assert envelope.is_complete
    assert envelope.between(bounds)[1][2] == SOUND[30_720:].max()
