"""Splits for data sets that have none of their own: the same ones each time, on any machine."""

import hashlib
from collections.abc import Collection

from training.data.recording import Split

VALIDATION_SHARE = 0.1
TEST_SHARE = 0.1

_ENOUGH_FOR_TEST = 10


def place_of(name: str) -> float:
    """Give a name a place between 0 and 1 that depends on nothing else: a part of its SHA-256."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest()[:8]) / (
        1 << 64
    )


def split_names(names: Collection[str]) -> dict[str, Split]:
    """Divide names of recordings, or of speakers, into train, validation and test.

    About eight tenths, one and one, by `place_of`: a name that comes or goes moves no other,
    unless there are few. Two or more have one for train and one for validation at least, ten or
    more one for test as well.

    Parameters
    ----------
    names : collection of str
        Different ones.

    Returns
    -------
    dict of str to str
        The split of each name.
    """
    ranked = sorted(names, key=place_of)
    splits: dict[str, Split] = {name: _split_at(place_of(name)) for name in ranked}
    if "train" not in splits.values():
        splits.update(dict.fromkeys(ranked[-1:], "train"))
    if len(ranked) >= _ENOUGH_FOR_TEST and "test" not in splits.values():
        splits[ranked[0]] = "test"
    if len(ranked) > 1 and "validation" not in splits.values():
        trained = [name for name in ranked if splits[name] == "train"]
        splits[trained[0] if len(trained) > 1 else ranked[0]] = "validation"
    return splits


def _split_at(place: float) -> Split:
    if place < TEST_SHARE:
        return "test"
    return "validation" if place < TEST_SHARE + VALIDATION_SHARE else "train"
