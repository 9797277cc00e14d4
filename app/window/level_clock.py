"""The level of what is heard, for the meter, some 25 times a second."""

import numpy as np
from PySide6.QtCore import QObject, QTimer

from app.window.level_meter import LevelMeter
from app.window.live import Live

_INTERVAL_MS = 40
_PEAK_SAMPLES = 640


class LevelClock(QObject):
    """Shows the meter what is heard, while the window can be seen.

    Parameters
    ----------
    meter : LevelMeter
    live : Live
    """

    def __init__(self, meter: LevelMeter, live: Live) -> None:
        super().__init__(meter)
        self._meter = meter
        self._live = live
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self._show_level)

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()

    def _show_level(self) -> None:
        window = self._meter.window()
        if window.isMinimized() or not window.isVisible():
            return
        stream = self._live.stream
        newest = stream.read(stream.end - _PEAK_SAMPLES, stream.end)
        peak = float(np.abs(newest).max()) if len(newest) else 0.0
        self._meter.show_level(self._live.gate_state, peak)
