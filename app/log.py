"""The log: what the program did and what went wrong, never what was said."""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from types import TracebackType

from app.errors import HomeError
from app.home import Home, home_error, make_folder

logger = logging.getLogger(__name__)

_LARGEST_BYTES = 512 * 1024
_OLDER_FILES = 2
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


class _LogFile(RotatingFileHandler):
    """A log that cannot be written (any more) is no reason to disturb anyone."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Drop the record."""


@contextmanager
def log_to(home: Home) -> Iterator[list[str]]:
    """Write what is logged to the home's log, and exceptions that nobody caught.

    At most three files of 512 kB are kept. Where the log cannot be written the program goes
    on without one.

    Parameters
    ----------
    home : Home
        Where the program writes.

    Yields
    ------
    list of str
        What the user should be told: nothing, or that there is no log, and why.
    """
    notices: list[str] = []
    handler: logging.Handler
    try:
        handler = _open_log(home)
    except HomeError as error:
        notices.append(f"There is no log. {error}")
        # Without any handler, logging would write warnings to the terminal.
        handler = logging.NullHandler()
    root = logging.getLogger()
    level, process_hook, thread_hook = root.level, sys.excepthook, threading.excepthook

    def log_uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, Exception):
            logger.critical("Nobody caught this:", exc_info=(kind, error, trace))
        process_hook(kind, error, trace)

    def log_uncaught_in_thread(uncaught: threading.ExceptHookArgs) -> None:
        if issubclass(uncaught.exc_type, Exception):
            logger.critical("Nobody caught this:", exc_info=uncaught.exc_value)
        thread_hook(uncaught)

    root.addHandler(handler)
    root.setLevel(logging.INFO)
    sys.excepthook, threading.excepthook = log_uncaught, log_uncaught_in_thread
    try:
        yield notices
    finally:
        sys.excepthook, threading.excepthook = process_hook, thread_hook
        root.setLevel(level)
        root.removeHandler(handler)
        # What a full disk did not take was tried, and cannot be helped now.
        with suppress(OSError):
            handler.close()


def _open_log(home: Home) -> logging.Handler:
    """Open the log; raise a HomeError where that cannot be."""
    make_folder(home.log.parent)
    try:
        handler = _LogFile(
            home.log,
            maxBytes=_LARGEST_BYTES,
            backupCount=_OLDER_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError as error:
        raise home_error("It could not be written", home.log, error) from error
    handler.setFormatter(logging.Formatter(_FORMAT))
    return handler
