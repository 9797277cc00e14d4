"""Open a data set, whatever its form."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.audio.files import RECORDING_SUFFIXES
from training.data.audiomnist import find_audiomnist, read_audiomnist
from training.data.folders import files_below, files_in, folders_in, name_of
from training.data.fsdd import find_fsdd, read_fsdd
from training.data.label_folders import find_label_folders, read_label_folders
from training.data.manifests import MANIFESTS, names_recordings_in, read_manifests
from training.data.parquet import find_parquet, read_parquet
from training.data.recording import DataSet, Recording
from training.data.speech_commands import find_speech_commands, read_speech_commands
from training.errors import DataError

_FORMS = (
    "Give a folder with one folder of recordings a label, one with the manifests digits.csv and "
    "its like, or the Free Spoken Digit Dataset, Speech Commands, AudioMNIST or Parquet files as "
    "they are published."
)

_Reader = Callable[[], DataSet]


def open_data(place: Path) -> DataSet:
    """List what a data set holds; its form is told by what is there.

    Parameters
    ----------
    place : Path
        A folder, or a Parquet file. Of a published data set also the folder above, or one of a
        word or a speaker in it.

    Raises
    ------
    DataError
        If there is nothing there that is known, more than one data set, or one that is damaged.
    """
    if not place.exists():
        raise DataError(f"{place} is not there. {_FORMS}")
    if not place.is_dir():
        return _open_file(place)
    reader = _published(place) or _published_below(place)
    if reader is None and names_recordings_in(place.resolve()):
        reader = partial(read_manifests, place.resolve().parent)
    if reader is None and (folder := find_label_folders(place)):
        reader = partial(read_label_folders, folder)
    if reader is None and files_in(place, RECORDING_SUFFIXES):
        above = place.resolve().parent
        reader = _published(above)
        if reader is None:
            raise DataError(
                f"{place} holds recordings, but no folders that say what is said in them. Give "
                f"the folder above, {above}, if there is one folder a label in it."
            )
    if reader is None:
        held = "no data that is known" if any(place.iterdir()) else "nothing"
        raise DataError(f"{place} holds {held}. {_FORMS}")
    return reader()


def open_all(places: Sequence[Path]) -> DataSet:
    """Join several data sets to one.

    Parameters
    ----------
    places : sequence of Path
        As for `open_data`, one at least.

    Returns
    -------
    DataSet
        If there are several, each path in it begins with the name of its data set.

    Raises
    ------
    DataError
        As from `open_data`; also if a place is given twice.
    """
    if len({place.resolve() for place in places}) < len(places):
        raise DataError(f"A data set is named twice: {', '.join(map(str, places))}. Name it once.")
    found = [open_data(place) for place in places]
    if len(found) == 1:
        return found[0]

    def joined(part: Callable[[DataSet], tuple[Recording, ...]]) -> tuple[Recording, ...]:
        return tuple(
            replace(each, path=f"{data_set.name}/{each.path}")
            for data_set in found
            for each in part(data_set)
        )

    return DataSet(
        name=" + ".join(data_set.name for data_set in found),
        recordings=joined(lambda data_set: data_set.recordings),
        noises=joined(lambda data_set: data_set.noises),
        rooms=joined(lambda data_set: data_set.rooms),
        numbers=joined(lambda data_set: data_set.numbers),
    )


def _open_file(file: Path) -> DataSet:
    if found := find_parquet(file):
        return read_parquet(name_of(file), found)
    raise DataError(f"{file} is no folder. If it is an archive, unpack it first. {_FORMS}")


def _published(place: Path) -> _Reader | None:
    """Give what reads the published data set in `place`, if there is one."""
    if reader := _manifests(place):
        return reader
    if folder := find_speech_commands(place):
        return partial(read_speech_commands, folder)
    if folder := find_audiomnist(place):
        return partial(read_audiomnist, folder)
    if folder := find_fsdd(place):
        return partial(read_fsdd, folder)
    if files := find_parquet(place):
        return partial(read_parquet, name_of(place), files)
    return None


def _manifests(place: Path) -> _Reader | None:
    if any((place / name).exists() for name in MANIFESTS):
        return partial(read_manifests, place)
    return None


def _published_below(place: Path) -> _Reader | None:
    """Give what reads the published data set in a folder of `place`, if that is all there is."""
    found = {folder: reader for folder in folders_in(place) if (reader := _published(folder))}
    if not found:
        return None
    names = [
        str(folder)
        for folder in folders_in(place)
        if folder in found or next(files_below(folder, RECORDING_SUFFIXES), None) is not None
    ]
    if len(names) > 1:
        raise DataError(
            f"{place} holds several data sets. Name those that are meant: {' '.join(names)}"
        )
    return next(iter(found.values()))
