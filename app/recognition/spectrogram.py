"""The mel spectrogram of the picture: levels of overlapping frames, in dB of full scale.

The network has its own inside; this one is made to be looked at.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from app.audio.source import Samples
from model.audio_format import SAMPLE_RATE, SAMPLES_PER_MS

HOP_SAMPLES = 10 * SAMPLES_PER_MS
"""From the beginning of a frame to that of the next, in samples."""

WINDOW_SAMPLES = 25 * SAMPLES_PER_MS
"""Length of a frame, in samples; frame ``i`` begins at sample ``i * HOP_SAMPLES``."""

CENTRE_SAMPLES = WINDOW_SAMPLES // 2
"""From the beginning of a frame to the moment that it shows, in samples."""

BANDS = 96
"""How many mel bands a frame has."""

LOWEST_HZ = 60.0
HIGHEST_HZ = 7600.0

SILENCE_DB = -120.0
"""The level of no sound at all, and the lowest there is."""

# Padded with zeros, so that even the narrowest triangle of the lowest bands holds bins.
_TRANSFORM_SAMPLES = 1024
_BINS = _TRANSFORM_SAMPLES // 2 + 1
_SILENCE_POWER = np.float32(10.0 ** (SILENCE_DB / 10.0))
_FRAMES_AT_ONCE = 512

Levels = NDArray[np.float32]
"""Levels in dB of full scale, shape (frames, BANDS), the lowest band first."""


def frequency_at(height: float) -> float:
    """Give the frequency at a height of the picture.

    Parameters
    ----------
    height : float, 0 to 1
        0 for the lower edge, 1 for the upper.

    Returns
    -------
    float
        In Hz, from 60 to 7600.
    """
    lowest, highest = _mel(LOWEST_HZ), _mel(HIGHEST_HZ)
    return float(_hertz(lowest + height * (highest - lowest)))


def band_height(band: int) -> float:
    """Give the height in the picture, 0 to 1, at which the centre of a band is."""
    return (band + 1) / (BANDS + 1)


def frames_within(samples: int, hop_samples: int = HOP_SAMPLES) -> int:
    """Tell how many whole frames a stretch of that many samples holds."""
    return max(0, (samples - WINDOW_SAMPLES) // hop_samples + 1)


def mel_levels(samples: Samples, hop_samples: int = HOP_SAMPLES) -> Levels:
    """Give the levels of every whole frame of a stretch.

    A full-scale sine at the centre of a band has 0 dB in that band; the window is Hann's, the
    bands are triangles, evenly spaced on the mel scale of O'Shaughnessy (1987).

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        Mono, 16 kHz, full scale at ±1.
    hop_samples : int
        From the beginning of a frame to that of the next.

    Returns
    -------
    ndarray of float32, shape (frames_within(n, hop_samples), BANDS)
        In dB of full scale, at least -120. Frame ``i`` shows the moment of sample
        ``i * hop_samples + CENTRE_SAMPLES``.
    """
    count = frames_within(len(samples), hop_samples)
    levels = np.empty((count, BANDS), np.float32)
    if not count:
        return levels
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW_SAMPLES)[::hop_samples]
    window, filters = _window(), _filters()
    for first in range(0, count, _FRAMES_AT_ONCE):
        some = slice(first, min(first + _FRAMES_AT_ONCE, count))
        spectrum = np.fft.rfft(frames[some] * window, _TRANSFORM_SAMPLES)
        power = spectrum.real**2 + spectrum.imag**2
        levels[some] = 10.0 * np.log10(power @ filters + _SILENCE_POWER)
    return levels


class Spectrogram:
    """The same levels, of a stream that comes in blocks of any length.

    Parameters
    ----------
    start : int
        Index in the stream of the first sample that will be fed.

    Attributes
    ----------
    start : int
        Index in the stream of the first sample of the next frame.
    """

    def __init__(self, start: int = 0) -> None:
        self.start = start
        self._rest: Samples = np.empty(0, np.float32)

    @property
    def fed(self) -> int:
        """Index in the stream of the sample to be fed next."""
        return self.start + len(self._rest)

    def feed(self, samples: Samples) -> Levels:
        """Take the next samples and give the levels of the frames that they complete.

        Parameters
        ----------
        samples : ndarray of float32, shape (n,)

        Returns
        -------
        ndarray of float32, shape (frames, BANDS)
            As `mel_levels` gives them; the first begins at what `start` was before.
        """
        joined = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        levels = mel_levels(joined)
        used = len(levels) * HOP_SAMPLES
        self._rest = joined[used:].copy()
        self.start += used
        return levels


def _mel(frequency_hz: float) -> float:
    return 2595.0 * float(np.log10(1.0 + frequency_hz / 700.0))


def _hertz(mel: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(700.0 * (10.0 ** (np.asarray(mel) / 2595.0) - 1.0))


@cache
def _window() -> Samples:
    phase = 2.0 * np.pi * np.arange(WINDOW_SAMPLES) / WINDOW_SAMPLES
    return np.asarray(0.5 - 0.5 * np.cos(phase), np.float32)


@cache
def _filters() -> NDArray[np.float32]:
    """Give the weight of each bin's power in each band, shape (bins, BANDS)."""
    edges = _hertz(np.linspace(_mel(LOWEST_HZ), _mel(HIGHEST_HZ), BANDS + 2))
    lower, centre, upper = edges[:-2], edges[1:-1], edges[2:]
    bins = np.fft.rfftfreq(_TRANSFORM_SAMPLES, 1.0 / SAMPLE_RATE)[:, None]
    rising = (bins - lower) / (centre - lower)
    falling = (upper - bins) / (upper - centre)
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    # What each band would read for a full-scale sine at its centre is made 0 dB.
    time = np.arange(WINDOW_SAMPLES) / SAMPLE_RATE
    sines = 0.5 * _window() * np.exp(2j * np.pi * centre[:, None] * time)
    power = np.abs(np.fft.fft(sines, _TRANSFORM_SAMPLES)[:, :_BINS]) ** 2
    return np.asarray(triangles / np.einsum("bk,kb->b", power, triangles), np.float32)
