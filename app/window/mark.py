"""An answer on the stretch of sound that it came from, as the pictures draw it."""

from dataclasses import dataclass

from app.recognition.answer import Answer
from app.recognition.decision import Verdict
from app.window.answered import Answered
from model.audio_format import SAMPLE_RATE


@dataclass(slots=True, eq=False)
class Mark:
    """A shaded stretch with its chip.

    Attributes
    ----------
    start, end : int
        First voiced sample and the one behind the last voiced one, at 16 kHz, in the stream
        or recording that the picture shows.
    verdict : Verdict
        Says how it is drawn.
    text : str
        What stands on the chip: the digit, "?" or "–".
    answered : Answered or None
        Whose stretch it is; None while the answer is provisional.
    """

    start: int
    end: int
    verdict: Verdict
    text: str
    answered: Answered | None = None

    @property
    def is_provisional(self) -> bool:
        """Whether the voice may still go on."""
        return self.answered is None


def provisional_mark(answer: Answer) -> Mark:
    """Mark an answer that is not confirmed yet."""
    verdict = answer.decision.verdict
    return Mark(answer.start, answer.end, verdict, _text(verdict, answer.decision.best))


def mark_of(answered: Answered, stretch: tuple[int, int] | None = None) -> Mark:
    """Mark a confirmed answer.

    Parameters
    ----------
    answered : Answered
    stretch : (int, int) or None
        Where it is, in samples; None for where its entry says.
    """
    entry = answered.entry
    start, end = stretch or (round(entry.start * SAMPLE_RATE), round(entry.end * SAMPLE_RATE))
    verdict = answered.verdict
    return Mark(start, end, verdict, _text(verdict, answered.label or ""), answered)


def _text(verdict: Verdict, label: str) -> str:
    return {Verdict.DIGIT: label, Verdict.NO_DIGIT: "–"}.get(verdict, "?")
