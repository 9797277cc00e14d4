"""Receiver operating characteristics, without a threshold."""

import numpy as np
from numpy.typing import NDArray

from training.evaluation.answers import Answers, Mask
from training.evaluation.figures import Curve, DigitOrNot, Roc

_MOST_POINTS = 300


def digit_or_not(digits: Answers, words: Answers, noises: Answers) -> DigitOrNot:
    """Tell digits from other sounds by the probability of some digit.

    There have to be digits, and words or noises.
    """
    scores = [1 - each.of_other for each in (digits, words, noises)]
    against_words = _roc(scores[0], scores[1]) if len(words) else None
    against_noises = _roc(scores[0], scores[2]) if len(noises) else None
    others = np.concatenate(scores[1:])
    return DigitOrNot(_roc(scores[0], others), against_words, against_noises)


def area_under_roc(scores: NDArray[np.floating], is_positive: Mask) -> float | None:
    """Give how often a positive scores above a negative; equals count half.

    Parameters
    ----------
    scores : ndarray of float, shape (n,)
    is_positive : ndarray of bool, shape (n,)

    Returns
    -------
    float or None
        None where there are no positives or no negatives. Source: Mann and Whitney, "On a test
        of whether one of two random variables is stochastically larger than the other", 1947.
    """
    positives, negatives = scores[is_positive], np.sort(scores[~is_positive])
    if not len(positives) or not len(negatives):
        return None
    below = np.searchsorted(negatives, positives, "left")
    not_above = np.searchsorted(negatives, positives, "right")
    return float((below + not_above).sum() / 2 / len(positives) / len(negatives))


def _roc(positives: NDArray[np.floating], negatives: NDArray[np.floating]) -> Roc:
    scores = np.concatenate([positives, negatives])
    is_positive = np.arange(len(scores)) < len(positives)
    auc = area_under_roc(scores, is_positive)
    assert auc is not None
    return Roc(auc, _curve(scores, is_positive))


def _curve(scores: NDArray[np.floating], is_positive: Mask) -> Curve:
    order = np.argsort(-scores, kind="stable")
    # Of equal scores only the last one is a point: no threshold lies between them.
    last_of_equals = np.append(np.diff(scores[order]) != 0, True)
    found = np.cumsum(is_positive[order])[last_of_equals] / max(is_positive.sum(), 1)
    taken = np.cumsum(~is_positive[order])[last_of_equals] / max((~is_positive).sum(), 1)
    x, y = np.append(0.0, taken), np.append(0.0, found)
    # Points on the way straight up or straight right say nothing; of many, some are enough.
    right, up = np.diff(x) != 0, np.diff(y) != 0
    corner = np.ones(len(x), bool)
    corner[1:-1] = (right[:-1] | right[1:]) & (up[:-1] | up[1:])
    x, y = x[corner], y[corner]
    kept = np.unique(np.linspace(0, len(x) - 1, _MOST_POINTS).astype(int))
    return tuple((round(float(x[i]), 6), round(float(y[i]), 6)) for i in kept)
