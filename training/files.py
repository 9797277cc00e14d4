"""Writing files whole or not at all."""

from contextlib import suppress
from pathlib import Path

from training.errors import DataError


def check_writable(path: Path) -> None:
    """Make sure before long work that a file can be written at `path`.

    Raises
    ------
    DataError
        If it is a folder, there is no folder for it, its name is none, or the folder cannot be
        written to.
    """
    try:
        is_folder, has_folder = path.is_dir(), path.absolute().parent.is_dir()
    except OSError as error:
        raise _unwritable(path, error) from error
    if is_folder:
        raise DataError(f"{path} is a folder. Give the name of a file in it.")
    if not has_folder:
        raise DataError(f"There is no folder {path.parent} for {path.name}. Make it first.")
    # Rights alone do not tell: a disk can be read-only.
    unfinished = _unfinished(path)
    try:
        unfinished.touch()
        unfinished.unlink()
    except OSError as error:
        raise _unwritable(path, error) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside `path` and put it in its place.

    Raises
    ------
    DataError
        If it cannot be written; what was there stays.
    """
    try:
        replace_file(path, content)
    except OSError as error:
        raise _unwritable(path, error) from error


def replace_file(path: Path, content: bytes) -> None:
    """Write a file as `write_whole` does, for those who have a message of their own.

    Raises
    ------
    OSError
        If it cannot be written; what was there stays.
    """
    unfinished = _unfinished(path)
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _unwritable(path: Path, error: OSError) -> DataError:
    return DataError(
        f"{path} cannot be written ({error.strerror}). Give another place, or see to it that one "
        "can write there."
    )
