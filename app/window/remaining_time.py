"""How long something will still take, told so that it does not jump."""

from math import ceil, exp

_FIRST_AFTER_S = 1.0
_SMALLEST_SHARE = 0.01
# What was told counts down by the clock, and leans to the newest estimate within this time;
# where it is off by more than this share of it, it changes at once.
_SMOOTHING_S = 5.0
_TOLERANCE = 0.5


class RemainingTime:
    """Estimates how long a task still takes, from how much of it is done.

    Attributes
    ----------
    seconds : float or None
        The estimate; None while there is no telling.
    """

    def __init__(self) -> None:
        self.seconds: float | None = None
        self._began: tuple[float, float] | None = None
        self._updated_s = 0.0

    def update(self, done: float, total: float, now_s: float) -> None:
        """Take how much is done.

        Parameters
        ----------
        done, total : float
            In any unit of work.
        now_s : float
            Monotonic time.
        """
        if self._began is None:
            # From the first piece on: what came before is the start, and not the work.
            self._began = done, now_s
            return
        began_done, began_s = self._began
        worked, elapsed_s = done - began_done, now_s - began_s
        if elapsed_s < _FIRST_AFTER_S or worked < _SMALLEST_SHARE * total:
            return
        estimate_s = elapsed_s / worked * (total - done)
        if self.seconds is not None:
            passed_s = now_s - self._updated_s
            expected_s = max(0.0, self.seconds - passed_s)
            off_by_s = estimate_s - expected_s
            if abs(off_by_s) < _TOLERANCE * estimate_s:
                estimate_s = expected_s + off_by_s * (1 - exp(-passed_s / _SMOOTHING_S))
        self.seconds = estimate_s
        self._updated_s = now_s


def remaining_in_words(seconds: float | None) -> str:
    """Say how long something still takes: "about 20 s left"; nothing where that is not known."""
    if seconds is None:
        return ""
    if seconds < 5:
        return "a few seconds left"
    if seconds < 55:
        return f"about {ceil(seconds / 5) * 5} s left"
    if seconds < 5400:
        minutes = ceil(seconds / 60 - 0.25)
        return f"about {minutes} minute{'s' * (minutes > 1)} left"
    return f"about {ceil(seconds / 3600 - 0.25)} hours left"
