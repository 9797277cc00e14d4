"""A stopwatch, to say how long a training took."""

import time


class Stopwatch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def lap(self) -> float:
        """Return the seconds since the last call, or since the stopwatch was made."""
        last, self._last = self._last, time.monotonic()
        return self._last - last
