"""Data sets described by manifests: digits.csv, words.csv, numbers.csv, noise.csv, rooms.csv."""

import csv
from functools import partial
from pathlib import Path

from training.data import fsdd
from training.data.folders import name_of
from training.data.recording import OTHER, DataSet, Recording, Split, read_samples
from training.data.spoken import HOMOPHONES
from training.errors import DataError

MANIFESTS = ("digits.csv", "words.csv", "noise.csv", "rooms.csv", "numbers.csv")
"""The files of which any makes a folder one of manifests."""

_COLUMNS = ("path", "source", "licence", "split")
_SPLITS: dict[str, Split] = {"train": "train", "validation": "validation", "test": "test"}
_Row = dict[str, str]


def read_manifests(folder: Path) -> DataSet:
    """List what the manifests of `folder` name.

    Each row has ``path``, relative to the folder, ``source``, ``licence`` and ``split``; digits
    have a ``label``, words a ``word``, both a ``speaker``. Recordings of the source ``fsdd`` in
    the split train are divided further, see `training.data.fsdd`. A ``numbers.csv`` has
    ``digits``. Where a row tells the ``sex`` of its speaker, "female" or "male", that is known
    of all that the speaker said. A manifest that is not there names nothing.

    Raises
    ------
    DataError
        If a manifest is not as expected.
    """
    rows = {name: _rows(folder / name) for name in MANIFESTS}
    numbers = rows["numbers.csv"]
    rows["numbers.csv"] = [{"source": "phone_numbers", "licence": "MIT", **row} for row in numbers]
    described = (row for each in rows.values() for row in each if row.get("speaker"))
    sexes = {row["speaker"]: row["sex"].lower() for row in described if row.get("sex")}

    def recordings(name: str, label: str, word: str) -> tuple[Recording, ...]:
        return tuple(_recording(folder / name, row, label, word, sexes) for row in rows[name])

    words = recordings("words.csv", "", "word")
    return DataSet(
        name=name_of(folder),
        recordings=recordings("digits.csv", "label", "label")
        + tuple(each for each in words if each.word.lower() not in HOMOPHONES),
        noises=recordings("noise.csv", "", ""),
        rooms=recordings("rooms.csv", "", ""),
        numbers=recordings("numbers.csv", "digits", "digits"),
    )


def names_recordings_in(folder: Path) -> bool:
    """Tell whether manifests beside `folder` name recordings that are in it."""
    beside = [folder.parent / name for name in MANIFESTS if (folder.parent / name).exists()]
    inside = f"{folder.name}/"
    try:
        return any(row.get("path", "").startswith(inside) for each in beside for row in _rows(each))
    except DataError:  # what is called like a manifest is none
        return False


def _rows(manifest: Path) -> list[_Row]:
    if not manifest.exists():
        return []
    try:
        # A spreadsheet begins its files with a mark of the byte order.
        with manifest.open(newline="", encoding="utf-8-sig") as lines:
            return list(csv.DictReader(lines, restval=""))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text, or no table"
        raise DataError(
            f"{manifest} cannot be read ({reason}). Restore it, or give other data."
        ) from error


def _recording(
    manifest: Path, row: _Row, label_column: str, word_column: str, sexes: dict[str, str]
) -> Recording:
    try:
        path, source, licence, split = (row[name] for name in _COLUMNS)
        label = row[label_column] if label_column else OTHER
        word = row[word_column] if word_column else ""
    except KeyError as error:
        raise DataError(f"{manifest} has no column {error}. Restore the manifest.") from error
    if split not in _SPLITS:
        raise DataError(
            f"{manifest}: the split of {path} is {split!r}, none of {list(_SPLITS)}. Correct it."
        )
    if not label:
        raise DataError(f"{manifest}: {path} has no label. Write it there, or take the row out.")
    stem = Path(path).stem
    is_divided = source == fsdd.SOURCE and split == "train" and fsdd.is_fsdd_name(stem)
    speaker = row.get("speaker", row.get("origin", ""))
    sex = sexes.get(speaker, "") or fsdd.sex_of(speaker)
    return Recording(
        path=path,
        label=label,
        word=word,
        speaker=speaker,
        source=source,
        licence=licence,
        split=fsdd.split_of_take(stem) if is_divided else _SPLITS[split],
        load=partial(read_samples, manifest.parent / path),
        sex=sex if sex in ("female", "male") else "",
    )
