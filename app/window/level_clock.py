"""The level of what is heard, for the meter, some 25 times a second."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QTimer

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
        """Begin; the window has to be shown."""
        self._meter.window().windowHandle().installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Rest while the window cannot be seen."""
        if event.type() == QEvent.Type.Expose:
            if self._meter.window().windowHandle().isExposed():
                self._timer.start()
            else:
                self._timer.stop()
        return super().eventFilter(watched, event)

    def _show_level(self) -> None:
        stream = self._live.stream
        newest = stream.read(stream.end - _PEAK_SAMPLES, stream.end)
        peak = float(np.abs(newest).max()) if len(newest) else 0.0
        self._meter.show_level(self._live.gate_state, peak)
