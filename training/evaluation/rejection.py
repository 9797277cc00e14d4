"""What the threshold keeps out, and what it costs."""

import numpy as np

from training.data.recording import OTHER
from training.evaluation.answers import Answers, Mask
from training.evaluation.figures import CalledADigit, RejectionPoint, WordFigures
from training.evaluation.intervals import wilson_interval

_THRESHOLDS = np.round(np.linspace(0, 1, 101), 2)


def called_a_digit(others: Answers) -> CalledADigit:
    """Count how many of the answers to other sounds are a digit."""
    called, of = int(others.called_a_digit().sum()), len(others)
    low, high = wilson_interval(called, of)
    return CalledADigit(called, of, called / of if of else 0.0, low, high)


def word_figures(words: Answers) -> WordFigures:
    """Count the same for all words and for each, the worst first; the unnamed are "other"."""
    names = np.array([recording.word or OTHER for recording in words.recordings], np.str_)
    by_word = {str(name): called_a_digit(words.only(names == name)) for name in np.unique(names)}
    worst = sorted(by_word, key=lambda name: -by_word[name].called_a_digit)
    return WordFigures(called_a_digit(words), {name: by_word[name] for name in worst})


def rejection_curve(digits: Answers, words: Answers, noises: Answers) -> tuple[RejectionPoint, ...]:
    """Move the threshold from 0 to 1; there has to be at least one digit."""
    return tuple(
        RejectionPoint(
            threshold=float(threshold),
            digits_lost=_share(~digits.called_a_digit(threshold)),
            words_called_a_digit=_share(words.called_a_digit(threshold)) if len(words) else None,
            noises_called_a_digit=_share(noises.called_a_digit(threshold)) if len(noises) else None,
        )
        for threshold in _THRESHOLDS
    )


def _share(mask: Mask) -> float:
    return float(mask.mean())
