"""The card of a model: what it answers, what it takes, what it was made from, how good it is."""

import datetime
import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import msgspec

from model.errors import ModelError

CARD_NAME, NETWORK_NAME, EXPORTED_NAME = "card.json", "digits.keras", "digits.tflite"
OTHER_LABEL = "other"
"""The label of sounds that are none of the others; a model need not have it."""

DEFAULT_THRESHOLD = 0.8
"""Probability below which an answer counts as not sure, unless the card or a setting says else."""

_Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
_Count = Annotated[int, msgspec.Meta(ge=1)]
_Probability = Annotated[float, msgspec.Meta(ge=0, le=1)]
_Label = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class AudioFormat(msgspec.Struct, frozen=True):
    """What the network takes: samples a second in Hz, and samples a clip."""

    sample_rate: _Count
    clip_samples: _Count


class Digests(msgspec.Struct, frozen=True):
    """SHA-256 of the files that belong to the card, in hexadecimal."""

    exported: _Sha256
    network: _Sha256


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about a model; stands beside it as ``card.json``.

    Attributes
    ----------
    name : str
        What the model calls itself.
    date : datetime.date
        When it was made.
    command : str
        The command that made it.
    labels : tuple of str
        What its probabilities stand for, in their order. "other" is none of the others.
    audio : AudioFormat
        What it takes.
    digests : Digests
        The files that it describes.
    threshold : float
        Probability below which an answer is not sure.
    temperature : float
        What the logits are divided by, found on the validation recordings.
    other_factor : float
        What the probability of "other" is weighed by, found there as well.
    data : dict of str to str
        The sources that it was trained on, and their licences.
    packages : dict of str to str
        The packages that made it, and their versions.
    figures : dict
        What was measured, by name; each names the command that measured it.
    """

    name: str
    date: datetime.date
    command: str
    labels: Annotated[tuple[_Label, ...], msgspec.Meta(min_length=2, max_length=1000)]
    audio: AudioFormat
    digests: Digests
    threshold: _Probability = DEFAULT_THRESHOLD
    temperature: float = 1.0
    other_factor: float = 1.0
    data: dict[str, str] = {}
    packages: dict[str, str] = {}
    figures: dict[str, Any] = {}

    @property
    def digit_indices(self) -> tuple[int, ...]:
        """Places of all labels but "other"."""
        return tuple(i for i, label in enumerate(self.labels) if label != OTHER_LABEL)

    @property
    def other_index(self) -> int | None:
        """Place of "other", None where the model has no such label."""
        return self.labels.index(OTHER_LABEL) if OTHER_LABEL in self.labels else None


def are_digits(labels: Iterable[str]) -> bool:
    """Tell whether labels are the ten digits, with "other" or without."""
    return set(labels) - {OTHER_LABEL} == set("0123456789")


def parse_card(content: bytes, where: str, folder: Path | None) -> Card:
    """Read and check a card.

    Parameters
    ----------
    content : bytes
        The JSON.
    where : str
        Names the card in messages.
    folder : Path or None
        The model's, or None for the one that comes with the program; what to do depends on it.

    Raises
    ------
    ModelError
        If it is no card, or lacks or contradicts itself in something.
    """
    remedy = remedy_for(folder)
    try:
        card = msgspec.json.decode(content, type=Card)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ModelError(
            f"{where} is damaged or not the card of a model ({error}). {remedy}"
        ) from error
    if len(set(card.labels)) < len(card.labels):
        raise ModelError(f"{where} names a label twice. {remedy}")
    return card


def remedy_for(folder: Path | None) -> str:
    """Say what to do where a model is damaged; None is the one that comes with the program."""
    if folder is None:
        return "Install the program again."
    return "Export the model again, or choose another."


def model_within(folder: Path) -> str | None:
    """Name the model that a run of the training holds, for who took the run's folder for it."""
    exported = folder / "model"
    # Not Path.exists, which raises where the folder may not be entered.
    if not os.path.exists(exported / CARD_NAME):  # noqa: PTH110
        return None
    return f"There is a model in it: give {exported}."


def write_card(folder: Path, card: Card) -> None:
    """Write the card of the model in `folder`, whole or not at all."""
    unfinished = folder / f"{CARD_NAME}.new"
    content = msgspec.json.format(msgspec.json.encode(card), indent=2)
    try:
        unfinished.write_bytes(content + b"\n")
        unfinished.replace(folder / CARD_NAME)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content`, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
