"""Plays sounds, as signals in the window's thread."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.audio.playback import Loudspeaker
from model.audio_format import SAMPLE_RATE

_POSITION_MS = 16


class Player(QObject):
    """Plays one sound at a time through the system's default loudspeaker.

    No call waits for the sound server. Of several sounds that follow each other, each one that
    was `started` is `stopped` before the next is.

    Signals
    -------
    started(key)
        When a sound begins to be played, before it can be heard.
    position(seconds)
        Up to 60 times a second while a sound is heard: where in it.
    stopped()
        When it is over: it came to its end, was stopped or could not be played.
    failed(message)
        After `stopped`, when it could not be played: why, and what to do.
    """

    started = Signal(object)
    position = Signal(float)
    stopped = Signal()
    failed = Signal(str)
    _ended = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._loudspeaker = Loudspeaker(self._ended.emit)
        self._number: int | None = None
        self._ended.connect(self._take_end, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setInterval(_POSITION_MS)
        self._timer.timeout.connect(self._tell_position)

    @property
    def is_playing(self) -> bool:
        """Whether a sound has been started and not stopped."""
        return self._number is not None

    def play(
        self,
        samples: NDArray[np.float32 | np.int16],
        key: object = None,
        first_s: float = 0.0,
    ) -> None:
        """Play a sound, in place of the one that is playing.

        Parameters
        ----------
        samples : ndarray of float32 (full scale at ±1) or int16, shape (n,)
            Mono, 16 kHz; read while it is played.
        key : object
            What `started` gives.
        first_s : float
            Where to begin, in seconds.
        """
        self.stop()
        first = min(max(round(first_s * SAMPLE_RATE), 0), len(samples))
        # Before the sound: whoever shuts the gate has shut it when there is something to hear.
        self._number = 0  # no sound's own: those begin at 1
        self.started.emit(key)
        if self._number is None:
            return
        self._number = self._loudspeaker.play(samples, first)
        self._timer.start()

    def stop(self) -> None:
        """Be silent at once."""
        if self._number is not None:
            self._loudspeaker.stop()
            self._finish()

    def close(self) -> None:
        """Be silent for good, within 0.3 s."""
        self.stop()
        self._loudspeaker.close()

    def _finish(self) -> None:
        self._number = None
        self._timer.stop()
        self.stopped.emit()

    def _take_end(self, number: int, message: str) -> None:
        if number != self._number:
            return  # of a sound that was stopped or replaced meanwhile
        self._finish()
        if message:
            self.failed.emit(message)

    def _tell_position(self) -> None:
        seconds = self._loudspeaker.position_s
        if seconds is not None:
            self.position.emit(seconds)
