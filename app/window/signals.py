"""Ctrl+C and polite requests to end, as a click on the window's × is."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QWidget


class EndSignals(QObject):
    """Closes a window when the system asks the program to end.

    Parameters
    ----------
    window : QWidget
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ours, self._pythons = socket.socketpair()
        for end in (self._ours, self._pythons):
            end.setblocking(False)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._close)
        # Python looks after a signal only when it runs: this wakes it out of Qt's waiting.
        signal.set_wakeup_fd(self._pythons.fileno())
        notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(lambda: self._ours.recv(64))

    def _close(self, number: int, frame: FrameType | None) -> None:
        self._window.close()
