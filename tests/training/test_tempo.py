import numpy as np
import pytest

from model.audio_format import SAMPLE_RATE
from training.tempo import at_tempo


def _tone(hertz: float, count: int = SAMPLE_RATE) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * np.arange(count) / SAMPLE_RATE).astype(np.float32)


@pytest.mark.parametrize("tempo", [0.85, 1.3, 1.6])
def test_a_tone_is_shorter_and_as_high_and_as_loud(tempo: float) -> None:
    said = at_tempo(_tone(200), tempo)
    assert said.dtype == np.float32
    assert len(said) == int(SAMPLE_RATE / tempo)
    spectrum = np.abs(np.fft.rfft(said * np.hanning(len(said))))
    assert np.argmax(spectrum) * SAMPLE_RATE / len(said) == pytest.approx(200, abs=3)
    assert np.sqrt(np.mean(np.square(said[800:-800]))) == pytest.approx(0.707, abs=0.03)


def test_the_same_tempo_changes_nothing() -> None:
    tone = _tone(300)
    np.testing.assert_allclose(at_tempo(tone, 1.0), tone, atol=1e-5)


def test_what_came_first_comes_first() -> None:
    said = at_tempo(np.concatenate([_tone(200, 8_000), np.zeros(8_000, np.float32)]), 1.25)
    assert np.abs(said[3_000:6_000]).max() > 0.9
    assert np.abs(said[7_500:]).max() < 0.1


def test_very_short_sounds() -> None:
    for count in (1, 100, 500):
        assert len(at_tempo(_tone(200, count), 1.5)) == int(count / 1.5)
