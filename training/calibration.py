"""Calibration: the numbers that bring probabilities near to what comes true."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.evaluation.reliability import calibration_error

_TEMPERATURES = np.exp(np.linspace(np.log(0.2), np.log(4.0), 200))
_LEAST_OF_EITHER = 100
_LARGEST_ERROR = 0.02
# Words that no training had are called a digit some four times as often as those that it had.
_MOST_CALLED = 0.02
_TRIED_TEMPERATURES = np.exp(np.linspace(np.log(0.4), np.log(1.6), 57))
# The less "other" weighs, the more words that no training had are called a digit.
_TRIED_FACTORS = np.exp(-np.linspace(0, 0.6, 7))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What makes answers of the classes' probabilities.

    Attributes
    ----------
    temperature : float
        To divide logits by.
    other_factor : float
        To weigh the probability of "other" by, 1 or less.
    """

    temperature: float
    other_factor: float


def find_calibration(
    probabilities: NDArray[np.float32],
    labels: NDArray[np.intp],
    labels_count: int,
    threshold: float,
) -> Calibration:
    """Find the calibration that loses few digits and calls few other sounds one.

    The likeliest temperature alone is ruled by a few words that sound like digits: it makes
    answers less sure than they are right, and "other" more probable than it is. So temperature
    and weight of "other" are those with which fewest digits are lost at the threshold, as long as
    2 % of the other sounds at most are called one, or as few as can be, and the calibration error
    stays within 2 %; of equals, the likeliest.

    Parameters
    ----------
    probabilities : ndarray of float32, shape (clips, classes)
        Of each class at temperature one, for clips that were not trained on.
    labels : ndarray of int, shape (clips,)
        Places of the true labels; the last is "other".
    labels_count : int
        Number of labels; further classes belong to the last of them.
    threshold : float
        The least probability with which a digit is said.

    Returns
    -------
    Calibration
        With fewer than 100 digits or other sounds, or where the error is always larger, the
        likeliest temperature, and "other" as it is.
    """
    plain = Calibration(find_temperature(probabilities, labels, labels_count), 1.0)
    is_other = labels == labels_count - 1
    if min(is_other.sum(), (~is_other).sum()) < _LEAST_OF_EITHER:
        return plain
    tried = []
    for temperature in _TRIED_TEMPERATURES:
        for factor in _TRIED_FACTORS:
            answers = answers_of(probabilities, labels_count, temperature, factor)
            if calibration_error(answers, labels, is_other) <= _LARGEST_ERROR:
                said = answers[:, :-1].max(axis=1) >= np.maximum(threshold, answers[:, -1])
                lost, called = (~said)[~is_other].mean(), said[is_other].mean()
                too_many = max(called - _MOST_CALLED, 0.0)
                right = np.log(answers[np.arange(len(labels)), labels] + 1e-12)
                loss = -right[is_other].mean() - right[~is_other].mean()
                costs = round(float(too_many), 6), round(float(lost), 6), float(loss)
                tried.append((*costs, temperature, factor))
    if not tried:
        return plain
    *_, temperature, factor = min(tried)
    return Calibration(float(temperature), float(factor))


def answers_of(
    probabilities: NDArray[np.float32], labels_count: int, temperature: float, other_factor: float
) -> NDArray[np.float64]:
    """Make answers, shape (clips, labels), of classes' probabilities, as the network does."""
    logits = np.log(probabilities.astype(np.float64) + 1e-12) / temperature
    likely = np.exp(logits - logits.max(axis=1, keepdims=True))
    rest = other_factor * likely[:, labels_count - 1 :].sum(axis=1)
    weighed = np.c_[likely[:, : labels_count - 1], rest]
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True), np.float64)


def find_temperature(
    probabilities: NDArray[np.float32], labels: NDArray[np.intp], labels_count: int
) -> float:
    """Find the temperature at which the labels are likeliest.

    Parameters
    ----------
    probabilities : ndarray of float32, shape (clips, classes)
        Of each class at temperature one, for clips that were not trained on.
    labels : ndarray of int, shape (clips,)
        Places of the true labels.
    labels_count : int
        Number of labels; further classes belong to the last of them.

    Returns
    -------
    float
        To divide logits by (Guo and others, arXiv 1706.04599). Digits and other sounds count
        alike, however many clips there are of each. The fewer the clips, the less certain their
        labels are taken to be (Platt, "Probabilistic outputs for support vector machines", 1999):
        a handful of clips without a mistake does not make every answer certain.
    """
    doubt = 1 / (len(labels) + 2)
    is_last = labels == labels_count - 1
    weights = np.where(is_last, 1 / max(is_last.sum(), 1), 1 / max((~is_last).sum(), 1))

    def loss(temperature: float) -> float:
        logs = np.log(answers_of(probabilities, labels_count, temperature, 1.0) + 1e-12)
        right = logs[np.arange(len(labels)), labels]
        others = (logs.sum(axis=1) - right) / (labels_count - 1)
        return float(-np.sum(weights * ((1 - doubt) * right + doubt * others)))

    return float(_TEMPERATURES[np.argmin([loss(temperature) for temperature in _TEMPERATURES])])
