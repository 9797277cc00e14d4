"""The network that answers: the bundled one, or another."""

from pathlib import Path

from model.runtime import ExportedNetwork


def load_network(folder: Path | None) -> ExportedNetwork:
    """Load a model, ready to answer.

    Parameters
    ----------
    folder : Path or None
        A model's folder; None for the model that comes with the program.

    Returns
    -------
    ExportedNetwork

    Raises
    ------
    ModelError
        If it is missing or damaged, or does not fit its card.
    """
    return ExportedNetwork.load(folder)
