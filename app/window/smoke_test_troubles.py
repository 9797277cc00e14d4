"""What goes wrong in a smoke test: heard of wherever it happens, and said at once."""

import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

import numpy as np
from PySide6.QtCore import QEventLoop, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.errors import SpokenDigitsError

_TICK_MS = 10
_PATIENCE_S = 20
_REMARKS = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
# What Qt says of drawing without a screen, of the time that its first text takes there, and of a
# language that is not installed.
_EXPECTED = re.compile(
    r"^This plugin does not support (raise\(\)|propagateSizeHints\(\)"
    r"|grabbing the (keyboard|mouse))$|^Populating font family aliases took |^Detected locale "
)


class SmokeTestError(SpokenDigitsError):
    """Something is not as it has to be."""


class Troubles(logging.Handler):
    """Hears of errors that are logged, of exceptions that nobody caught, and of Qt's warnings.

    Each is said on standard error at once, as the program may not live to its end.

    Attributes
    ----------
    count : int
        How many there were.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0
        logging.getLogger().addHandler(self)
        sys.excepthook = self._take_uncaught
        threading.excepthook = self._take_uncaught_in_thread
        qInstallMessageHandler(self._take_from_qt)

    def add(self, message: str) -> None:
        """Say what went wrong."""
        self.count += 1
        sys.stderr.write(f"spoken-digits: {message}\n")
        sys.stderr.flush()

    @contextmanager
    def attempt(self, what: str) -> Iterator[None]:
        """Try something; what goes wrong in it is said, and ends nothing else."""
        try:
            yield
        except SpokenDigitsError as error:
            self.add(f"{what}: {error}")
        except Exception:
            self.add(f"{what}: {traceback.format_exc()}")

    def emit(self, record: logging.LogRecord) -> None:
        """Take what is logged as an error."""
        self.add(self.format(record))

    def _take_uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self.add("".join(traceback.format_exception(kind, error, trace)))

    def _take_uncaught_in_thread(self, uncaught: threading.ExceptHookArgs) -> None:
        if uncaught.exc_value is not None:
            self.add("".join(traceback.format_exception(uncaught.exc_value)))

    def _take_from_qt(self, kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
        if kind in _REMARKS or _EXPECTED.match(message):
            return
        self.add(f"Qt: {message}")
        if kind == QtMsgType.QtFatalMsg:
            # Qt would end the program with the status of a crash.
            os._exit(1)


def wait_until(is_so: Callable[[], bool], otherwise: str) -> None:
    """Let Qt work until something is so.

    Raises
    ------
    SmokeTestError
        If it is not within 20 s; `otherwise` says what that means.
    """
    loop = QEventLoop()
    tick = QTimer(loop, interval=_TICK_MS)
    tick.timeout.connect(lambda: loop.quit() if is_so() else None)
    tick.start()
    QTimer.singleShot(_PATIENCE_S * 1000, loop, loop.quit)
    if not is_so():
        loop.exec()
    tick.stop()
    if not is_so():
        raise SmokeTestError(f"{otherwise} within {_PATIENCE_S} s.")


def picture_of(widget: QWidget) -> QImage:
    """Give what a widget looks like.

    Raises
    ------
    SmokeTestError
        If all of it has one colour, so that nothing can be seen.
    """
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(picture.constBits(), np.uint32)
    if (pixels == pixels[0]).all():
        raise SmokeTestError("Nothing was drawn: all of it has one colour.")
    return picture
