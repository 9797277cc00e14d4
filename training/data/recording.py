"""One recording of a data set: what is known of it, and how it is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from model.audio_format import SAMPLE_RATE
from model.card import OTHER_LABEL
from training.errors import DataError

Samples = NDArray[np.float32]
Split = Literal["train", "validation", "test"]

OTHER = OTHER_LABEL
"""Label of every sound that is none of the labels to be told apart."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording of a data set. Its samples are read when they are asked for, each time anew.

    Attributes
    ----------
    path : str
        Where it is from, for messages: a path in the data set, or a file and the row in it.
    label : str
        "0" to "9" or another label to be told apart, or "other".
    word : str
        What is said: the digit, the word, or "" for a noise or a room.
    speaker, source, licence : str
        Who said it ("" if unknown), which data set it is from, and that one's licence.
    split : str
        "train", "validation" or "test".
    load : callable
        Gives the samples: float32, mono, 16 kHz, shape (n,), as recorded. Raises `DataError`.
    sex : str
        "female", "male", or "" where it is not known.
    """

    path: str
    label: str
    word: str
    speaker: str
    source: str
    licence: str
    split: Split
    load: Callable[[], Samples]
    sex: str = ""


@dataclass(frozen=True, slots=True)
class DataSet:
    """What one folder or file of data holds.

    Attributes
    ----------
    name : str
        Of the data set, as messages and figures call it.
    recordings : tuple of Recording
        Digits and words, or whatever else is told apart.
    noises, rooms : tuple of Recording
        Noises of any length; impulse responses.
    numbers : tuple of Recording
        Several digits in one recording; the label is all of them.
    """

    name: str
    recordings: tuple[Recording, ...]
    noises: tuple[Recording, ...] = ()
    rooms: tuple[Recording, ...] = ()
    numbers: tuple[Recording, ...] = ()

    def only(self, split: Split) -> "DataSet":
        """Keep one split of everything."""
        return DataSet(
            self.name,
            *(
                tuple(each for each in recordings if each.split == split)
                for recordings in (self.recordings, self.noises, self.rooms, self.numbers)
            ),
        )


def read_samples(path: Path) -> Samples:
    """Read a sound file as float32, mono, 16 kHz, shape (n,).

    Raises
    ------
    DataError
        If the file is missing or no sound.
    """
    return decode_samples(path, str(path))


def decode_samples(file: Path | BinaryIO, name: str) -> Samples:
    """Decode a sound file as float32, mono, 16 kHz, shape (n,).

    Parameters
    ----------
    file : Path or file
        Where it is, or its content.
    name : str
        What messages call it.

    Raises
    ------
    DataError
        If the file is missing or no sound.
    """
    try:
        samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise DataError(f"{name} cannot be read ({error}). Restore it, or take it out.") from error
    mono = samples.mean(axis=1)
    if rate != SAMPLE_RATE:
        mono = soxr.resample(mono, rate, SAMPLE_RATE)
    return np.asarray(mono, np.float32)


def licences(recordings: Iterable[Recording]) -> dict[str, str]:
    """Name each source's licences, sources in alphabetical order."""
    found: dict[str, set[str]] = {}
    for recording in recordings:
        found.setdefault(recording.source, set()).add(recording.licence)
    return {source: ", ".join(sorted(found[source])) for source in sorted(found)}
