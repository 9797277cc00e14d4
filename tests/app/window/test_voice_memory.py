"""Voices in a piece of memory that never grows."""

import numpy as np
import pytest

from app.history import HistoryEntry
from app.window.voice_memory import VoiceMemory
from model.audio_format import SAMPLE_RATE


def entry() -> HistoryEntry:
    return HistoryEntry("2026-01-02T03:04:05.678+00:00", "mic")


def voice(seconds: float, level: float) -> np.ndarray:
    return np.full(round(seconds * SAMPLE_RATE), level, np.float32)


def test_the_last_voices_are_whole_and_the_oldest_give_way() -> None:
    memory = VoiceMemory()
    entries = [entry() for _ in range(400)]
    for number, each in enumerate(entries):
        memory.remember(each, voice(0.3 + number % 7 / 10, number / 1000))
    held = [each in memory for each in entries]
    first = held.index(True)
    assert all(held[first:])
    assert 100 < len(entries) - first < 300
    for number in range(first, len(entries)):
        samples = memory.recall(entries[number])
        assert samples is not None
        assert len(samples) == round((0.3 + number % 7 / 10) * SAMPLE_RATE)
        assert np.allclose(samples, number / 1000, atol=1e-4)
    assert memory.recall(entries[0]) is None


@pytest.mark.parametrize("level", [-1.5, 1.5])
def test_a_voice_beyond_full_scale_is_clipped(level: float) -> None:
    memory, one = VoiceMemory(), entry()
    memory.remember(one, voice(0.1, level))
    samples = memory.recall(one)
    assert samples is not None
    assert np.allclose(samples, np.sign(level), atol=1e-4)


def test_of_an_endless_voice_the_beginning_is_held() -> None:
    memory, one = VoiceMemory(), entry()
    memory.remember(one, voice(100, 0.5))
    assert one in memory
