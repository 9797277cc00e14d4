"""The Free Spoken Digit Dataset, github.com/Jakobovski/free-spoken-digit-dataset."""

import re
from functools import partial
from pathlib import Path

from training.data.folders import files_in
from training.data.recording import DataSet, Recording, Split, read_samples

SOURCE = "fsdd"
LICENCE = "CC BY-SA 4.0"

TEST_TAKES = range(5)
"""Takes that are its own official test set."""

VALIDATION_TAKES = range(5, 10)
"""Takes that are held out of its training to tune on."""

_MEN = frozenset(("george", "jackson", "lucas", "nicolas", "theo", "yweweler"))
_NAME = re.compile(r"[0-9]_[A-Za-z]+_[0-9]+")
_SUFFIXES = frozenset((".wav",))


def find_fsdd(place: Path) -> Path | None:
    """Find the folder of recordings in `place`, the repository or that folder itself.

    There is more than one digit in it: what holds one only is somebody's folder of a label.
    """
    for folder in (place / "recordings", place):
        if folder.is_dir() and len({path.stem[0] for path in _takes(folder)}) > 1:
            return folder
    return None


def read_fsdd(folder: Path) -> DataSet:
    """List the recordings of a folder: ``{digit}_{speaker}_{take}.wav``.

    Takes 0 to 4 are test, as its authors say; 5 to 9 are validation here.

    Raises
    ------
    DataError
        If the folder cannot be looked into.
    """
    return DataSet(
        SOURCE,
        tuple(
            Recording(
                path=f"{folder.name}/{path.name}",
                label=path.stem[0],
                word=path.stem[0],
                speaker=speaker_of(path.stem),
                source=SOURCE,
                licence=LICENCE,
                split=split_of_take(path.stem),
                load=partial(read_samples, path),
                sex=sex_of(speaker_of(path.stem)),
            )
            for path in _takes(folder)
        ),
    )


def is_fsdd_name(name: str) -> bool:
    """Tell whether a name without ending is ``{digit}_{speaker}_{take}``."""
    return _NAME.fullmatch(name) is not None


def speaker_of(name: str) -> str:
    """Name the speaker of a recording by its name without ending, as in "fsdd/george"."""
    return f"{SOURCE}/{name.split('_')[1]}"


def sex_of(speaker: str) -> str:
    """Give "male" for the six men who are its speakers, "" for anybody else."""
    return "male" if speaker.removeprefix(f"{SOURCE}/") in _MEN else ""


def split_of_take(name: str) -> Split:
    """Tell the split of a recording by its name without ending, ``{digit}_{speaker}_{take}``."""
    take = int(name.rsplit("_", 1)[1])
    if take in TEST_TAKES:
        return "test"
    return "validation" if take in VALIDATION_TAKES else "train"


def _takes(folder: Path) -> list[Path]:
    return [path for path in files_in(folder, _SUFFIXES) if is_fsdd_name(path.stem)]
