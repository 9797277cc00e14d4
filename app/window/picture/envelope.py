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

    def between(self, bounds: NDArray[np.int64]) -> tuple[Samples, Samples]:
        """Give the least and the greatest sample of stretches that follow each other.

        Parameters
        ----------
        bounds : ndarray of int, shape (n + 1,), ascending
            Where each stretch begins, and where the last ends. Where there are no samples
            there is silence; an empty stretch is taken to be one sample long.

        Returns
        -------
        low, high : ndarray of float32, shape (n,)
            Of each stretch and the sample before it, so that a steep wave has no gaps.
        """
        count = len(bounds) - 1
        low, high = np.zeros(count, np.float32), np.zeros(count, np.float32)
        stops = np.maximum(bounds[1:], bounds[:-1] + 1)
        inside = (bounds[:-1] < len(self._samples)) & (stops > 0)
        if inside.any():
            columns = slice(int(inside.argmax()), count - int(inside[::-1].argmax()))
            held = np.clip(bounds[columns.start : columns.stop + 1], 0, len(self._samples))
            low[columns], high[columns] = self._between(held)
        return low, high

    def _between(self, bounds: NDArray[np.int64]) -> tuple[Samples, Samples]:
        column = (bounds[-1] - bounds[0]) / (len(bounds) - 1)
        level, block = -1, _BLOCK_SAMPLES
        while level + 1 < len(self._lows) and block * _BLOCKS_A_COLUMN <= column:
            level, block = level + 1, block * _STEP
        if level < 0:
            first = max(int(bounds[0]) - 1, 0)
            # From the sample before each stretch to its own last.
            starts = np.maximum(bounds[:-1] - 1, 0) - first
            part = as_float(self._samples[first : max(int(bounds[-1]), first + 1)])
            return _reduce(part, part, starts, bounds[1:] - first)
        block //= _STEP
        lows, highs = self._lows[level], self._highs[level]
        first = int(bounds[0]) // block
        starts = bounds[:-1] // block - first
        stops = np.maximum(-(-bounds[1:] // block) - first, starts + 1)
        blocks = slice(first, first + int(stops[-1]))
        return _reduce(as_float(lows[blocks]), as_float(highs[blocks]), starts, stops)

    def _build_upper(self) -> None:
        while len(self._lows[-1]) > _STEP:
            starts = np.arange(0, len(self._lows[-1]), _STEP)
            self._lows.append(np.minimum.reduceat(self._lows[-1], starts))
            self._highs.append(np.maximum.reduceat(self._highs[-1], starts))


def _reduce(
    lows: Samples, highs: Samples, starts: NDArray[np.int64], stops: NDArray[np.int64]
) -> tuple[Samples, Samples]:
    """Reduce stretches that may overlap by what lies at their ends."""
    starts = np.minimum(starts, len(lows) - 1)
    low, high = np.minimum.reduceat(lows, starts), np.maximum.reduceat(highs, starts)
    last = np.clip(stops - 1, 0, len(lows) - 1)
    return np.minimum(low, lows[last]), np.maximum(high, highs[last])
