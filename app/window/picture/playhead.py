"""Which moment of the stream stands at the right edge of the live picture."""

import math

from model.audio_format import SAMPLE_RATE, SAMPLES_PER_MS

_NS_PER_SECOND = 1_000_000_000


class Playhead:
    """Moves as evenly as a clock, though the sound comes in blocks, and not on time.

    It keeps a little behind what is in the air, so that the next block is there before it is
    drawn, and is drawn to that place softly.
    """

    _BEHIND_SAMPLES = 75 * SAMPLES_PER_MS
    _SOFTNESS_SECONDS = 0.3
    _JUMP_SAMPLES = 400 * SAMPLES_PER_MS

    def __init__(self) -> None:
        self._position: float | None = None
        self._moved_ns = 0

    def move(self, now_ns: int, heard: float, limit: float) -> float:
        """Give the position for a moment.

        Parameters
        ----------
        now_ns : int
            ``time.monotonic_ns()``.
        heard : float
            The sample that is in the air now.
        limit : float
            The sample behind which nothing can be drawn yet.

        Returns
        -------
        float
            A sample; never less than before, but where the picture is far off and jumps.
        """
        target = heard - self._BEHIND_SAMPLES
        seconds = (now_ns - self._moved_ns) / _NS_PER_SECOND
        self._moved_ns = now_ns
        position = target
        if self._position is not None:
            going_on = self._position + seconds * SAMPLE_RATE
            off = target - going_on
            if abs(off) < self._JUMP_SAMPLES:
                pull = 1.0 - math.exp(-seconds / self._SOFTNESS_SECONDS)
                position = max(self._position, going_on + off * pull)
        self._position = min(position, limit)
        return self._position
