"""Digests of recordings, so that a run does not go on with others than it began with."""

import hashlib
from collections.abc import Iterable

from training.data.recording import DataSet, Recording


def digest_of(data: DataSet, sounds: str) -> str:
    """Give the digest of what is trained on: labels, speakers, splits, order, and the samples.

    `sounds` is the digest of these, which `training.data.findings` gives.
    """
    digest = hashlib.sha256(sounds.encode())
    for each in (*data.recordings, *data.noises, *data.rooms, *data.numbers):
        digest.update(_known(each))
    return digest.hexdigest()


def digest_of_sounds(recordings: Iterable[Recording]) -> str:
    """Give the digest of recordings with their samples."""
    digest = hashlib.sha256()
    for each in recordings:
        digest.update(_known(each))
        digest.update(each.load().tobytes())
    return digest.hexdigest()


def _known(each: Recording) -> bytes:
    known = (each.path, each.label, each.word, each.speaker, each.source, each.split)
    return repr(known).encode()
