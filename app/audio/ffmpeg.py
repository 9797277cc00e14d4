"""What libsndfile does not read, M4A above all, decoded by an ffmpeg on the path."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np

from app.audio.sound_check import check_sound
from app.audio.source import Samples
from app.errors import AudioFileError
from model.audio_format import SAMPLE_RATE

_BLOCK_BYTES = SAMPLE_RATE // 2 * np.dtype(np.float32).itemsize
# Containers of sound; not those that name other files (concat, hls, dash …).
_FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,aac,asf,amr,amrnb,amrwb,avi,mpegts,mpeg,flv,aiff,ac3,"
    "eac3,dts,ape,wv,tta,mpc,mpc8,dsf,caf,au,wav,w64,flac,ogg,mp3,rm,voc,gsm"
)
# Of a WebM or Matroska file that ends early ffmpeg says so, and ends as if all were well.
_ENDED_EARLY = b"File ended prematurely"
_PHONE_SUFFIXES = frozenset((".m4a", ".mp4", ".aac", ".amr", ".3gp", ".wma", ".webm", ".mov"))


def decode_with_ffmpeg(path: Path) -> Iterator[Samples]:
    """Decode a recording through ffmpeg, which runs no longer than this is read.

    Parameters
    ----------
    path : Path
        A file that exists and that libsndfile does not know.

    Yields
    ------
    ndarray of float32, shape (n,), n >= 1
        Mono, 16 kHz; half a second each, but for the last.

    Raises
    ------
    AudioFileError
        If there is no ffmpeg, or it cannot decode the file, or not to its end.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        raise AudioFileError(_without_ffmpeg(path))
    command = [
        # To go on after damage would be to give sound with holes in it.
        *(program, "-nostdin", "-loglevel", "error", "-xerror"),
        # A playlist must not make the program open addresses, or other files.
        *("-protocol_whitelist", "file,pipe", "-format_whitelist", _FORMATS),
        *("-i", f"file:{path}", "-vn"),
        # With this, several channels are averaged, as those of other files.
        *("-af", "aresample=rematrix_maxval=1.0"),
        *("-f", "f32le", "-ac", "1", "-ar", str(SAMPLE_RATE), "pipe:1"),
    ]
    with (
        _room_for_errors() as errors,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as process,
    ):
        try:
            count = 0
            assert process.stdout is not None
            while data := process.stdout.read(_BLOCK_BYTES):
                samples = np.frombuffer(bytearray(data), np.float32)
                check_sound(samples, path, count / SAMPLE_RATE)
                yield samples
                count += len(samples)
            status = process.wait()
            errors.seek(0)
            if status != 0 or _ENDED_EARLY in errors.read():
                raise AudioFileError(_ended_badly(path, count / SAMPLE_RATE))
        finally:
            process.kill()


def _room_for_errors() -> IO[bytes]:
    """Give a file for what ffmpeg says; recordings are read even where none can be made."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return Path(os.devnull).open("w+b")


def _ended_badly(path: Path, seconds: float) -> str:
    if seconds == 0:
        return (
            f"{path} is no recording, or its beginning is damaged. WAV, FLAC, OGG, MP3, M4A "
            "and all else that ffmpeg knows can be read."
        )
    return (
        f"{path} is damaged or ends early: {seconds:.2f} s could be read. Copy it again from "
        "where it was recorded."
    )


def _without_ffmpeg(path: Path) -> str:
    if path.suffix.lower() not in _PHONE_SUFFIXES:
        return (
            f"{path} is no recording, or its beginning is damaged. WAV, FLAC, OGG and MP3 can "
            "be read, and with ffmpeg, which is not installed, many others."
        )
    return (
        f"{path} needs ffmpeg, which is not installed: it reads M4A and the other formats of "
        "phones. Install it (Debian: sudo apt install ffmpeg; macOS: brew install ffmpeg; "
        "Windows: winget install ffmpeg), or convert the recording to WAV."
    )
