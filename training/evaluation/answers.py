"""What a network answers to recordings, and what the program makes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.recognition.worker import Network
from model.audio_format import CLIP_SAMPLES
from model.clip import make_clip
from model.errors import ModelError
from training.data.recording import OTHER, Recording, Samples
from training.data.survey import SILENT_DB, level_db
from training.errors import DataError

Mask = NDArray[np.bool_]

NOT_SURE = "not sure"
"""The program's answer where its best digit stays below the threshold."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to recordings, one clip each.

    Attributes
    ----------
    recordings : tuple of Recording, length n
    probabilities : ndarray of float64, shape (n, labels)
    labels : tuple of str
        What the probabilities are of, in their order.
    threshold : float
        The least probability with which a digit is said.
    """

    recordings: tuple[Recording, ...]
    probabilities: NDArray[np.float64]
    labels: tuple[str, ...]
    threshold: float

    def __len__(self) -> int:
        return len(self.recordings)

    def only(self, mask: Mask) -> "Answers":
        """Keep those where `mask`, shape (n,), holds."""
        kept = tuple(self.recordings[i] for i in np.flatnonzero(mask))
        return Answers(kept, self.probabilities[mask], self.labels, self.threshold)

    @property
    def digits(self) -> tuple[str, ...]:
        """All labels but "other", in their order."""
        return tuple(label for label in self.labels if label != OTHER)

    @property
    def of_digits(self) -> NDArray[np.float64]:
        """Probabilities of the digits, shape (n, digits)."""
        places = [i for i, label in enumerate(self.labels) if label != OTHER]
        return np.asarray(self.probabilities[:, places])

    @property
    def of_other(self) -> NDArray[np.float64]:
        """Probability of "other", shape (n,); zero where the model has no such label."""
        if OTHER not in self.labels:
            return np.zeros(len(self))
        return self.probabilities[:, self.labels.index(OTHER)]

    @property
    def true(self) -> NDArray[np.str_]:
        """Labels of the recordings, shape (n,)."""
        return np.array([recording.label for recording in self.recordings], np.str_)

    @property
    def best(self) -> NDArray[np.str_]:
        """The best digit of each, shape (n,)."""
        return np.asarray(np.array(self.digits)[self.of_digits.argmax(axis=1)], np.str_)

    @property
    def said(self) -> NDArray[np.str_]:
        """What the program says, shape (n,): a digit, "other" or "not sure"."""
        unsure = np.where(self.of_other > self.of_digits.max(axis=1), OTHER, NOT_SURE)
        return np.where(self.called_a_digit(), self.best, unsure)

    def called_a_digit(self, threshold: float | None = None) -> Mask:
        """Tell which the program gives as a digit, as `app.recognition.decision` does.

        Parameters
        ----------
        threshold : float or None
            None for the answers' own.

        Returns
        -------
        ndarray of bool, shape (n,)
        """
        least = self.threshold if threshold is None else threshold
        confidence = self.of_digits.max(axis=1)
        return np.asarray((confidence >= least) & (self.of_other <= confidence), np.bool_)


class Reader:
    """Reads recordings and remembers which could not be read.

    Attributes
    ----------
    unreadable : dict of str to str
        Paths of recordings, and what is wrong with each.
    """

    def __init__(self) -> None:
        self.unreadable: dict[str, str] = {}

    def read(self, recordings: Sequence[Recording]) -> Iterator[tuple[Recording, Samples]]:
        """Give the samples of those that can be read, one after the other."""
        for recording in recordings:
            try:
                samples = recording.load()
            except DataError as error:
                self.unreadable[recording.path] = str(error)
                continue
            if not len(samples):
                self.unreadable[recording.path] = "It holds no sound."
            elif not np.isfinite(samples).all():
                self.unreadable[recording.path] = "It holds values that are no numbers."
            else:
                yield recording, samples


def answer_recordings(
    network: Network, recordings: Sequence[Recording], threshold: float, reader: Reader
) -> Answers:
    """Have recordings answered, each as one clip by the clip policy (``recognize --whole``).

    Parameters
    ----------
    network : Network
    recordings : sequence of Recording
        Only one of them is in memory at a time.
    threshold : float
    reader : Reader

    Returns
    -------
    Answers
        Of those that could be read.
    """
    answered, rows = [], []
    for recording, samples in reader.read(recordings):
        if level_db(samples) < SILENT_DB:
            # The training leaves it out as well: what was said cannot be known of it.
            reader.unreadable[recording.path] = "It is silent."
            continue
        try:
            rows.append(network.probabilities(make_clip(samples)))
        except ModelError as error:
            reader.unreadable[recording.path] = str(error)
            continue
        answered.append(recording)
    return Answers(tuple(answered), _table(rows, network), network.labels, threshold)


def answer_noises(
    network: Network, noises: Sequence[Recording], threshold: float, reader: Reader
) -> Answers:
    """Have every whole second of noises answered; a shorter noise is one clip.

    The noise's recording stands once for each of its seconds.
    """
    answered: list[Recording] = []
    rows = []
    for noise, samples in reader.read(noises):
        for clip in _seconds(samples):
            rows.append(network.probabilities(clip))
            answered.append(noise)
    return Answers(tuple(answered), _table(rows, network), network.labels, threshold)


def _table(rows: list[NDArray[np.float32]], network: Network) -> NDArray[np.float64]:
    return np.array(rows, np.float64).reshape(len(rows), len(network.labels))


def _seconds(samples: Samples) -> list[Samples]:
    count = len(samples) // CLIP_SAMPLES
    if count == 0:
        return [make_clip(samples)]
    return list(samples[: count * CLIP_SAMPLES].reshape(count, CLIP_SAMPLES))
