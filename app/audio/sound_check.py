"""What a recording's samples must be before anything is computed from them."""

from pathlib import Path

import numpy as np

from app.audio.source import Samples
from app.errors import AudioFileError

_LOUDEST = 1e6
"""120 dB above full scale: nothing records that, and its squares still fit into float32."""


def check_sound(samples: Samples, path: Path, start_s: float) -> None:
    """Raise an error where samples are NaN, infinite or impossibly large.

    One such sample would make every answer after it wrong without a word.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        Mono samples.
    path : Path
        The file that they are from, for the message.
    start_s : float
        Where in the file they begin, in seconds, for the message.

    Raises
    ------
    AudioFileError
        If one of them is no sound.
    """
    # A comparison with NaN is false, so that this one covers all three.
    if len(samples) and not np.abs(samples).max() <= _LOUDEST:
        raise AudioFileError(
            f"{path} holds numbers that are no sound (NaN, infinite or far too large), within "
            f"{start_s:.2f} s and the half second after. Export it again from where it comes."
        )
