"""What is told of a model: in the settings what it can do, in About what it was made of."""

from pathlib import Path

from app.errors import ModelError
from app.recognition.model_card import accuracy_of, read_card
from app.window.settings_rows import breakable
from model.card import Card

_MOST_LABELS = 40


def what_it_can_do(model: str | None) -> str:
    """Tell where a model lies, what it tells apart, and how well; or why that is not known."""
    folder = Path(model) if model else None
    try:
        card = read_card(folder)
    except ModelError as error:
        return breakable(error)
    where = "came with the program" if folder is None else f"lies in {breakable(folder)}"
    facts = [f"{_named(card)} and {where}."]
    facts.append(f"It tells apart {_listed([card.labels[i] for i in card.digit_indices])}.")
    if (accuracy := accuracy_of(card)) is not None:
        right, of = accuracy
        facts.append(f"In its test it was right {right} times of {of}.")
    return " ".join(facts)


def what_it_was_made_of(model: str | None) -> str:
    """Tell how a model was made, and of whose recordings; or why that is not known."""
    try:
        card = read_card(Path(model) if model else None)
    except ModelError as error:
        return breakable(error)
    data = "; ".join(f"{source} ({licence})" for source, licence in card.data.items())
    return f"{_named(card)} with: {card.command}\n\nIt learned from recordings of {data}."


def _named(card: Card) -> str:
    return f"“{card.name}” was made on {card.date.day} {card.date:%B %Y}"


def _listed(labels: list[str]) -> str:
    """Name labels; of very many the first ones alone."""
    more = len(labels) - _MOST_LABELS
    if more > 1:
        return f"{', '.join(labels[:_MOST_LABELS])} and {more} more"
    return ", ".join(labels)
