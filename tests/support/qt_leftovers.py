"""What a test leaves of Qt: timers and threads that run, windows that are open."""

import gc
import time
import traceback
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication

_ENDING_SECONDS = 2.0


class Leftovers:
    """Remembers every timer and thread that is started from now on, and where.

    Parameters
    ----------
    monkeypatch : MonkeyPatch
        Watches `start` until the test is over.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._started: dict[weakref.ref[QTimer | QThread], str] = {}
        for kind in (QTimer, QThread):
            monkeypatch.setattr(kind, "start", self._watched(kind))

    def close_windows(self) -> None:
        """Close and delete the windows that are open, with all that is theirs."""
        for widget in QApplication.topLevelWidgets():
            if shiboken6.isValid(widget) and widget.parentWidget() is None:
                widget.close()
                widget.deleteLater()
        _delete_what_waits_for_it()

    def still_running(self) -> list[str]:
        """Name what runs although the test is over, after a moment in which it may end."""
        end = time.monotonic() + _ENDING_SECONDS
        while (running := self._running()) and time.monotonic() < end:
            # What nobody holds any more may hold itself, in a circle.
            gc.collect()
            QCoreApplication.processEvents()
            _delete_what_waits_for_it()
            time.sleep(0.01)
        return running

    def _running(self) -> list[str]:
        return [
            f"{type(each).__name__} started at {place}"
            for reference, place in self._started.items()
            if (each := reference()) is not None and shiboken6.isValid(each) and _runs(each)
        ]

    def _watched(self, kind: type) -> object:
        start = kind.start

        def watched(each: QTimer | QThread, *arguments: object) -> None:
            place = traceback.extract_stack(limit=2)[0]
            self._started[weakref.ref(each)] = f"{place.filename}:{place.lineno}"
            start(each, *arguments)

        return watched


def _runs(each: QTimer | QThread) -> bool:
    return each.isActive() if isinstance(each, QTimer) else each.isRunning()


def _delete_what_waits_for_it() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
