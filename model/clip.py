"""The clip policy: from an utterance of any length to the one second that the network takes."""

import numpy as np
from numpy.typing import NDArray

from model.audio_format import CLIP_SAMPLES, SAMPLES_PER_MS

_STEP = 10 * SAMPLES_PER_MS


def make_clip(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cut or pad an utterance to one second.

    Up to one second is centred and padded with zeros; of more, the second with the greatest
    energy is taken, in steps of 10 ms, the earliest of equals. The program and the training
    both call this, so that the network is used on what it was trained on.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,), n >= 0
        Mono, 16 kHz, full scale at ±1.

    Returns
    -------
    ndarray of float32, shape (16000,)
        A new array; the samples that were taken are unchanged.
    """
    count = len(samples)
    clip = np.zeros(CLIP_SAMPLES, np.float32)
    if count <= CLIP_SAMPLES:
        first = (CLIP_SAMPLES - count) // 2
        clip[first : first + count] = samples
        return clip
    energy = np.concatenate(([0.0], np.cumsum(np.square(samples, dtype=np.float64))))
    starts = np.arange(0, count - CLIP_SAMPLES + 1, _STEP)
    first = int(starts[np.argmax(energy[starts + CLIP_SAMPLES] - energy[starts])])
    clip[:] = samples[first : first + CLIP_SAMPLES]
    return clip
