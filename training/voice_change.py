"""Other speakers made of the ones there are: pitch, vocal tract and pace changed apart."""

import numpy as np
import pyworld
from numpy.random import Generator
from numpy.typing import NDArray

from model.audio_format import SAMPLE_RATE
from training.data.recording import Samples

_FRAME_MS = 10.0
_FEWEST_SAMPLES = 1_000
_LOWEST_PITCH_HZ, _HIGHEST_PITCH_HZ = 60.0, 500.0
_TARGET_PITCH_HZ = (80.0, 320.0)
_TRACT = (0.82, 1.22)
_PACE = (0.75, 1.35)
_LIVELINESS = (0.3, 1.7)


def change_voice(random: Generator, samples: Samples) -> Samples:
    """Let another, random speaker say the same.

    The vocoder WORLD (Morise and others, IEICE Transactions E99-D, 2016) takes a voice apart into
    pitch, spectral envelope and aperiodicity. The pitch is moved to a mean between 80 and 320 Hz
    and its course made flatter or livelier; the envelope is stretched along frequency, as a
    shorter or longer vocal tract does, by the more the further the pitch goes up; the pace varies
    within the word.

    Parameters
    ----------
    random : numpy.random.Generator
        Source of chance; the same state gives the same voice.
    samples : ndarray of float32, shape (n,)
        Mono, 16 kHz.

    Returns
    -------
    ndarray of float32, shape (m,)
        At the same peak; below 1,000 samples as it is. Without a voiced frame only tract and pace
        change.
    """
    if len(samples) < _FEWEST_SAMPLES:
        return samples
    sound = samples.astype(np.float64)
    pitch, times = pyworld.dio(
        sound,
        SAMPLE_RATE,
        f0_floor=_LOWEST_PITCH_HZ,
        f0_ceil=_HIGHEST_PITCH_HZ,
        frame_period=_FRAME_MS,
    )
    pitch = pyworld.stonemask(sound, pitch, times, SAMPLE_RATE)
    envelope = pyworld.cheaptrick(sound, pitch, times, SAMPLE_RATE)
    aperiodicity = pyworld.d4c(sound, pitch, times, SAMPLE_RATE)

    pitch, octaves_up = _change_pitch(random, pitch)
    # A child's or a woman's tract is shorter than a man's; half of that is left to chance.
    tract = float(np.clip(2 ** (0.12 * octaves_up) * random.uniform(0.88, 1.14), *_TRACT))
    frames = _walk(random, len(pitch))
    changed = pyworld.synthesize(
        _at(pitch, np.round(frames)),
        _at(_stretch(envelope, tract), frames),
        _at(_stretch(aperiodicity, tract), frames),
        SAMPLE_RATE,
        _FRAME_MS,
    )
    peak = np.abs(changed).max()
    return np.asarray(changed * (np.abs(sound).max() / (peak + 1e-9)), np.float32)


def _change_pitch(
    random: Generator, pitch: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Move the pitch in Hz, 0 where there is none; return also by how many octaves."""
    voiced = pitch > 0
    if not voiced.any():
        return pitch, 0.0
    octaves = np.log2(pitch[voiced])
    middle = float(np.median(octaves))
    low, high = np.log2(_TARGET_PITCH_HZ)
    target = random.uniform(low, high)
    changed = np.zeros_like(pitch)
    changed[voiced] = 2 ** (target + random.uniform(*_LIVELINESS) * (octaves - middle))
    return np.minimum(changed, 600.0), target - middle


def _stretch(spectra: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    """Stretch spectra, shape (frames, bins), along frequency; the highest bin goes on above."""
    bins = np.arange(spectra.shape[1])
    return _at(spectra.T, np.minimum(bins / factor, bins[-1])).T.copy()


def _walk(random: Generator, count: int) -> NDArray[np.float64]:
    """Draw the places of frames to take, from first to last, at a pace that changes once."""
    paces = np.exp(random.uniform(*np.log(_PACE)) + random.uniform(-0.15, 0.15, 2))
    turn = random.uniform(0.3, 0.7) * count
    first = np.arange(0, turn, paces[0])
    second = np.arange(first[-1] + paces[1], count - 1, paces[1]) if count > 1 else first[:0]
    return np.concatenate((first, second))


def _at(rows: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Interpolate between rows, at places from 0 to the last."""
    low = np.minimum(places.astype(int), len(rows) - 1)
    high = np.minimum(low + 1, len(rows) - 1)
    part = places - low
    part = part.reshape(-1, *(1,) * (rows.ndim - 1))
    return np.ascontiguousarray(rows[low] * (1 - part) + rows[high] * part)
