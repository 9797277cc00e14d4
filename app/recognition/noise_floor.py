"""The level of the room, followed by its quietest moments."""

from collections import deque

from app.recognition.frames import frames_in

_SMOOTHING_MS = 40
_PART_MS = 250
_PARTS = 8


class NoiseFloor:
    """Minimum of the smoothed level over the last two seconds.

    The method is minimum statistics (R. Martin, "Noise power spectral density estimation based
    on optimal smoothing and minimum statistics", IEEE Trans. SAP 9(5), 2001), on the level of
    a band: speech has pauses, noise has none, so the minimum over more than a word is
    the noise. The window is kept as eight parts, so that each frame costs the same.

    Until a whole window has been heard the floor is at most `first_guess_db`: a recording that
    begins in the middle of a word must not be measured against that word.

    Parameters
    ----------
    first_guess_db : float
        What the floor is at most in the first two seconds, in dB of full scale.
    lowest_db : float
        What is below this, in dB of full scale, is no room: digital silence, as a muted or
        noise-gated microphone gives it between words. It leaves the floor as it was.
    """

    def __init__(self, first_guess_db: float, lowest_db: float) -> None:
        self._lowest_db = lowest_db
        self._keep = 1.0 - 1.0 / frames_in(_SMOOTHING_MS)
        self._part_frames = frames_in(_PART_MS)
        self._parts = deque([first_guess_db] * _PARTS, maxlen=_PARTS)
        self._past_db = first_guess_db
        self._part_db = float("inf")
        self._frames_in_part = 0
        self._smoothed_db: float | None = None

    def take_for_room(self) -> None:
        """Take the sound of this moment for the room, in the place of the first guess.

        Digital silence is none: it leaves the guess as it was.
        """
        if self._smoothed_db is not None:
            self._parts.extend([self._smoothed_db] * _PARTS)
            self._past_db = self._smoothed_db

    def update(self, level_db: float) -> float:
        """Take the level of the next frame.

        Parameters
        ----------
        level_db : float
            In dB of full scale.

        Returns
        -------
        float
            The floor after this frame, in dB of full scale.
        """
        if level_db < self._lowest_db:
            return min(self._past_db, self._part_db)
        if self._smoothed_db is None:
            self._smoothed_db = level_db
        self._smoothed_db = smoothed_db = level_db + self._keep * (self._smoothed_db - level_db)
        self._part_db = min(self._part_db, smoothed_db)
        self._frames_in_part += 1
        if self._frames_in_part == self._part_frames:
            self._parts.append(self._part_db)
            self._past_db = min(self._parts)
            self._part_db = smoothed_db
            self._frames_in_part = 0
        return min(self._past_db, self._part_db)
