"""What is known about a model, without loading its network."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from app.errors import ModelError
from model.card import CARD_NAME, Card, model_within, parse_card, remedy_for


def read_card(folder: Path | None) -> Card:
    """Read the card of a model.

    Parameters
    ----------
    folder : Path or None
        The model's folder; None for the model that comes with the program.

    Returns
    -------
    Card

    Raises
    ------
    ModelError
        If there is none, or it is damaged.
    """
    place = files("model") / "bundled" if folder is None else folder
    what_to_do = "Choose a folder that holds a model." if folder else remedy_for(folder)
    try:
        content = (place / CARD_NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        within = model_within(folder) if folder else None
        raise ModelError(f"There is no {CARD_NAME} in {place}. {within or what_to_do}") from error
    except OSError as error:
        raise ModelError(
            f"{place}: {CARD_NAME} cannot be read: {error.strerror}. {what_to_do}"
        ) from error
    return parse_card(content, f"{place}: {CARD_NAME}", folder)


def accuracy_of(card: Card) -> tuple[int, int] | None:
    """Give how many of the test's digits were right, and of how many.

    Returns
    -------
    tuple of int or None
        None where the card does not say so in the form that the training writes.
    """
    figures: Any = card.figures
    try:
        sets = figures["test"]["digits"].values()
        right, of = sum(each["right"] for each in sets), sum(each["of"] for each in sets)
    except (KeyError, TypeError, AttributeError):
        return None
    return (right, of) if of else None
