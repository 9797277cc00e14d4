"""Sound without the constant offset that some microphones and sound cards add."""

import numpy as np

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
        self._recent = np.zeros(_MOST, np.int64)
        self._sum = np.int64(0)
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
        scaled = (samples * np.float32(_SCALE)).astype(np.int64)
        heard = np.concatenate((self._recent, scaled))
        sums = self._sum + np.cumsum(scaled - heard[: len(scaled)])
        counts = np.arange(self._count + 1, self._count + 1 + len(scaled)).clip(_FEWEST, _MOST)
        self._recent = heard[len(scaled) :]
        self._sum = sums[-1] if len(sums) else self._sum
        self._count += len(scaled)
        without: Samples = samples - (sums / (counts * _SCALE)).astype(np.float32)
        return without
