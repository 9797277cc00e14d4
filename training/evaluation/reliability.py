"""Whether probabilities come true."""

import numpy as np
from numpy.typing import NDArray

from training.evaluation.figures import Reliability, ReliabilityBin

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
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    weights = np.where(is_other, 1 / max(is_other.sum(), 1), 1 / max((~is_other).sum(), 1))
    weights /= weights.sum()
    places = np.minimum((confidence * BINS).astype(int), BINS - 1)
    bins = []
    for place in np.unique(places):
        inside = places == place
        weight = float(weights[inside].sum())
        bins.append(
            ReliabilityBin(
                low=int(place) / BINS,
                high=(int(place) + 1) / BINS,
                of=int(inside.sum()),
                weight=weight,
                confidence=float((weights * confidence)[inside].sum() / weight),
                right=float((weights * right)[inside].sum() / weight),
            )
        )
    error = sum(each.weight * abs(each.right - each.confidence) for each in bins)
    return Reliability(float(error), tuple(bins))
