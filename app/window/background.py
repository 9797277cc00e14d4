"""Work that would keep the window waiting, on a thread of its own."""

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.errors import SpokenDigitsError

logger = logging.getLogger(__name__)

Result = TypeVar("Result")


class Background(QObject):
    """Runs functions on threads and gives their results in the window's thread.

    Signals
    -------
    failed(message)
        When a function raised a `SpokenDigitsError`: its message.
    """

    failed = Signal(str)
    _done = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._done.connect(lambda call: call())

    def run(self, work: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Have `then` called with what `work` returns."""

        def target() -> None:
            try:
                result = work()
            except SpokenDigitsError as error:
                logger.warning("%s", error)
                self.failed.emit(str(error))
            else:
                self._done.emit(lambda: then(result))

        threading.Thread(target=target, name="background", daemon=True).start()
