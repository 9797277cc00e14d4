"""The words that digits are said as, and those that sound just like them."""

from collections.abc import Collection
from dataclasses import replace

from training.data.recording import OTHER, DataSet

DIGIT_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
"""English words of 0 to 9, in their order."""

HOMOPHONES = frozenset(("to", "too", "for", "fore", "won", "ate", "oh", "o"))
"""Words that cannot be told from a digit by ear: they are neither digits nor "other"."""

DIGIT_OF_WORD = {word: str(digit) for digit, word in enumerate(DIGIT_WORDS)}
"""The label of each of `DIGIT_WORDS`."""


def labels_of_names(names: Collection[str]) -> dict[str, str]:
    """Tell which label is meant by each name that somebody gave one.

    The ten words of the digits are "0" to "9" where all ten and no others are there, "other"
    aside. Of fewer, or of more, each is a label of its own: somebody tells those words apart.
    """
    if {name.lower() for name in names} - {OTHER} == set(DIGIT_WORDS):
        return {name: DIGIT_OF_WORD.get(name.lower(), OTHER) for name in names}
    return {name: name for name in names}


def as_known(data_set: DataSet, labels: Collection[str]) -> DataSet:
    """Take the ten words of the digits for "0" to "9" where `labels` has those and not the words.

    Parameters
    ----------
    data_set : DataSet
        In which a digit may be called "seven", as it is where other words are labels beside it.
    labels : collection of str
        What a model knows.
    """
    meant = {
        word: digit
        for word, digit in DIGIT_OF_WORD.items()
        if digit in labels and word not in labels
    }
    return replace(
        data_set,
        recordings=tuple(
            replace(each, label=meant.get(each.label.lower(), each.label))
            for each in data_set.recordings
        ),
    )
