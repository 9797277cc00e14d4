"""Impulse responses of rooms: recorded ones made drier, and simulated ones."""

import numpy as np
from numpy.random import Generator

from model.audio_format import SAMPLE_RATE
from training.data.recording import Samples

LONGEST_SAMPLES = 6_768
"""Samples of the longest impulse response, 0.42 s at 16 kHz."""

_LATEST_ENERGY_S = 0.4


def from_direct_sound(room: Samples) -> Samples:
    """Cut an impulse response so that it begins with its direct sound, the strongest."""
    return room[int(np.argmax(np.abs(room))) :]


def is_room(room: Samples) -> bool:
    """Tell rooms from effects: all but a tenth of the energy comes within 0.4 s."""
    energy = np.square(room)
    late = energy[int(_LATEST_ENERGY_S * SAMPLE_RATE) :].sum()
    return bool(len(room) > 100 and late < 0.1 * energy.sum())


def draw_room(random: Generator, recorded: list[Samples]) -> Samples:
    """Draw an impulse response, half of them simulated, or all where none was recorded.

    Parameters
    ----------
    random : numpy.random.Generator
        Source of chance.
    recorded : list of ndarray of float32
        Impulse responses from their direct sound on, 16 kHz. They fade sooner here, as where the
        mouth is near the microphone.

    Returns
    -------
    ndarray of float32, shape (n,), n <= 6768
    """
    if recorded and random.random() < 0.5:
        room = recorded[random.integers(len(recorded))][:LONGEST_SAMPLES]
        decay_s = random.uniform(0.02, 0.12)
        tail = room * np.exp(-np.arange(len(room)) / (decay_s * SAMPLE_RATE))
        tail[1:] *= random.uniform(0.3, 1.0)
        return np.asarray(tail, np.float32)
    return _simulate(random)


def _simulate(random: Generator) -> Samples:
    """Make noise that fades after the direct sound (Polack's model of late reverberation)."""
    fades_by_60_db_s = random.uniform(0.08, 0.7)
    time_s = np.arange(LONGEST_SAMPLES, dtype=np.float32) / SAMPLE_RATE
    tail = random.standard_normal(LONGEST_SAMPLES, dtype=np.float32)
    tail *= np.exp(np.float32(-6.9 / fades_by_60_db_s) * time_s)
    tail[: int(random.uniform(0.001, 0.01) * SAMPLE_RATE)] = 0
    direct_to_rest_db = random.uniform(-2, 18)
    tail *= np.float32(10 ** (-direct_to_rest_db / 20) / (np.sqrt(np.square(tail).sum()) + 1e-9))
    tail[0] = 1
    return tail
