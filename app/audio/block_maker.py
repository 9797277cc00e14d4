"""From what a capture process sends to blocks of one stream, whatever happens to the device."""

import numpy as np

from app.audio.resampler import Resampler
from app.audio.sound_child import Record
from app.audio.source import Block, Samples
from model.audio_format import SAMPLE_RATE


class BlockMaker:
    """Counts the samples of a stream on through every device that is opened for it.

    Attributes
    ----------
    silent_s : float
        For how many seconds every value has been exactly zero, which no open microphone gives:
        a quiet room has noise.
    overflows : int
        How often sound was lost because the machine was too busy, over all devices.
    """

    def __init__(self) -> None:
        self.silent_s = 0.0
        self.overflows = 0
        self._overflows_before = 0
        self._count = 0
        self._gap = False
        self._lost_blocks = 0
        self._rate = SAMPLE_RATE
        self._channels = 1
        self._frames = 0
        self._base = 0
        self._arrived_ns = 0
        self._resampler: Resampler | None = None

    def begin(self, rate: int, channels: int) -> None:
        """Go on with a newly opened device of `rate` Hz and `channels` values a frame."""
        self._resampler = Resampler(rate, channels)
        self._rate, self._channels = rate, channels
        self._frames = 0
        self._base = self._count
        self._lost_blocks = 0
        self._overflows_before = self.overflows
        self._gap = self._count > 0
        self.silent_s = 0.0

    def mark_gap(self) -> None:
        """Mark the next block: sound was lost before it."""
        self._gap = True

    def take(self, record: Record) -> Block | None:
        """Turn a `SOUND` record of the device into a block, or None if it completes no sample."""
        if self._resampler is None:
            raise RuntimeError("No device has been begun.")
        frames = np.frombuffer(record.payload, np.float32)
        seconds = len(frames) / self._channels / self._rate
        is_silent = record.payload == bytes(len(record.payload))
        self.silent_s = self.silent_s + seconds if is_silent else 0.0
        self.overflows = self._overflows_before + record.overflows + record.lost_blocks
        # PortAudio's own overflows lose some ms at most: no word ends there.
        if record.lost_blocks != self._lost_blocks:
            self._lost_blocks = record.lost_blocks
            self._gap = True
        self._frames += len(frames) // self._channels
        # The arrival is read in another process: on Linux, macOS and Windows the monotonic
        # clock is the system's, the same for all processes.
        # Never back: the first sound of a new device may be older than the old one's last.
        self._arrived_ns = max(self._arrived_ns, record.arrived_ns)
        return self._block(self._resampler.process(frames))

    def finish(self) -> Block | None:
        """Give what the resampler still holds, when a device ends; None if that is nothing."""
        if self._resampler is None:
            return None
        rest = self._resampler.flush()
        self._resampler = None
        return self._block(rest)

    def _block(self, samples: Samples) -> Block | None:
        if not len(samples):
            return None
        start, self._count = self._count, self._count + len(samples)
        received = max(self._count, self._base + self._frames * SAMPLE_RATE // self._rate)
        gap, self._gap = self._gap, False
        return Block(samples, start, received, self._arrived_ns, gap)
