"""How the answers sounded: in memory for the last ones, on disk where the user wanted that."""

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from app.audio.files import read_stretch
from app.audio.source import Samples
from app.errors import AudioFileError
from app.history import HistoryEntry
from app.home import Home
from app.voice_place import VoicePlace, voice_place
from app.window.answered import Answered
from model.audio_format import SAMPLE_RATE

_REMEMBERED = 128
_REMEMBERED_SAMPLES = 128 * SAMPLE_RATE
_FULL_SCALE = 32_767
_NOT_KEPT = "Its voice was not kept. Settings, What is kept, can keep voices from now on."


class Voices:
    """Finds the sound of an answer; reading it may be done on any thread.

    The last 128 answers of the microphone, 128 seconds of sound at most, are held in memory as
    16-bit samples; it would grow for as long as somebody speaks otherwise.

    Parameters
    ----------
    home : Home
        Where voices are kept.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._memory: OrderedDict[HistoryEntry, NDArray[np.int16]] = OrderedDict()
        self._samples = 0

    def remember(self, answered: Answered, samples: Samples) -> None:
        """Hold the sound, float32 of shape (n,), of an answer that was given just now."""
        # A resampler overshoots full scale, and 16 bits would turn the loudest into clicks.
        scaled = np.rint(np.clip(samples, -1.0, 1.0) * _FULL_SCALE)
        self._memory[answered.entry] = scaled.astype(np.int16)
        self._samples += len(samples)
        while len(self._memory) > _REMEMBERED or self._samples > _REMEMBERED_SAMPLES:
            _, forgotten = self._memory.popitem(last=False)
            self._samples -= len(forgotten)

    def remembered(self, answered: Answered) -> Samples | None:
        """Give the sound that is in memory, float32 of shape (n,), or None."""
        samples = self._memory.get(answered.entry)
        return None if samples is None else samples.astype(np.float32) / np.float32(_FULL_SCALE)

    def place_of(self, answered: Answered) -> VoicePlace | None:
        """Tell where the sound can be read from disk; None where it is not kept."""
        return voice_place(self._home, answered.entry)

    def read(self, answered: Answered) -> Samples:
        """Give the sound of an answer, from memory or from disk.

        Returns
        -------
        ndarray of float32, shape (n,)
            Mono, 16 kHz.

        Raises
        ------
        AudioFileError
            If it is kept nowhere, or its file cannot be read.
        """
        samples = self.remembered(answered)
        if samples is not None:
            return samples
        place = self.place_of(answered)
        if place is None:
            raise AudioFileError(_NOT_KEPT)
        return read_stretch(place.path, place.start_s, place.end_s)

    def why_not(self, answered: Answered) -> str | None:
        """Say why an answer cannot be played, or give None where it can."""
        if answered.entry in self._memory:
            return None
        place = self.place_of(answered)
        if place is None:
            return _NOT_KEPT
        if place.path.is_file():
            return None
        kept = "Its kept voice has been deleted."
        return kept if place.is_kept else f"{place.path} is not there any more."
