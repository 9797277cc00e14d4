"""Where the plots of a still picture and its axis are, in whole pixels of the screen."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFont

from app.window.picture.furniture import axis_height
from app.window.picture.still_image import ImageSize

_BORDER = 1
_WAVEFORM_SHARE = 0.48


@dataclass(frozen=True, slots=True)
class StillPlaces:
    """The places of the parts of a picture.

    Attributes
    ----------
    waveform, spectrogram, axis : QRectF
        In logical pixels, each below the one before.
    image_size : ImageSize
        How large both plots are, in device pixels.
    ratio : float
        Device pixels a logical pixel.
    """

    waveform: QRectF
    spectrogram: QRectF
    axis: QRectF
    image_size: ImageSize
    ratio: float

    @classmethod
    def within(cls, size: QSizeF, ratio: float, font: QFont) -> "StillPlaces":
        """Share out a picture.

        Parameters
        ----------
        size : QSizeF
            Of the picture, in logical pixels.
        ratio : float
            Device pixels a logical pixel.
        font : QFont
            Of the window.

        Returns
        -------
        StillPlaces
        """
        width, height = size.width(), size.height()
        axis_top = max(_BORDER + 2, height - axis_height(font))
        left, right = round(_BORDER * ratio), round((width - _BORDER) * ratio)
        top, bottom = left, round(axis_top * ratio)
        middle = top + max(1, round((bottom - top) * _WAVEFORM_SHARE))
        image = ImageSize(max(1, right - left), middle - top, max(1, bottom - middle))
        x, across = left / ratio, image.width / ratio
        return cls(
            waveform=QRectF(x, top / ratio, across, image.waveform_height / ratio),
            spectrogram=QRectF(x, middle / ratio, across, image.spectrogram_height / ratio),
            axis=QRectF(x, axis_top, across, max(1, height - axis_top - _BORDER)),
            image_size=image,
            ratio=ratio,
        )

    @property
    def plots(self) -> QRectF:
        """The area of both plots."""
        return self.waveform.united(self.spectrogram)

    def strip(self, height: float) -> QRectF:
        """Give the lowest part of the waveform, that high."""
        area = QRectF(self.waveform)
        area.setTop(area.bottom() - height)
        return area

    def share_at(self, x: float) -> float:
        """Tell how far across the plots a logical pixel is, from 0 to 1."""
        return (x - self.waveform.left()) / max(self.waveform.width(), 1)
