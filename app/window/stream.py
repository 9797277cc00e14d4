"""A stream of sound as the window draws it: its last minute, its gate and its clock."""

import threading
import time

from app.audio.ring import Ring
from app.audio.source import Block, Samples
from app.recognition.frames import FRAME_SAMPLES
from app.recognition.gate_trace import GateTrace
from model.audio_format import SAMPLE_RATE

KEPT_SECONDS = 60
"""How much of the stream can be looked at once it is paused."""

_NS_PER_SECOND = 1_000_000_000


class Stream:
    """The last minute of a stream; written by the source's thread, read by the window's.

    Attributes
    ----------
    name : str
        Where the sound comes from, as the history has it.
    trace : GateTrace
        What the gate made of each frame.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.trace = GateTrace(KEPT_SECONDS * SAMPLE_RATE // FRAME_SAMPLES)
        self._ring = Ring(KEPT_SECONDS * SAMPLE_RATE)
        self._lock = threading.Lock()
        self._arrived_ns = 0

    def append(self, block: Block) -> None:
        """Take the next block."""
        with self._lock:
            self._ring.append(block.samples)
            self._arrived_ns = block.arrived_ns or time.monotonic_ns()

    @property
    def start(self) -> int:
        """Index at 16 kHz of the oldest sample that is held."""
        return self._ring.start

    @property
    def end(self) -> int:
        """Index at 16 kHz after the newest sample."""
        return self._ring.end

    def read(self, start: int, stop: int) -> Samples:
        """Give what is held of the samples from `start` to before `stop`.

        Returns
        -------
        ndarray of float32, shape (n,)
            A copy, which lasts; what is not held is left out.
        """
        with self._lock:
            first = min(max(start, self._ring.start), self._ring.end)
            return self._ring.read(first, min(max(stop, first), self._ring.end)).copy()

    def heard_at(self, now_ns: int) -> float:
        """Tell which sample is in the air at a moment, as far as the last block tells.

        Parameters
        ----------
        now_ns : int
            ``time.monotonic_ns()``.

        Returns
        -------
        float
            Index at 16 kHz, beyond `end` until the next block comes.
        """
        with self._lock:
            end, arrived_ns = self._ring.end, self._arrived_ns
        if not end:
            return 0.0
        return end + (now_ns - arrived_ns) * SAMPLE_RATE / _NS_PER_SECOND
