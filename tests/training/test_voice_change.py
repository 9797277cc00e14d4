import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pyworld", reason="the extra train is not installed")

from training.voice_change import change_voice


def _vowel(pitch_hz: float, count: int = 8_000) -> np.ndarray:
    time = np.arange(count) / 16_000
    harmonics = sum(np.sin(2 * np.pi * pitch_hz * k * time) / k for k in range(1, 20))
    return (0.2 * harmonics * np.hanning(count)).astype(np.float32)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(80, 300))
def test_another_voice_is_as_loud_and_about_as_long(seed: int, pitch_hz: float) -> None:
    voice = _vowel(pitch_hz)
    changed = change_voice(np.random.default_rng(seed), voice)
    assert changed.dtype == np.float32
    assert np.isfinite(changed).all()
    assert np.abs(changed).max() == pytest.approx(np.abs(voice).max(), rel=1e-3)
    assert 0.5 * len(voice) < len(changed) < 1.7 * len(voice)


def test_the_same_chance_gives_the_same_voice_and_another_gives_another() -> None:
    one, same, other = (
        change_voice(np.random.default_rng(seed), _vowel(120)) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, same)
    assert len(other) != len(one) or not np.array_equal(one, other)


@pytest.mark.parametrize("count", [0, 1, 100, 3_000])
def test_noise_silence_and_snippets_do_not_break_it(count: int) -> None:
    noise = np.random.default_rng(3).standard_normal(count).astype(np.float32)
    assert np.isfinite(change_voice(np.random.default_rng(1), noise)).all()
    assert not change_voice(np.random.default_rng(1), np.zeros(count, np.float32)).any()
