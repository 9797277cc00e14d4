import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.audio_format import CLIP_SAMPLES
from model.clip import ClipMaker, make_clip


def _noise(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(count, dtype=np.float32)


@given(st.integers(0, CLIP_SAMPLES), st.integers(0, 99))
def test_up_to_one_second_is_centred_between_zeros(count: int, seed: int) -> None:
    samples = _noise(count, seed)
    clip = make_clip(samples)
    first = (CLIP_SAMPLES - count) // 2
    assert clip.shape == (CLIP_SAMPLES,)
    assert clip.dtype == np.float32
    np.testing.assert_array_equal(clip[first : first + count], samples)
    assert not clip[:first].any()
    assert not clip[first + count :].any()


@given(st.integers(CLIP_SAMPLES + 1, 4 * CLIP_SAMPLES), st.integers(0, 99))
def test_of_more_no_second_in_steps_of_10_ms_is_stronger(count: int, seed: int) -> None:
    samples = _noise(count, seed)
    clip = make_clip(samples)
    seconds = [samples[i : i + CLIP_SAMPLES] for i in range(0, count - CLIP_SAMPLES + 1, 160)]
    energies = [np.sum(np.square(second, dtype=np.float64)) for second in seconds]
    strongest = int(np.argmax(energies))
    energy = np.sum(np.square(clip, dtype=np.float64))
    np.testing.assert_allclose(energy, energies[strongest], rtol=1e-9)
    assert any(np.array_equal(clip, second) for second in seconds)


def test_the_word_is_found_in_a_long_silence() -> None:
    samples = np.zeros(10 * CLIP_SAMPLES, np.float32)
    samples[100_000:108_000] = 0.5
    assert np.count_nonzero(make_clip(samples)) == 8_000


def test_the_clip_is_a_new_array() -> None:
    samples = np.ones(CLIP_SAMPLES, np.float32)
    make_clip(samples)[:] = 0
    assert samples.all()


def test_silence_after_the_strongest_second_changes_nothing() -> None:
    samples = _noise(20_000, 1)
    longer = np.concatenate([samples, np.zeros(5_000, np.float32)])
    np.testing.assert_array_equal(make_clip(samples), make_clip(longer))


@given(st.lists(st.integers(0, 9_000), max_size=12), st.integers(0, 99))
def test_the_clip_does_not_depend_on_how_the_sound_was_divided(
    counts: list[int], seed: int
) -> None:
    samples = _noise(sum(counts), seed)
    maker, first = ClipMaker(), 0
    for count in counts:
        maker.add(samples[first : first + count])
        first += count
    np.testing.assert_array_equal(maker.clip(), make_clip(samples))
