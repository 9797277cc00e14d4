"""From probabilities to what the program says."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

OTHER = "other"
"""The label of what is none of the digits; a model may do without it."""

_DIGITS_AND_OTHER = {*"0123456789", OTHER}
# Of 3,858 single digits the longest has 1.09 s.
_LONGEST_DIGIT_S = 1.3


class Verdict(Enum):
    """What kind of answer it is."""

    DIGIT = "digit"
    """Sure enough to be said."""
    NOT_SURE = "not sure"
    """The best digit stays below the threshold."""
    TOO_LONG = "too long"
    """The voice lasts longer than any one digit."""
    NO_DIGIT = "no digit"
    """*other* is more probable than any digit."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the program says about a clip.

    Attributes
    ----------
    verdict : Verdict
    best, second : str
        The two most probable digits (labels other than *other*).
    confidence : float, 0 to 1
        The probability of `best`, whatever the verdict.
    """

    verdict: Verdict
    best: str
    second: str
    confidence: float

    @property
    def digit(self) -> str | None:
        """The digit where the program is sure of one, else None."""
        return self.best if self.verdict is Verdict.DIGIT else None


def lasts_too_long(labels: Collection[str], seconds: float) -> bool:
    """Say whether a voice lasts longer than any one digit.

    Parameters
    ----------
    labels : collection of str
        Of the model; where it has others than the digits and *other*, nothing is too long, since
        they may be words of any length.
    seconds : float

    Returns
    -------
    bool
    """
    return seconds > _LONGEST_DIGIT_S and _DIGITS_AND_OTHER.issuperset(labels)


def decide(
    labels: Sequence[str],
    probabilities: NDArray[np.float32],
    threshold: float,
    too_long: bool = False,
) -> Decision:
    """Say which digit it is, that it is none, or that one is not sure.

    Parameters
    ----------
    labels : sequence of str, length n >= 2
        In the order of the probabilities; one of them may be *other*.
    probabilities : ndarray of float32, shape (n,)
        Calibrated, their sum is 1.
    threshold : float, 0 to 1
        The least confidence with which a digit is said.
    too_long : bool
        Whether the voice lasts longer than one digit does: the clip holds only a part of it.

    Returns
    -------
    Decision
    """
    by_label = dict(zip(labels, probabilities.tolist(), strict=True))
    other = by_label.pop(OTHER, 0.0)
    ranked = sorted(by_label, key=by_label.__getitem__, reverse=True)
    best, second = ranked[0], ranked[1 % len(ranked)]
    confidence = by_label[best]
    if other > confidence:
        verdict = Verdict.NO_DIGIT
    elif too_long:
        verdict = Verdict.TOO_LONG
    elif confidence < threshold:
        verdict = Verdict.NOT_SURE
    else:
        verdict = Verdict.DIGIT
    return Decision(verdict, best, second, confidence)
