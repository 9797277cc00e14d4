"""How much of a sound is in view, and what is read off it."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tone_picture import FIRST, LENGTH_S, TONE_HZ, at, drag, pixels, show_tone, tone, view, x_of

from app.recognition.spectrogram import frequency_at
from app.window.look import Look
from app.window.picture.still_picture import StillPicture
from model.audio_format import SAMPLE_RATE

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def picture(qtbot: QtBot) -> StillPicture:
    return show_tone(qtbot, Look("dark"))


def turn_wheel(picture: StillPicture, place: QPoint, notches: int, sideways: bool = False) -> None:
    turned = QPoint(120 * notches, 0) if sideways else QPoint(0, 120 * notches)
    event = QWheelEvent(
        QPointF(place),
        QPointF(view(picture).mapToGlobal(place)),
        QPoint(),
        turned,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view(picture), event)


def test_a_recording_is_shown_whole(picture: StillPicture) -> None:
    assert picture.visible_range == pytest.approx((0, LENGTH_S))


def test_a_paused_stream_shows_its_last_five_seconds(picture: StillPicture) -> None:
    picture.show_sound(tone(), FIRST, [], seconds_to_end=True)
    assert picture.visible_range == pytest.approx((LENGTH_S - 5, LENGTH_S))
    picture.set_visible_range(0, LENGTH_S)
    assert picture.visible_range == pytest.approx((0, LENGTH_S))


def test_a_stream_shorter_than_that_stands_at_the_right_as_in_the_live_picture(
    picture: StillPicture,
) -> None:
    picture.show_sound(tone(2), 0, [], seconds_to_end=True)
    assert picture.visible_range == pytest.approx((-3, 2))
    picture.set_visible_range(-10, 10)
    assert picture.visible_range == pytest.approx((-3, 2))


@pytest.mark.parametrize("seconds_to_end", [True, False])
def test_no_sound_at_all_can_be_shown(picture: StillPicture, seconds_to_end: bool) -> None:
    picture.show_sound(np.zeros(0, np.float32), 0, [], seconds_to_end)
    pixels(picture)
    picture.point_at(QPointF(100, 100))
    start_s, end_s = picture.visible_range
    assert end_s - start_s == pytest.approx(5)


@pytest.mark.parametrize("seconds", [1 / SAMPLE_RATE, 0.01, 0.3])
def test_a_very_short_sound_can_be_shown(picture: StillPicture, seconds: float) -> None:
    picture.show_sound(tone(seconds), 0, [], seconds_to_end=False)
    pixels(picture)
    QTest.keyClick(picture, Qt.Key.Key_Plus)
    QTest.keyClick(picture, Qt.Key.Key_Right)
    pixels(picture)
    assert picture.visible_range[1] <= seconds + 1e-9


def test_an_hour_is_taken_in_a_little_at_a_time(picture: StillPicture, qtbot: QtBot) -> None:
    hour = np.zeros(3_600 * SAMPLE_RATE, np.int16)
    hour[-1_000:] = 16_000
    picture.show_sound(hour, 0, [], seconds_to_end=False)
    assert picture._building.isActive()
    qtbot.waitUntil(lambda: not picture._building.isActive(), timeout=30_000)
    assert picture.visible_range == pytest.approx((0, 3_600))
    picture.point_at(QPointF(x_of(picture, 3_599.9), 50))
    assert picture.reading is not None
    assert picture.reading.amplitude == pytest.approx(16_000 / 32_768)
    picture.set_visible_range(3_599, 3_600)
    pixels(picture)


def test_a_range_is_kept_within_the_sound_and_above_fifty_milliseconds(
    picture: StillPicture,
) -> None:
    picture.set_visible_range(-5, 4)
    assert picture.visible_range == pytest.approx((0, 9))
    picture.set_visible_range(18, 30)
    assert picture.visible_range == pytest.approx((8, 20))
    picture.set_visible_range(10, 10.001)
    assert picture.visible_range == pytest.approx((10, 10.05))


def test_the_wheel_zooms_around_the_pointer(picture: StillPicture) -> None:
    place = at(picture, 5)
    before_s = picture._canvas.seconds_at(place.x())
    turn_wheel(picture, place, 3)
    start_s, end_s = picture.visible_range
    assert end_s - start_s < 0.6 * LENGTH_S
    assert picture._canvas.seconds_at(place.x()) == pytest.approx(before_s, abs=0.01)
    for _ in range(10):
        turn_wheel(picture, at(picture, 5), -3)
    assert picture.visible_range == pytest.approx((0, LENGTH_S))


def test_both_plots_zoom_alike(picture: StillPicture) -> None:
    turn_wheel(picture, at(picture, 12, 0.8), 4)
    waveform, spectrogram = picture._canvas._boxes
    assert waveform.viewRange()[0] == pytest.approx(spectrogram.viewRange()[0], abs=1e-3)


def test_the_wheel_turned_sideways_moves(picture: StillPicture) -> None:
    picture.set_visible_range(5, 10)
    turn_wheel(picture, at(picture, 7), -1, sideways=True)
    assert picture.visible_range == pytest.approx((5.5, 10.5))


def test_dragging_moves_and_never_beyond_the_sound(picture: StillPicture) -> None:
    picture.set_visible_range(5, 10)
    drag(picture, at(picture, 8), -160)
    assert picture.visible_range == pytest.approx((6, 11), abs=0.02)
    for _ in range(10):
        drag(picture, at(picture, picture.visible_range[0] + 4.9), -700)
    assert picture.visible_range == pytest.approx((15, 20))
    assert not picture._canvas.is_dragged


def test_keys_move_and_zoom(picture: StillPicture) -> None:
    QTest.keyClick(picture, Qt.Key.Key_Plus)
    assert picture.visible_range == pytest.approx((3, 17))
    QTest.keyClick(picture, Qt.Key.Key_Right)
    assert picture.visible_range == pytest.approx((5.8, 19.8))
    QTest.keyClick(picture, Qt.Key.Key_Left)
    assert picture.visible_range == pytest.approx((3, 17))
    QTest.keyClick(picture, Qt.Key.Key_Home)
    assert picture.visible_range == pytest.approx((0, 14))
    QTest.keyClick(picture, Qt.Key.Key_End)
    assert picture.visible_range == pytest.approx((6, 20))
    QTest.keyClick(picture, Qt.Key.Key_Minus)
    assert picture.visible_range == pytest.approx((0, 20))


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_P, Qt.Key.Key_Escape, Qt.Key.Key_7])
def test_other_keys_are_left_to_the_window(
    picture: StillPicture, qtbot: QtBot, key: Qt.Key
) -> None:
    taken: list[int] = []

    class Window(QWidget):
        def keyPressEvent(self, event: object) -> None:  # noqa: N802
            taken.append(event.key())

    window = Window()
    qtbot.addWidget(window)
    picture.setParent(window)
    QTest.keyClick(picture, key)
    assert taken == [key]
    picture.setParent(None)


# --- what is read


def test_values_are_read_off_under_the_pointer(picture: StillPicture) -> None:
    area = picture._canvas.places.spectrogram

    def hertz_at(y: float) -> float:
        return frequency_at((area.bottom() - y) / area.height())

    y = next(y for y in np.arange(area.top(), area.bottom(), 0.1) if hertz_at(y) <= TONE_HZ)
    picture.point_at(QPointF(x_of(picture, 7.5), y))
    reading = picture.reading
    assert reading is not None
    assert reading.seconds == pytest.approx(7.5, abs=0.03)
    assert reading.frequency_hz == pytest.approx(TONE_HZ, rel=0.01)
    assert reading.level_db == pytest.approx(-6, abs=2)  # between the middles of two bands
    assert reading.amplitude == pytest.approx(0.5, abs=0.01)
    assert f"at the pointer: {reading.description()}" in picture.accessibleDescription()


def test_in_the_waveform_the_level_is_that_of_the_amplitude(picture: StillPicture) -> None:
    QTest.mouseMove(view(picture), at(picture, 10, 0.1))
    reading = picture.reading
    assert reading is not None
    assert reading.frequency_hz is None
    assert reading.level_db == pytest.approx(-6, abs=0.1)


def test_a_paused_stream_counts_back_from_its_end(picture: StillPicture) -> None:
    picture.show_sound(tone(), FIRST, [], seconds_to_end=True)
    picture.point_at(QPointF(at(picture, 18)))
    assert picture.reading is not None
    assert picture.reading.seconds == pytest.approx(-2, abs=0.02)


def test_nothing_is_read_where_the_pointer_is_not(picture: StillPicture) -> None:
    QTest.mouseMove(view(picture), at(picture, 10))
    assert picture.reading is not None
    QApplication.sendEvent(picture._canvas, QEvent(QEvent.Type.Leave))
    assert picture.reading is None
    assert "pointer" not in picture.accessibleDescription()
    picture.point_at(QPointF(400, picture.height() - 4))
    assert picture.reading is None


def test_the_pointer_is_moved_by_keys(picture: StillPicture) -> None:
    QTest.keyClick(picture, Qt.Key.Key_Right, CONTROL)
    first = picture.reading
    assert first is not None
    assert first.seconds == pytest.approx(LENGTH_S / 2, abs=0.03)
    QTest.keyClick(picture, Qt.Key.Key_Right, CONTROL)
    assert picture.reading is not None
    assert picture.reading.seconds == pytest.approx(LENGTH_S / 2 + LENGTH_S / 100, abs=0.03)
    for _ in range(60):
        QTest.keyClick(picture, Qt.Key.Key_Up, CONTROL)
        QTest.keyClick(picture, Qt.Key.Key_Left, CONTROL)
    assert picture.reading is not None
    assert picture.reading.frequency_hz is None
    for _ in range(100):
        QTest.keyClick(picture, Qt.Key.Key_Down, CONTROL)
        QTest.keyClick(picture, Qt.Key.Key_Left, CONTROL)
    reading = picture.reading
    assert reading is not None
    assert reading.seconds == pytest.approx(0, abs=0.03)
    assert reading.frequency_hz == pytest.approx(60, abs=5)
    assert picture.visible_range == pytest.approx((0, LENGTH_S))
