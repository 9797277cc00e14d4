"""From a microphone's own rate and channels to 16 kHz mono, as it comes and with little delay."""

from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from app.audio.source import Samples
from model.audio_format import SAMPLE_RATE

_NOTHING: Final[Samples] = np.zeros(0, np.float32)

# soxr filters in blocks, and the narrower the filter the longer they are. Straight to 16 kHz,
# its HQ holds back 21 ms (median; 38 at most), and its LQ, 11 ms, is 13 dB down at 7 kHz. Its
# LQ to twice the rate (6 ms; 11 at most) and a short filter of our own from there (1 ms) is
# flat to 7 kHz.
_BETWEEN_RATE = 2 * SAMPLE_RATE
_HALVING_TAPS = 81
_HALVING_CUTOFF_HZ = 7_800
_KAISER_BETA = 6.2  # 65 dB of stop band


class Resampler:
    """A stream of frames at one rate, turned into 16 kHz mono in step.

    The channels are averaged; NaN and infinite values become 0, and what is beyond full scale
    is clipped to it. Output sample k belongs to the time k / 16,000 s of the input, so delay is
    only in when it comes, not in where it lies.

    Parameters
    ----------
    rate : int
        Frames a second of the input, in Hz.
    channels : int
        Values in a frame.
    """

    def __init__(self, rate: int, channels: int) -> None:
        self._channels = channels
        self._weights = np.full(channels, 1.0 / channels, np.float32)
        self._first: soxr.ResampleStream | None = None
        self._second: _Halving | None = None
        if rate > SAMPLE_RATE:
            self._second = _Halving()
            if rate != _BETWEEN_RATE:
                self._first = soxr.ResampleStream(rate, _BETWEEN_RATE, 1, "float32", "LQ")
        elif rate < SAMPLE_RATE:
            self._first = soxr.ResampleStream(rate, SAMPLE_RATE, 1, "float32", "HQ")

    def process(self, frames: NDArray[np.float32]) -> Samples:
        """Take the next frames and give what they complete.

        Parameters
        ----------
        frames : ndarray of float32, shape (n * channels,) or (n, channels)
            Interleaved channels, full scale at ±1.

        Returns
        -------
        ndarray of float32, shape (m,)
            Mono, 16 kHz; what is still held back comes with later calls or with `flush`.
        """
        mono = self._mix(frames)
        if self._first is not None:
            mono = self._first.resample_chunk(mono)
        return mono if self._second is None else self._second.process(mono)

    def flush(self) -> Samples:
        """End the stream and give what was held back, as float32 of shape (m,)."""
        mono = _NOTHING
        if self._first is not None:
            mono = self._first.resample_chunk(mono, last=True)
        return mono if self._second is None else self._second.flush(mono)

    def _mix(self, frames: NDArray[np.float32]) -> Samples:
        mono = self._average(frames)
        # Two passes, not one for each wrong: this is done for every block. NaN fails it too.
        if not len(mono) or (mono.min() >= -1.0 and mono.max() <= 1.0):
            return mono
        mended = np.nan_to_num(frames, nan=0.0, posinf=0.0, neginf=0.0)
        return self._average(np.clip(mended, -1.0, 1.0))

    def _average(self, frames: NDArray[np.float32]) -> Samples:
        if self._channels == 1:
            return frames.reshape(-1)
        with np.errstate(invalid="ignore"):  # Infinite minus infinite is mended after.
            average: Samples = frames.reshape(-1, self._channels) @ self._weights
        return average


class _Halving:
    """A low pass and every second sample of it: from 32 to 16 kHz."""

    # A windowed sinc (Oppenheim and Schafer, Discrete-Time Signal Processing, section 7.5).
    _offsets = np.arange(_HALVING_TAPS) - _HALVING_TAPS // 2
    _sinc = np.sinc(2 * _HALVING_CUTOFF_HZ / _BETWEEN_RATE * _offsets)
    _taps = _sinc * np.kaiser(_HALVING_TAPS, _KAISER_BETA)
    _taps = (_taps / _taps.sum()).astype(np.float32)

    def __init__(self) -> None:
        self._held = np.zeros(_HALVING_TAPS // 2, np.float32)

    def process(self, samples: Samples) -> Samples:
        held = np.concatenate((self._held, samples))
        if len(held) < _HALVING_TAPS:
            self._held = held
            return _NOTHING
        halved = np.convolve(held, self._taps, "valid")[::2]
        self._held = held[2 * len(halved) :]
        return halved

    def flush(self, samples: Samples) -> Samples:
        return self.process(np.concatenate((samples, np.zeros(_HALVING_TAPS // 2, np.float32))))
