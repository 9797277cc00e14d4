"""A recording as the window holds it: what is known of it, and how that is said."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from app.history import HistoryEntry
from app.recognition.answer import join_digits
from app.recognition.decision import Verdict
from app.window.answered import Answered
from app.wording import printable, word_of

_DOUBTS = (Verdict.NOT_SURE, Verdict.TOO_LONG)
_NUMBER = re.compile(r"(\d+)")


@dataclass(slots=True, eq=False)
class Recording:
    """A row of the list of recordings.

    Attributes
    ----------
    path : Path
        Absolute.
    is_done : bool
        Whether it has been recognised, or found not to be readable.
    seconds : float or None
        Its length; None while that is not known.
    error : str or None
        What kept it from being read, to its end or at all.
    answered : list of Answered
        What was heard in it.
    """

    path: Path
    is_done: bool = False
    seconds: float | None = None
    error: str | None = None
    answered: list[Answered] = field(default_factory=list)
    _before: dict[object, Answered] = field(default_factory=dict)

    def forget(self) -> None:
        """Have it tried again."""
        self._before = {_key(each.entry): each for each in self.answered}
        self.is_done, self.error, self.answered = False, None, []

    def heard_before(self, entry: HistoryEntry) -> Answered | None:
        """Find the same answer as this, given when it was tried before."""
        return self._before.get(_key(entry))

    @property
    def name(self) -> str:
        """Its name as it can be shown: the name of a file need not be text."""
        return _shown(self.path.name or os.fspath(self.path))

    @property
    def folder(self) -> str:
        """Where it is, as it can be shown."""
        return _shown(os.fspath(self.path.parent))

    @property
    def digits(self) -> str:
        """The digits that were said as far as is known, corrections included: "4071"."""
        return join_digits([each.label for each in self.answered if each.label is not None])

    @property
    def heard(self) -> str:
        """What was heard, in a word or two."""
        if self.digits:
            return self.digits
        if not self.is_done:
            return "waiting"
        if self.error is not None:
            return "not whole" if self.seconds is not None else "not readable"
        if any(each.verdict in _DOUBTS for each in self.answered):
            return "not sure"
        return "no digit" if self.answered else "nothing heard"

    @property
    def length(self) -> str:
        """How long it is, as in "7.8 s"; empty while that is not known."""
        return "" if self.seconds is None else duration(self.seconds)

    @property
    def sentence(self) -> str:
        """What is wrong with it, without its path; empty where nothing is."""
        return "" if self.error is None else sentence_of(self.path, self.error)

    @property
    def description(self) -> str:
        """All about it in words, as a screen reader says it."""
        digits = [each.label for each in self.answered if each.label is not None]
        heard = " ".join(word_of(digit) for digit in digits) or self.heard
        parts = [self.name, heard, self.length, self.sentence]
        return ", ".join(part for part in parts if part)

    def name_key(self) -> tuple[str, ...]:
        """Give what it is sorted by under its name: "take 2" comes before "take 10"."""
        parts = _NUMBER.split(self.name.casefold())
        parts[1::2] = [part.zfill(20) for part in parts[1::2]]
        return tuple(parts)


def _key(entry: HistoryEntry) -> object:
    """Give what two answers have in common that are the same."""
    return entry.start, entry.end, entry.digit, entry.confidence


def sentence_of(path: Path, error: str) -> str:
    """Say what is wrong with a recording where one sees which it is: without its path."""
    beginning = f"{path} "
    return printable(
        f"It {error.removeprefix(beginning)}" if error.startswith(beginning) else error
    )


def duration(seconds: float) -> str:
    """Say how long something is: "7.8 s", "4:07 min" or "1:02:03 h"."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes}:{rest:02} min"
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02} h"


def _shown(text: str) -> str:
    return text if text.isprintable() else printable(text)
