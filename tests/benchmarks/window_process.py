"""The window as a process of its own, on a screen, with what it noted of itself."""

import contextlib
import json
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

import psutil
from screen import Screen
from virtual_sound import wait_until

from tests.benchmarks.processes import PROGRAM, environment

_END_S = 10.0


class WindowProcess:
    """``spoken-digits`` with its window, as a context manager.

    Parameters
    ----------
    screen : Screen
    *arguments : str
        Of the command line.
    program : sequence of str
        What is started.

    Attributes
    ----------
    started_ns : int
        The monotonic clock right before the process was started.
    home : Path
        Its folder for settings and history.
    process : psutil.Popen
    """

    def __init__(self, screen: Screen, *arguments: str, program: Sequence[str] = PROGRAM) -> None:
        self._screen = screen
        self._trace = Path(tempfile.mkdtemp(prefix="trace-")) / "trace.jsonl"
        env = environment() | screen.env | {"SPOKEN_DIGITS_TRACE": str(self._trace)}
        self.home = Path(env["SPOKEN_DIGITS_HOME"])
        # Not its first start, which greets instead of showing what there is to be measured.
        self.home.mkdir(exist_ok=True)
        (self.home / "history.jsonl").touch()
        self.started_ns = time.monotonic_ns()
        self.process = psutil.Popen(
            [*program, *arguments],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired, psutil.TimeoutExpired):
                self.process.wait(_END_S)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for folder in (self.home, self._trace.parent):
            shutil.rmtree(folder, ignore_errors=True)

    def events(self, kind: str, since_ns: int = 0) -> list[dict[str, Any]]:
        """Give what the window noted of one kind, from a moment on."""
        if not self._trace.exists():
            return []
        lines = self._trace.read_bytes().split(b"\n")[:-1]
        notes = (json.loads(line) for line in lines)
        return [note for note in notes if note["event"] == kind and note["ns"] >= since_ns]

    def wait_for(self, kind: str) -> dict[str, Any]:
        """Wait until the window noted something, and give the first of its kind."""
        self.wait_until(lambda: self.events(kind), f"the window notes “{kind}”")
        return self.events(kind)[0]

    def wait_until(self, condition: Callable[[], object], what: str, timeout_s: float = 60) -> None:
        """Wait, for as long as the program runs."""

        def fulfilled() -> object:
            if self.process.poll() is not None:
                raise AssertionError(f"The window ended with {self.process.returncode}.")
            return condition()

        wait_until(fulfilled, what, timeout_s)

    @property
    def window_id(self) -> str:
        """The number by which the screen knows the window, while it is not minimised."""
        return self._screen.wait_for_window(self.process.pid)

    def place(self, width: int, height: int) -> None:
        """Give its window a size, and the keys."""
        self._screen.resize(self.window_id, width, height)
        self._screen.activate(self.window_id)

    def close(self) -> tuple[int, float]:
        """Close the window as its close button does; give the exit status and the seconds."""
        window = self.window_id
        self._screen.activate(window)
        began = time.monotonic()
        self._screen.key("alt+F4")
        return self.process.wait(_END_S), time.monotonic() - began

    @property
    def history_lines(self) -> int:
        """How many answers its history on disk holds."""
        path = self.home / "history.jsonl"
        return path.read_bytes().count(b"\n") if path.exists() else 0
