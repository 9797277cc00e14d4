"""Playing what was said, with the gate shut meanwhile."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.audio.files import read_recording
from app.audio.source import Samples
from app.window.answered import Answered
from app.window.background import Background
from app.window.live import Live
from app.window.player import Player
from app.window.voices import Voices

_ECHO_MS = 200


class Playback(QObject):
    """Finds the sound of an answer and plays it.

    Parameters
    ----------
    player : Player
    voices : Voices
    live : Live
        Muted while anything is played.

    Attributes
    ----------
    answered : Answered or None
        The answer that was played last, where it was one.

    Signals
    -------
    failed(message)
        When something cannot be played: why, and what to do.
    """

    failed = Signal(str)

    def __init__(self, player: Player, voices: Voices, live: Live) -> None:
        super().__init__()
        self._live = live
        self._player = player
        self._voices = voices
        self.answered: Answered | None = None
        self._wanted: Answered | Path | None = None
        self._background = Background()
        self._background.failed.connect(self.failed)
        player.failed.connect(self.failed)
        # What the loudspeaker and the room still have of a sound is no voice either.
        self._echo = QTimer(self, singleShot=True, interval=_ECHO_MS)
        self._echo.timeout.connect(lambda: live.mute(False))
        player.started.connect(self._shut_gate)
        player.stopped.connect(self._echo.start)

    def play(self, answered: Answered) -> None:
        """Play an answer, or say why that cannot be."""
        reason = self._voices.why_not(answered)
        if reason is not None:
            self.failed.emit(reason)
            return
        self._wanted = answered
        samples = self._voices.remembered(answered)
        if samples is not None:
            self._play(samples, answered)
        else:
            self._background.run(
                lambda: self._voices.read(answered), lambda read: self._play(read, answered)
            )

    def play_file(self, path: Path) -> None:
        """Play a short recording."""
        self._wanted = path
        self._background.run(lambda: read_recording(path), lambda read: self._play(read, path))

    def end(self) -> None:
        """Open the gate at once, whatever was just played: somebody wants to speak."""
        self._wanted = None
        self._player.stop()
        self._echo.stop()
        self._live.mute(False)

    def _shut_gate(self, key: object) -> None:
        self._echo.stop()
        self._live.mute(True)

    def _play(self, samples: Samples, key: Answered | Path) -> None:
        if key is not self._wanted:
            return  # It took so long to be read that something else is wanted by now.
        self.answered = key if isinstance(key, Answered) else None
        self._player.play(samples, key=key)
