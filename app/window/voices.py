"""How the answers sounded: in memory for the last ones, on disk where the user wanted that."""

from app.audio.files import read_stretch
from app.audio.source import Samples
from app.errors import AudioFileError
from app.home import Home
from app.voice_place import VoicePlace, voice_place
from app.window.answered import Answered
from app.window.voice_memory import VoiceMemory

_NOT_KEPT = "Its voice was not kept. Settings, What is kept, can keep voices from now on."


class Voices:
    """Finds the sound of an answer; reading it may be done on any thread.

    Parameters
    ----------
    home : Home
        Where voices are kept.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._memory = VoiceMemory()

    def remember(self, answered: Answered, samples: Samples) -> None:
        """Hold the sound, float32 of shape (n,), of an answer that was given just now."""
        self._memory.remember(answered.entry, samples)

    def remembered(self, answered: Answered) -> Samples | None:
        """Give the sound that is in memory, float32 of shape (n,), or None."""
        return self._memory.recall(answered.entry)

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
        if (reason := _why_gone(place)) is not None:
            raise AudioFileError(reason)
        return read_stretch(place.path, place.start_s, place.end_s)

    def why_not(self, answered: Answered) -> str | None:
        """Say why an answer cannot be played, or give None where it can.

        Every row that is painted asks: whether a recording is still there only reading it tells,
        as it may be on a network's disk that does not answer.
        """
        if answered.entry in self._memory:
            return None
        place = self.place_of(answered)
        if place is None:
            return _NOT_KEPT
        return _why_gone(place) if place.is_kept else None


def _why_gone(place: VoicePlace) -> str | None:
    try:
        place.path.stat()
    except (FileNotFoundError, NotADirectoryError):
        kept = "Its kept voice has been deleted."
        return kept if place.is_kept else f"{place.path} is not there any more."
    except OSError as error:
        return f"{place.path} cannot be read: {error.strerror}."
    return None
