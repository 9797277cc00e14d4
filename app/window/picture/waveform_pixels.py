"""From the envelope of a waveform to pixels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.audio.source import Samples
from app.window.look import Theme

_STEPS = 64
_CLIPPED = 0.999
_CLIP_MARK_SHARE = 0.025


@dataclass(frozen=True, eq=False, slots=True)
class WaveformColours:
    """The colours of a waveform, as pixels of a QImage of `Format_RGB32`.

    Attributes
    ----------
    wave : ndarray of uint32, shape (64,)
        From the background to the waveform, by how much of a pixel the waveform covers.
    zero : ndarray of uint32, shape (64,)
        The same on the zero line.
    clipped : int
        The mark of samples at full scale.
    """

    wave: NDArray[np.uint32]
    zero: NDArray[np.uint32]
    clipped: int

    @classmethod
    def of(cls, theme: Theme, strength: float = 1.0) -> "WaveformColours":
        """Take the colours of a theme; a `strength` below 1 lets the waveform step back."""
        return cls(
            _between(theme.surface, theme.accent, strength),
            _between(theme.border, theme.accent, strength),
            theme.color("warning").rgb(),
        )


def waveform_pixels(
    low: Samples, high: Samples, height: int, gain: float, colours: WaveformColours
) -> NDArray[np.uint32]:
    """Draw an envelope, linear in amplitude, over a zero line in the middle.

    Parameters
    ----------
    low, high : ndarray of float32, shape (n,)
        The least and the greatest sample of each column, full scale at ±1.
    height : int
        How many rows of pixels.
    gain : float
        How much larger than full scale over full height it is drawn.
    colours : WaveformColours

    Returns
    -------
    ndarray of uint32, shape (height, n)
        Pixels of a QImage of `Format_RGB32`. Columns that hold a sample at full scale have a
        mark at both edges.
    """
    centre = height / 2
    scale = np.float32(gain * centre)
    upper, lower = centre - high * scale, centre - low * scale
    rows = np.arange(height, dtype=np.float32)[:, None]
    covered = np.minimum(lower, rows + 1) - np.maximum(upper, rows)
    np.clip(covered, 0, 1, out=covered)
    steps = (covered * (_STEPS - 1)).astype(np.uint8)
    pixels: NDArray[np.uint32] = colours.wave[steps]
    middle = int(centre)
    pixels[middle] = colours.zero[steps[middle]]
    clipped = (high >= _CLIPPED) | (low <= -_CLIPPED)
    if clipped.any():
        mark = max(2, round(height * _CLIP_MARK_SHARE))
        pixels[:mark, clipped] = colours.clipped
        pixels[-mark:, clipped] = colours.clipped
    return pixels


class AmplitudeZoom:
    """Chooses how large a waveform is drawn, in steps that seldom change.

    Attributes
    ----------
    gain : int
        1, 2, 4 … 32.
    """

    _LARGEST_GAIN = 32
    _FULL = 1.0
    _ROOM_TO_GROW = 0.4
    # What is quieter is a silent room, and no reason to draw its noise ever larger.
    _QUIETEST = 0.01

    def __init__(self) -> None:
        self.gain = 1

    def follow(self, loudest: float) -> bool:
        """Choose anew.

        Parameters
        ----------
        loudest : float
            The greatest magnitude of the samples in view.

        Returns
        -------
        bool
            Whether the gain has become another.
        """
        before = self.gain
        while self.gain > 1 and loudest * self.gain > self._FULL:
            self.gain //= 2
        if loudest > self._QUIETEST:
            while self.gain < self._LARGEST_GAIN and loudest * self.gain < self._ROOM_TO_GROW:
                self.gain *= 2
        return self.gain != before


def _between(first: str, last: str, strength: float) -> NDArray[np.uint32]:
    ends = [list(bytes.fromhex(color.removeprefix("#"))) for color in (first, last)]
    share = np.linspace(0, strength, _STEPS)[:, None]
    channels = np.asarray(ends[0]) * (1 - share) + np.asarray(ends[1]) * share
    red, green, blue = channels.round().astype(np.uint32).T
    pixels: NDArray[np.uint32] = 0xFF000000 | red << 16 | green << 8 | blue
    return pixels
