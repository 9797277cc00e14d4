"""The level of what is heard, for the meter, some 25 times a second."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QTimer

from app.window.level_meter import LevelMeter
from app.window.live import Live
from model.audio_format import SAMPLE_RATE

_INTERVAL_MS = 40
_MOST_SAMPLES = SAMPLE_RATE


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
        self._seen = 0
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
        end = stream.end
        # All that came since, however late the timer is: what clips may last a millisecond.
        first = self._seen if self._seen <= end else 0
        newest = stream.read(max(first, end - _MOST_SAMPLES), end)
        self._seen = end
        peak = float(np.abs(newest).max()) if len(newest) else 0.0
        self._meter.show_level(self._live.gate_state, peak)
