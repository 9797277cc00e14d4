"""The folder of an exported model: what may be replaced, and how nothing is lost by it."""

import shutil
from pathlib import Path

from model.card import CARD_NAME, EXPORTED_NAME, NETWORK_NAME
from training.errors import ExportError

EXPORTED_RUN = "model"
"""Name of the folder, in a run's, that its model is in."""

_FILES = frozenset((CARD_NAME, EXPORTED_NAME, NETWORK_NAME))
_NAMED = 3


def check_place(folder: Path) -> None:
    """See that at `folder` there is nothing, or nothing but a model.

    Raises
    ------
    ExportError
        If replacing it would lose something else.
    OSError
        If it cannot be looked into.
    """
    _recover(folder)
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ExportError(f"{folder} is a file. A model is a folder: give another place with --to.")
    others = sorted({each.name for each in folder.iterdir()} - _FILES)
    if others:
        more = ", …" if len(others) > _NAMED else ""
        raise ExportError(
            f"{folder} holds other things than a model ({', '.join(others[:_NAMED])}{more}), which "
            f"would be lost. Give a folder for the model alone: --to {folder / 'model'}"
        )


def replace_folder(folder: Path, made: Path) -> None:
    """Put the finished folder `made` in the place of `folder`, which is kept until it stands.

    Raises
    ------
    OSError
        If that fails; what was there is there again.
    """
    before = _before(folder)
    try:
        if folder.exists():
            folder.rename(before)
        made.rename(folder)
    finally:
        _recover(folder)


def _recover(folder: Path) -> None:
    """Put back what was taken away for a replacement that did not happen, or drop it."""
    before = _before(folder)
    if not before.exists():
        return
    if folder.exists():
        shutil.rmtree(before, ignore_errors=True)
    else:
        before.rename(folder)


def _before(folder: Path) -> Path:
    place = folder.absolute()  # "." has no name
    return place.with_name(f".{place.name}.before")
