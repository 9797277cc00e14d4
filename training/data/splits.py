"""Splits for data sets that have none of their own: the same ones each time, on any machine."""

import hashlib
from collections.abc import Collection

from training.data.recording import Split

VALIDATION_SHARE = 0.1
TEST_SHARE = 0.1

_FEW, _ENOUGH_FOR_TEST = 20, 10


def place_of(name: str) -> float:
    """Give a name a place between 0 and 1 that depends on nothing else: a part of its SHA-256."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest()[:8]) / (
        1 << 64
    )


def split_names(names: Collection[str]) -> dict[str, Split]:
    """Divide names of recordings, or of speakers, into train, validation and test.

    About eight tenths, one and one, by `place_of`: a name that comes or goes moves no other. Where
    there are fewer than twenty, chance could leave little to train on: one is for validation, of
    ten or more one for test, and all others are for training. Of so few a name that comes or goes
    may move others.

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
    if len(ranked) < _FEW:
        few: dict[str, Split] = dict.fromkeys(ranked, "train")
        if len(ranked) > 1:
            few[ranked[0]] = "validation"
        if len(ranked) >= _ENOUGH_FOR_TEST:
            few[ranked[1]] = "test"
        return few
    splits: dict[str, Split] = {name: _split_at(place_of(name)) for name in ranked}
    if "train" not in splits.values():
        splits[ranked[-1]] = "train"
    if "test" not in splits.values():
        splits[ranked[0]] = "test"
    if "validation" not in splits.values():
        splits[next(name for name in ranked if splits[name] == "train")] = "validation"
    return splits


def _split_at(place: float) -> Split:
    if place < TEST_SHARE:
        return "test"
    return "validation" if place < TEST_SHARE + VALIDATION_SHARE else "train"
