"""Answers in words, the same for the terminal and the window."""

import math

from app.recognition.decision import Decision, Verdict

DIGITS = tuple("0123456789")
"""The labels of the bundled model, without "other"."""

# A probability of 0.9 is 0.89999998 where it comes from the network.
_SINGLE_PRECISION = 1e-5
_WORDS = dict(zip(DIGITS, "zero one two three four five six seven eight nine".split(), strict=True))


def word_of(label: str) -> str:
    """Give the word of a digit: "seven" for "7"; any other label is its own word."""
    return _WORDS.get(label, label)


def percent(share: float) -> str:
    """Give a share from 0 to 1 in whole percent, "98 %", rounded down.

    So nothing looks certain that is not, and nothing sure enough that is below the threshold.
    """
    most = 99 if share < 1 else 100
    return f"{min(math.floor(share * 100 + _SINGLE_PRECISION), most)} %"


def describe(decision: Decision) -> str:
    """Put a decision into words.

    Parameters
    ----------
    decision : Decision

    Returns
    -------
    str
        "seven", "not sure: five or nine?", "more than one digit?" or "not a digit".
    """
    if decision.verdict is Verdict.NO_DIGIT:
        return none_of_them(decision.best)
    if decision.verdict is Verdict.NOT_SURE:
        return f"not sure: {guesses_of(decision)}?"
    if decision.verdict is Verdict.TOO_LONG:
        return f"more than one {kind_of(decision.best)}?"
    return word_of(decision.best)


def kind_of(label: str) -> str:
    """Tell what a label is: "digit" or "word"."""
    return "digit" if label in DIGITS else "word"


def none_of_them(best: str) -> str:
    """Say that it was none of the labels; `best`, the most probable, tells what kind they are."""
    return "not a digit" if best in DIGITS else "none of the words"


def guesses_of(decision: Decision) -> str:
    """Name what it may be: "five or nine"; a model that knows one word has one guess."""
    best, second = word_of(decision.best), word_of(decision.second)
    return best if best == second else f"{best} or {second}"


def printable(text: str) -> str:
    """Escape what a terminal would not print but obey, as a file's name may hold it."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )
