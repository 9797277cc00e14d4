"""What a folder of data holds: sound files and folders below, in an order that never changes."""

import os
from collections.abc import Iterator
from pathlib import Path

from training.errors import DataError


def folders_in(place: Path) -> list[Path]:
    """List the folders in a folder, sorted; left out are hidden ones, and links that lead back.

    Those are links to the folder itself or to one above it: what is there would be found twice.

    Raises
    ------
    DataError
        If it cannot be looked into.
    """
    folders = [entry for entry in _entries(place) if entry.is_dir()]
    here = place.resolve()
    return [
        place / entry.name
        for entry in folders
        if not (entry.is_symlink() and here.is_relative_to((place / entry.name).resolve()))
    ]


def files_in(place: Path, suffixes: frozenset[str]) -> list[Path]:
    """List the files in a folder whose names end in one of `suffixes` (lower case), sorted.

    Hidden ones are left out.

    Raises
    ------
    DataError
        If it cannot be looked into.
    """
    return [
        place / entry.name
        for entry in _entries(place)
        if os.path.splitext(entry.name)[1].lower() in suffixes and not entry.is_dir()  # noqa: PTH122
    ]


def files_below(place: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    """List the files in a folder and in all folders below it, as `files_in` and `folders_in` do.

    Raises
    ------
    DataError
        If one cannot be looked into.
    """
    yield from files_in(place, suffixes)
    for folder in folders_in(place):
        if not folder.is_symlink():  # a link that leads back would have no end
            yield from files_below(folder, suffixes)


def name_of(place: Path) -> str:
    """Name a folder or a file, also if it was given as "." or "..", without its ending."""
    return printable(place.resolve().stem if place.is_file() else place.resolve().name)


def printable(name: str) -> str:
    """Put a mark in place of what is no text in the name of a file, so that it can be written."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _entries(place: Path) -> list["os.DirEntry[str]"]:
    # os.scandir, as a data set has a hundred thousand files: it asks the disk once a folder.
    try:
        with os.scandir(place) as entries:
            visible = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        raise DataError(
            f"{place} cannot be looked into ({error.strerror or error}). Allow it, or take it out."
        ) from error
    return sorted(visible, key=lambda entry: entry.name)
