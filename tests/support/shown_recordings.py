"""What tests of the view of recordings share: stand-ins for its picture and its player."""

import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.settings import PictureSettings
from app.window import recognition_run
from app.window.answered import Answered
from app.window.mark import Mark
from app.window.recording_view import RecordingView
from assets import SAMPLE

SAMPLE_PATH = Path(str(files("assets") / SAMPLE))
END_MS = 60_000
INSTANT = """
import json, sys
answer = {"start": 0.1, "end": 0.4, "digit": "4", "confidence": 0.9, "probabilities": {"4": 0.9},
          "utterance": 1, "latency_ms": None, "compute_ms": 1.0}
for path in sys.argv[sys.argv.index("--") + 1:]:
    line = {"path": path, "seconds": 1.0, "error": None, "utterances": [answer]}
    print(json.dumps(line), flush=True)
"""
"""A program that finds a 4 in every recording, without reading it."""


class Picture(QWidget):
    """What was shown, in the place of the still picture."""

    clicked = Signal(object)
    correction_wanted = Signal(object, QPoint)
    key_correction_wanted = Signal(object, str)
    play_from_wanted = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.samples = np.empty(0)
        self.marks: list[Mark] = []
        self.refreshed: list[Answered] = []
        self.line_s: float | None = None

    def show_sound(
        self, samples: np.ndarray, first_sample: int, marks: list[Mark], seconds_to_end: bool
    ) -> None:
        """Take a recording."""
        assert (first_sample, seconds_to_end) == (0, False)
        self.samples, self.marks = samples, list(marks)

    def set_picture(self, picture: PictureSettings) -> None:
        """Take the settings."""
        self.picture = picture

    def add_marks(self, marks: list[Mark]) -> None:
        """Take more marks."""
        self.marks += marks

    def refresh(self, answered: Answered) -> None:
        """Keep what was corrected."""
        self.refreshed.append(answered)

    def set_playing(self, seconds: float | None) -> None:
        """Keep where the line is."""
        self.line_s = seconds


class Loud(QObject):
    """A player that plays when it is told to."""

    started = Signal(object)
    position = Signal(float)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first_s: float | None = None
        self.samples = np.empty(0)

    def play(self, samples: np.ndarray, key: object = None, first_s: float = 0.0) -> None:
        """Begin."""
        self.stop()
        self.samples, self.first_s = samples, first_s
        self.started.emit(key)

    def stop(self) -> None:
        """End."""
        if self.first_s is not None:
            self.first_s = None
            self.stopped.emit()


def copies(folder: Path, count: int) -> list[Path]:
    """Copy the sample recording into a folder, so many times."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"take {number:04}.flac" for number in range(count)]
    for path in paths:
        shutil.copy(SAMPLE_PATH, path)
    return paths


def pretend(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let a script recognise, in the place of the program."""
    monkeypatch.setattr(recognition_run, "_program", lambda: ["python3", "-S", "-c", script])


def wait_until_done(qtbot: QtBot, view: RecordingView) -> None:
    """Wait until all recordings are recognised."""

    def done() -> bool:
        recordings, job = view._model.recordings, view._job
        busy = job.is_searching or job.is_recognising
        return bool(recordings) and not busy and all(each.is_done for each in recordings)

    qtbot.waitUntil(done, timeout=END_MS)


def picture_of(view: RecordingView) -> Picture:
    """Give the stand-in for the still picture."""
    return view.findChild(Picture)


def shown(qtbot: QtBot, view: RecordingView, name: str) -> Picture:
    """Wait until a recording is to be seen."""
    pane = view._pane
    qtbot.waitUntil(
        lambda: pane._decoded is not None and pane._decoded.path.name == name, timeout=END_MS
    )
    return picture_of(view)


def button(view: RecordingView, text: str) -> QPushButton:
    """Find a button by its text."""
    return next(each for each in view.findChildren(QPushButton) if each.text() == text)
