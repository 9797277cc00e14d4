"""Read networks that Keras wrote, whatever is wrong with the file."""

import zipfile
from pathlib import Path

import keras

import model.network  # noqa: F401  (registers the layers of saved networks)
import training.muon  # noqa: F401  (registers their optimizer)


def load_network(path: Path, *, compiled: bool = False) -> keras.Model:
    """Read a network.

    Parameters
    ----------
    path : Path
        A ``.keras`` file.
    compiled : bool
        With its optimizer, to train on.

    Raises
    ------
    OSError
        If it cannot be read.
    ValueError
        If it is damaged, or lacks the optimizer.
    """
    with path.open("rb") as file:
        if not zipfile.is_zipfile(file):  # Keras would say that it is not found
            raise ValueError("it is damaged: cut short, or never a network")
    try:
        network = keras.saving.load_model(path, compile=compiled)
    except (KeyError, TypeError, zipfile.BadZipFile, OSError) as error:
        raise ValueError(f"it is damaged: {error}") from error
    if compiled and network.optimizer is None:
        raise ValueError("it lacks the optimizer")
    return network
