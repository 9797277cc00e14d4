"""Draws what the gate made of the sound over the pixels of its waveform."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.window.look import Theme

LOWEST_DB = -90.0
"""The level at the lower edge of the waveform; the upper edge is full scale."""

_DASH_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class GateColours:
    """The colours of the curves, as pixels of a QImage of `Format_RGB32`.

    Attributes
    ----------
    level, threshold, voiced : int
    """

    level: int
    threshold: int
    voiced: int

    @classmethod
    def of(cls, theme: Theme) -> "GateColours":
        """Take the colours of a theme."""
        return cls(*(theme.color(name).rgb() for name in ("accent", "text", "accent")))


def draw_gate(
    pixels: NDArray[np.uint32],
    trace: NDArray[np.float32],
    first_column: int,
    thickness: int,
    colours: GateColours,
) -> None:
    """Draw the level, the threshold (dashed) and, at the lower edge, where there is a voice.

    Parameters
    ----------
    pixels : ndarray of uint32, shape (height, n)
        Of the waveform; drawn over.
    trace : ndarray of float32, shape (n + 1, 3)
        Level and threshold in dB of full scale and whether there is a voice, of each column and
        of the one before them; not a number where the gate has said nothing.
    first_column : int
        Index of the first column, so that the dashes stay where they are.
    thickness : int
        Of the curves, in pixels.
    colours : GateColours
    """
    height, columns = pixels.shape
    rows = np.arange(height)[:, None]
    y = height * np.clip(trace[:, :2] / LOWEST_DB, 0, 1) - thickness / 2
    upper = np.minimum(y[1:], y[:-1])
    lower = np.maximum(y[1:], y[:-1]) + thickness
    pixels[(rows + 0.5 >= upper[:, 0]) & (rows + 0.5 < lower[:, 0])] = colours.level
    dash = (first_column + np.arange(columns)) // (_DASH_COLUMNS * thickness) % 2 == 0
    on_threshold = (rows + 0.5 >= upper[:, 1]) & (rows + 0.5 < lower[:, 1]) & dash
    pixels[on_threshold] = colours.threshold
    pixels[-3 * thickness :, trace[1:, 2] > 0] = colours.voiced
