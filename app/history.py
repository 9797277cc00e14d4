"""The history: one line of JSON for each confirmed answer, appended at once."""

import errno
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from app.home import Home, home_error, make_folder

_NOT_WRITTEN = "The answer could not be added to the history"


def append_answer(home: Home, source: str, entry: Mapping[str, Any]) -> None:
    """Add one confirmed answer to the history.

    Several programs may do so at once: each line is one write at the end of the file. After a
    line that was left unfinished (a full disk, a crash) a new line is begun.

    Parameters
    ----------
    home : Home
        Where the program writes.
    source : str
        Where the sound came from, as the name of a microphone or the path of a file.
    entry : mapping
        The fields of an answer: start and end in seconds, digit, confidence, probabilities,
        utterance, latency_ms, compute_ms.

    Raises
    ------
    HomeError
        If it cannot be written (no rights, disk full); all earlier lines are untouched.
    """
    now = datetime.now().astimezone().isoformat(timespec="milliseconds")
    # The name of a file need not be valid text.
    source = source.encode(errors="backslashreplace").decode()
    line = msgspec.json.encode({"time": now, "source": source, **entry}) + b"\n"
    path = home.history
    make_folder(path.parent)
    try:
        _append(os.fspath(path), line)
    except OSError as error:
        raise home_error(_NOT_WRITTEN, path, error) from error


class History:
    """The lines of the history, oldest first; each iteration reads the file anew.

    Parameters
    ----------
    home : Home
        Where the program writes.

    Attributes
    ----------
    damaged : int
        How many lines the latest iteration left out because they are no answers.
    """

    def __init__(self, home: Home) -> None:
        self._path = home.history
        self.damaged = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give each answer with its ``time`` and ``source``.

        Raises
        ------
        HomeError
            If there is a history that cannot be read.
        """
        self.damaged = 0
        try:
            with self._path.open("rb") as file:
                for line in file:
                    if answer := _understand(line):
                        yield answer
                    elif line.strip():
                        self.damaged += 1
        except FileNotFoundError:
            return
        except OSError as error:
            raise home_error("The history could not be read", self._path, error) from error


def _append(path: str, line: bytes) -> None:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        if os.fstat(descriptor).st_size:
            os.lseek(descriptor, -1, os.SEEK_END)
            if os.read(descriptor, 1) != b"\n":
                line = b"\n" + line
        if os.write(descriptor, line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(descriptor)


def _understand(line: bytes) -> dict[str, Any] | None:
    try:
        answer = msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    whole = isinstance(answer.get("time"), str) and isinstance(answer.get("source"), str)
    return answer if whole else None
