"""How a network does, while it is trained, on recordings that it is not trained on."""

from collections.abc import Sequence

import keras
import numpy as np

from model.audio_format import CLIP_SAMPLES
from model.card import DEFAULT_THRESHOLD
from training.batches import whole_clips
from training.calibration import Calibration, find_calibration
from training.classes import Classes
from training.data.recording import OTHER, Recording


class Validation:
    """Measures class networks on whole recordings; digits and other sounds weigh the same.

    Parameters
    ----------
    recordings : sequence of Recording
        Of the validation split. Labels that the classes lack are left out.
    classes : Classes
        Of the network.
    """

    def __init__(self, recordings: Sequence[Recording], classes: Classes) -> None:
        known = [recording for recording in recordings if recording.label in classes.labels]
        self._labels = np.array([classes.labels.index(r.label) for r in known], int)
        self._clips = whole_clips(known) if known else np.empty((0, CLIP_SAMPLES), np.float32)
        self._count = len(classes.labels)
        is_other = np.array([r.label == OTHER for r in known], bool)
        weights = np.where(is_other, 1 / max(is_other.sum(), 1), 1 / max((~is_other).sum(), 1))
        self._weights, self._is_other = weights / max(weights.sum(), 1e-9), is_other

    @property
    def labels_count(self) -> int:
        """Number of labels."""
        return self._count

    def measure(self, class_network: keras.Model) -> dict[str, float]:
        """Measure a class network.

        Returns
        -------
        dict of str to float
            "validation_loss", the mean of −log p of the right label; "validation_accuracy", the
            share of digits whose right label is the most probable of the digits; nothing where
            there is nothing to measure on.
        """
        if not len(self._labels):
            return {}
        classes = class_network.predict(self._clips, batch_size=256, verbose=0)
        first = self._count - 1
        answers = np.c_[classes[:, :first], classes[:, first:].sum(axis=1)]
        right = answers[np.arange(len(answers)), self._labels]
        digits = ~self._is_other
        best = answers[digits, :first].argmax(axis=1) == self._labels[digits]
        return {
            "validation_loss": round(float(self._weights @ -np.log(right + 1e-9)), 4),
            "validation_accuracy": round(float(best.mean()), 4) if len(best) else 1.0,
        }

    def calibration(self, class_network: keras.Model) -> Calibration:
        """Find the calibration of a class network; none where there is nothing to find it on."""
        if not len(self._labels):
            return Calibration(1.0, 1.0)
        classes = class_network.predict(self._clips, batch_size=256, verbose=0)
        return find_calibration(classes, self._labels, self._count, DEFAULT_THRESHOLD)
