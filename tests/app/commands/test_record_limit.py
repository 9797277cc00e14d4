"""A recording that has reached the size of a WAV file."""

import argparse
from collections.abc import Callable

import numpy as np
import pytest
import soundfile

from app.audio.source import Block
from app.commands import record
from app.errors import AudioFileError

_PIECE = 4_000


class LongMicrophone:
    """Gives three seconds at once."""

    def __init__(self, wish: object, on_status: object) -> None:
        pass

    def start(self, on_block: Callable[[Block], None]) -> None:
        """Give them."""
        for start in range(0, 48_000, _PIECE):
            on_block(Block(np.full(_PIECE, 0.5, np.float32), start, start + _PIECE))

    def stop(self) -> None:
        """End."""


@pytest.fixture
def no_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record.Ending, "take_signals", lambda ending: None)


@pytest.mark.usefixtures("no_signals")
def test_a_full_recording_is_kept_and_said(tmp_path, monkeypatch):
    monkeypatch.setattr(record, "_MOST_SAMPLES", 33_000)
    monkeypatch.setattr(record, "Microphone", LongMicrophone)
    target = tmp_path / "memo.wav"
    options = argparse.Namespace(label=None, file=target, device=None, seconds=None)
    with pytest.raises(AudioFileError, match="into another file"):
        record.run(options)
    assert soundfile.info(target).frames == 32_000
