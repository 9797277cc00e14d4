"""Sound without the constant offset that some microphones and sound cards add."""

import numpy as np
from numpy.typing import NDArray

from app.audio.source import Samples
from model.audio_format import SAMPLES_PER_MS

_FEWEST, _MOST = 20 * SAMPLES_PER_MS, 250 * SAMPLES_PER_MS
# Sums of whole numbers are exact: what comes out does not depend on how the sound was divided.
_SCALE = 2**30


class OffsetRemoval:
    """Takes the mean of the last 250 ms from each sample, or of what was heard so far.

    A network that brings sound to a level of its own would take a constant offset for sound, and
    a quiet voice over it for silence. Of what is at 60 Hz and above 2 % is changed, and more only
    at the beginning of the stream; before it there are zeros, so that an offset fades within its
    first 20 ms.
    """

    def __init__(self) -> None:
        # Of all samples up to each of the last ones.
        self._sums = np.zeros(_MOST, np.int64)
        self._count = 0

    def process(self, samples: Samples) -> Samples:
        """Take the next samples and give them without the offset.

        Parameters
        ----------
        samples : ndarray of float32, shape (n,), n >= 0
            Mono, 16 kHz, full scale at ±1.

        Returns
        -------
        ndarray of float32, shape (n,)
            A new array, without delay.
        """
        sums = np.cumsum((samples * np.float32(_SCALE)).astype(np.int64))
        sums += self._sums[-1]
        sums = np.concatenate((self._sums, sums))
        recent = (sums[_MOST:] - sums[:-_MOST]).astype(np.float32)
        recent *= self._weights(len(samples))
        self._sums = sums[-_MOST:]
        self._count += len(samples)
        without: Samples = samples - recent
        return without

    def _weights(self, count: int) -> NDArray[np.float32] | np.float32:
        """Give by what the sums of the next samples become means, shape (count,) or one for all."""
        if self._count >= _MOST:
            return np.float32(1 / (_MOST * _SCALE))
        heard = np.arange(self._count + 1, self._count + 1 + count).clip(_FEWEST, _MOST)
        return (1 / (heard * _SCALE)).astype(np.float32)
