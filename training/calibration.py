"""Calibration: the number that brings probabilities near to what comes true."""

import numpy as np
from numpy.typing import NDArray

_TEMPERATURES = np.exp(np.linspace(np.log(0.2), np.log(4.0), 200))


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
    logits = np.log(probabilities.astype(np.float64) + 1e-12)
    is_last = labels == labels_count - 1
    weights = np.where(is_last, 1 / max(is_last.sum(), 1), 1 / max((~is_last).sum(), 1))

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        likely = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        likely[:, labels_count - 1] = likely[:, labels_count - 1 :].sum(axis=1)
        logs = np.log(likely[:, :labels_count] + 1e-12)
        logs -= np.log(likely[:, :labels_count].sum(axis=1, keepdims=True))
        right = logs[np.arange(len(labels)), labels]
        others = (logs.sum(axis=1) - right) / (labels_count - 1)
        return float(-np.sum(weights * ((1 - doubt) * right + doubt * others)))

    return float(_TEMPERATURES[np.argmin([loss(temperature) for temperature in _TEMPERATURES])])
