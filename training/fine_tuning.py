"""Start from a model that was trained before."""

from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

import model.network  # noqa: F401  (registers the layers of saved networks)
from model.card import CARD_NAME, NETWORK_NAME, parse_card
from model.errors import ModelError
from model.network import set_temperature


def copy_weights(folder: Path, network: keras.Model, labels: tuple[str, ...]) -> None:
    """Copy the weights of a model into a new class network.

    What finds the features is copied whole. Of the last layer those labels are copied that both
    have, and all kinds of "other" where there are as many.

    Parameters
    ----------
    folder : Path
        The model, with ``card.json`` and ``digits.keras``.
    network : keras.Model
        What `model.network.build_class_network` built; changed in place.
    labels : tuple of str
        What the first classes of `network` stand for.

    Raises
    ------
    ModelError
        If the model cannot be read, or was built another way.
    """
    source, known = _read(folder)
    # By their order: Keras numbers the names of layers anew for each network of a process.
    pairs = list(zip(network.weights, source.weights, strict=False))
    features = [pair for pair in pairs if not _is_of_logits(pair[0])]
    if len(network.weights) != len(source.weights) or any(
        new.shape != old.shape for new, old in features
    ):
        raise ModelError(
            f"{folder} holds a network of another build, so that its weights do not fit. Train "
            "without --from, or start from a model that this version made."
        )
    for new, old in features:
        new.assign(old)
    set_temperature(network, 1.0)
    for new, old in pairs:
        if _is_of_logits(new):
            new.assign(_joined(np.array(new), labels, np.asarray(old), known))


def _is_of_logits(weight: keras.Variable) -> bool:
    path: str = weight.path
    return path.startswith("logits/")


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
    if old[..., len(known) :].shape == new[..., len(labels) :].shape:
        new[..., len(labels) :] = old[..., len(known) :]
    return new


def _read(folder: Path) -> tuple[keras.Model, tuple[str, ...]]:
    try:
        card = parse_card((folder / CARD_NAME).read_bytes(), str(folder / CARD_NAME))
        network = keras.saving.load_model(folder / NETWORK_NAME, compile=False)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{folder} is no model to start from ({error}). Give a folder that holds {CARD_NAME} "
            f"and {NETWORK_NAME}."
        ) from error
    return network, card.labels
