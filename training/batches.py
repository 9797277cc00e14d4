"""Batches of fresh clips, the same for the same seed."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from model.clip import make_clip
from training.augmentation import (
    Augmentation,
    Samples,
    Utterance,
    cut_short,
    find_voice,
    join_halves,
    reverse,
)
from training.data.recording import OTHER, Recording
from training.synthesis.voices import SOURCES

BATCH_CLIPS = 96
"""Clips a batch."""

LABEL_SMOOTHING = 0.05
"""Share of the target that is spread over all labels."""

_OTHER_SHARE = 0.3
_NOISE_SHARE, _WORD_SHARE = 0.1, 0.75
_UNCHANGED_SHARE = 0.25
_SYNTHETIC_WEIGHT = 0.5
_AHEAD = 6
_ALIKE = ("159", "45", "067", "23")

Batch = tuple[NDArray[np.float32], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class _Group:
    """Recordings that are drawn together: utterances by label, with the group's weight."""

    by_label: dict[str, list[Utterance]]
    weight: float


class TrainingBatches:
    """Draws recordings, augments them, and stacks them.

    Labels of digits are drawn equally, and so are groups of speakers by the square root of how
    many speakers and recordings they have: a source with six speakers does not drown fifty.
    Synthetic voices count half. Some clips are whole recordings, unchanged, so that the network
    also sees what recordings are like.

    Parameters
    ----------
    recordings : list of Recording
        Digits and words; "other" may be missing from them.
    augmentation : Augmentation
        Makes the clips.
    labels : tuple of str
        Labels in the network's order.
    seed : int
        The same seed gives the same batches.
    """

    def __init__(
        self,
        recordings: list[Recording],
        augmentation: Augmentation,
        labels: tuple[str, ...],
        seed: int,
    ) -> None:
        self._augmentation, self._labels, self._seed = augmentation, labels, seed
        self._digits = _groups([r for r in recordings if r.label != OTHER])
        self._words = _groups([r for r in recordings if r.label == OTHER])
        self._all = [find_voice(recording.load()) for recording in recordings]

    def first(self, count: int) -> Iterator[Batch]:
        """Give the first `count` batches, some of them made ahead of time."""
        with ThreadPoolExecutor(1) as maker:
            ahead = deque(maker.submit(self.batch, index) for index in range(min(_AHEAD, count)))
            for index in range(_AHEAD, count + _AHEAD):
                batch = ahead.popleft().result()
                if index < count:
                    ahead.append(maker.submit(self.batch, index))
                yield batch

    def batch(self, index: int) -> Batch:
        """Make batch `index`: clips, shape (96, 16000), and targets, shape (96, labels)."""
        random = np.random.default_rng((self._seed, index))
        smooth = np.float32(LABEL_SMOOTHING / len(self._labels))
        clips, targets = [], np.full((BATCH_CLIPS, len(self._labels)), smooth, np.float32)
        for row in range(BATCH_CLIPS):
            if OTHER in self._labels and random.random() < _OTHER_SHARE:
                label, clip = OTHER, self._other(random)
            else:
                label, utterance = _draw(random, self._digits)
                clip = self._clip(random, utterance)
            clips.append(clip)
            targets[row, self._labels.index(label)] += 1 - LABEL_SMOOTHING
        return np.stack(clips), targets

    def _other(self, random: Generator) -> Samples:
        kind = random.random()
        if kind < _NOISE_SHARE:
            return self._augmentation.noise_clip(random)
        if kind < _NOISE_SHARE + _WORD_SHARE and self._words:
            _, utterance = _draw(random, self._words)
        else:
            utterance = self._unmade_digit(random)
        return self._clip(random, utterance)

    def _clip(self, random: Generator, utterance: Utterance) -> Samples:
        if random.random() < _UNCHANGED_SHARE:
            return make_clip(utterance.samples)
        return self._augmentation.clip(random, utterance, self._voices(random))

    def _unmade_digit(self, random: Generator) -> Utterance:
        """Make no digit of digits: backwards, cut short, or halves of two joined."""
        kind = random.random()
        label, utterance = _draw(random, self._digits)
        if kind < 0.4 and label != "9":
            return reverse(utterance)
        other_label, other = _draw(random, self._digits)
        alike = any(label in digits and other_label in digits for digits in _ALIKE)
        if kind < 0.85 and label != other_label and not alike:
            return join_halves(utterance, other)
        return cut_short(random, utterance)

    def _voices(self, random: Generator) -> list[Utterance]:
        return [self._all[i] for i in random.integers(0, len(self._all), random.integers(1, 4))]


def whole_clips(recordings: list[Recording]) -> NDArray[np.float32]:
    """Make clips of whole recordings by the clip policy alone, shape (recordings, 16000)."""
    return np.stack([make_clip(recording.load()) for recording in recordings])


def _groups(recordings: list[Recording]) -> list[_Group]:
    by_source: dict[str, list[Recording]] = {}
    for recording in recordings:
        by_source.setdefault(recording.source, []).append(recording)
    groups = []
    for source, members in by_source.items():
        by_label: dict[str, list[Utterance]] = {}
        for member in members:
            by_label.setdefault(member.label, []).append(find_voice(member.load()))
        speakers = len({member.speaker for member in members})
        weight = _SYNTHETIC_WEIGHT if source in SOURCES else 1.0
        groups.append(_Group(by_label, weight * speakers**0.25 * len(members) ** 0.35))
    return groups


def _draw(random: Generator, groups: list[_Group]) -> tuple[str, Utterance]:
    weights = np.array([group.weight for group in groups])
    group = groups[random.choice(len(groups), p=weights / weights.sum())]
    label = list(group.by_label)[random.integers(len(group.by_label))]
    utterances = group.by_label[label]
    return label, utterances[random.integers(len(utterances))]
