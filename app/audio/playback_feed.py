"""From samples at 16 kHz to frames as a loudspeaker wants them, a little at a time."""

import numpy as np
import soxr
from numpy.typing import NDArray

from model.audio_format import SAMPLE_RATE

_STEP_SAMPLES = SAMPLE_RATE // 20
_INT16_SCALE = np.float32(1 / 32_768)


class PlaybackFeed:
    """Gives a sound piece by piece, so that an hour of it is never converted at once.

    Parameters
    ----------
    samples : ndarray of float32 or int16, shape (n,)
        Mono, 16 kHz.
    first : int
        The sample to begin with.
    rate : int
        Frames a second that are wanted, in Hz.
    channels : int
        Values in a frame; all are the same.

    Attributes
    ----------
    frames : int
        How many have been given.
    is_over : bool
        Whether there is no more.
    """

    def __init__(
        self, samples: NDArray[np.float32 | np.int16], first: int, rate: int, channels: int
    ) -> None:
        self._samples = samples
        self._next = first
        self._channels = channels
        self._resampler = None
        if rate != SAMPLE_RATE:
            self._resampler = soxr.ResampleStream(SAMPLE_RATE, rate, 1, "float32", "HQ")
        self.frames = 0
        self.is_over = False

    def give(self, until: int) -> bytes:
        """Give what is missing to `until` frames, and at most 50 ms more.

        Returns
        -------
        bytes
            float32 in the machine's byte order, channels interleaved; empty where nothing is
            missing or nothing is left.
        """
        pieces = []
        while self.frames < until and not self.is_over:
            piece = self._convert(self._take())
            self.frames += len(piece)
            pieces.append(np.repeat(piece, self._channels).tobytes())
        return b"".join(pieces)

    def _take(self) -> NDArray[np.float32]:
        piece = self._samples[self._next : self._next + _STEP_SAMPLES]
        self._next += len(piece)
        self.is_over = self._next >= len(self._samples)
        if piece.dtype == np.int16:
            return piece * _INT16_SCALE
        return piece.astype(np.float32, copy=False)

    def _convert(self, piece: NDArray[np.float32]) -> NDArray[np.float32]:
        if self._resampler is None:
            return piece
        converted: NDArray[np.float32] = self._resampler.resample_chunk(piece, last=self.is_over)
        return converted
