"""The last seconds of a stream, by absolute sample index."""

import numpy as np

from app.audio.source import Samples


class Ring:
    """A ring buffer that keeps the newest samples of a stream under their absolute indices.

    Each sample is written twice, a capacity apart, so that any stretch that is still held is
    contiguous and read as a view, without a copy.

    Not locked: one thread appends and reads, or the caller has a lock.

    Parameters
    ----------
    capacity : int
        How many samples are kept, at least 1.
    """

    def __init__(self, capacity: int) -> None:
        if capacity < 1:
            raise ValueError(f"A ring keeps at least one sample, not {capacity}.")
        self._capacity = capacity
        self._twice = np.zeros(2 * capacity, np.float32)
        self._end = 0

    @property
    def end(self) -> int:
        """Index after the newest sample: how many have been appended in all."""
        return self._end

    @property
    def start(self) -> int:
        """Index of the oldest sample that is still held."""
        return max(0, self._end - self._capacity)

    def append(self, samples: Samples) -> None:
        """Add the stream's next samples, float32 of shape (n,), any n; the oldest give way."""
        newest = samples[-self._capacity :] if len(samples) > self._capacity else samples
        self._end += len(samples)
        first = (self._end - len(newest)) % self._capacity
        fitting = min(len(newest), self._capacity - first)
        self._write(first, newest[:fitting])
        self._write(0, newest[fitting:])

    def read(self, start: int, stop: int) -> Samples:
        """Give the samples from index `start` to before `stop`.

        Parameters
        ----------
        start, stop : int
            ``ring.start <= start <= stop <= ring.end``.

        Returns
        -------
        ndarray of float32, shape (stop - start,)
            A read-only view, good until the next `append`; copy what is to stay.

        Raises
        ------
        IndexError
            If some of it is not held any more, or has not come yet.
        """
        if not self.start <= start <= stop <= self._end:
            raise IndexError(
                f"The ring holds samples {self.start} to {self._end}, not {start} to {stop}."
            )
        first = start % self._capacity
        view = self._twice[first : first + stop - start]
        view.flags.writeable = False
        return view

    def _write(self, first: int, samples: Samples) -> None:
        self._twice[first : first + len(samples)] = samples
        second = first + self._capacity
        self._twice[second : second + len(samples)] = samples
