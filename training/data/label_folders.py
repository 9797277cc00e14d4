"""Recordings of one's own: a folder with one folder a label, as the program's own recordings/."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.audio.files import RECORDING_SUFFIXES, read_recording
from app.errors import AudioFileError
from training.data.folders import files_below, files_in, folders_in, name_of, printable
from training.data.recording import OTHER, DataSet, Recording, Samples, Split
from training.data.splits import split_names
from training.data.spoken import labels_of_names
from training.errors import DataError

LICENCE = "your own recordings"

_OTHERS = frozenset((OTHER, "unknown", "_unknown_"))
_NOISES = frozenset(("noise", "noises", "_background_noise_"))
_SPLITS = frozenset(
    ("train", "training", "val", "valid", "validation", "dev", "eval", "test", "testing")
)
_FEWEST_SPEAKERS = 3
_SAID = "voices"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Voice:
    """A sound file, the name of the folder of its label, and of its speaker's ("" without one)."""

    path: Path
    folder: str
    speaker: str


def find_label_folders(place: Path) -> Path | None:
    """Find the folder of labels: `place`, or its folder ``recordings``.

    Raises
    ------
    DataError
        If there is but one, with folders in it: those may be labels, or speakers of a single one.
        If there are labels beside ``recordings`` as well as in it.
    """
    labels = _labels(place)
    inner = place / "recordings"
    if inner.is_dir() and _labels(inner):
        # In the program's own folder, what was said lies beside what was labelled.
        beside = [each.name for each in labels if each.name not in (inner.name, _SAID)]
        if beside:
            raise DataError(
                f"{place} has labels ({', '.join(beside)}), and in recordings there are others. "
                f"Give either {inner}, or {place} without it, or both as data sets of their own."
            )
        return inner
    if len(labels) == 1 and not files_in(labels[0], RECORDING_SUFFIXES):
        raise DataError(
            f"{place} has a single folder with recordings, {labels[0].name}. If the folders in "
            f"that one are labels, give {labels[0]}; if it is a label itself, add others beside it."
        )
    return place if labels else None


def read_label_folders(folder: Path) -> DataSet:
    """List the recordings of a folder with one folder a label, of any length.

    Every format that the program reads; other files (notes, tables) and hidden ones are left
    aside. Labels are the names of the folders. If those are the ten words zero to nine, and no
    more, they are the digits. ``other``, ``unknown`` and ``_unknown_`` are "other"; ``noise``,
    ``noises`` and ``_background_noise_`` are noises.

    If the recordings lie a folder deeper, that folder is the speaker. With three speakers or more
    each is in one split, told by the speaker's name; else the name of the file tells it, so
    that a recording that is put under another label stays in its split. About a tenth is
    validation and a tenth test; a label of two recordings or more has one for validation, one of
    ten or more has one for test. In labels of fewer than twenty recordings the split is by rank,
    so that one that comes or goes may move others.

    Raises
    ------
    DataError
        If a folder cannot be looked into, or the folders are splits instead of labels.
    """
    labels_found = _labels(folder)
    _warn_of_empty(folder, labels_found)
    voices = [voice for label in labels_found for voice in _voices(label)]
    _refuse_splits(folder, voices)
    splits = _splits(voices)
    folders = {voice.folder for voice in voices}
    own = {name for name in folders if name.lower() not in _OTHERS | _NOISES}
    labels = dict.fromkeys(folders - own, OTHER) | labels_of_names(own)

    def recording(voice: _Voice) -> Recording:
        return Recording(
            path=printable(voice.path.relative_to(folder).as_posix()),
            label=labels[voice.folder],
            word="" if labels[voice.folder] == OTHER else labels[voice.folder],
            speaker=f"{name_of(folder)}/{voice.speaker}" if voice.speaker else "",
            source=name_of(folder),
            licence=LICENCE,
            split=splits[voice.path],
            load=partial(_read, voice.path),
        )

    noises = [voice for voice in voices if voice.folder.lower() in _NOISES]
    others = [voice for voice in voices if voice.folder.lower() not in _NOISES]
    return DataSet(
        name_of(folder),
        tuple(map(recording, others)),
        noises=tuple(map(recording, noises)),
    )


def _labels(place: Path) -> list[Path]:
    """List the folders that hold recordings, however deep."""
    return [
        folder
        for folder in folders_in(place)
        if next(files_below(folder, RECORDING_SUFFIXES), None) is not None
    ]


def _warn_of_empty(folder: Path, labels: Sequence[Path]) -> None:
    empty = [printable(each.name) for each in folders_in(folder) if each not in labels]
    if empty:
        _log.warning(
            "Left out, as no file in them ends as recordings do (.wav, .mp3, …): %s",
            "; ".join(empty),
        )


def _refuse_splits(folder: Path, voices: Iterable[_Voice]) -> None:
    """Refuse ``train/yes/a.wav``, which would be the word "train" said by a speaker "yes"."""
    labelled = [voice for voice in voices if voice.folder.lower() not in _OTHERS | _NOISES]
    if labelled and all(voice.folder.lower() in _SPLITS and voice.speaker for voice in labelled):
        names = ", ".join(sorted({voice.folder for voice in labelled}))
        raise DataError(
            f"{folder} is divided into {names}, which would be taken for labels. Put the "
            "recordings together, one folder a label; they are divided by their names, or, with "
            "a folder a speaker in each label, by their speakers."
        )


def _voices(label: Path) -> list[_Voice]:
    return [
        _Voice(path, printable(label.name), "") for path in files_in(label, RECORDING_SUFFIXES)
    ] + [
        _Voice(path, printable(label.name), printable(speaker.name))
        for speaker in folders_in(label)
        for path in files_below(speaker, RECORDING_SUFFIXES)
    ]


def _splits(voices: Iterable[_Voice]) -> dict[Path, Split]:
    speakers = {voice.speaker for voice in voices if voice.speaker}
    by_speaker = split_names(speakers) if len(speakers) >= _FEWEST_SPEAKERS else {}
    names: dict[str, set[str]] = {}
    for voice in voices:
        if voice.speaker not in by_speaker:
            names.setdefault(voice.folder, set()).add(voice.path.name)
    by_name = {folder: split_names(each) for folder, each in names.items()}
    return {
        voice.path: by_speaker.get(voice.speaker) or by_name[voice.folder][voice.path.name]
        for voice in voices
    }


def _read(path: Path) -> Samples:
    try:
        return read_recording(path)
    except AudioFileError as error:
        raise DataError(printable(str(error))) from error
