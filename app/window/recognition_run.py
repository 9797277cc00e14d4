"""Recordings recognised in child processes, so that the window keeps its own time to itself."""

import contextlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from app.history import HistoryEntry, new_entry

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[2]
_NICENESS = 15
# Windows takes 32,767 characters, Linux and macOS a million bytes or more.
_LONGEST_COMMAND = 24_000 if sys.platform == "win32" else 128_000
_CREATION_FLAGS = 0
if sys.platform == "win32":
    _CREATION_FLAGS = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
# Beyond it, Windows tells of a crash in the exit status; elsewhere that is negative.
_HIGHEST_STATUS = 255
_MOST_CRASHES_IN_A_ROW = 3
_MOST_ANSWERS_AT_ONCE = 100
_CRASHED = "It made the recogniser crash. Convert it to WAV or FLAC, and drop it again."
_CRASHES = (
    "The recogniser crashes again and again. Start the program anew, or use the bundled model "
    "(Settings, Model)."
)
_NAME = "spoken-digits: "


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a recording, or in a part of a long one.

    Attributes
    ----------
    path : Path
        The recording, as it was given.
    seconds : float or None
        Its length; None where nothing of it could be read.
    error : str or None
        What kept it from being read, to its end or at all.
    entries : list of HistoryEntry
        The answers, or some of them.
    is_last : bool
        Whether this is all, or the last of it.
    """

    path: Path
    seconds: float | None = None
    error: str | None = None
    entries: Sequence[HistoryEntry] = ()
    is_last: bool = True


class RecognitionRun:
    """Recognises recordings on a thread of its own, in child processes, until none is left.

    Parameters
    ----------
    paths : sequence of Path
        Absolute; only files.
    threshold : float
        Least confidence of a digit.
    model : str or None
        Folder of the model; None for the bundled one.
    hand_on : callable of Heard
        Called on the thread with what was heard, in the order of the paths.
    on_end : callable of (str or None)
        Called on the thread at its end, with a sentence where not all could be done. Neither
        is called any more once `cancel` has been.

    Attributes
    ----------
    thread : Thread
        Ends after the child has.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        threshold: float,
        model: str | None,
        hand_on: Callable[[Heard], None],
        on_end: Callable[[str | None], None],
    ) -> None:
        self._options = ["--json", "--threshold", str(threshold)]
        if model is not None:
            self._options += ["--model", model]
        self._waiting = deque(paths)
        self._hand_on = hand_on
        self._on_end = on_end
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False
        self._ended = False
        self._crashes_in_a_row = 0
        self.thread = threading.Thread(target=self._work, name="recognise files", daemon=True)
        self.thread.start()

    def add(self, paths: Sequence[Path]) -> bool:
        """Recognise more; False where it is too late for that, and another run is needed."""
        with self._lock:
            if self._ended:
                return False
            self._waiting.extend(paths)
            return True

    def cancel(self) -> None:
        """End at once; the child is killed, as it has nothing that would be lost."""
        with self._lock:
            self._cancelled = self._ended = True
            if self._process is not None:
                self._process.kill()

    def _work(self) -> None:
        message = None
        while message is None and (paths := self._next_paths()):
            message = self._recognize(paths)
        with self._lock:
            self._ended = True
            if self._cancelled:
                return
        self._on_end(message)

    def _next_paths(self) -> list[Path]:
        """Take as many paths as a command line holds; none ends the run."""
        with self._lock:
            paths: list[Path] = []
            length = 0
            while self._waiting and not self._cancelled:
                length += len(os.fsencode(self._waiting[0])) + 3
                if paths and length > _LONGEST_COMMAND:
                    break
                paths.append(self._waiting.popleft())
            self._ended = self._ended or not paths
            return paths

    def _recognize(self, paths: list[Path]) -> str | None:
        """Let a child recognise some recordings; give a sentence where that is no use."""
        with _complaints() as complaints:
            try:
                process = self._start(paths, complaints)
            except OSError as error:
                logger.exception("No child process could be started.")
                return f"The recogniser could not be started: {error.strerror or error}."
            done = self._read(process, paths)
            status = process.wait()
            if done == len(paths) or self._cancelled:
                return None
            complaints.seek(0)
            said = complaints.read().decode(errors="replace")
        logger.error("Recognition ended with status %d: %s", status, said)
        if 0 <= status <= _HIGHEST_STATUS:
            return _reason(said)
        return self._skip_after_crash(paths, done)

    def _start(self, paths: list[Path], complaints: IO[bytes]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            # Behind --, a path that begins with a dash is no option.
            [*_program(), "recognize", *self._options, "--", *map(os.fspath, paths)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            creationflags=_CREATION_FLAGS,
        )
        with self._lock:
            self._process = process
            if self._cancelled:
                process.kill()
        if hasattr(os, "setpriority"):
            with contextlib.suppress(OSError):  # gone already
                os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        return process

    def _read(self, process: subprocess.Popen[bytes], paths: list[Path]) -> int:
        """Hand on what the child says; give how many recordings it has done."""
        pipe = process.stdout
        assert pipe is not None
        done = 0
        with pipe:
            for path, line in zip(paths, pipe, strict=False):
                if self._cancelled or not line.endswith(b"\n"):
                    break
                self._hand_on_line(path, json.loads(line))
                done += 1
                self._crashes_in_a_row = 0
        return done

    def _hand_on_line(self, path: Path, said: dict[str, Any]) -> None:
        answers, source = said["utterances"], os.fspath(path)
        of_utterance = Counter(answer["utterance"] for answer in answers)
        # In parts: the window has to live while an hour's answers come in.
        for first in range(0, max(len(answers), 1), _MOST_ANSWERS_AT_ONCE):
            end = first + _MOST_ANSWERS_AT_ONCE
            entries = [
                new_entry(source, answer, is_part=of_utterance[answer["utterance"]] > 1)
                for answer in answers[first:end]
            ]
            if self._cancelled:
                return
            is_last = end >= len(answers)
            self._hand_on(Heard(path, said["seconds"], said["error"], entries, is_last))

    def _skip_after_crash(self, paths: list[Path], done: int) -> str | None:
        self._crashes_in_a_row += 1
        if self._crashes_in_a_row == _MOST_CRASHES_IN_A_ROW:
            return _CRASHES
        self._hand_on(Heard(paths[done], error=_CRASHED))
        with self._lock:
            self._waiting.extendleft(reversed(paths[done + 1 :]))
        return None


def _program() -> list[str]:
    """Give the command line that starts this program once more."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    code = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); from app.__main__ import main; main()"
    # With -P it finds no file of the folder that the user happens to be in.
    return [sys.executable, "-P", "-c", code]


def _complaints() -> IO[bytes]:
    """Open what takes the child's complaints: a file without a name, or nothing on a full disk."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return Path(os.devnull).open("w+b")


def _reason(complaints: str) -> str:
    """Give what the child said at its end, for the user."""
    lines = complaints.splitlines()
    said = [line.removeprefix(_NAME) for line in lines if line.startswith(_NAME)]
    return said[-1] if said else "The recogniser ended before it was done. Try again."
