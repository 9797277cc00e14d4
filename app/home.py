"""Where the program writes: settings, history, voices, models and log; and how files stay whole."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from app.errors import HomeError

HOME_VARIABLE = "SPOKEN_DIGITS_HOME"
"""The environment variable that moves everything the program writes into one folder."""

_APPLICATION = "spoken-digits"
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends


@dataclass(frozen=True, slots=True)
class Home:
    """The places that the program writes to; each is made when it is first written to.

    Attributes
    ----------
    settings : Path
        The settings, JSON.
    history : Path
        The confirmed answers, one JSON object a line.
    recordings : Path
        Folder of the voices that the user asked to keep, one folder a label.
    voices : Path
        Folder of the voices of answers, where the user asked to keep them all.
    models : Path
        Folder of the user's own models.
    log : Path
        The log; older ones lie beside it.
    """

    settings: Path
    history: Path
    recordings: Path
    voices: Path
    models: Path
    log: Path

    @classmethod
    def in_folder(cls, folder: Path) -> "Home":
        """Everything in one folder."""
        return cls(
            settings=folder / "settings.json",
            history=folder / "history.jsonl",
            recordings=folder / "recordings",
            voices=folder / "voices",
            models=folder / "models",
            log=folder / "spoken-digits.log",
        )


# Nothing can be written below a file, not even by root.
_NO_FOLDER = Path(os.devnull, "no home folder")
NOWHERE = Home.in_folder(_NO_FOLDER)
"""Of a user without a home folder: nothing can be written, and whatever wants to says so."""


def find_home() -> Home:
    """Tell where the program writes; nothing is created.

    Returns
    -------
    Home
        The folder that SPOKEN_DIGITS_HOME names, if it is set and not empty, else the
        system's own folders for settings, data and logs. `NOWHERE` where the user has no home
        folder.
    """
    folder = os.environ.get(HOME_VARIABLE)
    try:
        if folder:
            # Absolute, so that a later change of the working directory moves nothing.
            return Home.in_folder(Path(folder).expanduser().absolute())
        return _system_home()
    except (RuntimeError, OSError):  # "~" is not known, or the working folder is gone
        return NOWHERE


def _system_home() -> Home:
    from platformdirs import PlatformDirs  # noqa: PLC0415 - only where it is needed: start time

    folders = PlatformDirs(_APPLICATION, appauthor=False)
    data = folders.user_data_path
    return Home(
        settings=folders.user_config_path / "settings.json",
        history=data / "history.jsonl",
        recordings=data / "recordings",
        voices=data / "voices",
        models=data / "models",
        log=folders.user_log_path / "spoken-digits.log",
    )


def home_error(what: str, path: Path, error: OSError) -> HomeError:
    """Put what the system said about a file of the program's own into a sentence.

    Parameters
    ----------
    what : str
        What could not be done, as "The settings could not be written".
    path : Path
        The file or folder that it was about.
    error : OSError
        What the system said.

    Returns
    -------
    HomeError
        To be raised by the caller.
    """
    if path.is_relative_to(_NO_FOLDER):
        return HomeError(f"{what}: there is no home folder. Name a folder in {HOME_VARIABLE}.")
    reason = error.strerror or str(error)
    return HomeError(
        f"{what}: {reason} ({path}). Make room or give the rights there, or name another "
        f"folder in {HOME_VARIABLE}."
    )


def make_folder(folder: Path) -> None:
    """Create a folder and those above it, where they do not exist.

    Raises
    ------
    HomeError
        If it cannot be created: no rights, a full disk, or a file in its place.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise home_error("The folder could not be created", folder, error) from error


def write_atomically(path: Path, content: bytes, what: str) -> None:
    """Write a file so that at every moment either the old or the new content is there, whole.

    Parameters
    ----------
    path : Path
        The file; its folder is created.
    content : bytes
        All that shall be in it.
    what : str
        What is written, for the message, as "The settings".

    Raises
    ------
    HomeError
        If it cannot be written; the old file is untouched then, and nothing else is left.
    """
    make_folder(path.parent)
    try:
        _replace(path, content)
    except OSError as error:
        raise home_error(f"{what} could not be written", path, error) from error


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}-{os.getpid()}-{time.time_ns()}")
    try:
        # For the user alone, as a voice should be.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
