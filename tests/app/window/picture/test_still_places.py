"""Where the parts of a still picture are, on every kind of screen."""

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.window.picture.still_places import StillPlaces


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_the_parts_fill_the_picture_without_gaps_in_whole_device_pixels(
    qapp: QApplication, ratio: float
) -> None:
    places = StillPlaces.within(QSizeF(803, 421), ratio, QFont())
    assert places.waveform.bottom() == pytest.approx(places.spectrogram.top())
    assert places.spectrogram.bottom() == pytest.approx(places.axis.top(), abs=1)
    assert places.axis.bottom() == pytest.approx(420)
    for area in (places.waveform, places.spectrogram):
        for edge in (area.left(), area.right(), area.top(), area.bottom()):
            assert edge * ratio == pytest.approx(round(edge * ratio))
        assert area.width() * ratio == pytest.approx(places.image_size.width)


def test_a_picture_without_room_still_has_its_parts(qapp: QApplication) -> None:
    places = StillPlaces.within(QSizeF(0, 0), 1.0, QFont())
    for area in (places.waveform, places.spectrogram, places.axis):
        assert area.width() >= 1
        assert area.height() >= 1


def test_a_pixel_is_a_share_of_the_width(qapp: QApplication) -> None:
    places = StillPlaces.within(QSizeF(802, 420), 1.0, QFont())
    assert places.share_at(1) == 0
    assert places.share_at(401) == pytest.approx(0.5)
    assert places.strip(20).bottom() == places.waveform.bottom()
    assert places.strip(20).height() == 20
