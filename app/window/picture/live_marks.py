"""The marks of a running stream: which there are, and how they read."""

from collections.abc import Sequence

import msgspec
import numpy as np

from app.recognition.decision import Decision, Verdict, decide, lasts_too_long
from app.window.answered import Answered
from app.window.mark import Mark, mark_of
from app.wording import describe, percent


class LiveMarks:
    """Keeps the confirmed marks in order, and at most one that is provisional.

    Attributes
    ----------
    threshold : float or None
        What confirmed answers are judged by; None for what they were judged by at their time.
    """

    def __init__(self) -> None:
        self.threshold: float | None = None
        self._confirmed: list[Mark] = []
        self._provisional: Mark | None = None

    @property
    def all(self) -> list[Mark]:
        """Every mark, in the order of the stretches."""
        marks = list(self._confirmed)
        if self._provisional is not None:
            marks.append(self._provisional)
        return sorted(marks, key=_start)

    def show_provisional(self, mark: Mark) -> None:
        """Put it in the place of the provisional mark there is."""
        self._provisional = mark

    def drop_provisional(self) -> None:
        """Take the provisional mark away."""
        self._provisional = None

    def show_confirmed(self, mark: Mark) -> None:
        """Add a mark; a provisional one of the same stretch gives way."""
        provisional = self._provisional
        if provisional is not None and provisional.start < mark.end:
            self._provisional = None
        self._confirmed.append(mark)
        self._confirmed.sort(key=_start)
        self._judge(mark)

    def refresh(self, answered: Answered) -> bool:
        """Let a mark read as its answer does now; tell whether there is one."""
        found = [mark for mark in self._confirmed if mark.answered is answered]
        for mark in found:
            self._judge(mark)
        return bool(found)

    def rejudge(self, threshold: float) -> None:
        """Judge every answer that was not corrected by another threshold."""
        self.threshold = threshold
        for mark in self._confirmed:
            self._judge(mark)

    def forget_before(self, sample: int) -> None:
        """Let go of the marks that end before a sample."""
        self._confirmed = [mark for mark in self._confirmed if mark.end > sample]

    def clear(self) -> None:
        """Let go of all."""
        self._confirmed = []
        self._provisional = None

    def _judge(self, mark: Mark) -> None:
        answered = mark.answered
        if answered is None:
            return
        entry = answered.entry
        if self.threshold is not None and not answered.corrected and entry.probabilities:
            decision = decide(
                list(entry.probabilities),
                np.array(list(entry.probabilities.values()), np.float32),
                self.threshold,
                too_long=entry.digit is None
                and lasts_too_long(entry.probabilities, entry.end - entry.start),
            )
            entry = msgspec.structs.replace(entry, digit=decision.digit)
        judged = mark_of(Answered(entry, answered.number), (mark.start, mark.end))
        mark.verdict, mark.text = judged.verdict, judged.text


def words_of(mark: Mark) -> str:
    """Put a mark into words: "five, 98 % sure", "not sure: five or nine?", "five, corrected"."""
    answered = mark.answered
    if answered is None:
        return f"{_short_words(mark)}, still listening"
    best, second = answered.guesses
    if mark.verdict is Verdict.DIGIT:
        best = mark.text
    said = describe(Decision(mark.verdict, best, second, answered.entry.confidence))
    if answered.corrected:
        return f"{said}, corrected"
    if mark.verdict is Verdict.DIGIT:
        return f"{said}, {percent(answered.entry.confidence)} sure"
    return said


def summary_of(marks: Sequence[Mark]) -> str:
    """Put the marks in view into words: "2 utterances in view: 1, not sure"."""
    if not marks:
        return "No utterance in view"
    count = "1 utterance" if len(marks) == 1 else f"{len(marks)} utterances"
    return f"{count} in view: {', '.join(map(_short_words, marks))}"


def _short_words(mark: Mark) -> str:
    return mark.text if mark.verdict is Verdict.DIGIT else mark.verdict.value


def _start(mark: Mark) -> int:
    return mark.start
