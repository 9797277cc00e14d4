"""A stream of sound, cut into the columns of the live picture."""

import numpy as np
from numpy.typing import NDArray

from app.audio.source import Samples
from app.recognition.frames import FRAME_SAMPLES
from app.recognition.spectrogram import Levels
from app.window.picture.level_ring import AHEAD_SAMPLES, LevelRing
from app.window.stream import Stream
from model.audio_format import SAMPLE_RATE, SAMPLES_PER_MS

SHOWN_SECONDS = 5
SHOWN_SAMPLES = SHOWN_SECONDS * SAMPLE_RATE

REACH_SAMPLES = 6 * SAMPLES_PER_MS
"""A column shows the extremes of at least so much to both sides, so that a low voice is no comb."""

_GATE_LATE_SAMPLES = SAMPLE_RATE // 5
# What `reduceat` takes for the end of the last column has to be an index.
_NOTHING = np.zeros(1, np.float32)


class SoundColumns:
    """What there is to draw in each column: envelope, mel levels, gate.

    Column ``k`` always covers the same samples of the stream, whenever and however they came.

    Parameters
    ----------
    stream : Stream
    levels : LevelRing
        Of the same stream.
    width : int
        How many columns 5 s take.
    capacity : int
        How many columns are kept, the newest.

    Attributes
    ----------
    end : int
        Index after the newest column that has been taken in.
    """

    def __init__(self, stream: Stream, levels: LevelRing, width: int, capacity: int) -> None:
        self._stream = stream
        self._levels = levels
        self._width = width
        self._capacity = capacity
        self._low = np.zeros(capacity, np.float32)
        self._high = np.zeros(capacity, np.float32)
        self.end = 0

    @property
    def start(self) -> int:
        """Index of the oldest column that is kept; below 0 while the stream is young."""
        return self.end - self._capacity

    def column_at(self, sample: int) -> int:
        """Give the index of the column that a sample is in."""
        return ((sample + 1) * self._width - 1) // SHOWN_SAMPLES

    def sound_limit(self, with_gate: bool) -> int:
        """Give the sample behind which columns cannot be drawn yet.

        Parameters
        ----------
        with_gate : bool
            Whether the columns have to know of the gate; one that is far behind, or does not
            run, is not waited for.
        """
        limit = self._stream.end - AHEAD_SAMPLES
        if with_gate:
            heard_by_gate = (self._stream.trace.end - 1) * FRAME_SAMPLES
            if 0 < limit - heard_by_gate < _GATE_LATE_SAMPLES:
                return heard_by_gate
        return limit

    def take_in(self, end: int) -> int:
        """Take in the columns before `end`; of more than fit, the latest.

        Returns
        -------
        int
            Index of the first column that was taken in.
        """
        first = max(0, self.end, end - self._capacity)
        self.end = max(self.end, end)
        if first >= end:
            return end
        bounds = self._starts(first, end + 1)
        middles = (bounds[:-1] + bounds[1:]) // 2
        begins = np.minimum(bounds[:-1], middles - REACH_SAMPLES)
        ends = np.maximum(bounds[1:], middles + REACH_SAMPLES)
        before, after = int(begins[0]), int(ends[-1])
        samples = self._stream.read(before, after)
        # Before the stream, and before what it still holds, there is silence.
        missing = after - before - len(samples)
        samples = np.concatenate((np.zeros(missing, np.float32), samples, _NOTHING))
        pairs = np.stack((begins, ends), axis=1).ravel() - before
        places = np.arange(first, end) % self._capacity
        self._low[places] = np.minimum.reduceat(samples, pairs)[::2]
        self._high[places] = np.maximum.reduceat(samples, pairs)[::2]
        return first

    def envelope(self, first: int, end: int) -> tuple[Samples, Samples]:
        """Give the least and the greatest sample of each of the last columns."""
        places = np.arange(first, end) % self._capacity
        return self._low[places], self._high[places]

    @property
    def loudest(self) -> float:
        """The greatest magnitude of the samples that are kept."""
        return float(max(self._high.max(), -self._low.min()))

    def levels(self, first: int, end: int) -> Levels:
        """Give the mel levels at the middle of each column, shape (end - first, BANDS)."""
        bounds = self._starts(first, end + 1)
        return self._levels.at((bounds[:-1] + bounds[1:]) // 2)

    def gate(self, first: int, end: int) -> NDArray[np.float32]:
        """Give what the gate made of each column: level, threshold, voice.

        Returns
        -------
        ndarray of float32, shape (end - first, 3)
            Levels in dB of full scale, 1 where there is a voice; not a number where the gate
            has said nothing.
        """
        trace = self._stream.trace
        places = self._starts(first, end) / FRAME_SAMPLES - 0.5
        before = np.floor(places).astype(np.int64)
        oldest = max(int(before[0]), trace.start)
        frames = trace.read(oldest, int(before[-1]) + 2)
        held = (before >= oldest) & (before + 1 < oldest + len(frames))
        share = (places - before)[held, None].astype(np.float32)
        lower, upper = frames[before[held] - oldest], frames[before[held] + 1 - oldest]
        rows = np.full((len(before), 3), np.nan, np.float32)
        rows[held] = lower + (upper - lower) * share
        rows[held, 2] = np.where(share[:, 0] < 0.5, lower[:, 2], upper[:, 2])
        return rows

    def _starts(self, first: int, end: int) -> NDArray[np.int64]:
        return np.arange(first, end, dtype=np.int64) * SHOWN_SAMPLES // self._width
