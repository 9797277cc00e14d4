"""An image that moves by being read from another place, not by being copied."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


class ColumnRing:
    """A ring of columns of pixels, each of which stands in an image of double width twice.

    Any `width` columns that follow each other stand side by side somewhere in the image, and
    can be drawn with one copy, without scaling.

    Parameters
    ----------
    width, height : int
        Of the ring, in device pixels, at least 1.

    Attributes
    ----------
    image : QImage
        Of `Format_RGB32`.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._pixels = np.zeros((height, 2 * width), np.uint32)
        self.image = QImage(
            self._pixels.data, 2 * width, height, 8 * width, QImage.Format.Format_RGB32
        )

    def write(self, first: int, top: int, pixels: NDArray[np.uint32]) -> None:
        """Write columns.

        Parameters
        ----------
        first : int
            Index of the first of the columns, in the stream.
        top : int
            Row of the image at which `pixels` begin.
        pixels : ndarray of uint32, shape (rows, n)
            At most `width` columns.
        """
        rows = slice(top, top + len(pixels))
        count = pixels.shape[1]
        left = first % self.width
        fits = min(count, self.width - left)
        for start in (left, left + self.width):
            self._pixels[rows, start : start + fits] = pixels[:, :fits]
        for start in (0, self.width):
            self._pixels[rows, start : start + count - fits] = pixels[:, fits:]

    def left_of(self, first: int) -> int:
        """Give the x in the image from which the columns from `first` on stand."""
        return first % self.width
