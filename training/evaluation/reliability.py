"""Whether probabilities come true."""

import numpy as np
from numpy.typing import NDArray

from training.evaluation.figures import Reliability, ReliabilityBin
from training.evaluation.intervals import bootstrap_interval

BINS = 15


def reliability(
    probabilities: NDArray[np.floating], labels: NDArray[np.intp], is_other: NDArray[np.bool_]
) -> Reliability:
    """Compare what the best label promises with how often it is right.

    Over 15 bins of equal width of the best label's probability; all digits together weigh as
    much as all other words.

    Parameters
    ----------
    probabilities : ndarray of float, shape (clips, labels)
        Answers to clips that were not trained on; at least one.
    labels : ndarray of int, shape (clips,)
        Places of the true labels.
    is_other : ndarray of bool, shape (clips,)
        Which clips are no digits.

    Returns
    -------
    Reliability
        Its error is the expected calibration error (Guo and others, arXiv 1706.04599).
    """
    confidence, right = _promised(probabilities, labels)

    def error_of(drawn: NDArray[np.intp]) -> float:
        return _error(_bins(confidence[drawn], right[drawn], is_other[drawn]))

    bins = _bins(confidence, right, is_other)
    return Reliability(_error(bins), *bootstrap_interval(error_of, len(labels)), bins)


def calibration_error(
    probabilities: NDArray[np.floating], labels: NDArray[np.intp], is_other: NDArray[np.bool_]
) -> float:
    """Give the expected calibration error alone; see `reliability`."""
    return _error(_bins(*_promised(probabilities, labels), is_other))


def _promised(
    probabilities: NDArray[np.floating], labels: NDArray[np.intp]
) -> tuple[NDArray[np.floating], NDArray[np.bool_]]:
    """Give the probability of the best label, and whether it is the right one, of each clip."""
    return probabilities.max(axis=1), probabilities.argmax(axis=1) == labels


def _error(bins: tuple[ReliabilityBin, ...]) -> float:
    return float(sum(each.weight * abs(each.right - each.confidence) for each in bins))


def _bins(
    confidence: NDArray[np.floating], right: NDArray[np.bool_], is_other: NDArray[np.bool_]
) -> tuple[ReliabilityBin, ...]:
    weights = np.where(is_other, 1 / max(is_other.sum(), 1), 1 / max((~is_other).sum(), 1))
    weights /= weights.sum()
    places = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return tuple(
        _bin(place, *(each[places == place] for each in (weights, confidence, right)))
        for place in np.unique(places).tolist()
    )


def _bin(
    place: int,
    weights: NDArray[np.floating],
    confidence: NDArray[np.floating],
    right: NDArray[np.bool_],
) -> ReliabilityBin:
    weight = float(weights.sum())
    return ReliabilityBin(
        low=place / BINS,
        high=(place + 1) / BINS,
        of=len(weights),
        weight=weight,
        # Rounding leaves a trace where all are right.
        confidence=min(float(weights @ confidence) / weight, 1.0),
        right=min(float(weights @ right) / weight, 1.0),
    )
