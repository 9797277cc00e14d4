"""What is played, and the gate meanwhile."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from answered_examples import example_answered
from PySide6.QtCore import QObject, Signal

from app.home import find_home
from app.window.answered import Answered
from app.window.playback import Playback
from app.window.voices import Voices


class Loud(QObject):
    """A player that remembers what it was told to play."""

    started = Signal(object)
    stopped = Signal()
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[object] = []

    def play(self, samples: np.ndarray, key: object = None) -> None:
        """Begin."""
        self.keys.append(key)
        self.started.emit(key)

    def stop(self) -> None:
        """End."""
        if self.keys:
            self.stopped.emit()


class Later:
    """Work in the background that a test lets end, in the order that it wants."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Have it wait."""
        self.waiting.append(lambda: then(work()))


class Gate:
    """Knows whether it is shut."""

    is_shut = False

    def mute(self, muted: bool) -> None:
        """Shut it, or open it."""
        self.is_shut = muted


class Slow(Voices):
    """Voices that are all kept on a disk."""

    def why_not(self, answered: Answered) -> str | None:
        """Have all of them."""
        return None

    def read(self, answered: Answered) -> np.ndarray:
        """Give silence."""
        return np.zeros(9, np.float32)


@pytest.fixture
def playback(qapp: object) -> Playback:
    made = Playback(Loud(), Slow(find_home()), Gate())
    made._background = Later()
    return made


def test_what_was_wanted_last_is_played_whichever_is_read_first(playback: Playback) -> None:
    first, last = example_answered({"4": 0.9}), example_answered({"0": 0.9})
    playback.play(first)
    playback.play(last)
    read_first, read_last = playback._background.waiting
    read_last()
    read_first()
    assert playback._player.keys == [last]
    assert playback.answered is last


def test_what_is_still_being_read_does_not_play_into_what_is_said(playback: Playback) -> None:
    playback.play(example_answered({"4": 0.9}))
    playback.end()
    playback._background.waiting[0]()
    assert playback._player.keys == []
    assert not playback._live.is_shut


def test_the_gate_is_shut_a_little_longer_than_anything_is_played(
    playback: Playback, qtbot
) -> None:
    playback.play(example_answered({"4": 0.9}))
    playback._background.waiting[0]()
    assert playback._live.is_shut
    playback._player.stop()
    assert playback._live.is_shut
    qtbot.waitUntil(lambda: not playback._live.is_shut)
