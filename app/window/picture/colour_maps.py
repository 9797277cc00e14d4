"""Colour maps of the spectrogram, as tables of 256 colours.

Magma, viridis and cividis are even in lightness, so that they can be read without seeing
colour, and cividis looks the same to most of the colour-blind (Nuñez, Anderton & Renslow,
2018, https://doi.org/10.1371/journal.pone.0199239).
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from app.settings import ColourMapName

COLOURS = 256

# At even distances; the tables are nowhere further than 7 of 255 from the published maps.
_ANCHORS: dict[ColourMapName, str] = {
    "magma": (
        "000004 0a0822 1d1147 36106b 51127c 6a1c81 832681 9c2e7f b73779 "
        "cf4070 e55064 f4695c fb8761 fea571 fec287 fde0a1 fcfdbf"
    ),
    "viridis": (
        "440154 48186a 472d7b 424086 3b528b 33638d 2c728e 26828e 21918c "
        "1f9f88 27ad81 3dbc74 5cc863 81d34d aadc32 d5e21a fde725"
    ),
    "cividis": (
        "00204d 002c69 06366e 2d426c 414d6b 52596c 61646f 6f7073 7d7c78 "
        "8b8779 9b9477 aca174 bcaf6f cebc68 e0cb5e f2da50 ffea46"
    ),
    "grey": "000000 ffffff",
}


@cache
def colour_table(name: ColourMapName) -> NDArray[np.uint8]:
    """Give a colour map.

    Parameters
    ----------
    name : str
        "magma", "viridis", "cividis" or "grey".

    Returns
    -------
    ndarray of uint8, shape (256, 3)
        Red, green and blue, from the quietest to the loudest. Not to be changed.
    """
    anchors = np.array([tuple(bytes.fromhex(each)) for each in _ANCHORS[name].split()], float)
    places = np.linspace(0, 1, len(anchors))
    wanted = np.linspace(0, 1, COLOURS)
    channels = [np.interp(wanted, places, anchors[:, channel]) for channel in range(3)]
    table = np.stack(channels, axis=1).round().astype(np.uint8)
    table.flags.writeable = False
    return table


@cache
def pixel_table(name: ColourMapName) -> NDArray[np.uint32]:
    """Give a colour map as the pixels of a QImage of `Format_RGB32`, shape (256,)."""
    red, green, blue = colour_table(name).astype(np.uint32).T
    table: NDArray[np.uint32] = 0xFF000000 | red << 16 | green << 8 | blue
    table.flags.writeable = False
    return table
