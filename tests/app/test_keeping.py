from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from app import keeping
from app.audio.files import read_recording
from app.home import Home
from app.keeping import keep_voice, move_voice

LEVELS = (0.1, 0.2, 0.3)


class StandingClock(datetime):
    """A clock that is so coarse that it never moves on."""

    @classmethod
    def now(cls, tz: object = None) -> "StandingClock":
        """Give the same time again and again."""
        return cls(2026, 7, 22, 14, 7, 31, 250_000)


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home.in_folder(tmp_path / "home")


@pytest.fixture
def files(place: Home, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Voices of one moment, each louder than the one before."""
    monkeypatch.setattr(keeping, "datetime", StandingClock)
    return [keep_voice(place, np.full(8000, level, np.float32)) for level in LEVELS]


def levels_of(files: list[Path]) -> list[float]:
    return [round(float(read_recording(path).max()), 2) for path in files]


def test_voices_of_one_moment_are_all_kept(files: list[Path]) -> None:
    assert levels_of(files) == list(LEVELS)


def test_voice_that_is_moved_replaces_no_other(files: list[Path], place: Home) -> None:
    folder = place.recordings / "7"
    first = move_voice(files[0], folder).rename(folder / files[1].name)
    second = move_voice(files[1], folder)
    assert levels_of([first, second]) == list(LEVELS[:2])
    assert not files[1].exists()


def test_voice_that_is_where_it_belongs_keeps_its_name(files: list[Path], place: Home) -> None:
    assert move_voice(files[0], place.voices) == files[0]
