"""The training data: what the manifests list, read into memory at 16 kHz."""

import csv
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from model.audio_format import SAMPLE_RATE
from training.errors import DataError

Samples = NDArray[np.float32]

OTHER = "other"
"""Label of every sound that is not a digit."""

VALIDATION_TAKES = range(5, 10)
"""FSDD's recordings that are held out of its training split to tune on."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording of the data.

    Attributes
    ----------
    samples : ndarray of float32, shape (n,)
        Mono, 16 kHz, as recorded.
    label : str
        "0" to "9", or "other".
    word : str
        What is said: the digit, the word, or "" for a noise or a room.
    speaker, source, licence : str
        Who said it, which data set it is from, and that one's licence.
    """

    samples: Samples
    label: str
    word: str
    speaker: str
    source: str
    licence: str


def read_samples(path: Path) -> Samples:
    """Read a recording as float32, mono, 16 kHz, shape (n,).

    Raises
    ------
    DataError
        If the file is missing or no sound.
    """
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise DataError(f"{path} cannot be read ({error}). Restore it, or take it out.") from error
    mono = samples.mean(axis=1)
    if rate != SAMPLE_RATE:
        mono = soxr.resample(mono, rate, SAMPLE_RATE)
    return np.asarray(mono, np.float32)


def read_split(data: Path, split: str) -> list[Recording]:
    """Read one split of all recordings of digits and words under `data`.

    Parameters
    ----------
    data : Path
        Folder with ``digits.csv`` and ``words.csv``.
    split : str
        "train", "validation" or "test". FSDD has no validation split of its own: recordings 5
        to 9 of each digit and speaker are taken out of its training split for it.

    Raises
    ------
    DataError
        If a manifest is missing or not as expected, or a recording cannot be read.
    """
    digits = [
        _recording(data, row, row["label"], row["label"])
        for row in _rows(data / "digits.csv")
        if _split(row) == split
    ]
    words = [
        _recording(data, row, OTHER, row["word"])
        for row in _rows(data / "words.csv")
        if _split(row) == split
    ]
    _log.info("%s: %d digits and %d words", split, len(digits), len(words))
    return digits + words


def read_noises(data: Path, split: str) -> list[Recording]:
    """Read one split of the noises under `data`, seconds to minutes each."""
    return [
        _recording(data, row, OTHER, "")
        for row in _rows(data / "noise.csv")
        if row["split"] == split
    ]


def read_rooms(data: Path, split: str) -> list[Recording]:
    """Read one split of the impulse responses of rooms, from their direct sound on."""
    rooms = [
        _recording(data, row, OTHER, "")
        for row in _rows(data / "rooms.csv")
        if row["split"] == split
    ]
    return [
        replace(room, samples=room.samples[int(np.argmax(np.abs(room.samples))) :])
        for room in rooms
    ]


def licences(recordings: Iterable[Recording]) -> dict[str, str]:
    """Name each source's licences, sources in alphabetical order."""
    found: dict[str, set[str]] = {}
    for recording in recordings:
        found.setdefault(recording.source, set()).add(recording.licence)
    return {source: ", ".join(sorted(found[source])) for source in sorted(found)}


def _rows(manifest: Path) -> list[dict[str, str]]:
    try:
        with manifest.open(newline="", encoding="utf-8") as lines:
            return list(csv.DictReader(lines))
    except OSError as error:
        raise DataError(
            f"{manifest} cannot be read ({error.strerror}). Give the folder that holds digits.csv, "
            "words.csv, noise.csv and rooms.csv with --data."
        ) from error


def _split(row: dict[str, str]) -> str:
    if row["source"] == "fsdd" and row["split"] == "train":
        take = int(Path(row["path"]).stem.rsplit("_", 1)[1])
        return "validation" if take in VALIDATION_TAKES else "train"
    return row["split"]


def _recording(data: Path, row: dict[str, str], label: str, word: str) -> Recording:
    speaker = row.get("speaker", row.get("origin", ""))
    samples = read_samples(data / row["path"])
    return Recording(samples, label, word, speaker, row["source"], row["licence"])
