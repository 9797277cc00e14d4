"""When a sample reached the program."""

from bisect import bisect_right
from collections import deque

from app.audio.source import Block

_REMEMBERED_BLOCKS = 4096


class ArrivalTimes:
    """The arrival of the samples of the last blocks, by their index in the stream."""

    def __init__(self) -> None:
        self._received: deque[int] = deque(maxlen=_REMEMBERED_BLOCKS)
        self._arrived_ns: deque[int] = deque(maxlen=_REMEMBERED_BLOCKS)

    def note(self, block: Block) -> None:
        """Remember a block; one without a clock (of a file) is passed over.

        Parameters
        ----------
        block : Block
        """
        if block.arrived_ns is not None:
            self._received.append(block.received)
            self._arrived_ns.append(block.arrived_ns)

    def of(self, sample: int) -> int | None:
        """Tell when a sample reached the program.

        Parameters
        ----------
        sample : int
            Index at 16 kHz from the start of the stream.

        Returns
        -------
        int or None
            ``time.monotonic_ns()`` of its arrival; None for files, and for what has not come.
        """
        position = bisect_right(self._received, sample)
        return self._arrived_ns[position] if position < len(self._arrived_ns) else None
