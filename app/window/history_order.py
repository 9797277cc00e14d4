"""Which answers of the history are shown, and in which order."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from math import inf
from operator import attrgetter
from typing import Any

from app.recognition.decision import Verdict
from app.window.answered import Answered
from app.window.history_text import source_text


class Column(IntEnum):
    """The columns of the history."""

    TIME = 0
    SOURCE = 1
    DIGIT = 2
    CONFIDENCE = 3
    MILLISECONDS = 4
    PLAY = 5
    CORRECT = 6


SORTED_BY = (Column.TIME, Column.SOURCE, Column.DIGIT, Column.CONFIDENCE, Column.MILLISECONDS)
"""The columns that the history can be sorted by."""


class Kind(Enum):
    """What can be asked of an answer."""

    ALL = "all"
    DIGIT = "digit"
    NOT_SURE = "not sure"
    NO_DIGIT = "no digit"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which answers are shown.

    Attributes
    ----------
    kind : Kind
    label : str
        The digit, where the kind is that.
    """

    kind: Kind = Kind.ALL
    label: str = ""

    def takes(self, answered: Answered) -> bool:
        """Tell whether an answer is shown."""
        if self.kind is Kind.DIGIT:
            return answered.label == self.label
        if self.kind is Kind.CORRECTED:
            return answered.corrected
        if self.kind is Kind.NO_DIGIT:
            return answered.verdict is Verdict.NO_DIGIT
        if self.kind is Kind.NOT_SURE:
            return answered.verdict in (Verdict.NOT_SURE, Verdict.TOO_LONG)
        return True


_DIGIT_RANKS = {Verdict.DIGIT: "0", Verdict.NOT_SURE: "1", Verdict.TOO_LONG: "1"}
_NO_DIGIT_RANK = "2"
# Keys are numbers and texts: the garbage collector would look at 10,000 tuples again and again.
_KEYS: dict[Column, Callable[[Answered], Any]] = {
    Column.TIME: lambda answered: answered.number,
    Column.SOURCE: lambda answered: source_text(answered).casefold(),
    Column.DIGIT: lambda answered: (
        _DIGIT_RANKS.get(answered.verdict, _NO_DIGIT_RANK) + (answered.label or "")
    ),
    Column.CONFIDENCE: lambda answered: answered.entry.confidence,
    Column.MILLISECONDS: lambda answered: (
        inf if answered.entry.latency_ms is None else answered.entry.latency_ms
    ),
}
_number_of = attrgetter("number")


class HistoryOrder:
    """The answers that are shown, sorted once; one that comes is put where it belongs.

    Of equal ones the newer is the greater. An answer stays where it is while it changes, so that
    nothing jumps under the hand that corrects it; the next `arrange` sees it as it is then.

    Attributes
    ----------
    filter : Filter
    column : Column
    descending : bool
        Whether the greatest is on top; the newest is, to start with.
    """

    def __init__(self) -> None:
        self.filter = Filter()
        self.column = Column.TIME
        self.descending = True
        self._rows: list[Answered] = []
        self._keys: list[Any] = []
        self._key_of: dict[Answered, Any] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: int) -> Answered:
        return self._rows[self._turned(row)]

    def __iter__(self) -> Iterator[Answered]:
        return reversed(self._rows) if self.descending else iter(self._rows)

    def arrange(self, answers: Sequence[Answered]) -> None:
        """Filter and sort all answers anew; they are given oldest first."""
        wanted = answers
        if self.filter.kind is not Kind.ALL:
            wanted = [answered for answered in answers if self.filter.takes(answered)]
        key_of = dict(zip(wanted, map(_KEYS[self.column], wanted), strict=True))
        self._rows = sorted(wanted, key=key_of.__getitem__)
        self._keys = [key_of[answered] for answered in self._rows]
        self._key_of = key_of

    def row_for(self, answered: Answered) -> int | None:
        """Tell which row an answer will have that is newer than all; None for not shown."""
        if not self.filter.takes(answered):
            return None
        place = bisect_right(self._keys, _KEYS[self.column](answered))
        return len(self._rows) - place if self.descending else place

    def insert(self, answered: Answered) -> None:
        """Put a new answer into the row that `row_for` told."""
        key = _KEYS[self.column](answered)
        place = bisect_right(self._keys, key)
        self._keys.insert(place, key)
        self._rows.insert(place, answered)
        self._key_of[answered] = key

    def row_of(self, answered: Answered) -> int | None:
        """Find the row of an answer; None where it is not shown."""
        key = self._key_of.get(answered)
        if key is None:
            return None
        first, last = bisect_left(self._keys, key), bisect_right(self._keys, key)
        return self._turned(bisect_left(self._rows, answered.number, first, last, key=_number_of))

    def _turned(self, row: int) -> int:
        return len(self._rows) - 1 - row if self.descending else row
