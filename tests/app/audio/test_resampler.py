import numpy as np
import pytest
import soxr
from hypothesis import given
from hypothesis import strategies as st

from app.audio.resampler import Resampler

RATES = (8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000)


def resample(frames: np.ndarray, rate: int, channels: int, block: int) -> np.ndarray:
    resampler = Resampler(rate, channels)
    parts = [
        resampler.process(frames[first : first + block]) for first in range(0, len(frames), block)
    ]
    return np.concatenate([*parts, resampler.flush()])


def speech_band_noise(rate: int, seconds: float = 1.0) -> np.ndarray:
    """Noise below 7 kHz and below the rate's own limit."""
    count = round(rate * seconds)
    spectrum = np.fft.rfft(np.random.default_rng(0).normal(0.0, 0.1, count))
    frequencies = np.fft.rfftfreq(count, 1 / rate)
    spectrum[frequencies > min(7_000.0, 0.45 * rate)] = 0.0
    return np.fft.irfft(spectrum, count).astype(np.float32)


@pytest.mark.parametrize("rate", RATES)
def test_keeps_the_sound_and_its_place(rate: int) -> None:
    sound = speech_band_noise(rate)
    resampled = resample(sound, rate, 1, rate // 50)
    best = soxr.resample(sound, rate, 16_000, quality="VHQ")
    assert abs(len(resampled) - 16_000) <= 1
    count = min(len(resampled), len(best))
    assert np.corrcoef(resampled[:count], best[:count])[0, 1] > 0.9999
    assert resampled.dtype == np.float32


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
def test_keeps_out_what_lies_above_half_the_rate(rate: int) -> None:
    time_s = np.arange(rate) / rate
    for frequency in (9_000, 12_000, 15_500, 20_000):
        tone = np.sin(2 * np.pi * frequency * time_s).astype(np.float32)
        middle = resample(tone, rate, 1, 480)[2_000:-2_000]
        assert np.abs(middle).max() < 0.001, frequency


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
def test_holds_little_back(rate: int) -> None:
    resampler = Resampler(rate, 1)
    given_back = 0
    held_ms = []
    for block in range(1, 200):
        given_back += len(resampler.process(np.zeros(rate // 50, np.float32)))
        held_ms.append(block * 20 - given_back / 16)
    assert np.median(held_ms) < 9.0
    assert max(held_ms) < 14.0


@given(rate=st.sampled_from(RATES), sizes=st.lists(st.integers(0, 3_000), min_size=1, max_size=20))
def test_does_not_depend_on_how_the_input_is_cut(rate: int, sizes: list[int]) -> None:
    sound = np.random.default_rng(1).normal(0.0, 0.2, sum(sizes)).astype(np.float32)
    resampler = Resampler(rate, 1)
    parts = [resampler.process(part) for part in np.split(sound, np.cumsum(sizes)[:-1])]
    cut = np.concatenate([*parts, resampler.flush()])
    whole = resample(sound, rate, 1, max(1, len(sound)))
    np.testing.assert_allclose(cut, whole, atol=1e-5)


def test_passes_16_khz_through_unchanged() -> None:
    sound = speech_band_noise(16_000)
    np.testing.assert_array_equal(resample(sound, 16_000, 1, 320), sound)


def test_averages_the_channels() -> None:
    frames = np.stack([np.full(160, 0.5), np.full(160, -0.1), np.full(160, 0.2)], axis=1)
    mixed = resample(frames.astype(np.float32), 16_000, 3, 80)
    np.testing.assert_allclose(mixed, np.full(160, 0.2), atol=1e-6)


@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_turns_impossible_values_into_possible_ones(rate: int) -> None:
    sound = np.zeros(rate, np.float32)
    sound[100:104] = [np.nan, np.inf, -np.inf, 3e38]
    resampled = resample(sound, rate, 1, 960)
    assert np.isfinite(resampled).all()
    assert np.abs(resampled).max() <= 1.2
