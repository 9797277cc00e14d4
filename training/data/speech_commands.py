"""Speech Commands v0.02, P. Warden 2018, arXiv 1804.03209, as it is unpacked."""

from functools import partial
from itertools import chain
from pathlib import Path

from training.data.folders import files_in, folders_in
from training.data.recording import OTHER, DataSet, Recording, Split, read_samples
from training.data.spoken import DIGIT_OF_WORD, HOMOPHONES
from training.errors import DataError

SOURCE = "speech_commands"
LICENCE = "CC BY 4.0"

_NOISES = "_background_noise_"
_LISTS: dict[Split, str] = {"validation": "validation_list.txt", "test": "testing_list.txt"}
_SUFFIXES = frozenset((".wav",))


def find_speech_commands(place: Path) -> Path | None:
    """Give back `place` if it is the data set's folder: its two lists are there."""
    return place if all((place / name).is_file() for name in _LISTS.values()) else None


def read_speech_commands(folder: Path) -> DataSet:
    """List the recordings of a folder with a folder a word: ``{speaker}_nohash_{take}.wav``.

    The words zero to nine are digits, all others "other", but for those that sound like a
    digit, which are left out. The splits are those of its own two lists; no speaker is in two.

    Raises
    ------
    DataError
        If a list cannot be read or the folder not be looked into.
    """
    splits = _splits(folder)
    words = [word for word in folders_in(folder) if word.name not in {_NOISES, *HOMOPHONES}]
    noises = folder / _NOISES
    return DataSet(
        SOURCE,
        tuple(chain.from_iterable(_recordings(word, splits) for word in words)),
        noises=tuple(_noise(path) for path in files_in(noises, _SUFFIXES))
        if noises.is_dir()
        else (),
    )


def _recordings(folder: Path, splits: dict[str, Split]) -> list[Recording]:
    word = folder.name
    label = DIGIT_OF_WORD.get(word, OTHER)
    return [
        Recording(
            path=(name := f"{word}/{path.name}"),
            label=label,
            word=word if label == OTHER else label,
            speaker=f"{SOURCE}/{speaker}"
            if (speaker := path.stem.partition("_nohash_")[0])
            else "",
            source=SOURCE,
            licence=LICENCE,
            split=splits.get(name, "train"),
            load=partial(read_samples, path),
        )
        for path in files_in(folder, _SUFFIXES)
    ]


def _noise(path: Path) -> Recording:
    return Recording(
        path=f"{_NOISES}/{path.name}",
        label=OTHER,
        word="",
        speaker=path.stem,
        source=f"{SOURCE}_background_noise",
        licence=LICENCE,
        split="train",
        load=partial(read_samples, path),
    )


def _splits(folder: Path) -> dict[str, Split]:
    splits: dict[str, Split] = {}
    for split, name in _LISTS.items():
        try:
            lines = (folder / name).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(
                f"{folder / name} cannot be read ({error}). Unpack Speech Commands again."
            ) from error
        splits.update({line.strip(): split for line in lines})
    return splits
