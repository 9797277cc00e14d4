"""Writing files whole or not at all."""

from pathlib import Path

from training.errors import DataError


def check_writable(path: Path) -> None:
    """Make sure before long work that a file can be written at `path`.

    Raises
    ------
    DataError
        If it is a folder, or there is no folder for it.
    """
    if path.is_dir():
        raise DataError(f"{path} is a folder. Give the name of a file in it.")
    if not path.absolute().parent.is_dir():
        raise DataError(f"There is no folder {path.parent} for {path.name}. Make it first.")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside `path` and put it in its place.

    Raises
    ------
    DataError
        If it cannot be written; what was there stays.
    """
    unfinished = path.with_name(f".{path.name}.new")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise DataError(
            f"{path} cannot be written ({error.strerror}). Give a place that you may write to."
        ) from error
