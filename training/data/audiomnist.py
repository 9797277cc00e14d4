"""AudioMNIST, Becker et al. 2018, arXiv 1807.03418, github.com/soerenab/AudioMNIST."""

import json
import re
from functools import partial
from pathlib import Path

from training.data.folders import files_in, folders_in
from training.data.recording import DataSet, Recording, Split, read_samples
from training.errors import DataError

SOURCE = "audiomnist"
LICENCE = "MIT"

VALIDATION_SPEAKERS = frozenset((4, 11, 12, 15, 21, 27, 31, 41, 44, 47, 50, 59))
"""Speakers of validation in the first of the five folds that its authors publish for digits."""

TEST_SPEAKERS = frozenset((5, 13, 18, 22, 26, 32, 33, 42, 45, 51, 52, 60))
"""Speakers of test in the same fold."""

_META = "audioMNIST_meta.txt"
_SUFFIXES = frozenset((".wav",))
_NAME = re.compile(r"[0-9]_[0-9]{2}_[0-9]+")


def find_audiomnist(place: Path) -> Path | None:
    """Find the folder with a folder a speaker in `place`, the repository or that folder itself."""
    for folder in (place / "data", place):
        if folder.is_dir() and any(_takes(speaker) for speaker in _speakers(folder)):
            return folder
    return None


def read_audiomnist(folder: Path) -> DataSet:
    """List the recordings of a folder: ``{speaker}/{digit}_{speaker}_{take}.wav``, at 48 kHz.

    Each speaker is in one split, that of the first fold of its authors. Who is a woman is told
    by ``audioMNIST_meta.txt``, if that is there.

    Raises
    ------
    DataError
        If a folder cannot be looked into, or the description of the speakers not be read.
    """
    sexes = _sexes(folder / _META) if (folder / _META).exists() else {}
    return DataSet(
        SOURCE,
        tuple(
            Recording(
                path=f"{folder.name}/{speaker.name}/{path.name}",
                label=path.stem[0],
                word=path.stem[0],
                speaker=f"{SOURCE}/{speaker.name}",
                source=SOURCE,
                licence=LICENCE,
                split=_split_of_speaker(int(speaker.name)),
                load=partial(read_samples, path),
                sex=sexes.get(speaker.name, ""),
            )
            for speaker in _speakers(folder)
            for path in _takes(speaker)
        ),
    )


def _speakers(folder: Path) -> list[Path]:
    return [each for each in folders_in(folder) if re.fullmatch("[0-9]{2}", each.name)]


def _takes(speaker: Path) -> list[Path]:
    return [path for path in files_in(speaker, _SUFFIXES) if _NAME.fullmatch(path.stem)]


def _split_of_speaker(number: int) -> Split:
    if number in TEST_SPEAKERS:
        return "test"
    return "validation" if number in VALIDATION_SPEAKERS else "train"


def _sexes(meta: Path) -> dict[str, str]:
    try:
        speakers = json.loads(meta.read_text(encoding="utf-8"))
        sexes = {number: str(speaker["gender"]).lower() for number, speaker in speakers.items()}
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise DataError(
            f"{meta} does not describe the speakers ({error}). Get AudioMNIST again."
        ) from error
    return {number: sex for number, sex in sexes.items() if sex in ("female", "male")}
