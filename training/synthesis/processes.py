"""Run the programs of the synthesisers: with a time limit, and read what they wrote."""

import io
import logging
import subprocess
from pathlib import Path

import numpy as np
import soundfile

from training.synthesis.saying import Sound

_log = logging.getLogger(__name__)


def run(
    command: list[str], text: str = "", limit_s: float = 20, folder: Path | None = None
) -> bytes:
    """Run a program to its end, or to the time limit; return what it wrote to its output.

    A synthesiser that is missing, fails, or hangs, gives nothing: whoever reads that sees it. One
    that hangs is named, as it could have said more.
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
    except FileNotFoundError:
        return b""
    except subprocess.TimeoutExpired:
        _log.warning(
            "%s was stopped after %g s, so what it had not said by then is missing. Free the "
            "machine of other work, and train again, into another folder.",
            command[0],
            limit_s,
        )
        return b""
    return result.stdout


def read_sound(content: bytes) -> Sound | None:
    """Read a sound file's content; None if it is none."""
    try:
        samples, rate_hz = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError:
        return None
    return Sound(np.asarray(samples[:, 0], np.float32), rate_hz)
