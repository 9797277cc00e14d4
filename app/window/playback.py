"""Playing what was said, with the gate shut meanwhile."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.audio.files import read_recording
from app.audio.source import Samples
from app.window.answered import Answered
from app.window.background import Background
from app.window.live import Live
from app.window.player import Player
from app.window.voices import Voices


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
        self._player = player
        self._voices = voices
        self.answered: Answered | None = None
        self._background = Background()
        self._background.failed.connect(self.failed)
        player.failed.connect(self.failed)
        player.started.connect(lambda key: live.mute(True))
        player.stopped.connect(lambda: live.mute(False))

    def play(self, answered: Answered) -> None:
        """Play an answer, or say why that cannot be."""
        reason = self._voices.why_not(answered)
        if reason is not None:
            self.failed.emit(reason)
            return
        samples = self._voices.remembered(answered)
        if samples is not None:
            self._play(samples, answered)
        else:
            self._background.run(
                lambda: self._voices.read(answered), lambda read: self._play(read, answered)
            )

    def play_file(self, path: Path) -> None:
        """Play a short recording."""
        self._background.run(lambda: read_recording(path), lambda read: self._play(read, path))

    def _play(self, samples: Samples, key: Answered | Path) -> None:
        self.answered = key if isinstance(key, Answered) else None
        self._player.play(samples, key=key)
