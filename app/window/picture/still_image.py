"""Any stretch of a sound as an image of waveform over spectrogram."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from app.audio.source import Samples
from app.recognition.spectrogram import BANDS, SILENCE_DB, band_height, frequency_at
from app.settings import PictureSettings
from app.window.look import Theme
from app.window.picture.column_ring import ColumnRing
from app.window.picture.envelope import Envelope, SoundSamples
from app.window.picture.sound_columns import REACH_SAMPLES
from app.window.picture.spectrogram_pixels import spectrogram_pixels
from app.window.picture.still_levels import StillLevels
from app.window.picture.still_words import Reading
from app.window.picture.waveform_pixels import AmplitudeZoom, WaveformColours, waveform_pixels
from model.audio_format import SAMPLE_RATE

_LEAST_AMPLITUDE = 10.0 ** (SILENCE_DB / 20)

# With so much in view a wave is drawn as in the live picture, with so little as it is.
_AS_LIVE_S = 4.0
_TRUE_S = 1.0


@dataclass(frozen=True, slots=True)
class ImageSize:
    """Of an image, in device pixels, each at least 1."""

    width: int
    waveform_height: int
    spectrogram_height: int


class StillImage:
    """Draws the columns that are looked at; those that were there before are not drawn again.

    Column ``k`` always covers the same samples, as long as the scale stays.

    Parameters
    ----------
    samples : ndarray of float32 or int16, shape (n,)
        Mono, 16 kHz.
    envelope : Envelope
        Of the same samples.

    Attributes
    ----------
    levels : StillLevels
        Of the same samples.
    first : int
        The column at the left edge.
    scale : float
        Samples a column.
    """

    def __init__(self, samples: SoundSamples, envelope: Envelope) -> None:
        self.levels = StillLevels(samples)
        self.first = 0
        self.scale = 1.0
        self._samples = samples
        self._envelope = envelope
        self._size: ImageSize | None = None
        self._zoom = AmplitudeZoom()
        # The columns that stand in the ring.
        self._drawn = range(0)

    @property
    def image(self) -> QImage:
        """The image, in which the picture stands from `left` on."""
        return self._ring.image

    @property
    def left(self) -> int:
        """The x in the image of the column at the left edge."""
        return self._ring.left_of(self.first)

    @property
    def gain(self) -> int:
        """How much larger than full scale over full height the waveform is drawn."""
        return self._zoom.gain

    def dress(self, theme: Theme, picture: PictureSettings) -> None:
        """Draw in another look from now on."""
        self._colours = WaveformColours.of(theme)
        self._picture = picture
        self.forget()

    def forget(self) -> None:
        """Draw all columns anew."""
        self._drawn = range(0)

    def show(self, start: float, scale: float, size: ImageSize) -> None:
        """Draw what is looked at.

        Parameters
        ----------
        start : float
            The sample at the left edge; it is moved to the nearest column.
        scale : float
            Samples a column.
        size : ImageSize
        """
        if size != self._size:
            self._size = size
            self._ring = ColumnRing(size.width, size.waveform_height + size.spectrogram_height)
            self.forget()
        if scale != self.scale:
            self.scale = scale
            self.forget()
        self.first = round(start / scale)
        shown = range(self.first, self.first + size.width)
        if shown == self._drawn:
            return
        reach = _reach(scale * size.width)
        low, high = self._envelope.between(self._bounds(shown), reach)
        if self._zoom.follow(float(max(high.max(), -low.min()))):
            self.forget()
        for missing in _missing(shown, self._drawn):
            part = slice(missing.start - shown.start, missing.stop - shown.start)
            self._draw(missing, low[part], high[part], size)
        self._drawn = shown

    def read(self, x: int, height: float | None) -> Reading:
        """Read off the values at a point.

        Parameters
        ----------
        x : int
            In device pixels from the left edge.
        height : float or None
            In the spectrogram, 0 to 1 from its lower edge; None for the waveform.

        Returns
        -------
        Reading
            Its time is counted from the beginning of the sound.
        """
        column = self.first + x
        bounds = self._bounds(range(column, column + 1))
        middle = bounds[:1] + (bounds[1:] - bounds[:1]) // 2
        low, high = self._envelope.between(bounds)
        amplitude = float(max(high[0], -low[0]))
        seconds = float(middle[0]) / SAMPLE_RATE
        if height is None:
            level_db = 20 * math.log10(max(amplitude, _LEAST_AMPLITUDE))
            return Reading(seconds, amplitude, level_db, None)
        levels = self.levels.at(middle, self.scale)[0]
        places = [band_height(band) for band in range(BANDS)]
        level_db = float(np.interp(height, places, levels))
        return Reading(seconds, amplitude, level_db, frequency_at(height))

    def _draw(self, columns: range, low: Samples, high: Samples, size: ImageSize) -> None:
        waveform = waveform_pixels(low, high, size.waveform_height, self.gain, self._colours)
        self._ring.write(columns.start, 0, waveform)
        bounds = self._bounds(columns)
        levels = self.levels.at((bounds[:-1] + bounds[1:]) // 2, self.scale)
        spectrogram = spectrogram_pixels(levels, size.spectrogram_height, self._picture)
        self._ring.write(columns.start, size.waveform_height, spectrogram)

    def _bounds(self, columns: range) -> NDArray[np.int64]:
        edges = np.arange(columns.start, columns.stop + 1) * self.scale
        return np.asarray(np.floor(edges), np.int64)


def _reach(samples_in_view: float) -> int:
    """Tell how many samples around its middle a column shows at least."""
    share = (samples_in_view / SAMPLE_RATE - _TRUE_S) / (_AS_LIVE_S - _TRUE_S)
    return round(REACH_SAMPLES * min(max(share, 0.0), 1.0))


def _missing(shown: range, drawn: range) -> list[range]:
    """Give the columns that are shown and not drawn."""
    before = range(shown.start, min(shown.stop, drawn.start))
    after = range(max(shown.start, drawn.stop), shown.stop)
    if not len(drawn) or len(before) == len(shown) or len(after) == len(shown):
        return [shown]
    return [part for part in (before, after) if len(part)]
