"""What the network is trained to tell apart: the labels, and kinds of "other"."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from training.data.recording import OTHER, Recording

_LEAST_RECORDINGS = 8


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of the training.

    "Other" is everything else there is, which is hard to learn as one thing. So the network
    learns to tell words that many people have said apart, as well as noise and broken digits, and
    answers with the sum of all of them. That also shows it many more voices saying one word.

    Attributes
    ----------
    labels : tuple of str
        What the network answers; "other" is the last, if it is one of them.
    kinds : tuple of str
        Words, and sounds that are none, that "other" is divided into; what is none of these is
        the rest of "other". Empty where there is no "other".
    """

    labels: tuple[str, ...]
    kinds: tuple[str, ...]

    @classmethod
    def of_recordings(cls, recordings: Iterable[Recording]) -> "Classes":
        """Find the labels, and the words that people said eight times and more."""
        counts = Counter((recording.label, recording.word) for recording in recordings)
        labels = sorted({label for label, _ in counts} - {OTHER})
        words = sorted(
            word
            for (label, word), count in counts.items()
            if label == OTHER and word and count >= _LEAST_RECORDINGS
        )
        return cls((*labels, OTHER), (NOISE, BROKEN, *words))

    @property
    def count(self) -> int:
        """Number of classes."""
        return len(self.labels) + len(self.kinds)

    def place(self, label: str, kind: str = "") -> int:
        """Return the place of a class: of a label, or, for "other", of a kind of it."""
        if label == OTHER and kind in self.kinds:
            return len(self.labels) + self.kinds.index(kind)
        return self.labels.index(label)


NOISE, BROKEN = "(noise)", "(broken)"
"""Kinds of "other" that are no words: noises, and what was made of digits so that it is none."""

KINDS_THAT_ARE_NO_WORDS = 2
"""They are the first of the kinds."""
