"""Whoever hears a microphone may fail, and is told everything else all the same."""

import logging

import numpy as np
import pytest

from app.audio.listener import Listener
from app.audio.microphone_status import MicrophoneStatus
from app.audio.source import Block

BLOCK = Block(np.zeros(160, np.float32), 0, 160)


def test_a_status_is_told_once() -> None:
    told: list[MicrophoneStatus] = []
    listener = Listener(lambda _: None, told.append)
    for state in ("opening", "opening", "absent", "opening"):
        listener.tell(MicrophoneStatus(state, "message", None))
    assert [each.state for each in told] == ["opening", "absent", "opening"]


def test_failures_are_logged_once_in_a_row_and_go_no_further(
    caplog: pytest.LogCaptureFixture,
) -> None:
    outcomes = iter([ValueError, ValueError, None, ValueError])

    def take(_: object) -> None:
        if (error := next(outcomes)) is not None:
            raise error

    def fail(_: object) -> None:
        raise ValueError

    listener = Listener(take, fail)
    with caplog.at_level(logging.ERROR):
        for _ in range(4):
            listener.give(BLOCK)
        assert len(caplog.records) == 2
        listener.tell(MicrophoneStatus("absent", "message", None))
        assert len(caplog.records) == 3
