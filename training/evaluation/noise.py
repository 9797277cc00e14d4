"""Accuracy with noise mixed into the digits."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from app.recognition.worker import Network
from model.audio_format import SAMPLE_RATE, SAMPLES_PER_MS
from model.clip import make_clip
from training.data.recording import Recording, Samples
from training.evaluation.answers import Answers, Reader
from training.evaluation.digits import accuracy
from training.evaluation.figures import Accuracy, NoiseFigures, NoiseLevel
from training.evaluation.intervals import Interval, bootstrap_interval

LEVELS_DB = (20.0, 10.0, 5.0, 0.0)
"""How far the noise is below the voice, in dB."""

_LOST_AT = ("10", "0")
_SEED = 1
_FRAME_SAMPLES = 10 * SAMPLES_PER_MS
_VOICE_RANGE_DB = 30.0
_POOL_SAMPLES = 600 * SAMPLE_RATE
_LONGEST_SAMPLES = 20 * SAMPLE_RATE


def noise_figures(
    network: Network, digits: Answers, noises: Sequence[Recording], reader: Reader
) -> NoiseFigures | None:
    """Mix noise into digits at several levels and count what is still right.

    Each digit gets a stretch of one noise over its whole length, the same at every level, and
    then goes through the clip policy. The level is the power of the digit's voiced part against
    that of the noise's stretch.

    Parameters
    ----------
    network : Network
    digits : Answers
        To digits without noise.
    noises : sequence of Recording
        Up to ten minutes of them are kept in memory, at most 20 s of each.
    reader : Reader

    Returns
    -------
    NoiseFigures or None
        None where there is no noise, or nothing but silence in what is kept.
    """
    pool = load_pool(noises, reader)
    if not pool:
        return None
    rows: dict[float, list[Samples]] = {level: [] for level in LEVELS_DB}
    paths = []
    for index, (_, samples) in enumerate(reader.read(digits.recordings)):
        path, noise = draw_stretch(np.random.default_rng((_SEED, index)), pool, len(samples))
        paths.append(path)
        for level, noisy in zip(LEVELS_DB, _mixed(samples, noise), strict=True):
            rows[level].append(network.probabilities(make_clip(noisy)))
    levels = tuple(NoiseLevel(level, _accuracy(digits, rows[level])) for level in LEVELS_DB)
    change = {f"{level:g}": _change(digits, rows[level]) for level in LEVELS_DB}
    return NoiseFigures(
        levels=levels,
        noise_accuracy_lost={name: round(-float(change[name].mean()), 3) for name in _LOST_AT},
        noise_accuracy_lost_interval={name: _interval(-change[name]) for name in _LOST_AT},
        by_noise=_by_noise(digits, rows[LEVELS_DB[-1]], paths),
        seed=_SEED,
    )


def mix(samples: Samples, noise: Samples, snr_db: float) -> Samples:
    """Add noise to a digit.

    Parameters
    ----------
    samples, noise : ndarray of float32, shape (n,)
        The noise is not silent.
    snr_db : float
        Power of the digit's voiced part over that of the noise, in dB.

    Returns
    -------
    ndarray of float32, shape (n,)
    """
    noise_power = np.square(noise, dtype=np.float64).mean()
    gain = np.sqrt(voice_power(samples) / noise_power / 10 ** (snr_db / 10))
    return np.asarray(samples + gain * noise, np.float32)


def voice_power(samples: Samples) -> float:
    """Give the mean power from the first to the last 10 ms within 30 dB of the loudest.

    The training finds voices in its own way, which may change; what is measured should not.
    """
    squares = np.square(samples, dtype=np.float64)
    count = len(samples) // _FRAME_SAMPLES
    if count == 0:
        return float(squares.mean())
    frames = squares[: count * _FRAME_SAMPLES].reshape(count, _FRAME_SAMPLES).mean(axis=1)
    voiced = np.flatnonzero(frames >= frames.max() * 10 ** (-_VOICE_RANGE_DB / 10))
    return float(frames[voiced[0] : voiced[-1] + 1].mean())


def _accuracy(digits: Answers, rows: list[Samples]) -> Accuracy:
    return accuracy(_answered(digits, rows))


def _change(digits: Answers, rows: list[Samples]) -> NDArray[np.float64]:
    """Tell for each digit whether noise makes it wrong (-100) or right (100), or neither."""
    answered = _answered(digits, rows)
    right, before = answered.best == answered.true, digits.best == digits.true
    return np.asarray(100 * (right.astype(np.float64) - before))


def _interval(points: NDArray[np.float64]) -> Interval:
    return bootstrap_interval(lambda drawn: float(points[drawn].mean()), len(points))


def _answered(digits: Answers, rows: list[Samples]) -> Answers:
    return replace(digits, probabilities=np.array(rows, np.float64))


def _by_noise(digits: Answers, rows: list[Samples], paths: Sequence[str]) -> dict[str, Accuracy]:
    answered, used = _answered(digits, rows), np.array(paths, np.str_)
    return {str(path): accuracy(answered.only(used == path)) for path in np.unique(used)}


def _mixed(samples: Samples, noise: Samples) -> Iterator[Samples]:
    return (mix(samples, noise, level) for level in LEVELS_DB)


def load_pool(noises: Sequence[Recording], reader: Reader) -> list[tuple[str, Samples]]:
    """Read up to ten minutes of noises, at most 20 s of each, each with its path."""
    order = np.random.default_rng(_SEED).permutation(len(noises))
    pool: list[tuple[str, Samples]] = []
    for noise, samples in reader.read([noises[i] for i in order]):
        kept = samples[:_LONGEST_SAMPLES].copy()
        if np.any(kept):
            pool.append((noise.path, kept))
        if sum(len(samples) for _, samples in pool) >= _POOL_SAMPLES:
            break
    return pool


def draw_stretch(
    random: Generator, pool: list[tuple[str, Samples]], length: int
) -> tuple[str, Samples]:
    """Draw a stretch of a noise that is not silent there, with its path.

    Parameters
    ----------
    random : numpy.random.Generator
    pool : list of (str, ndarray)
        From `load_pool`, not empty.
    length : int
        Samples; a shorter noise is repeated.
    """
    while True:
        path, noise = pool[random.integers(len(pool))]
        first = int(random.integers(0, max(len(noise) - length, 0) + 1))
        stretch = np.resize(noise[first : first + length], length)
        if np.any(stretch):
            return path, stretch
