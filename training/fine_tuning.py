"""Start from a model that was trained before."""

from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from model.card import CARD_NAME, NETWORK_NAME, digest, model_within, parse_card
from model.errors import ModelError
from model.network import build_class_network, class_network, set_temperature
from training.classes import KINDS_THAT_ARE_NO_WORDS
from training.saved_network import load_network

_WANTED = f"Give a folder that holds {CARD_NAME} and {NETWORK_NAME}."


@dataclass(frozen=True, slots=True)
class Start:
    """A model to start from: its folder, its class network, and what it tells apart."""

    folder: Path
    network: keras.Model
    labels: tuple[str, ...]


def read_start(folder: Path) -> Start:
    """Read a model to start from, a folder with ``card.json`` and ``digits.keras``.

    Raises
    ------
    ModelError
        If it cannot be read, its files do not belong together, or it was built another way.
    """
    try:
        card = parse_card((folder / CARD_NAME).read_bytes(), str(folder / CARD_NAME), folder)
        content = (folder / NETWORK_NAME).read_bytes()
        network = load_network(folder / NETWORK_NAME)
    except FileNotFoundError as error:
        raise ModelError(
            f"{folder} is no model to start from: there is no {error.filename}. "
            f"{model_within(folder) or _WANTED}"
        ) from error
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder} is no model to start from ({error}). {_WANTED}") from error
    if digest(content) != card.digests.network or network.output_shape[-1] != len(card.labels):
        raise ModelError(
            f"{folder}: {NETWORK_NAME} belongs to another {CARD_NAME}, so that nothing says what "
            "it tells apart. Export the model again, or start from another."
        )
    try:
        classes = class_network(network)
    except ValueError as error:  # it has no such layer
        raise _other_build(folder) from error
    if build_of(classes) != build_of(build_class_network(classes.output_shape[-1])):
        raise _other_build(folder)
    return Start(folder, classes, card.labels)


def copy_weights(start: Start, network: keras.Model, labels: tuple[str, ...]) -> None:
    """Copy the weights of a model into a new class network.

    What finds the features is copied whole. Of the last layer those labels are copied that both
    have, and the kinds of "other": all where there are as many, else those that are no words.

    Parameters
    ----------
    start : Start
        What `read_start` gave.
    network : keras.Model
        What `model.network.build_class_network` built; changed in place.
    labels : tuple of str
        What the first classes of `network` stand for.
    """
    # By their order: Keras numbers the names of layers anew for each network of a process.
    for new, old in zip(network.weights, start.network.weights, strict=True):
        if new.path.startswith("logits/"):
            new.assign(_joined(np.array(new), labels, np.asarray(old), start.labels))
        else:
            new.assign(old)
    set_temperature(network, 1.0)


def _other_build(folder: Path) -> ModelError:
    return ModelError(
        f"{folder} holds a network of another build, so that its weights do not fit. Train without "
        "--from, or start from a model that this version made."
    )


def build_of(network: keras.Model) -> tuple[list[tuple[str, str]], list[tuple[int, ...]]]:
    """Give the kinds and activations of a network's layers and the shapes of its weights.

    Weights belong into another network only where these are the same, in the same order.
    """
    activations = [getattr(layer, "activation", None) for layer in network.layers]
    kinds = [
        (type(layer).__name__, getattr(activation, "__name__", ""))
        for layer, activation in zip(network.layers, activations, strict=True)
    ]
    return kinds, [tuple(weight.shape) for weight in network.weights]


def _joined(
    new: NDArray[np.float32],
    labels: tuple[str, ...],
    old: NDArray[np.float32],
    known: tuple[str, ...],
) -> NDArray[np.float32]:
    """Take of `old` what stands for the same, shape (…, classes), into `new`."""
    for place, label in enumerate(labels):
        if label in known:
            new[..., place] = old[..., known.index(label)]
    old_kinds, new_kinds = old[..., len(known) :], new[..., len(labels) :]
    same = min(new_kinds.shape[-1], old_kinds.shape[-1])
    if new_kinds.shape != old_kinds.shape:
        same = min(same, KINDS_THAT_ARE_NO_WORDS)
    new_kinds[..., :same] = old_kinds[..., :same]
    return new
