"""How far a long task is, on one line of the terminal that is written over."""

import sys
import time

_REFRESH_S = 0.1
_SHOWN_AFTER_S = 0.5


class Progress:
    """A line on standard error: what is done, of how much, and the time that remains.

    Nothing is shown where standard error is no terminal, nor in the first half second.

    Parameters
    ----------
    total : int
        Number of things to do.
    what : str
        What they are, in the plural.
    """

    def __init__(self, total: int, what: str) -> None:
        self._total = total
        self._what = what
        self._began = time.monotonic()
        self._shown = self._began + _SHOWN_AFTER_S - _REFRESH_S
        self._visible = False
        self._terminal = sys.stderr.isatty()

    @property
    def wanted(self) -> bool:
        """Whether anybody sees it."""
        return self._terminal

    def show(self, done: float, detail: str = "") -> None:
        """Show how far it is.

        Parameters
        ----------
        done : float
            How many are done; a fraction of one counts.
        detail : str
            What is being done now.
        """
        now = time.monotonic()
        if not self._terminal or now - self._shown < _REFRESH_S:
            return
        self._shown = now
        remaining = ""
        if 0 < done < self._total:
            seconds = (now - self._began) / done * (self._total - done)
            remaining = f", {seconds:.0f} s left"
        line = f"{int(done)} of {self._total} {self._what} done{remaining}  {detail}"
        print(f"\r\x1b[K{line[:78]}", end="", file=sys.stderr, flush=True)
        self._visible = True

    def clear(self) -> None:
        """Take the line away, as before any other output."""
        if self._visible:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._visible = False
