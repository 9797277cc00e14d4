"""What libsndfile does not read, M4A above all, decoded by an ffmpeg on the path."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

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
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        errors: list[bytes] = []
        # Of its own, as ffmpeg would wait for a reader of either.
        listener = threading.Thread(target=errors.extend, args=(process.stderr,), daemon=True)
        listener.start()
        try:
            count = 0
            while data := process.stdout.read(_BLOCK_BYTES):
                samples = np.frombuffer(bytearray(data), np.float32)
                check_sound(samples, path, count / SAMPLE_RATE)
                yield samples
                count += len(samples)
            status = process.wait()
            listener.join()
            if status != 0 or any(_ENDED_EARLY in line for line in errors):
                raise AudioFileError(_ended_badly(path, count / SAMPLE_RATE))
        finally:
            process.kill()
            listener.join()


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
