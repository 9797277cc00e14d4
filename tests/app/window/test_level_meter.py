"""Tests of the level meter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent

from app.recognition.gate import GateFrame
from app.recognition.recognizer import GateState
from app.window import level_meter
from app.window.level_meter import CLIP_LIGHT_S, LevelMeter
from app.window.look import DARK, Look


class _Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class _CountingMeter(LevelMeter):
    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self.paints += 1
        super().paintEvent(event)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    clock = _Clock()
    monkeypatch.setattr(level_meter, "monotonic", clock)
    return clock


@pytest.fixture
def meter(qtbot: object, clock: _Clock) -> _CountingMeter:
    meter = _CountingMeter(Look("dark"))
    qtbot.addWidget(meter)
    meter.resize(200, 30)
    meter.show()
    qtbot.waitExposed(meter)
    return meter


def _state(level_db: float, floor_db: float = -60.0, threshold_db: float = -54.0) -> GateState:
    frame = GateFrame(level_db, floor_db, threshold_db, level_db > threshold_db)
    return GateState(frame, frame.voiced)


def _filled(meter: LevelMeter, colour: str) -> int:
    image = meter.grab().toImage()
    y = image.height() // 2
    return [image.pixelColor(x, y).name() for x in range(image.width())].count(colour)


def test_the_bar_is_as_long_as_the_level(meter: LevelMeter) -> None:
    meter.show_level(_state(-20), 0.1)
    long = _filled(meter, DARK.accent)
    assert long > 100
    meter.show_level(None, 0.0)
    assert meter.accessibleDescription() == "no sound"


def test_what_is_below_the_threshold_is_muted(meter: LevelMeter) -> None:
    meter.show_level(_state(-58), 0.0)
    assert _filled(meter, DARK.accent) == 0
    assert meter.accessibleDescription() == "quiet"
    meter.show_level(_state(-30), 0.1)
    assert meter.accessibleDescription() == "loud enough for a voice"


def test_the_threshold_is_a_mark_that_stands_out_of_the_bar(meter: LevelMeter) -> None:
    meter.show_level(_state(-40, threshold_db=-40), 0.0)
    image = meter.grab().toImage()
    bar = meter._bar()
    above = round(bar.top() - 2)
    marked = [x for x in range(image.width()) if image.pixelColor(x, above).name() == DARK.text]
    assert marked
    assert marked[0] == pytest.approx(bar.left() + bar.width() / 2, abs=2)


def test_it_follows_what_is_loud_at_once_and_falls_slowly(meter: LevelMeter, clock: _Clock) -> None:
    meter.show_level(_state(-10), 0.5)
    loud = _filled(meter, DARK.accent)
    clock.now_s += 0.1
    meter.show_level(_state(-70), 0.0)
    falling = _filled(meter, DARK.accent)
    assert 0 < falling < loud
    clock.now_s += 5
    meter.show_level(_state(-70), 0.0)
    assert _filled(meter, DARK.accent) == 0


def test_it_is_painted_only_where_it_would_look_different(
    meter: _CountingMeter, clock: _Clock, qtbot: object
) -> None:
    meter.show_level(_state(-30), 0.1)
    qtbot.waitUntil(lambda: meter.paints > 1)
    painted = meter.paints
    meter.show_level(_state(-30.01), 0.2)
    meter.show_level(_state(-30.02), 0.3)
    # What is asked for later is painted later: by then, the others would have been.
    meter.repaint()
    assert meter.paints == painted + 1
    meter.show_level(_state(-10), 0.3)
    qtbot.waitUntil(lambda: meter.paints == painted + 2)


def test_the_light_of_the_clipping_stays_two_seconds(meter: LevelMeter, clock: _Clock) -> None:
    meter.show_level(_state(-1), 1.0)
    assert meter.is_clipping
    assert meter.accessibleDescription() == "too loud: the sound is clipped"
    clock.now_s += CLIP_LIGHT_S - 0.01
    meter.show_level(_state(-30), 0.1)
    assert meter.is_clipping
    clock.now_s += 0.02
    meter.show_level(_state(-30), 0.1)
    assert not meter.is_clipping


def test_a_click_puts_the_light_out(meter: LevelMeter, qtbot: object) -> None:
    meter.show_level(_state(-1), 1.0)
    qtbot.mouseClick(meter, Qt.MouseButton.LeftButton)
    assert not meter.is_clipping


def test_the_values_are_told_in_words(meter: LevelMeter) -> None:
    assert meter._values_in_words() == "No sound is coming in."
    meter.show_level(_state(-30), 1.0)
    words = meter._values_in_words()
    assert "Level -30 dB, the room -60 dB." in words
    assert "From the mark at -54 dB it counts as a voice." in words
    assert "clipped" in words
