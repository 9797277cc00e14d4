"""Calibration: how far probabilities are from what comes true, and the number that mends it."""

import numpy as np
from numpy.typing import NDArray

_TEMPERATURES = np.exp(np.linspace(np.log(0.2), np.log(4.0), 200))


def find_temperature(probabilities: NDArray[np.float32], labels: NDArray[np.intp]) -> float:
    """Find the temperature at which the labels are likeliest.

    Parameters
    ----------
    probabilities : ndarray of float32, shape (clips, labels)
        Answers at temperature one to clips that were not trained on.
    labels : ndarray of int, shape (clips,)
        Places of the true labels.

    Returns
    -------
    float
        To divide logits by (Guo and others, arXiv 1706.04599). Digits and other sounds count
        alike, however many clips there are of each.
    """
    logits = np.log(probabilities.astype(np.float64) + 1e-12)
    is_last = labels == probabilities.shape[1] - 1
    weights = np.where(is_last, 1 / max(is_last.sum(), 1), 1 / max((~is_last).sum(), 1))

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        scaled -= np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return float(-np.sum(weights * scaled[np.arange(len(labels)), labels]))

    return float(_TEMPERATURES[np.argmin([loss(temperature) for temperature in _TEMPERATURES])])


def calibration_error(
    probabilities: NDArray[np.float32], labels: NDArray[np.intp], is_other: NDArray[np.bool_]
) -> float:
    """Return the mean distance of what the best label promises from how often it is right.

    Over 15 bins of the best label's probability; all digits together weigh as much as all other
    sounds.

    Parameters
    ----------
    probabilities : ndarray of float32, shape (clips, labels)
        Answers to clips that were not trained on.
    labels : ndarray of int, shape (clips,)
        Places of the true labels.
    is_other : ndarray of bool, shape (clips,)
        Which clips are no digits.

    Returns
    -------
    float
        Expected calibration error, 0 to 1.
    """
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    weights = np.where(is_other, 1 / max(is_other.sum(), 1), 1 / max((~is_other).sum(), 1))
    bins = np.minimum((confidence * 15).astype(int), 14)
    distances = np.bincount(bins, weights * (right - confidence), minlength=15)
    return float(np.abs(distances).sum() / weights.sum())
