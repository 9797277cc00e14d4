"""A confirmed answer as the window holds it."""

from dataclasses import dataclass

from app.history import HistoryEntry
from app.recognition.decision import OTHER, Verdict, lasts_too_long


@dataclass(slots=True, eq=False)
class Answered:
    """A row of the history, with what this window knows of it besides.

    Attributes
    ----------
    entry : HistoryEntry
        What is on disk.
    number : int
        Its place in the history of this window, from 0.
    in_line : bool
        Whether its digit, if it has one, stands in the line.
    """

    entry: HistoryEntry
    number: int
    in_line: bool = False

    @property
    def label(self) -> str | None:
        """What was said as far as is known: the correction, else the answer; None for no digit."""
        said = self.entry.said
        if said is not None:
            return None if said == OTHER else said
        return self.entry.digit

    @property
    def corrected(self) -> bool:
        """Whether the user said what it was."""
        return self.entry.said is not None

    @property
    def verdict(self) -> Verdict:
        """What kind of answer it is now; a correction is a certain one."""
        said = self.entry.said
        if said is None:
            return self.heard
        return Verdict.NO_DIGIT if said == OTHER else Verdict.DIGIT

    @property
    def heard(self) -> Verdict:
        """What kind of answer the program itself gave."""
        entry = self.entry
        if entry.digit is not None:
            return Verdict.DIGIT
        if entry.probabilities.get(OTHER, 0.0) > entry.confidence:
            return Verdict.NO_DIGIT
        too_long = lasts_too_long(entry.probabilities, entry.end - entry.start)
        return Verdict.TOO_LONG if too_long else Verdict.NOT_SURE

    @property
    def guesses(self) -> tuple[str, str]:
        """The two most probable digits."""
        digits = [label for label in self.entry.probabilities if label != OTHER]
        ranked = sorted(digits, key=self.entry.probabilities.__getitem__, reverse=True)
        return (ranked[0], ranked[1]) if len(ranked) > 1 else ("", "")
