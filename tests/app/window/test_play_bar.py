import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from app.window.look import Look
from app.window.play_bar import PlayBar


@pytest.fixture
def bar(qtbot):
    bar = PlayBar(Look("dark"))
    qtbot.addWidget(bar)
    bar.resize(700, 40)
    bar.show()
    bar.show_recording("sample.flac", "/sounds", "407192")
    return bar


def texts(bar: PlayBar) -> list[str]:
    return [each.text() for each in bar.findChildren(QLabel) if each.isVisible()]


def test_the_position_and_the_length_are_told(bar):
    bar.show_length(75.26)
    bar.show_position(61.99)
    assert texts(bar) == ["1:01.9 / 1:15.2", "sample.flac", "407192"]


def test_an_hour_is_told_as_one(bar):
    bar.show_length(3723.0)
    bar.show_position(3.0)
    assert texts(bar)[0] == "0:00:03.0 / 1:02:03.0"


def test_with_little_room_the_position_is_left(qtbot, bar):
    bar.show_length(75.0)
    bar.resize(bar.fontMetrics().height() * 12, 40)
    qtbot.waitUntil(lambda: texts(bar)[0] == "0:00.0")
    assert "407192" not in texts(bar)
    button = bar.findChild(QPushButton)
    assert (button.text(), button.accessibleName()) == ("", "Play")
    bar.resize(700, 40)
    qtbot.waitUntil(lambda: texts(bar)[0] == "0:00.0 / 1:15.0")
    assert button.text() == "Play"


def test_nothing_to_play_cannot_be_played(bar):
    bar.show_length(0.0)
    assert not bar.findChild(QPushButton).isEnabled()
    assert texts(bar)[0] == ""
