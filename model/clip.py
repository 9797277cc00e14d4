"""The clip policy: from an utterance of any length to the one second that the network takes."""

import numpy as np
from numpy.typing import NDArray

from model.audio_format import CLIP_SAMPLES, SAMPLES_PER_MS

_STEP = 10 * SAMPLES_PER_MS
_STEPS = CLIP_SAMPLES // _STEP


class ClipMaker:
    """The clip policy for sound that comes in pieces, in bounded memory.

    Up to one second is centred and padded with zeros; of more, the second with the greatest
    energy is taken, in steps of 10 ms, the earliest of equals. The clip does not depend on how
    the sound was divided.
    """

    def __init__(self) -> None:
        self._recent = np.empty(0, np.float32)
        self._recent_energies = np.empty(0)
        self._strongest: NDArray[np.float32] | None = None
        self._greatest_energy = -1.0

    def add(self, samples: NDArray[np.float32]) -> None:
        """Take the next piece.

        Parameters
        ----------
        samples : ndarray of float32, shape (n,), n >= 0
            Mono, 16 kHz, full scale at ±1.
        """
        sound = np.concatenate((self._recent, samples))
        first_new = len(self._recent_energies) * _STEP
        whole = sound[first_new : len(sound) - len(sound) % _STEP].reshape(-1, _STEP)
        new_energies = np.square(whole, dtype=np.float64).sum(axis=1)
        energies = np.concatenate((self._recent_energies, new_energies))
        if len(energies) >= _STEPS:
            windows = np.lib.stride_tricks.sliding_window_view(energies, _STEPS).sum(axis=1)
            best = int(np.argmax(windows))
            if windows[best] > self._greatest_energy:
                self._greatest_energy = float(windows[best])
                self._strongest = sound[best * _STEP :][:CLIP_SAMPLES].copy()
        # All but the last step: what is kept begins the next window that was not looked at.
        kept = min(len(energies), _STEPS - 1)
        self._recent_energies = energies[len(energies) - kept :]
        self._recent = sound[(len(energies) - kept) * _STEP :]

    def clip(self) -> NDArray[np.float32]:
        """Give the clip of everything that was taken.

        Returns
        -------
        ndarray of float32, shape (16000,)
            A new array; the samples that were taken are unchanged.
        """
        if self._strongest is not None:
            return self._strongest.copy()
        # Less than a second so far, so that all of it is still here.
        clip = np.zeros(CLIP_SAMPLES, np.float32)
        first = (CLIP_SAMPLES - len(self._recent)) // 2
        clip[first : first + len(self._recent)] = self._recent
        return clip


def make_clip(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cut or pad an utterance to one second, as `ClipMaker` does.

    The program and the training both call this, so that the network is used on what it was
    trained on.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,), n >= 0
        Mono, 16 kHz, full scale at ±1.

    Returns
    -------
    ndarray of float32, shape (16000,)
        A new array; the samples that were taken are unchanged.
    """
    maker = ClipMaker()
    maker.add(samples)
    return maker.clip()
