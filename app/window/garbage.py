"""Python's garbage collection, in the window's thread alone."""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 10_000


class GarbageCollection(QObject):
    """Collects now and then, and keeps other threads from doing so.

    Python collects on whichever thread happens to allocate, and Qt's objects must be deleted on
    the thread that made them: a collection on the microphone's thread would end the program.

    Parameters
    ----------
    parent : QObject
        It collects for as long as this is there.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(gc.collect)

    def begin(self) -> None:
        """Collect from now on; what is there now stays for good, and is not searched any more."""
        gc.collect()
        gc.freeze()
        self._timer.start()
