"""The live picture: running, clicked, ruled by keys."""

from itertools import pairwise

import numpy as np
import pytest
from fake_stream import FakeStream, answered_mark
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.recognition.decision import OTHER, Verdict
from app.settings import PictureSettings
from app.window.look import Look
from app.window.mark import Mark
from app.window.picture.live_picture import LivePicture

SECONDS = 6.0


@pytest.fixture
def stream() -> FakeStream:
    stream = FakeStream()
    stream.add_noise(SECONDS)
    return stream


@pytest.fixture
def picture(qtbot: QtBot, stream: FakeStream) -> LivePicture:
    picture = LivePicture(Look("dark"))
    qtbot.addWidget(picture)
    picture.resize(600, 300)
    picture.show_stream(stream)
    picture.show()
    qtbot.waitUntil(lambda: picture.frames_drawn > 0 and picture.stream is stream)
    settle(qtbot, picture)
    return picture


def settle(qtbot: QtBot, picture: LivePicture) -> None:
    """Wait until the picture stands where the stream ends."""
    qtbot.waitUntil(lambda: picture.moves and picture._scene._shown > 80_000)
    qtbot.waitUntil(lambda: not stirs(qtbot, picture))


def stirs(qtbot: QtBot, picture: LivePicture) -> bool:
    before = picture.frames_drawn
    qtbot.wait(50)
    return picture.frames_drawn != before


def middle_of(picture: LivePicture, mark: Mark) -> QPoint:
    return picture._scene.area_of(mark).center()


def pixels(picture: LivePicture) -> np.ndarray:
    image = picture.grab().toImage().convertToFormat(picture.grab().toImage().Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint32)
    return data.reshape(image.height(), -1).copy()


def test_picture_follows_the_stream(qtbot: QtBot, picture: LivePicture, stream: FakeStream) -> None:
    before = pixels(picture)
    stream.add_noise(0.5, seed=2)
    qtbot.waitUntil(lambda: (pixels(picture) != before).mean() > 0.3)
    assert len(picture.frame_times_ms) <= picture.frames_drawn


def test_nothing_is_drawn_when_nothing_has_changed(qtbot: QtBot, picture: LivePicture) -> None:
    assert not stirs(qtbot, picture)


def test_hidden_picture_draws_nothing_and_catches_up(
    qtbot: QtBot, picture: LivePicture, stream: FakeStream
) -> None:
    picture.hide()
    drawn, fed = picture.frames_drawn, picture._scene._levels._spectrogram.fed
    assert not picture.moves
    stream.add_noise(20, seed=3)
    assert not stirs(qtbot, picture)
    assert (picture.frames_drawn, picture._scene._levels._spectrogram.fed) == (drawn, fed)
    picture.show()
    qtbot.waitUntil(lambda: picture._scene._shown > stream.end - 2000)


def test_minimised_window_rests(qtbot: QtBot, stream: FakeStream) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    picture = LivePicture(Look("dark"))
    layout.addWidget(picture)
    qtbot.addWidget(window)
    picture.show_stream(stream)
    window.show()
    qtbot.waitUntil(lambda: picture.moves)
    window.showMinimized()
    qtbot.waitUntil(lambda: not picture.moves)
    window.showNormal()
    qtbot.waitUntil(lambda: picture.moves)


def test_click_finds_the_utterance(qtbot: QtBot, picture: LivePicture) -> None:
    first, second = answered_mark(2, 2.5, number=0), answered_mark(4, 4.5, number=1)
    picture.show_confirmed(first)
    picture.show_confirmed(second)
    with qtbot.waitSignal(picture.clicked) as clicked:
        qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=middle_of(picture, second))
    assert clicked.args == [second.answered]
    between = (middle_of(picture, first) + middle_of(picture, second)) / 2
    with qtbot.assertNotEmitted(picture.clicked):
        qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=between)


def test_click_counts_for_what_was_pressed_though_the_picture_runs_on(
    qtbot: QtBot, picture: LivePicture, stream: FakeStream
) -> None:
    mark = answered_mark(4, 4.5)
    picture.show_confirmed(mark)
    at = middle_of(picture, mark)
    qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=at)
    stream.add_noise(0.5, seed=2)
    qtbot.waitUntil(lambda: picture._scene._shown > stream.end - 2000)
    with qtbot.waitSignal(picture.clicked) as clicked:
        qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == [mark.answered]


def test_provisional_mark_cannot_be_clicked(qtbot: QtBot, picture: LivePicture) -> None:
    mark = Mark(64_000, 72_000, Verdict.DIGIT, "5")
    picture.show_provisional(mark)
    with qtbot.assertNotEmitted(picture.clicked):
        qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=middle_of(picture, mark))


def test_right_click_asks_for_a_correction(qtbot: QtBot, picture: LivePicture) -> None:
    mark = answered_mark(4, 4.5)
    picture.show_confirmed(mark)
    at = middle_of(picture, mark)
    there = picture.mapToGlobal(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, there)
    with qtbot.waitSignal(picture.correction_wanted) as wanted:
        QApplication.sendEvent(picture, event)
    assert wanted.args == [mark.answered, there]


def test_keys_choose_play_and_correct(qtbot: QtBot, picture: LivePicture) -> None:
    marks = [answered_mark(at, at + 0.4, number=at) for at in (2, 3, 4)]
    for mark in marks:
        picture.show_confirmed(mark)
    qtbot.keyClick(picture, Qt.Key.Key_Left)
    qtbot.keyClick(picture, Qt.Key.Key_Left)
    assert picture.accessibleDescription() == (
        "3 utterances in view: 5, 5, 5; chosen: five, 97 % sure"
    )
    with qtbot.waitSignal(picture.clicked) as clicked:
        qtbot.keyClick(picture, Qt.Key.Key_Return)
    assert clicked.args == [marks[1].answered]
    for key, said in (
        (Qt.Key.Key_7, "7"),
        (Qt.Key.Key_Delete, OTHER),
        (Qt.Key.Key_Minus, OTHER),
    ):
        with qtbot.waitSignal(picture.key_correction_wanted) as wanted:
            qtbot.keyClick(picture, key)
        assert wanted.args == [marks[1].answered, said]
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    with qtbot.waitSignal(picture.correction_wanted) as wanted:
        QApplication.sendEvent(picture, event)
    assert wanted.args == [marks[1].answered, picture.mapToGlobal(middle_of(picture, marks[1]))]


def test_keys_stop_at_the_first_and_the_last(qtbot: QtBot, picture: LivePicture) -> None:
    marks = [answered_mark(at, at + 0.4, number=at) for at in (2, 3)]
    for mark in marks:
        picture.show_confirmed(mark)
    for key, place in ((Qt.Key.Key_Left, 0), (Qt.Key.Key_Right, 1)):
        for _ in range(4):
            qtbot.keyClick(picture, key)
        assert picture._chosen is marks[place]


def test_keys_without_a_chosen_utterance_are_left_to_the_window(
    qtbot: QtBot, picture: LivePicture
) -> None:
    picture.show_confirmed(answered_mark(4, 4.5))
    with (
        qtbot.assertNotEmitted(picture.clicked),
        qtbot.assertNotEmitted(picture.key_correction_wanted),
    ):
        qtbot.keyClick(picture, Qt.Key.Key_5)
        qtbot.keyClick(picture, Qt.Key.Key_Return)


def test_choice_ends_where_the_utterance_leaves_the_picture(
    qtbot: QtBot, picture: LivePicture, stream: FakeStream
) -> None:
    picture.show_confirmed(answered_mark(1.2, 1.6))
    qtbot.keyClick(picture, Qt.Key.Key_Left)
    assert picture._chosen is not None
    stream.add_noise(2, seed=5)
    qtbot.waitUntil(lambda: picture._chosen is None)
    assert picture.accessibleDescription() == "No utterance in view"


def test_focus_by_key_is_seen_and_choice_too(qtbot: QtBot, picture: LivePicture) -> None:
    picture.clearFocus()
    plain = pixels(picture)
    picture.activateWindow()
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(picture.hasFocus)
    focused = pixels(picture)
    assert (focused != plain).any()
    picture.show_confirmed(answered_mark(4, 4.5))
    unchosen = pixels(picture)
    qtbot.keyClick(picture, Qt.Key.Key_Left)
    assert (pixels(picture) != unchosen).any()


def test_correction_and_threshold_are_seen_on_the_mark(picture: LivePicture) -> None:
    mark = answered_mark(4, 4.5, "5", 0.6)
    picture.show_confirmed(mark)
    assert picture.accessibleDescription() == "1 utterance in view: not sure"
    picture.rejudge(0.5)
    assert picture.accessibleDescription() == "1 utterance in view: 5"
    mark.answered.entry.said = "9"
    before = pixels(picture)
    picture.refresh(mark.answered)
    assert picture.accessibleDescription() == "1 utterance in view: 9"
    assert (pixels(picture) != before).any()


def test_another_stream_begins_without_marks(picture: LivePicture) -> None:
    picture.show_confirmed(answered_mark(4, 4.5))
    picture.show_stream(FakeStream())
    assert picture.marks == []
    assert picture.accessibleDescription() == "No utterance in view"


def test_pointer_stresses_the_utterance_and_tells_what_it_is(
    qtbot: QtBot, picture: LivePicture
) -> None:
    mark = answered_mark(4, 4.5)
    picture.show_confirmed(mark)
    at = middle_of(picture, mark)
    before = pixels(picture)
    qtbot.mouseMove(picture, at)
    qtbot.waitUntil(lambda: picture._hovered is mark)
    assert picture.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert (pixels(picture) != before).any()
    QApplication.sendEvent(
        picture, QHelpEvent(QHelpEvent.Type.ToolTip, at, picture.mapToGlobal(at))
    )
    assert "Five, 97 % sure" in QToolTip.text()
    QToolTip.hideText()
    picture.leaveEvent(QHelpEvent(QHelpEvent.Type.Leave, at, at))
    assert picture._hovered is None


def test_settings_theme_and_gate_are_seen_at_once(qtbot: QtBot, picture: LivePicture) -> None:
    seen = [pixels(picture)]
    picture.set_picture(PictureSettings(colour_map="viridis"))
    seen.append(pixels(picture))
    picture.set_gate_shown(True)
    seen.append(pixels(picture))
    picture._look.choose("light")
    seen.append(pixels(picture))
    for before, after in pairwise(seen):
        assert (before != after).mean() > 0.005


def test_larger_font_leaves_more_room_for_the_labels(picture: LivePicture) -> None:
    before = picture._scene.moving.height()
    font = QFont(picture.font())
    font.setPointSizeF(2 * font.pointSizeF())
    picture.setFont(font)
    assert picture._scene.moving.height() < before


@pytest.mark.parametrize("size", [(900, 400), (333, 177), (60, 20)])
def test_any_size_shows_the_same_stretch(
    qtbot: QtBot, picture: LivePicture, size: tuple[int, int]
) -> None:
    mark = answered_mark(3, 3.5)
    picture.show_confirmed(mark)
    picture.setMinimumSize(1, 1)
    picture.resize(*size)
    pixels(picture)
    area = picture._scene.area_of(mark)
    width = picture._scene.moving.width()
    end_s = picture._scene._shown / 16_000
    assert area.left() / width == pytest.approx((3 - end_s + 5) / 5, abs=3 / width)
    assert area.width() / width == pytest.approx(0.1, abs=3 / width)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_image_has_the_pixels_of_the_screen(
    qtbot: QtBot, stream: FakeStream, ratio: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LivePicture, "devicePixelRatioF", lambda _: ratio)
    picture = LivePicture(Look("light"))
    qtbot.addWidget(picture)
    picture.resize(301, 200)
    picture.show_stream(stream)
    picture.show()
    mark = answered_mark(3, 3.5)
    picture.show_confirmed(mark)
    settle(qtbot, picture)
    image = picture._scene._image
    assert image.width == pytest.approx(299 * ratio, abs=1)
    assert picture._scene.mark_at(QPointF(middle_of(picture, mark))) is mark


def test_one_of_two_marks_that_overlap_is_found(qtbot: QtBot, picture: LivePicture) -> None:
    marks = [answered_mark(3, 3.6), answered_mark(3.4, 4)]
    for mark in marks:
        picture.show_confirmed(mark)
    settle(qtbot, picture)
    areas = [picture._scene.area_of(mark) for mark in marks]
    both = areas[0].intersected(areas[1]).center()
    assert picture._scene.mark_at(QPointF(both.x(), areas[0].bottom() - 5)) in marks
