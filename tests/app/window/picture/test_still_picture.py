"""A picture that stands still: what is in view, what is read, what is clicked."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.history import HistoryEntry
from app.recognition.spectrogram import frequency_at
from app.settings import PictureSettings
from app.window.answered import Answered
from app.window.look import DARK, Look
from app.window.mark import Mark, mark_of
from app.window.picture.still_picture import StillPicture
from model.audio_format import SAMPLE_RATE

ROOT = Path(__file__).parents[4]
LENGTH_S = 20
TONE_HZ = 1_000.0
FIRST = 5_000
"""The number of the first sample in the stream."""

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def tone(seconds: float = LENGTH_S) -> np.ndarray:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.5 * np.sin(2 * np.pi * TONE_HZ * time)).astype(np.float32)


def answered(digit: str, start_s: float) -> Answered:
    probabilities = {digit: 0.97, "8": 0.02, "other": 0.01}
    entry = HistoryEntry(
        "2025-01-01T12:00:00",
        "microphone",
        start=start_s,
        end=start_s + 0.4,
        digit=digit,
        confidence=0.97,
        probabilities=probabilities,
    )
    return Answered(entry, 0)


def mark(digit: str, start_s: float, first: int = FIRST) -> Mark:
    start = first + round(start_s * SAMPLE_RATE)
    return mark_of(answered(digit, start_s), (start, start + 6_400))


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look("dark")


@pytest.fixture
def picture(qtbot: QtBot, look: Look) -> Iterator[StillPicture]:
    """Show 20 s of a tone whole, with utterances at 3, 9 and 16 s."""
    picture = StillPicture(look)
    qtbot.addWidget(picture)
    picture.resize(802, 420)
    marks = [mark("9", 9.0), mark("3", 3.0), mark("6", 16.0)]
    picture.show_sound(tone(), FIRST, marks, seconds_to_end=False)
    picture.show()
    qtbot.waitExposed(picture)
    QApplication.processEvents()
    return picture


def view(picture: StillPicture) -> QWidget:
    return picture._canvas.viewport()


def x_of(picture: StillPicture, seconds: float) -> float:
    start_s, end_s = picture.visible_range
    area = picture._canvas.places.waveform
    return area.left() + area.width() * (seconds - start_s) / (end_s - start_s)


def at(picture: StillPicture, seconds: float, height: float = 0.25) -> QPoint:
    """Give the pixel of a moment, at a share of the height of both plots from above."""
    area = picture._canvas.places.plots
    return QPoint(round(x_of(picture, seconds)), round(area.top() + area.height() * height))


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


def send_mouse(picture: StillPicture, kind: QEvent.Type, place: QPoint) -> None:
    none = Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else LEFT
    buttons = none if kind == QEvent.Type.MouseButtonRelease else LEFT
    where = QPointF(view(picture).mapToGlobal(place))
    keys = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, QPointF(place), where, button, buttons, keys)
    QApplication.sendEvent(view(picture), event)


def drag(picture: StillPicture, start: QPoint, by: int, steps: int = 8) -> None:
    QApplication.processEvents()
    send_mouse(picture, QEvent.Type.MouseButtonPress, start)
    for step in range(1, steps + 1):
        send_mouse(picture, QEvent.Type.MouseMove, start + QPoint(by * step // steps, 0))
    send_mouse(picture, QEvent.Type.MouseButtonRelease, start + QPoint(by, 0))


def click_twice(picture: StillPicture, place: QPoint) -> None:
    """Send what a real mouse sends; that of QTest has a press too many."""
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
        send_mouse(picture, kind, place)
        send_mouse(picture, QEvent.Type.MouseButtonRelease, place)


def pixels(picture: StillPicture) -> np.ndarray:
    QApplication.processEvents()
    image = picture.grab().toImage()
    data = np.frombuffer(image.constBits(), np.uint32)
    return data.reshape(image.height(), image.bytesPerLine() // 4)[:, : image.width()] & 0xFFFFFF


# --- what is in view


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


# --- utterances


def test_a_click_on_an_utterance_plays_it(picture: StillPicture, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picture.clicked) as clicked:
        QTest.mouseClick(view(picture), LEFT, pos=at(picture, 9.2, 0.7))
    assert clicked.args[0].label == "9"
    assert picture.chosen is not None
    assert "chosen: nine, 97 % sure" in picture.accessibleDescription()
    with qtbot.assertNotEmitted(picture.clicked):
        QTest.mouseClick(view(picture), LEFT, pos=at(picture, 12))
    assert picture.chosen is None


def test_a_drag_that_begins_on_an_utterance_is_no_click(
    picture: StillPicture, qtbot: QtBot
) -> None:
    picture.set_visible_range(5, 15)
    with qtbot.assertNotEmitted(picture.clicked):
        drag(picture, at(picture, 9.2), 80)


def test_two_clicks_play_on_from_there(picture: StillPicture, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picture.play_from_wanted) as wanted:
        click_twice(picture, at(picture, 12.5))
    assert wanted.args[0] == pytest.approx(12.5, abs=0.03)


def test_a_right_click_asks_what_it_was(picture: StillPicture, qtbot: QtBot) -> None:
    place = at(picture, 3.2)
    with qtbot.waitSignal(picture.correction_wanted) as wanted:
        QTest.mouseClick(view(picture), RIGHT, pos=place)
    assert wanted.args[0].label == "3"
    assert wanted.args[1] == view(picture).mapToGlobal(place)
    before = picture.visible_range
    with qtbot.assertNotEmitted(picture.correction_wanted):
        QTest.mouseClick(view(picture), RIGHT, pos=at(picture, 12))
    assert picture.visible_range == before


def test_keys_choose_play_and_correct(picture: StillPicture, qtbot: QtBot) -> None:
    QTest.keyClick(picture, Qt.Key.Key_N)
    assert picture.chosen is picture.marks[0]
    QTest.keyClick(picture, Qt.Key.Key_N)
    with qtbot.waitSignal(picture.clicked) as clicked:
        QTest.keyClick(picture, Qt.Key.Key_Return)
    assert clicked.args[0].label == "9"
    for key, said in ((Qt.Key.Key_4, "4"), (Qt.Key.Key_Delete, "other")):
        with qtbot.waitSignal(picture.key_correction_wanted) as wanted:
            QTest.keyClick(picture, key)
        assert wanted.args == [picture.marks[1].answered, said]
    QTest.keyClick(picture, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert picture.chosen is picture.marks[0]
    with qtbot.waitSignal(picture.correction_wanted) as asked:
        QTest.keyClick(picture, Qt.Key.Key_F2)
    assert asked.args[0].label == "3"
    with qtbot.waitSignal(picture.correction_wanted) as asked:
        menu_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
        QApplication.sendEvent(picture, menu_key)
    assert asked.args[0].label == "3"
    assert picture.mapFromGlobal(asked.args[1]).x() == pytest.approx(x_of(picture, 3.2), abs=2)


def test_choosing_brings_an_utterance_into_view(picture: StillPicture) -> None:
    picture.set_visible_range(2, 6)
    for _ in range(3):
        QTest.keyClick(picture, Qt.Key.Key_N)
    assert picture.chosen is picture.marks[2]
    start_s, end_s = picture.visible_range
    assert start_s < 16
    assert end_s > 16.4
    assert end_s - start_s == pytest.approx(4)


def test_a_correction_and_more_answers_are_shown(picture: StillPicture) -> None:
    row = picture.marks[1].answered
    assert row is not None
    row.entry.said = "7"
    picture.refresh(row)
    picture.add_marks([mark("5", 12.0)])
    assert [each.text for each in picture.marks] == ["3", "7", "5", "6"]
    assert picture.accessibleDescription() == "4 utterances in view: 3, 7, 5, 6"


def test_where_marks_are_crowded_they_have_no_chips(picture: StillPicture) -> None:
    marks = [mark(str(number % 10), number / 10) for number in range(190)]
    picture.show_sound(tone(), FIRST, marks, seconds_to_end=False)
    pixels(picture)
    assert picture._marks.is_crowded
    assert picture.accessibleDescription() == "190 utterances in view"
    picture.set_visible_range(5, 6)
    pixels(picture)
    assert not picture._marks.is_crowded


# --- what is played


def test_a_line_moves_with_what_is_played_and_the_view_follows_it(picture: StillPicture) -> None:
    picture.set_visible_range(5, 10)
    before = pixels(picture)
    picture.set_playing(7.5)
    column = round(x_of(picture, 7.5))
    changed = np.flatnonzero((pixels(picture) != before).any(axis=0))
    assert abs(changed - column).max() <= 2
    picture.set_playing(9.99)
    assert picture.visible_range == pytest.approx((5, 10))
    picture.set_playing(10.01)
    assert picture.visible_range == pytest.approx((9.51, 14.51))
    picture.set_visible_range(0, 5)
    picture.set_playing(10.05)
    assert picture.visible_range == pytest.approx((0, 5))
    picture.set_playing(None)
    picture.set_visible_range(5, 10)
    assert (pixels(picture) == before).all()


def test_an_answer_that_is_played_has_the_line_in_its_stretch(picture: StillPicture) -> None:
    picture.show_playing_of(picture.marks[1].answered, 0.2)
    assert picture._playing.seconds == pytest.approx(9.1)  # it begins 0.1 s before the voice
    picture.show_playing_of(answered("1", 0), 0.2)
    assert picture._playing.seconds is None
    picture.show_playing_of(None, 0.0)
    assert picture._playing.seconds is None


def test_the_line_begins_with_the_stream_where_the_voice_almost_does(
    picture: StillPicture,
) -> None:
    at_once = mark("1", 0.05, first=0)
    picture.show_sound(tone(2), 0, [at_once], seconds_to_end=True)
    picture.show_playing_of(at_once.answered, 0.2)
    assert picture._playing.seconds == pytest.approx(0.2)


# --- how it looks


def test_a_picture_that_was_moved_is_the_one_drawn_anew(picture: StillPicture) -> None:
    sound = np.random.default_rng(1).normal(0, 0.2, LENGTH_S * SAMPLE_RATE).astype(np.float32)
    picture.show_sound(sound, FIRST, picture.marks, seconds_to_end=False)
    picture.set_visible_range(4, 8)
    pixels(picture)
    for start_s in (4.3, 5.0, 4.1, 9.0, 8.7):
        picture.set_visible_range(start_s, start_s + 4)
        moved = pixels(picture)
        picture._canvas.redraw()
        assert (pixels(picture) == moved).all()


def test_the_look_and_the_colours_of_the_spectrogram_take_effect_at_once(
    picture: StillPicture, look: Look
) -> None:
    surface = QColor(DARK.surface).rgb() & 0xFFFFFF
    quiet = np.zeros(LENGTH_S * SAMPLE_RATE, np.float32)
    picture.show_sound(quiet, 0, [], seconds_to_end=False)
    before = pixels(picture)
    assert before[20, 400] == surface
    look.choose("light")
    light = pixels(picture)
    assert light[20, 400] == 0xFFFFFF
    picture.set_picture(PictureSettings(colour_map="viridis"))
    assert pixels(picture)[300, 400] == 0x440154
    assert light[300, 400] != 0x440154


def test_it_follows_a_font_twice_as_large(picture: StillPicture) -> None:
    before = picture._canvas.places.plots.bottom(), picture.minimumSizeHint().height()
    font = QFont(picture.font())
    font.setPointSizeF(2 * font.pointSizeF())
    picture.setFont(font)
    picture.point_at(QPointF(at(picture, 5, 0.8)))
    pixels(picture)
    assert picture._canvas.places.plots.bottom() < before[0] - 8
    assert picture.minimumSizeHint().height() > 1.5 * before[1]


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


def test_closing_while_a_long_sound_is_taken_in_leaves_nothing(look: Look, qtbot: QtBot) -> None:
    picture = StillPicture(look)
    picture.show()
    picture.show_sound(np.zeros(600 * SAMPLE_RATE, np.int16), 0, [], seconds_to_end=False)
    assert picture._building.isActive()
    picture.close()
    picture.deleteLater()
    qtbot.waitUntil(lambda: not picture_is_there(picture))


def picture_is_there(picture: StillPicture) -> bool:
    try:
        picture.isVisible()
    except RuntimeError:  # It is gone, with its timer.
        return False
    return True


def test_pyqtgraph_is_loaded_with_the_first_picture_only() -> None:
    program = (
        "import sys, app.window.picture.still_picture\n"
        "assert not {'pyqtgraph', 'soundfile', 'librosa'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
