"""Batches of fresh clips, the same for the same seed."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from model.clip import make_clip
from training.ahead import made_ahead
from training.augmentation import Augmentation
from training.classes import BROKEN, NOISE, Classes
from training.data.recording import OTHER, Recording, Samples
from training.sources import Source, draw_source, sources_of
from training.utterance import Utterance, Utterances, cut_short, join_halves, reverse

BATCH_CLIPS = 96
"""Clips a batch."""

LABEL_SMOOTHING = 0.05
"""Share of the target that is spread over all classes."""

_OTHER_SHARE = 0.35
_NOISE_SHARE, _WORD_SHARE = 0.1, 0.75
_UNCHANGED_SHARE = 0.2
_ALIKE = ("159", "45", "067", "23")

Batch = tuple[NDArray[np.float32], NDArray[np.float32]]


class TrainingBatches:
    """Draws recordings, augments them, and stacks them.

    Labels of digits are drawn equally, sources by their weights. Some clips are whole recordings,
    unchanged, so that the network also sees what recordings are like.

    Parameters
    ----------
    people, synthetic : sequence of Recording
        Digits and words that people said, and that synthesisers said; "other" may be missing.
    augmentation : Augmentation
        Makes the clips.
    classes : Classes
        Classes in the network's order.
    seed : int
        The same seed gives the same batches.
    """

    def __init__(
        self,
        people: Sequence[Recording],
        synthetic: Sequence[Recording],
        augmentation: Augmentation,
        classes: Classes,
        seed: int,
    ) -> None:
        self._augmentation, self._classes, self._seed = augmentation, classes, seed
        self._recordings = [*people, *synthetic]
        self._utterances = Utterances(self._recordings)
        self._digits, self._words = (
            sources_of(self._recordings, len(people), belongs, lambda each: each.label)
            for belongs in (lambda each: each.label != OTHER, lambda each: each.label == OTHER)
        )

    def between(self, start: int, stop: int) -> Iterator[Batch]:
        """Give the batches from `start` to before `stop`, some of them made ahead of time."""
        return made_ahead(self.batch, start, stop)

    def batch(self, index: int) -> Batch:
        """Make batch `index`: clips, shape (96, 16000), and targets, shape (96, classes)."""
        random = np.random.default_rng((self._seed, index))
        smooth = np.float32(LABEL_SMOOTHING / self._classes.count)
        clips, targets = [], np.full((BATCH_CLIPS, self._classes.count), smooth, np.float32)
        for row in range(BATCH_CLIPS):
            if random.random() < _OTHER_SHARE:
                place, clip = self._other(random)
            else:
                chosen = _draw(random, self._digits)
                place = self._classes.place(self._recordings[chosen].label)
                clip = self._clip(random, self._utterances[chosen])
            clips.append(clip)
            targets[row, place] += 1 - LABEL_SMOOTHING
        return np.stack(clips), targets

    def _other(self, random: Generator) -> tuple[int, Samples]:
        kind = random.random()
        if kind < _NOISE_SHARE:
            return self._classes.place(OTHER, NOISE), self._augmentation.noise_clip(random)
        if kind < _NOISE_SHARE + _WORD_SHARE and self._words:
            chosen = _draw(random, self._words)
            place = self._classes.place(OTHER, self._recordings[chosen].word)
            return place, self._clip(random, self._utterances[chosen])
        broken = self._clip(random, self._broken_digit(random))
        return self._classes.place(OTHER, BROKEN), broken

    def _clip(self, random: Generator, utterance: Utterance) -> Samples:
        if random.random() < _UNCHANGED_SHARE:
            return make_clip(utterance.samples)
        return self._augmentation.clip(random, utterance, self._voices(random))

    def _broken_digit(self, random: Generator) -> Utterance:
        """Make no digit of digits: backwards, cut short, or halves of two joined."""
        kind = random.random()
        chosen, second = _draw(random, self._digits), _draw(random, self._digits)
        label, other_label = self._recordings[chosen].label, self._recordings[second].label
        utterance = self._utterances[chosen]
        if kind < 0.4 and label != "9":
            return reverse(utterance)
        alike = any(label in digits and other_label in digits for digits in _ALIKE)
        if kind < 0.85 and label != other_label and not alike:
            return join_halves(utterance, self._utterances[second])
        return cut_short(random, utterance)

    def _voices(self, random: Generator) -> list[Utterance]:
        places = random.integers(0, len(self._recordings), random.integers(1, 4))
        return [self._utterances[place] for place in places]


def whole_clips(recordings: Sequence[Recording]) -> NDArray[np.float32]:
    """Make clips of whole recordings by the clip policy alone, shape (recordings, 16000)."""
    return np.stack([make_clip(recording.load()) for recording in recordings])


def _draw(random: Generator, sources: Sequence[Source]) -> int:
    groups = draw_source(random, sources).groups
    label = list(groups)[random.integers(len(groups))]
    places = groups[label]
    return int(places[random.integers(len(places))])
