import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.clip import make_clip
from training.augmentation import Augmentation
from training.utterance import Utterance, cut_short, find_voice, join_halves, reverse


def _word(count: int = 6_000, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return (np.hanning(count) * random.standard_normal(count)).astype(np.float32)


def _augmentation() -> Augmentation:
    random = np.random.default_rng(1)
    noise = random.standard_normal(40_000, dtype=np.float32)
    room = np.exp(-np.arange(3_000) / 300).astype(np.float32)
    return Augmentation([noise, noise[:500]], [room])


def test_the_voice_is_found_between_its_silences() -> None:
    samples = np.zeros(16_000, np.float32)
    samples[4_000:9_000] = 0.1
    found = find_voice(samples)
    assert found.first == pytest.approx(4_000, abs=160)
    assert found.last == pytest.approx(9_000, abs=160)


@pytest.mark.parametrize(("pause", "first"), [(1_600, 1_600), (4_800, 6_560)])
def test_a_click_well_before_the_voice_is_none_of_it(pause: int, first: int) -> None:
    samples = np.zeros(16_000, np.float32)
    samples[1_600:1_760] = 0.2
    samples[1_760 + pause :][:4_800] = 0.1
    found = find_voice(samples)
    assert (found.first, found.last) == (first, 1_760 + pause + 4_800)


def test_of_what_lasts_longer_than_a_clip_the_strongest_second_is_taken() -> None:
    samples = np.full(48_000, 0.1, np.float32)
    samples[24_000:40_000] = 0.2
    found = find_voice(samples)
    assert (found.first, found.last) == (24_000, 40_000)
    np.testing.assert_array_equal(make_clip(samples), samples[found.first : found.last])


@pytest.mark.parametrize("samples", [np.zeros(0), np.ones(1), np.zeros(16_000), np.ones(8_000)])
def test_where_there_is_no_voice_to_find_all_is_taken(samples: np.ndarray) -> None:
    found = find_voice(samples.astype(np.float32))
    assert (found.first, found.last) == (0, len(samples))


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(1_000, 40_000))
def test_every_clip_is_one_second_and_finite(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    word = find_voice(_word(count))
    for clip in (
        _augmentation().clip(random, word, [word]),
        _augmentation().noise_clip(random),
    ):
        assert clip.shape == (16_000,)
        assert clip.dtype == np.float32
        assert np.isfinite(clip).all()


def test_the_same_chance_gives_the_same_clip() -> None:
    word = find_voice(_word())
    clips = [_augmentation().clip(np.random.default_rng(5), word, [word]) for _ in range(2)]
    np.testing.assert_array_equal(clips[0], clips[1])


def test_the_voice_is_in_the_clip() -> None:
    word = find_voice(_word())
    clips = [_augmentation().clip(np.random.default_rng(i), word, []) for i in range(30)]
    # The voice has 5,000 samples; said fastest and cut tightest, 2,254 of them are left.
    assert all(np.ptp(np.flatnonzero(clip)) > 2_200 for clip in clips)


def test_backwards_twice_is_forwards() -> None:
    word = Utterance(_word(), 1_000, 2_500)
    again = reverse(reverse(word))
    np.testing.assert_array_equal(again.samples, word.samples)
    assert (again.first, again.last) == (word.first, word.last)


def test_joined_halves_are_as_long_as_half_of_each_voice() -> None:
    joined = join_halves(Utterance(_word(), 0, 4_000), Utterance(_word(8_000), 2_000, 8_000))
    assert len(joined.samples) == 2_000 + 3_000


@given(st.integers(0, 1_000))
def test_a_voice_cut_short_is_less_than_half_of_it(seed: int) -> None:
    cut = cut_short(np.random.default_rng(seed), Utterance(_word(), 1_000, 5_000))
    assert 1_000 <= len(cut.samples) <= 1_600
