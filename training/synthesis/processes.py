"""Run the programs of the synthesisers: with a time limit, and read what they wrote."""

import io
import subprocess
from pathlib import Path

import numpy as np
import soundfile

from training.synthesis.saying import Sound


def run(
    command: list[str], text: str = "", limit_s: float = 20, folder: Path | None = None
) -> bytes:
    """Run a program to its end, or to the time limit; return what it wrote to its output.

    A synthesiser that is missing, fails, or hangs, gives nothing: whoever reads that sees it.
    """
    try:
        result = subprocess.run(
            command,
            input=text.encode(),
            capture_output=True,
            timeout=limit_s,
            check=False,
            cwd=folder,
        )
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return b""
    return result.stdout


def read_sound(content: bytes) -> Sound | None:
    """Read a sound file's content; None if it is none."""
    try:
        samples, rate_hz = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError:
        return None
    return Sound(np.asarray(samples[:, 0], np.float32), rate_hz)
