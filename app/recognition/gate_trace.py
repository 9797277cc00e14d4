"""What the gate made of the last frames, to be drawn."""

import numpy as np
from numpy.typing import NDArray

from app.recognition.gate import GateFrame


class GateTrace:
    """Level, threshold and verdict of the last frames of 10 ms, by their index in the stream.

    One thread may append while another reads: a reader gets rows that are complete.

    Parameters
    ----------
    capacity : int
        How many frames are kept, at least 1.
    """

    def __init__(self, capacity: int) -> None:
        self._rows = np.zeros((capacity, 3), np.float32)
        self._end = 0

    @property
    def end(self) -> int:
        """Index after the newest frame."""
        return self._end

    @property
    def start(self) -> int:
        """Index of the oldest frame that is still held."""
        return max(0, self._end - len(self._rows))

    def append(self, frame: GateFrame) -> None:
        """Add the next frame; the oldest gives way."""
        self._rows[self._end % len(self._rows)] = frame.level_db, frame.threshold_db, frame.voiced
        self._end += 1

    def read(self, start: int, stop: int) -> NDArray[np.float32]:
        """Give what is held of the frames from `start` to before `stop`.

        Parameters
        ----------
        start, stop : int
            Indices in the stream; those that are not held are left out.

        Returns
        -------
        ndarray of float32, shape (n, 3)
            A copy: level and threshold in dB, as in `GateFrame`, and 1 where there is a voice.
        """
        held = np.arange(max(start, self.start), min(stop, self._end))
        return self._rows[held % len(self._rows)]
