"""The history: one line of JSON for each confirmed answer, appended at once."""

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from app.home import Home, home_error, make_folder, write_atomically

if TYPE_CHECKING:
    from filelock import BaseFileLock

_NOT_WRITTEN = "The answer could not be added to the history"
_NOT_READ = "The history could not be read"


class HistoryEntry(msgspec.Struct, eq=False, gc=False):
    """A confirmed answer, as a line of the history has it.

    Attributes
    ----------
    time : str
        When it was given, ISO 8601 with milliseconds and the local zone.
    source : str
        Where the sound came from, as the name of a microphone or the path of a file.
    start, end : float
        Where the voice is, in seconds from the start of the stream.
    digit : str or None
        What the program said; None where it was not sure or heard no digit.
    confidence : float, 0 to 1
        Probability of the best digit.
    probabilities : dict from str to float
        By label.
    utterance : int
        Number of the stretch that the gate cut, in its stream.
    latency_ms : float or None
        From the arrival of the last voiced sample to the answer; None for files.
    compute_ms : float
        The network's own time.
    copy : bool
        Whether a "double" or "triple", which stands there, says the digit once more.
    part : bool
        Whether it was found within an utterance: others, or words, may be close beside it.
    said : str or None
        What was really said, where the user corrected the answer: a label, or "other".
    voice : str or None
        Where its voice is kept, relative to the folder of the history.
    was_kept : bool
        Whether its voice was kept before the user corrected the answer.
    """

    time: str
    source: str
    start: float = 0.0
    end: float = 0.0
    digit: str | None = None
    confidence: float = 0.0
    probabilities: dict[str, float] = {}
    utterance: int = 0
    latency_ms: float | None = None
    compute_ms: float = 0.0
    copy: bool = False
    part: bool = False
    said: str | None = None
    voice: str | None = None
    was_kept: bool = False


def new_entry(source: str, answer: Mapping[str, Any], is_part: bool = False) -> HistoryEntry:
    """Make the entry of an answer that was given just now.

    Parameters
    ----------
    source : str
        Where the sound came from, as the name of a microphone or the path of a file.
    answer : mapping
        The fields of an answer as `app.recognition.answer.as_entry` gives them.
    is_part : bool
        Whether others of its utterance may be close beside it.

    Returns
    -------
    HistoryEntry
    """
    now = datetime.now().astimezone().isoformat(timespec="milliseconds")
    # The name of a file need not be valid text.
    source = source.encode(errors="backslashreplace").decode()
    fields = {"time": now, "source": source, "part": is_part, **answer}
    return msgspec.convert(fields, HistoryEntry)


def line_of(entry: HistoryEntry) -> bytes:
    """Give the line that an entry has in the history, with the end of the line."""
    fields = {name: getattr(entry, name) for name in entry.__struct_fields__}
    for name in ("copy", "part", "said", "voice", "was_kept"):
        if not fields[name]:
            del fields[name]
    return msgspec.json.encode(fields) + b"\n"


def append_entries(home: Home, entries: Iterable[HistoryEntry]) -> None:
    """Add confirmed answers to the history.

    Several programs may do so at once: they wait for each other. After a line that was left
    unfinished (a full disk, a crash) a new line is begun.

    Parameters
    ----------
    home : Home
        Where the program writes.
    entries : iterable of HistoryEntry

    Raises
    ------
    HomeError
        If they cannot be written (no rights, disk full); all earlier lines are untouched.
    """
    lines = b"".join(line_of(entry) for entry in entries)
    make_folder(home.history.parent)
    try:
        with _lock(home):
            _append(os.fspath(home.history), lines)
    except OSError as error:
        raise home_error(_NOT_WRITTEN, home.history, error) from error


def rewrite_entry(home: Home, entry: HistoryEntry) -> None:
    """Write to its line what a correction changes of an entry; all other lines stay.

    Parameters
    ----------
    home : Home
    entry : HistoryEntry
        Its `said`, `voice` and `was_kept` are written. Found by its time, source, utterance and
        start. Where the history does not have it any more, nothing is done.

    Raises
    ------
    HomeError
        If the history cannot be read or written; it is untouched then.
    """
    time_bytes = entry.time.encode()

    def change(line: bytes) -> bytes:
        if time_bytes not in line or not (known := _understand(line)) or not _same(known, entry):
            return line
        fields = msgspec.json.decode(line, type=dict[str, Any])
        for name in ("said", "voice", "was_kept"):
            fields.pop(name, None)
            if value := getattr(entry, name):
                fields[name] = value
        return msgspec.json.encode(fields) + b"\n"

    with _locked(home):
        lines = _read_lines(home)
        changed = [change(line) for line in lines]
        if changed != lines:
            write_atomically(home.history, b"".join(changed), "The history")


def clear_history(home: Home) -> bytes:
    """Empty the history.

    Returns
    -------
    bytes
        What was in it, for `restore_history`.

    Raises
    ------
    HomeError
        If it cannot be read or written; it is untouched then.
    """
    with _locked(home):
        content = b"".join(_read_lines(home))
        if content:
            write_atomically(home.history, b"", "The history")
    return content


def restore_history(home: Home, content: bytes) -> None:
    """Put back, before what has come since, what `clear_history` gave.

    Raises
    ------
    HomeError
        If it cannot be read or written; it is untouched then.
    """
    if content and not content.endswith(b"\n"):
        content += b"\n"
    with _locked(home):
        write_atomically(home.history, content + b"".join(_read_lines(home)), "The history")


class History:
    """The entries of the history, oldest first; each iteration reads the file anew.

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
        self._home = home
        self.damaged = 0

    def __iter__(self) -> Iterator[HistoryEntry]:
        """Give each entry.

        Raises
        ------
        HomeError
            If there is a history that cannot be read.
        """
        self.damaged = 0
        for line in _read_lines(self._home):
            if entry := _understand(line):
                yield entry
            elif line.strip():
                self.damaged += 1


def _lock(home: Home) -> "BaseFileLock":
    """Keep programs that change the history at the same time apart."""
    from filelock import FileLock  # noqa: PLC0415 - slow to import, and not needed at the start

    return FileLock(home.history.with_name(f".{home.history.name}.lock"), mode=0o600, timeout=5)


class _locked:  # noqa: N801 - read as a statement
    """Hold the lock; what keeps it from being had is a `HomeError`."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def __enter__(self) -> None:
        make_folder(self._home.history.parent)
        self._held = _lock(self._home)
        try:
            self._held.acquire()
        except OSError as error:
            raise home_error(_NOT_WRITTEN, self._home.history, error) from error

    def __exit__(self, *_: object) -> None:
        self._held.release()


def _read_lines(home: Home) -> list[bytes]:
    try:
        with home.history.open("rb") as file:
            return file.readlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise home_error(_NOT_READ, home.history, error) from error


def _append(path: str, lines: bytes) -> None:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        if size:
            os.lseek(descriptor, -1, os.SEEK_END)
            if os.read(descriptor, 1) != b"\n":
                lines = b"\n" + lines
        if os.write(descriptor, lines) != len(lines):
            # Whole or not at all, so that it can be tried again.
            os.ftruncate(descriptor, size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(descriptor)


def _same(known: HistoryEntry, entry: HistoryEntry) -> bool:
    return (known.time, known.source, known.utterance, known.start) == (
        entry.time,
        entry.source,
        entry.utterance,
        entry.start,
    )


def _understand(line: bytes) -> HistoryEntry | None:
    with suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return msgspec.json.decode(line, type=HistoryEntry)
    return None
