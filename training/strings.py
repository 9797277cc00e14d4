"""Strings of digits, made of the single digits of one speaker."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from model.audio_format import SAMPLES_PER_MS
from training.data.recording import Recording, Samples

_FRAME_SAMPLES = 10 * SAMPLES_PER_MS
_EDGE_MS = 20
_FADE_MS = 10
_ROOM_MS = 300
_LEVEL_DB = 2.0
_ROOM_DB = -50.0


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast digits follow each other.

    Attributes
    ----------
    name : str
    shortest_gap_ms, longest_gap_ms : float
        From the end of one voice to the beginning of the next; below 0 they overlap.
    """

    name: str
    shortest_gap_ms: float
    longest_gap_ms: float


SPEEDS = (
    Speed("slow", 250, 600),
    Speed("normal", 60, 250),
    Speed("run together", -60, 60),
)


@dataclass(frozen=True, slots=True)
class SpokenString:
    """A string of digits and where each of them is.

    Attributes
    ----------
    samples : ndarray of float32, shape (n,)
        Mono, 16 kHz.
    labels : tuple of str
        The digits in their order.
    stretches : tuple of (int, int)
        First sample of each digit's voice, and the one after its last.
    """

    samples: Samples
    labels: tuple[str, ...]
    stretches: tuple[tuple[int, int], ...]


def join(random: Generator, digits: Sequence[Recording], speed: Speed) -> SpokenString:
    """Join single digits as if they had been said one after the other.

    Parameters
    ----------
    random : numpy.random.Generator
        Draws the gaps, the levels (within ±2 dB) and the noise of the room (50 dB below the
        voice), which covers where recordings begin and end.
    digits : sequence of Recording
        At least one, of one speaker.
    speed : Speed

    Returns
    -------
    SpokenString
    """
    voices = [_voice(each.load()) for each in digits]
    edge = _EDGE_MS * SAMPLES_PER_MS
    start, starts = _ROOM_MS * SAMPLES_PER_MS, []
    for voice in voices:
        starts.append(start)
        gap_ms = random.uniform(speed.shortest_gap_ms, speed.longest_gap_ms)
        # Each follows the one before, however short that is.
        start = max(start + len(voice) - 2 * edge + int(gap_ms * SAMPLES_PER_MS), start + edge)
    length = starts[-1] + len(voices[-1]) + _ROOM_MS * SAMPLES_PER_MS
    samples = np.zeros(length, np.float32)
    for start, voice in zip(starts, voices, strict=True):
        gain = 10 ** (random.uniform(-_LEVEL_DB, _LEVEL_DB) / 20)
        samples[start : start + len(voice)] += np.float32(gain) * voice
    room = np.sqrt(np.mean(np.square(samples))) * 10 ** (_ROOM_DB / 20)
    samples += np.float32(room) * random.standard_normal(length, dtype=np.float32)
    samples *= np.float32(0.5 / max(np.abs(samples).max(), 1e-6))
    stretches = tuple(
        (start + edge, start + len(voice) - edge)
        for start, voice in zip(starts, voices, strict=True)
    )
    return SpokenString(samples, tuple(each.label for each in digits), stretches)


def _voice(samples: Samples) -> Samples:
    """Cut a voice out, with 20 ms around it, faded at both ends, at a level of its own."""
    edge, fade = _EDGE_MS * SAMPLES_PER_MS, _FADE_MS * SAMPLES_PER_MS
    first, last = _loud_part(samples)
    padded = np.pad(samples, edge)
    voice = padded[first : last + 2 * edge].astype(np.float32)
    voice /= np.float32(np.sqrt(np.mean(np.square(voice))) + 1e-6)
    ramp = np.linspace(0, 1, fade, dtype=np.float32)
    voice[:fade] *= ramp
    voice[-fade:] *= ramp[::-1]
    return voice


def _loud_part(samples: Samples) -> tuple[int, int]:
    """Find the first sample of the voice, and the one after its last.

    From the first to the last 10 ms within 30 dB of the loudest, and 6 dB above the quietest
    tenth, but for those within 10 dB of the loudest. The training finds voices in its own way,
    which may change; what is measured should not, though weak sounds at either end of what was
    cut tight are lost here.
    """
    count = len(samples) // _FRAME_SAMPLES
    if count < 2:
        return 0, len(samples)
    power = np.square(samples[: count * _FRAME_SAMPLES]).reshape(count, -1).mean(axis=1)
    threshold = max(power.max() * 1e-3, min(np.quantile(power, 0.1) * 4, power.max() * 0.1))
    voiced = np.flatnonzero(power >= threshold)
    return int(voiced[0]) * _FRAME_SAMPLES, int(voiced[-1] + 1) * _FRAME_SAMPLES
