"""The sound of the last answers, in a piece of memory that never grows."""

import threading
from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from app.audio.source import Samples
from app.history import HistoryEntry
from model.audio_format import SAMPLE_RATE

_SECONDS = 96
_FULL_SCALE = 32_767


class VoiceMemory:
    """Holds 96 seconds of voice, about 150 digits, as 16-bit samples; the oldest give way.

    Any thread may recall what another remembers.

    One array for all of them: voices of their own, each of another length, would leave holes
    between them that nothing else fits into.
    """

    def __init__(self) -> None:
        # Filled, not only reserved: it is as large from the start as it will ever be.
        self._samples: NDArray[np.int16] = np.full(_SECONDS * SAMPLE_RATE, 0, np.int16)
        self._places: OrderedDict[HistoryEntry, slice] = OrderedDict()
        self._next = 0
        self._lock = threading.Lock()

    def __contains__(self, entry: HistoryEntry) -> bool:
        return entry in self._places

    def remember(self, entry: HistoryEntry, samples: Samples) -> None:
        """Hold the sound of an answer.

        Parameters
        ----------
        entry : HistoryEntry
        samples : ndarray of float32, shape (n,)
            Of more than 96 seconds, the beginning is held.
        """
        samples = samples[: len(self._samples)]
        with self._lock:
            self._hold(entry, samples)

    def recall(self, entry: HistoryEntry) -> Samples | None:
        """Give the sound of an answer, float32 of shape (n,), or None where it has given way."""
        with self._lock:
            place = self._places.get(entry)
            if place is None:
                return None
            return self._samples[place].astype(np.float32) / np.float32(_FULL_SCALE)

    def _hold(self, entry: HistoryEntry, samples: Samples) -> None:
        if self._next + len(samples) > len(self._samples):
            self._next = 0
        place = slice(self._next, self._next + len(samples))
        for other, taken in list(self._places.items()):
            if taken.start < place.stop and place.start < taken.stop:
                del self._places[other]
        # A resampler overshoots full scale, and 16 bits would turn the loudest into clicks.
        self._samples[place] = np.rint(np.clip(samples, -1.0, 1.0) * _FULL_SCALE)
        self._places[entry] = place
        self._next = place.stop
