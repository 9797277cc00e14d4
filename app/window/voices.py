"""How the answers sounded: in memory for the last ones, on disk where the user wanted that."""

from collections import OrderedDict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.audio.files import read_stretch
from app.audio.source import Samples
from app.home import Home
from app.window.answered import Answered

_REMEMBERED = 128
_FULL_SCALE = 32_767


class Voices:
    """Finds the sound of an answer.

    The last 128 answers of the microphone are held in memory as 16-bit samples; it would grow
    for as long as somebody speaks otherwise.

    Parameters
    ----------
    home : Home
        Where voices are kept.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._memory: OrderedDict[int, NDArray[np.int16]] = OrderedDict()

    def remember(self, answered: Answered, samples: Samples) -> None:
        """Hold the sound, float32 of shape (n,), of an answer that was given just now."""
        self._memory[id(answered.entry)] = (samples * _FULL_SCALE).astype(np.int16)
        if len(self._memory) > _REMEMBERED:
            self._memory.popitem(last=False)

    def remembered(self, answered: Answered) -> Samples | None:
        """Give the sound that is in memory, float32 of shape (n,), or None."""
        samples = self._memory.get(id(answered.entry))
        return None if samples is None else samples.astype(np.float32) / np.float32(_FULL_SCALE)

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
        entry = answered.entry
        if entry.voice is not None:
            return read_stretch(self._home.history.parent / entry.voice)
        return read_stretch(Path(entry.source), entry.start, entry.end)

    def why_not(self, answered: Answered) -> str | None:
        """Say why an answer cannot be played, or give None where it can."""
        entry = answered.entry
        if id(entry) in self._memory:
            return None
        if entry.voice is not None:
            kept = self._home.history.parent / entry.voice
            return None if kept.is_file() else "Its kept voice has been deleted."
        source = Path(entry.source)
        if entry.latency_ms is None and source.is_absolute():
            return None if source.is_file() else f"{source} is not there any more."
        return "Its voice was not kept. Settings, What is kept, can keep voices from now on."
