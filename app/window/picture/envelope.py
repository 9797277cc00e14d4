"""The least and the greatest sample of any stretch of a sound, however long it is."""

import numpy as np
from numpy.typing import NDArray

from app.audio.source import Samples

_BLOCK_SAMPLES = 128
_STEP = 8
# A bound of a column is moved to that of a block, by at most this share of the column.
_BLOCKS_A_COLUMN = 4
_INT16_SCALE = np.float32(1 / 32_768)

SoundSamples = NDArray[np.float32 | np.int16]
"""Mono samples at 16 kHz, shape (n,): float32, full scale at ±1, or int16."""


def as_float(samples: SoundSamples) -> Samples:
    """Give samples as float32, full scale at ±1."""
    if samples.dtype == np.int16:
        return samples * _INT16_SCALE
    return samples.astype(np.float32, copy=False)


class Envelope:
    """Least and greatest samples of blocks, of blocks of blocks, and so on.

    Parameters
    ----------
    samples : ndarray of float32 or int16, shape (n,)
        Not copied.

    Attributes
    ----------
    is_complete : bool
        Whether all has been built; before that, `between` gives silence where nothing is.
    """

    def __init__(self, samples: SoundSamples) -> None:
        self._samples = samples
        self._built = 0
        blocks = -(-len(samples) // _BLOCK_SAMPLES)
        self._lows = [np.zeros(blocks, samples.dtype)]
        self._highs = [np.zeros(blocks, samples.dtype)]
        self.is_complete = not blocks

    def build(self, most_samples: int) -> None:
        """Build on, for at most so many samples (2 ms a million)."""
        stop = self._built + max(1, most_samples // _BLOCK_SAMPLES)
        blocks = slice(self._built, min(stop, len(self._lows[0])))
        part = self._samples[blocks.start * _BLOCK_SAMPLES : blocks.stop * _BLOCK_SAMPLES]
        if len(part):
            starts = np.arange(0, len(part), _BLOCK_SAMPLES)
            np.minimum.reduceat(part, starts, out=self._lows[0][blocks])
            np.maximum.reduceat(part, starts, out=self._highs[0][blocks])
        self._built = blocks.stop
        if self._built == len(self._lows[0]) and not self.is_complete:
            self._build_upper()
            self.is_complete = True

    def between(self, bounds: NDArray[np.int64], reach: int = 0) -> tuple[Samples, Samples]:
        """Give the least and the greatest sample of stretches that follow each other.

        Parameters
        ----------
        bounds : ndarray of int, shape (n + 1,), ascending
            Where each stretch begins, and where the last ends.
        reach : int
            How many samples before and after its middle count to a stretch at least.

        Returns
        -------
        low, high : ndarray of float32, shape (n,)
            Of each stretch and the sample before it. Where there are no samples there is
            silence.
        """
        middles = (bounds[:-1] + bounds[1:]) // 2
        # The sample before belongs to it, so that a steep wave has no gaps.
        begins = np.maximum(np.minimum(bounds[:-1] - 1, middles - reach), 0)
        ends = np.minimum(np.maximum(bounds[1:], middles + reach), len(self._samples))
        low, high = np.zeros(len(middles), np.float32), np.zeros(len(middles), np.float32)
        inside = begins < ends
        if inside.any():
            low[inside], high[inside] = self._between(begins[inside], ends[inside])
        return low, high

    def _between(
        self, begins: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> tuple[Samples, Samples]:
        shortest = int((ends - begins).min())
        level, block = -1, _BLOCK_SAMPLES
        while level + 1 < len(self._lows) and block * _BLOCKS_A_COLUMN <= shortest:
            level, block = level + 1, block * _STEP
        if level < 0:
            part = as_float(self._samples[begins[0] : ends[-1]])
            return _extremes(part, part, begins - begins[0], ends - begins[0])
        block //= _STEP
        begins, ends = begins // block, -(-ends // block)
        blocks = slice(begins[0], ends[-1])
        lows, highs = as_float(self._lows[level][blocks]), as_float(self._highs[level][blocks])
        return _extremes(lows, highs, begins - begins[0], ends - begins[0])

    def _build_upper(self) -> None:
        while len(self._lows[-1]) > _STEP:
            starts = np.arange(0, len(self._lows[-1]), _STEP)
            self._lows.append(np.minimum.reduceat(self._lows[-1], starts))
            self._highs.append(np.maximum.reduceat(self._highs[-1], starts))


def _extremes(
    lows: Samples, highs: Samples, begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[Samples, Samples]:
    """Give the least and the greatest value of stretches that may overlap."""
    # `reduceat` wants an index after the end too, and gives what lies between the stretches.
    pairs = np.stack((begins, ends), axis=1).ravel()
    low = np.minimum.reduceat(np.append(lows, lows[-1:]), pairs)[::2]
    high = np.maximum.reduceat(np.append(highs, highs[-1:]), pairs)[::2]
    return low, high
