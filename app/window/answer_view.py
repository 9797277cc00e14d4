"""What the answer's panel says about an answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.recognition.answer import Answer
from app.recognition.decision import OTHER, Decision, Verdict, decide
from app.window.answered import Answered
from app.wording import describe, guesses_of, kind_of, none_of_them, percent, word_of


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as it is shown.

    Attributes
    ----------
    verdict : Verdict
    big : str
        What is written as large as there is room.
    words : tuple of str
        What is written below it, at length first, shortest last; empty for nothing.
    confidence : float, 0 to 1
    probabilities : mapping from str to float
        By label.
    chosen : tuple of str
        The labels that stand out among them.
    corrected : bool
        Whether the user said what it was: the program's confidence is of something else.
    spoken : str
        All of it for somebody who cannot see it: "five, 98 % sure".
    """

    verdict: Verdict
    big: str
    words: tuple[str, ...]
    confidence: float
    probabilities: Mapping[str, float]
    chosen: tuple[str, ...]
    spoken: str
    corrected: bool = False

    @property
    def colour(self) -> str:
        """Name of the colour of the theme for what is written large."""
        return {Verdict.DIGIT: "text", Verdict.NO_DIGIT: "muted"}.get(self.verdict, "warning")

    @property
    def bar_colour(self) -> str:
        """Name of the colour of the theme for the bar of the confidence."""
        return "muted" if self.corrected else self.chosen_colour

    @property
    def chosen_colour(self) -> str:
        """Name of the colour of the theme for the bars of the chosen labels."""
        return {Verdict.DIGIT: "accent", Verdict.NO_DIGIT: "muted"}.get(self.verdict, "warning")


def view_of_answer(answer: Answer, threshold: float) -> AnswerView:
    """Show an answer as this threshold has it, which need not be the one it was given with."""
    decision = decide(
        answer.labels,
        answer.probabilities,
        threshold,
        too_long=answer.decision.verdict is Verdict.TOO_LONG,
    )
    probabilities = dict(zip(answer.labels, answer.probabilities.tolist(), strict=True))
    return _view_of_decision(decision, probabilities)


def view_of_answered(answered: Answered) -> AnswerView:
    """Show an answer of the history as it stands there, corrected where it was."""
    entry = answered.entry
    best, second = answered.guesses
    if not answered.corrected:
        decision = Decision(answered.verdict, best, second, entry.confidence)
        return _view_of_decision(decision, entry.probabilities)
    said = answered.label
    words = none_of_them(best) if said is None else word_of(said)
    return AnswerView(
        verdict=answered.verdict,
        big="–" if said is None else said,
        words=(words,) if said is None else _words_of(said),
        confidence=entry.confidence,
        probabilities=entry.probabilities,
        chosen=(OTHER if said is None else said,),
        spoken=f"{words}, corrected",
        corrected=True,
    )


def _view_of_decision(decision: Decision, probabilities: Mapping[str, float]) -> AnswerView:
    said = describe(decision)
    spoken = said
    big = "?"
    words: tuple[str, ...] = (said,)
    chosen: tuple[str, ...] = (decision.best, decision.second)
    if decision.verdict is Verdict.DIGIT:
        big, words, chosen = decision.best, _words_of(decision.best), (decision.best,)
        spoken = f"{said}, {percent(decision.confidence)} sure"
    elif decision.verdict is Verdict.NO_DIGIT:
        big, chosen = "–", (OTHER,)
    elif decision.verdict is Verdict.TOO_LONG:
        words, chosen = (said, f"several {kind_of(decision.best)}s?"), (decision.best,)
    else:
        words = (said, f"{guesses_of(decision)}?")
    return AnswerView(
        decision.verdict, big, words, decision.confidence, probabilities, chosen, spoken
    )


def _words_of(label: str) -> tuple[str, ...]:
    """Give the word of a digit; a label that is a word itself is not said twice."""
    word = word_of(label)
    return () if word == label else (word,)
