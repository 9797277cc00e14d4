"""Say the same in less time, at the same pitch."""

import numpy as np

from model.audio_format import SAMPLES_PER_MS
from training.data.recording import Samples

_FRAME = 30 * SAMPLES_PER_MS
_HOP = _FRAME // 2
_REACH = 5 * SAMPLES_PER_MS
_WINDOW = np.hanning(_FRAME + 1)[:-1].astype(np.float32)  # overlapping halves add up to one


def at_tempo(samples: Samples, tempo: float) -> Samples:
    """Change how fast something is said, not its pitch (WSOLA).

    Overlapping frames are taken farther apart than they are laid down, each from where it fits
    best to the one before. Source: Verhelst and Roelands, "An overlap-add technique based on
    waveform similarity (WSOLA)", ICASSP 1993.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        16 kHz.
    tempo : float
        More than 1 is faster.

    Returns
    -------
    ndarray of float32, shape (n / tempo,)
    """
    count = int(len(samples) / tempo)
    frames = count // _HOP + 2
    lead = _HOP + _REACH
    padded = np.pad(samples, (lead, int(frames * _HOP * tempo) + 2 * _FRAME + _REACH))
    said = np.zeros((frames + 1) * _HOP, np.float32)
    place = lead - _HOP
    for frame in range(frames):
        if frame:
            goes_on = padded[place + _HOP :][:_FRAME]
            first = int((frame - 1) * _HOP * tempo) + lead - _REACH
            near = padded[first : first + _FRAME + 2 * _REACH]
            place = first + int(np.argmax(np.correlate(near, goes_on, "valid")))
        said[frame * _HOP : frame * _HOP + _FRAME] += _WINDOW * padded[place : place + _FRAME]
    return said[_HOP : _HOP + count]
