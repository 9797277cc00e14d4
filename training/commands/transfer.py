"""How far a download is: one line of a terminal, written over; elsewhere a line now and then."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

_ON_TERMINAL_S = 0.2
_ELSEWHERE_S = 10.0
_MEGABYTE = 1e6


class TransferLine:
    """Says how much of a file has come, how fast, and how long it will take.

    Parameters
    ----------
    name : str
        What is downloaded.
    stream : file
        Where it is said; None for standard error.
    clock : callable
        Gives the time in seconds.
    """

    def __init__(
        self,
        name: str,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._clock = name, clock
        self._stream = sys.stderr if stream is None else stream
        self._is_terminal = self._stream.isatty()
        self._every_s = _ON_TERMINAL_S if self._is_terminal else _ELSEWHERE_S
        self._began: tuple[float, int] | None = None
        self._said_at = 0.0

    def __call__(self, size: int, total: int | None) -> None:
        """Take how many bytes are here, and of how many."""
        now = self._clock()
        if self._began is None:
            self._began = now, size
            if size:
                self._say(f"{self._name}: goes on after {_amount(size, total)}")
        elif size == total or now - self._said_at >= self._every_s:
            self._say(self._line(now, size, total))
        else:
            return
        self._said_at = now

    def end(self) -> None:
        """Leave the line, so that something else can be said."""
        if self._is_terminal and self._began is not None:
            print(file=self._stream, flush=True)

    def _line(self, now: float, size: int, total: int | None) -> str:
        assert self._began is not None
        began, size_then = self._began
        rate = (size - size_then) / max(now - began, 1e-3)
        line = f"{self._name}: {_amount(size, total)}, {rate / _MEGABYTE:.1f} MB/s"
        if total is not None and rate and size < total:
            line += f", {_duration((total - size) / rate)} left"
        return line

    def _say(self, line: str) -> None:
        if self._is_terminal:
            print(f"\r\x1b[K{line[:78]}", end="", file=self._stream, flush=True)
        else:
            print(line, file=self._stream, flush=True)


def megabytes(size: float) -> str:
    """Give a number of bytes in MB or, from a thousand of them, in GB."""
    if size >= 1e9:
        return f"{size / 1e9:.2f} GB"
    return f"{size / _MEGABYTE:.1f} MB"


def _amount(size: int, total: int | None) -> str:
    if total is None:
        return megabytes(size)
    return f"{megabytes(size)} of {megabytes(total)} ({100 * size // max(total, 1)} %)"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
