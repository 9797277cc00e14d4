"""The level of an utterance over time, and where within it a digit may begin or end."""

import math
from dataclasses import dataclass

_WEIGHTS = (1 / 12, 3 / 12, 4 / 12, 3 / 12, 1 / 12)
_REACH = len(_WEIGHTS) // 2
_SILENCE_POWER = 1e-10
_QUIET_DB, _LOUD_DB = 6.0, 26.0
_AUDIBLE_DB = 16.0
_DEEP_DB = 20.0
_PAST_FRAMES, _FUTURE_FRAMES = 15, 6
_MOST_APART, _USUAL_APART = 12, 10
_LEAST_APART = 3


@dataclass(frozen=True, slots=True)
class Boundary:
    """A place at which a digit may begin or end.

    Attributes
    ----------
    frame : int
        It lies at the beginning of this frame of 10 ms, counted from the contour's first.
    cost : float, 0 to 1
        How unlikely it is: 0 in silence and where the level falls by 20 dB, 1 in the middle of
        a loud sound that goes on.
    """

    frame: int
    cost: float


class Contour:
    """The loudness of an utterance, fed frame by frame.

    There is a boundary at each moment that is quieter than those around it, and where the level
    does not fall for 120 ms there is one all the same, since voices run into each other. A
    boundary is given 80 ms after its frame, when what surrounds it is known.
    """

    def __init__(self) -> None:
        self._powers: list[float] = []
        self._floors_db: list[float] = []
        self._levels_db: list[float] = []
        self._loudness: list[float] = []
        self._summed = [0.0]
        self._looked_at = 0
        self._last = 0

    def feed(self, level_db: float, floor_db: float) -> list[Boundary]:
        """Take the next frame.

        Parameters
        ----------
        level_db, floor_db : float
            Levels of the frame and of the room, on the same scale.

        Returns
        -------
        list of Boundary
            Those that are certain now, in their order.
        """
        self._powers.append(10 ** (level_db / 10))
        self._floors_db.append(floor_db)
        if len(self._powers) > _REACH:
            self._smooth(len(self._powers) - 1 - _REACH)
        return self._look_until(len(self._levels_db) - _FUTURE_FRAMES)

    def finish(self) -> list[Boundary]:
        """End the utterance: give the boundaries that are left, the last of them its end."""
        for frame in range(len(self._levels_db), len(self._powers)):
            self._smooth(frame)
        found = self._look_until(len(self._levels_db) - 1)
        return [*found, Boundary(len(self._levels_db), 0.0)]

    def voice(self, start: int, stop: int) -> tuple[int, int] | None:
        """Give the first frame that is louder than the room, and the one after the last.

        Parameters
        ----------
        start, stop : int
            Between which frames to look.

        Returns
        -------
        tuple of int or None
            None where all is as quiet as the room.
        """
        loudness = self._loudness
        while start < stop and not loudness[start]:
            start += 1
        while stop > start and not loudness[stop - 1]:
            stop -= 1
        return (start, stop) if start < stop else None

    def loudness(self, start: int, stop: int) -> float:
        """Sum up the loudness, 0 in the room's quiet and 1 at most, of frames."""
        return self._summed[stop] - self._summed[start]

    def _smooth(self, frame: int) -> None:
        last = len(self._powers) - 1
        power = sum(
            weight * self._powers[min(max(frame + place - _REACH, 0), last)]
            for place, weight in enumerate(_WEIGHTS)
        )
        level_db = 10 * math.log10(power + _SILENCE_POWER)
        above_db = level_db - self._floors_db[frame]
        loudness = _between(above_db, _QUIET_DB, _LOUD_DB)
        self._levels_db.append(level_db)
        self._loudness.append(loudness)
        self._summed.append(self._summed[-1] + loudness)

    def _look_until(self, stop: int) -> list[Boundary]:
        found = []
        while self._looked_at < stop:
            frame = self._looked_at
            self._looked_at += 1
            if frame and frame - self._last >= _LEAST_APART and self._is_quiet_moment(frame):
                found.append(self._boundary(frame))
            elif frame - self._last >= _MOST_APART:
                found.append(self._boundary(self._last + _USUAL_APART))
        return found

    def _is_quiet_moment(self, frame: int) -> bool:
        levels = self._levels_db
        return levels[frame] <= levels[frame - 1] and levels[frame] < levels[frame + 1]

    def _boundary(self, frame: int) -> Boundary:
        self._last = frame
        around = self._levels_db[max(frame - _PAST_FRAMES, 0) : frame + _FUTURE_FRAMES + 1]
        level_db = self._levels_db[frame]
        shallow = 1 - _between(max(around) - level_db, 0.0, _DEEP_DB)
        audible = _between(level_db - self._floors_db[frame], _QUIET_DB, _AUDIBLE_DB)
        return Boundary(frame, shallow * audible)


def _between(value: float, low: float, high: float) -> float:
    """Put a value on a scale from 0 at `low` to 1 at `high`."""
    return min(max((value - low) / (high - low), 0.0), 1.0)
