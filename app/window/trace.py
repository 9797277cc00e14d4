"""A record of when the window did what, for the benchmarks."""

import os
import time
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QTimer

from app.window.picture.live_picture import LivePicture

TRACE_VARIABLE = "SPOKEN_DIGITS_TRACE"
"""The environment variable that names the file; without it nothing is recorded."""


class Trace:
    """Appends one JSON object a line, with its time from ``time.monotonic_ns()``."""

    def __init__(self) -> None:
        path = os.environ.get(TRACE_VARIABLE)
        self._file = Path(path).open("ab", buffering=0) if path else None  # noqa: SIM115

    @property
    def is_on(self) -> bool:
        """Whether anything is recorded."""
        return self._file is not None

    def note_frames_of(self, picture: LivePicture) -> None:
        """Record once a second how many frames were drawn, and the work of each in ms."""
        if self._file is None:
            return

        def note() -> None:
            work_ms = list(picture.frame_times_ms)
            picture.frame_times_ms.clear()
            self.note("frames", count=len(work_ms), work_ms=work_ms)

        timer = QTimer(picture, interval=1000)
        timer.timeout.connect(note)
        timer.start()

    def note(self, event: str, **fields: Any) -> None:
        """Record an event that has just happened."""
        if self._file is not None:
            line = {"event": event, "ns": time.monotonic_ns(), **fields}
            self._file.write(msgspec.json.encode(line) + b"\n")
