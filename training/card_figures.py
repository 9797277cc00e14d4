"""Keep what was measured of a model in its card."""

from pathlib import Path
from typing import Any

import msgspec

from app.recognition.model_card import read_card
from model.card import CARD_NAME, write_card
from training.errors import DataError
from training.files import check_writable


def check_card(folder: Path) -> None:
    """Make sure before long work that figures can be kept in the card of the model in `folder`.

    Raises
    ------
    DataError
        If the card cannot be written.
    ModelError
        If there is no model.
    """
    read_card(folder)
    check_writable(folder / CARD_NAME)


def keep_figures(folder: Path, name: str, figures: dict[str, Any]) -> None:
    """Write figures into the card of the model in `folder`, in place of those of that name.

    Raises
    ------
    DataError
        If the card cannot be written; it is as before then.
    ModelError
        If there is no model.
    """
    card = read_card(folder)
    kept = {**card.figures, name: figures}
    try:
        write_card(folder, msgspec.structs.replace(card, figures=kept))
    except OSError as error:
        raise DataError(
            f"The card in {folder} cannot be written ({error.strerror}). Copy the model to a "
            "folder that you may write to."
        ) from error
