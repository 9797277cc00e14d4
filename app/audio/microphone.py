"""The microphone as a source of blocks: it goes on by itself whatever happens to the device."""

import threading
from collections.abc import Callable

from app.audio import advice
from app.audio.microphone_status import MicrophoneStatus, wish_in_words
from app.audio.source import Block
from app.audio.supervisor import Supervisor
from app.settings import DeviceName

_STOP_WAIT_S = 0.3


class Microphone:
    """A source that gives the sound of a microphone, see `app.audio.source.Source`.

    No call ever waits for the sound server, not even for a hung one. A device that dies,
    stalls or is refused is noticed within a second and tried again until it is back; the count
    of samples goes on, and the first block after has ``gap`` set.

    Parameters
    ----------
    wish : DeviceName or None
        The device that is wanted; None is the default. It is kept while that device is away:
        another is used meanwhile, and given up when the wished one is back.
    on_status : callable of MicrophoneStatus or None
        Called on the microphone's thread whenever the status has changed.
    """

    def __init__(
        self,
        wish: DeviceName | None = None,
        on_status: Callable[[MicrophoneStatus], None] | None = None,
    ) -> None:
        self._wish = wish
        self._on_status = on_status
        self._supervisor: Supervisor | None = None
        self._lock = threading.Lock()
        self._status = MicrophoneStatus("stopped", "Not listening.", wish)

    @property
    def status(self) -> MicrophoneStatus:
        """How it is doing now."""
        return self._status

    def start(self, on_block: Callable[[Block], None]) -> None:
        """Begin to listen, and return at once.

        Parameters
        ----------
        on_block : callable of Block
            Called on the microphone's thread with blocks of about 40 ms; it should return
            within a few ms. What it raises is logged, and the next block comes all the same.

        Raises
        ------
        RuntimeError
            If it has been started and not stopped.
        """
        with self._lock:
            if self._supervisor is not None:
                raise RuntimeError("The microphone has been started already.")
            opening = advice.opening(wish_in_words(self._wish))
            self._status = MicrophoneStatus("opening", opening, self._wish)
            self._supervisor = Supervisor(self._wish, on_block, self._take_status)
            self._supervisor.start()

    def stop(self) -> None:
        """End; returns within 0.3 s even where the sound server hangs."""
        with self._lock:
            supervisor, self._supervisor = self._supervisor, None
        if supervisor is not None:
            supervisor.stop(_STOP_WAIT_S)
            self._status = MicrophoneStatus("stopped", "Not listening.", self._wish)

    def switch(self, wish: DeviceName | None) -> None:
        """Change the wish, and return at once.

        The device in use goes on until the new one gives sound; if that fails, it goes on
        until the new one works, and the status says so.
        """
        with self._lock:
            self._wish = wish
            if self._supervisor is not None:
                self._supervisor.switch(wish)

    def _take_status(self, status: MicrophoneStatus) -> None:
        self._status = status
        if self._on_status is not None:
            self._on_status(status)
