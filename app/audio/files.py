"""Recordings: found in folders, and read as blocks at 16 kHz, however long they are."""

import math
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.audio.ffmpeg import decode_with_ffmpeg
from app.audio.source import Block, Samples
from app.errors import AudioFileError
from model.audio_format import SAMPLE_RATE

if TYPE_CHECKING:
    from app.audio.sound_file import SoundFile

RECORDING_SUFFIXES = frozenset(
    (
        *(".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3"),
        *(".aif", ".aiff", ".au", ".caf", ".w64"),
        *(".m4a", ".aac", ".amr", ".3gp", ".wma", ".webm"),
    )
)
"""What the names of recordings end in, in lower case; the last row needs ffmpeg."""


def find_recordings(paths: Iterable[Path]) -> list[Path]:
    """Look into folders for recordings.

    Parameters
    ----------
    paths : iterable of Path
        Files, taken whatever their names end in, and folders.

    Returns
    -------
    list of Path
        In the order given; for a folder all recordings in it and in the folders below,
        sorted, hidden ones left out. A folder in which there is none, or that cannot be
        looked into, stands there itself: `read_blocks` says what is wrong with it.
    """
    found: list[Path] = []
    for path in paths:
        try:
            found += _recordings_in(path) if path.is_dir() else [path]
        except OSError:
            # Its name is too long, or a folder above it is closed: said when it is read.
            found.append(path)
    return found


def read_blocks(path: Path) -> Iterator[Block]:
    """Decode a recording block by block, in bounded memory.

    WAV, FLAC, OGG (Vorbis, Opus), MP3, AIFF, AU, CAF and W64 are read with libsndfile, all
    else with an ffmpeg on the path. Several channels are averaged; the rate is converted with
    soxr at high quality, so that the output is the same for any length of the blocks.

    Parameters
    ----------
    path : Path
        The file; at 2 kHz to 768 kHz.

    Yields
    ------
    Block
        About half a second each; ``received`` is the end of the block, ``arrived_ns`` None.

    Raises
    ------
    AudioFileError
        If it cannot be read. What is cut short or damaged further on gives the blocks before
        that, and then this error, which tells how much there was.
    """
    _check_there(path)
    sound = _open(path)
    start = 0
    for samples in decode_with_ffmpeg(path) if sound is None else sound.decode():
        end = start + len(samples)
        yield Block(samples, start, received=end)
        start = end
    if start == 0:
        raise AudioFileError(f"{path} holds no sound: its length is 0 s. Record it again.")


def read_recording(path: Path) -> Samples:
    """Decode a whole recording; for short ones, as all of it is kept in memory.

    Parameters
    ----------
    path : Path
        The file, as for `read_blocks`.

    Returns
    -------
    ndarray of float32, shape (n,), n >= 1
        Mono, 16 kHz: the samples of all blocks of `read_blocks`.

    Raises
    ------
    AudioFileError
        If it cannot be read to its end.
    """
    return np.concatenate([block.samples for block in read_blocks(path)])


def read_stretch(path: Path, start_s: float = 0.0, end_s: float = math.inf) -> Samples:
    """Decode a stretch of a recording; it has to fit into memory.

    Parameters
    ----------
    path : Path
        The file, as for `read_blocks`.
    start_s, end_s : float
        Where it begins and ends, in seconds.

    Returns
    -------
    ndarray of float32, shape (n,)
        Mono, 16 kHz; shorter than asked for where the recording ends before.

    Raises
    ------
    AudioFileError
        If it cannot be read that far.
    """
    pieces = [np.empty(0, np.float32)]
    for block in read_blocks(path):
        first = max(0, round(start_s * SAMPLE_RATE) - block.start)
        last = end_s * SAMPLE_RATE - block.start
        pieces.append(block.samples[first : max(0, round(min(last, len(block.samples))))])
        if last <= len(block.samples):
            break
    return np.concatenate(pieces)


def recording_seconds(path: Path) -> float | None:
    """Tell how long a recording is, as its header states it, without decoding it.

    Parameters
    ----------
    path : Path
        The file, as for `read_blocks`.

    Returns
    -------
    float or None
        Its length in seconds; None where only decoding it would tell.

    Raises
    ------
    AudioFileError
        If it is not there or cannot be opened.
    """
    _check_there(path)
    sound = _open(path)
    if sound is None:
        return None
    with sound:
        return sound.stated_seconds


def _recordings_in(folder: Path) -> list[Path]:
    found: list[Path] = []
    closed: list[Path] = []
    for name, folders, files in os.walk(
        folder, onerror=lambda error: closed.append(Path(error.filename))
    ):
        folders[:] = [below for below in folders if not below.startswith(".")]
        found += [
            Path(name, file)
            for file in files
            if not file.startswith(".") and Path(file).suffix.lower() in RECORDING_SUFFIXES
        ]
    return sorted(found + closed) or [folder]


def _check_there(path: Path) -> None:
    """Raise an error that tells why, where there is no file that could be read."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            os.scandir(path).close()  # raises where the folder may not be looked into
            raise AudioFileError(
                f"{path} is a folder without recordings: nothing in it ends in .wav, .flac, "
                ".ogg, .mp3, .m4a or the like."
            )
    except OSError as error:
        raise _not_readable(path, error) from error
    if not stat.S_ISREG(status.st_mode):
        # A pipe or a device may block, or never end.
        raise AudioFileError(f"{path} is no ordinary file. Save the recording to one first.")
    if status.st_size == 0:
        raise AudioFileError(f"{path} is empty. Record it or copy it again.")


def _not_readable(path: Path, error: OSError) -> AudioFileError:
    return AudioFileError(f"{path} cannot be read: {error.strerror or error}.")


def _open(path: Path) -> "SoundFile | None":
    """Open a recording with libsndfile; None where it does not know the format."""
    try:
        # Here and not above: what only listens needs no libsndfile, and starts sooner.
        from app.audio.sound_file import open_sound_file  # noqa: PLC0415
    except OSError as error:
        raise AudioFileError(
            "The library that reads recordings, libsndfile, cannot be loaded. Install it "
            "(Debian: sudo apt install libsndfile1), or install soundfile again with pip."
        ) from error
    sound = open_sound_file(path)
    if sound is None:
        try:
            path.open("rb").close()
        except OSError as error:
            raise _not_readable(path, error) from error
    return sound
