"""The colour maps."""

from typing import get_args

import numpy as np
import pytest

from app.settings import ColourMapName
from app.window.picture.colour_maps import colour_table, pixel_table

NAMES = get_args(ColourMapName)


@pytest.mark.parametrize("name", NAMES)
def test_every_map_has_256_colours_that_grow_lighter(name: ColourMapName) -> None:
    table = colour_table(name)
    assert table.shape == (256, 3)
    lightness = table @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(lightness) > -1).all()
    assert lightness[-1] - lightness[0] > 150


@pytest.mark.parametrize("name", NAMES)
def test_pixels_are_opaque_and_have_the_same_colours(name: ColourMapName) -> None:
    red, green, blue = (int(channel) for channel in colour_table(name)[200])
    assert pixel_table(name)[200] == 0xFF000000 + (red << 16) + (green << 8) + blue


def test_maps_begin_and_end_as_they_were_published() -> None:
    assert colour_table("viridis")[[0, 255]].tolist() == [[68, 1, 84], [253, 231, 37]]
    assert colour_table("magma")[[0, 255]].tolist() == [[0, 0, 4], [252, 253, 191]]
