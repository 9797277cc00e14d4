"""Voices that the user asked to keep, in ``recordings/<label>/`` and ``voices/`` at home."""

import io
import re
from datetime import datetime
from pathlib import Path

from app.audio.source import Samples
from app.errors import UsageError
from app.home import Home, home_error, make_folder, write_atomically
from app.places import free_path
from model.audio_format import SAMPLE_RATE

_LABEL = re.compile(r"[^\W_][\w -]*")


def check_label(label: str) -> str:
    """See that a label can be the name of a folder on every system.

    Parameters
    ----------
    label : str

    Returns
    -------
    str
        The label.

    Raises
    ------
    UsageError
        If it is empty or has other characters than letters, digits, "_", "-" and spaces.
    """
    if not _LABEL.fullmatch(label) or label != label.strip():
        raise UsageError(
            f'"{label}" cannot be a label: take letters and digits, such as 7, other or yes.'
        )
    return label


def keep_recording(home: Home, label: str, samples: Samples) -> Path:
    """Write a recording to the folder of its label, whole or not at all.

    Parameters
    ----------
    home : Home
    label : str
        What is said in it.
    samples : ndarray of float32, shape (n,)
        Mono, 16 kHz, full scale at ±1.

    Returns
    -------
    Path
        The file, FLAC, named after the time.

    Raises
    ------
    UsageError
        If the label cannot be one.
    HomeError
        If it cannot be written.
    """
    return _write(home.recordings / check_label(label), samples)


def keep_voice(home: Home, samples: Samples) -> Path:
    """Write the voice of an answer to the folder of those of which nobody said what they say.

    Parameters
    ----------
    home : Home
    samples : ndarray of float32, shape (n,)
        Mono, 16 kHz, full scale at ±1.

    Returns
    -------
    Path
        The file, FLAC, named after the time.

    Raises
    ------
    HomeError
        If it cannot be written.
    """
    return _write(home.voices, samples)


def move_voice(path: Path, folder: Path) -> Path:
    """Move a kept voice to another folder at home.

    Parameters
    ----------
    path : Path
        The file.
    folder : Path
        Created where it is not there.

    Returns
    -------
    Path
        Where the file is now; its name is another one where the folder has a file of its name.

    Raises
    ------
    HomeError
        If it cannot be moved; it is where it was then.
    """
    if path.parent == folder:
        return path
    make_folder(folder)
    try:
        return path.rename(free_path(folder / path.name))
    except OSError as error:
        raise home_error("The recording could not be moved", path, error) from error


def _write(folder: Path, samples: Samples) -> Path:
    import soundfile  # noqa: PLC0415 - slow to import, and needed by few

    # Where a clock is coarse, several voices are of one moment.
    path = free_path(folder / f"{datetime.now():%Y%m%d-%H%M%S-%f}.flac")
    content = io.BytesIO()
    soundfile.write(content, samples, SAMPLE_RATE, format="FLAC", subtype="PCM_16")
    write_atomically(path, content.getvalue(), "The recording")
    return path
