"""Recordings in Parquet files, as Hugging Face keeps data sets of sound.

Made for mteb/free-spoken-digit-dataset; others with the same two columns are read as well.
"""

import io
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow
import pyarrow.parquet

from training.data import fsdd
from training.data.folders import files_in
from training.data.recording import DataSet, Recording, Samples, Split, decode_samples
from training.data.splits import VALIDATION_SHARE, place_of
from training.data.spoken import labels_of_names
from training.errors import DataError

_SUFFIXES = frozenset((".parquet",))
_SPLITS: dict[str, Split] = {"validation": "validation", "valid": "validation", "test": "test"}
_FSDD_NAMES = ("fsdd", "free-spoken-digit-dataset")
_UNKNOWN_LICENCE = "see where it is from"
_GROUPS_KEPT = 2

_reading = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a recording is, its label, the name of its sound file, and the split of its file."""

    file: Path
    group: int
    index: int
    label: str
    name: str
    split: Split

    @property
    def locator(self) -> str:
        return _locator(self.file, self.group, self.index)


def find_parquet(place: Path) -> list[Path]:
    """Find Parquet files: `place` itself, those in its folder ``data`` or those in it."""
    if place.is_file():
        return [place] if place.suffix.lower() in _SUFFIXES else []
    for folder in (place / "data", place):
        if folder.is_dir() and (found := files_in(folder, _SUFFIXES)):
            return found
    return []


def read_parquet(name: str, files: list[Path]) -> DataSet:
    """List the recordings of Parquet files with the columns ``audio`` and ``label``.

    ``audio`` is a struct of ``bytes``, a sound file, and ``path``, its name; ``label`` is the
    label or its number. A file's name begins with its split, or it is train. Where the names of
    the sound files are those of FSDD they tell the speaker, and takes 5 to 9 of train are
    validation; otherwise about a tenth of train is, chosen by the place of the row, unless there
    are files of validation.

    Parameters
    ----------
    name : str
        Of the data set; also the source of its recordings, but for FSDD.
    files : list of Path
        Read a group of rows at a time; sounds only when they are asked for.

    Raises
    ------
    DataError
        If a file cannot be read or has other columns, or a row has no label.
    """
    rows = [row for file in files for row in _rows(file)]
    labels = labels_of_names({row.label for row in rows})
    is_divided = any(row.split == "validation" for row in rows)
    return DataSet(name, tuple(_recording(row, name, labels, is_divided) for row in rows))


def _recording(row: _Row, source: str, labels: dict[str, str], is_divided: bool) -> Recording:
    stem = PurePosixPath(row.name).stem
    tells_speaker = fsdd.is_fsdd_name(stem)
    is_fsdd = tells_speaker or any(name in source.lower() for name in _FSDD_NAMES)
    speaker = fsdd.speaker_of(stem) if tells_speaker else ""
    split = row.split
    if split == "train" and not is_divided:
        take_split = fsdd.split_of_take(stem) if tells_speaker else None
        is_held_out = take_split == "validation" if take_split else _is_tenth(row)
        split = "validation" if is_held_out else "train"
    return Recording(
        path=f"{row.locator}: {row.name}" if row.name else row.locator,
        label=labels[row.label],
        word=labels[row.label],
        speaker=speaker,
        source=fsdd.SOURCE if is_fsdd else source,
        licence=fsdd.LICENCE if is_fsdd else _UNKNOWN_LICENCE,
        split=split,
        load=partial(_read_row, row.file, row.group, row.index, row.locator),
        sex=fsdd.sex_of(speaker),
    )


def _is_tenth(row: _Row) -> bool:
    return place_of(row.locator) < VALIDATION_SHARE


def _rows(file: Path) -> Iterator[_Row]:
    split = _SPLITS.get(file.name.replace(".", "-").partition("-")[0].lower(), "train")
    try:
        with pyarrow.parquet.ParquetFile(file) as content:
            names = _label_names(content.schema_arrow)
            for group in range(content.num_row_groups):
                rows = content.read_row_group(group, ["label", "audio.path"]).to_pylist()
                for index, row in enumerate(rows):
                    label = _label(row["label"], names, _locator(file, group, index))
                    yield _Row(file, group, index, label, row["audio"]["path"] or "", split)
    except (OSError, pyarrow.ArrowException, KeyError, TypeError, IndexError) as error:
        raise DataError(
            f"{file} cannot be read ({error}). It needs a column audio with bytes and path, and "
            "a column label; or fetch it again."
        ) from error


def _locator(file: Path, group: int, index: int) -> str:
    return f"{file.name}, row {index} of group {group}"


def _label(value: Any, names: list[str], locator: str) -> str:
    """Give a row's label; Hugging Face writes -1 where a number stands for none."""
    if value is None or value == "" or (isinstance(value, int) and value < 0):
        raise DataError(
            f"{locator}, has no label (it says {value!r}). Write it there, or take the row out."
        )
    return names[value] if names else str(value)


def _label_names(schema: pyarrow.Schema) -> list[str]:
    """Give the names of numbered labels as Hugging Face writes them, none if there are none."""
    try:
        described = json.loads((schema.metadata or {})[b"huggingface"])
        names = described["info"]["features"]["label"]["names"]
    except (KeyError, TypeError, ValueError):
        return []
    return [str(name) for name in names]


def _read_row(file: Path, group: int, index: int, locator: str) -> Samples:
    with _reading:  # so that a group is read once, not by each thread that waits for it
        sounds = _sounds(file, group)
    content = sounds[index].as_py()["bytes"]
    if content is None:
        raise DataError(f"{locator} has no sound. Fetch {file.name} again, or take the row out.")
    return decode_samples(io.BytesIO(content), locator)


@lru_cache(maxsize=_GROUPS_KEPT)
def _sounds(file: Path, group: int) -> pyarrow.ChunkedArray:
    try:
        with pyarrow.parquet.ParquetFile(file) as content:
            return content.read_row_group(group, ["audio.bytes"]).column("audio")
    except (OSError, pyarrow.ArrowException) as error:
        raise DataError(f"{file} cannot be read ({error}). Fetch it again.") from error
