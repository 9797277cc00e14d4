"""From levels of mel bands to pixels."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.recognition.spectrogram import BANDS, Levels
from app.settings import PictureSettings
from app.window.picture.colour_maps import COLOURS, pixel_table

_LAST_COLOUR = COLOURS - 1


def spectrogram_pixels(levels: Levels, height: int, picture: PictureSettings) -> NDArray[np.uint32]:
    """Draw levels, one column a frame; between two bands they are interpolated.

    Parameters
    ----------
    levels : ndarray of float32, shape (n, BANDS)
        In dB of full scale, the lowest band first.
    height : int
        How many rows of pixels.
    picture : PictureSettings
        The colours, and the levels of the first and the last of them.

    Returns
    -------
    ndarray of uint32, shape (height, n)
        Pixels of a QImage of `Format_RGB32`; the highest frequency in the first row.
    """
    places = (levels - np.float32(picture.floor_db)) * np.float32(_LAST_COLOUR / picture.range_db)
    np.clip(places, 0, _LAST_COLOUR, out=places)
    below, share = _bands_of_rows(height)
    by_band = places.T
    lower = by_band[below]
    rows = lower + (by_band[below + 1] - lower) * share
    return pixel_table(picture.colour_map)[rows.astype(np.uint8)]


@lru_cache(maxsize=8)
def _bands_of_rows(height: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Give the band below the middle of each row, and how far it is on the way to the next."""
    middles = 1.0 - (np.arange(height) + 0.5) / height
    places = np.clip(middles * (BANDS + 1) - 1.0, 0, BANDS - 1)
    below = np.minimum(places.astype(np.intp), BANDS - 2)
    return below, (places - below).astype(np.float32)[:, None]
