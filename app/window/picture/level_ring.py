"""The mel levels of the last seconds of a stream, analysed when they are first needed."""

import numpy as np
from numpy.typing import NDArray

from app.recognition.spectrogram import (
    BANDS,
    CENTRE_SAMPLES,
    HOP_SAMPLES,
    SILENCE_DB,
    WINDOW_SAMPLES,
    Levels,
    Spectrogram,
)
from app.window.stream import Stream
from model.audio_format import SAMPLE_RATE

AHEAD_SAMPLES = WINDOW_SAMPLES - CENTRE_SAMPLES + HOP_SAMPLES
"""How much sound has to be there after a moment before its levels can be given."""

_MOST_AHEAD_SAMPLES = SAMPLE_RATE


class LevelRing:
    """Gives the levels at any moment of the last seconds, interpolated between frames.

    They do not depend on the blocks that the sound came in, nor on when they are asked for.

    Parameters
    ----------
    stream : Stream
    kept_samples : int
        How far back moments can be asked for.
    """

    def __init__(self, stream: Stream, kept_samples: int) -> None:
        self._stream = stream
        self._kept_samples = kept_samples
        capacity = (kept_samples + _MOST_AHEAD_SAMPLES) // HOP_SAMPLES + 8
        self._levels = np.full((capacity, BANDS), SILENCE_DB, np.float32)
        self._spectrogram = Spectrogram()
        self._first = 0

    def at(self, moments: NDArray[np.int64]) -> Levels:
        """Give the levels at some moments.

        Parameters
        ----------
        moments : ndarray of int, shape (n,), ascending
            Samples of the stream; there is silence before 0. `AHEAD_SAMPLES` after the last of
            them are there.

        Returns
        -------
        ndarray of float32, shape (n, BANDS)
        """
        self._catch_up(int(moments[0]), int(moments[-1]))
        places = (moments - CENTRE_SAMPLES) / HOP_SAMPLES
        last = self._spectrogram.start // HOP_SAMPLES - 1
        places = np.clip(places, self._first, max(self._first, last))
        before = places.astype(np.int64)
        share = (places - before).astype(np.float32)[:, None]
        lower = self._levels[before % len(self._levels)]
        upper = self._levels[np.minimum(before + 1, max(last, 0)) % len(self._levels)]
        levels: Levels = lower + (upper - lower) * share
        levels[moments < 0] = SILENCE_DB
        return levels

    def _catch_up(self, first: int, last: int) -> None:
        if self._spectrogram.fed >= last + AHEAD_SAMPLES:
            return
        oldest = max(first - 2 * HOP_SAMPLES, self._stream.start)
        if self._spectrogram.fed < oldest - self._kept_samples:
            # What it fell behind by is never seen.
            self._first = -(-oldest // HOP_SAMPLES)
            self._spectrogram = Spectrogram(self._first * HOP_SAMPLES)
        spectrogram = self._spectrogram
        frame = spectrogram.start // HOP_SAMPLES
        levels = spectrogram.feed(self._stream.read(spectrogram.fed, last + _MOST_AHEAD_SAMPLES))
        places = (frame + np.arange(len(levels))) % len(self._levels)
        self._levels[places] = levels
        self._first = max(self._first, frame + len(levels) - len(self._levels))
