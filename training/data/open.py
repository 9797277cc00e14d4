"""Open a data set, whatever its form."""

from pathlib import Path

from training.data.manifests import MANIFESTS, read_manifests
from training.data.recording import DataSet
from training.errors import DataError


def open_data(place: Path) -> DataSet:
    """List what a data set holds; its form is told by the files that are there.

    Parameters
    ----------
    place : Path
        A folder with the manifests.

    Raises
    ------
    DataError
        If there is nothing there that is known.
    """
    if any((place / name).exists() for name in MANIFESTS):
        return read_manifests(place)
    raise DataError(f"{place} holds no data set that is known. Give a folder with digits.csv.")
