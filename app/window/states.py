"""What the window says when there is nothing to see, or something is wrong."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.audio.microphone_status import MicrophoneStatus
from app.window.face import Face

Action = tuple[str, Callable[[], None]]

_HINT_AFTER_MS = 12_000
_OVERLOAD_LASTS_MS = 8_000
_LOUDER = (
    "Say a digit, a little closer or louder. The bar at the top moves with your voice; past its "
    "mark it is loud enough."
)
_HOW_TO_BE_HEARD = (
    "Hold Space, or the button at the top, while you say a digit; or press L, and all that you "
    "say is answered."
)


class States(QObject):
    """Chooses the face over the picture.

    One face is shown at a time: what keeps the program from working comes before what is only
    good to know.

    Parameters
    ----------
    face : Face
        Over the picture.

    Signals
    -------
    sample_wanted
        When the user wants to see the sample recording.
    open_wanted
        When the user wants to open a recording.
    bundled_model_wanted
        When the user wants to go back to the bundled model.
    """

    sample_wanted = Signal()
    open_wanted = Signal()
    bundled_model_wanted = Signal()

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self._status: MicrophoneStatus | None = None
        self._overflows = 0
        self._model_message = ""
        self._is_first_start = False
        self._is_sample = False
        self._is_listening = True
        self._heard = False
        self._hint_is_due = False
        self._hint_timer = QTimer(self, singleShot=True, interval=_HINT_AFTER_MS)
        self._hint_timer.timeout.connect(self._take_hint_due)
        self._overload_timer = QTimer(self, singleShot=True, interval=_OVERLOAD_LASTS_MS)
        self._overload_timer.timeout.connect(self._update)

    def welcome(self) -> None:
        """Greet somebody who has never seen the program, until the first answer."""
        self._is_first_start = True
        self._update()

    def take_status(self, status: MicrophoneStatus) -> None:
        """Take what the microphone says of itself."""
        self._status = status
        if status.state == "running" and not self._heard:
            self._hint_timer.start()
        if status.overflows > self._overflows:
            self._overload_timer.start()
        self._overflows = status.overflows
        self._update()

    def take_answer(self) -> None:
        """Somebody was heard: no hint is needed any more."""
        self._heard = True
        self._is_first_start = False
        self._hint_timer.stop()
        self._update()

    def take_network(self) -> None:
        """There is a network."""
        self._model_message = ""
        self._update()

    def take_network_failure(self, message: str) -> None:
        """There is no network: what is wrong, and what to do."""
        self._model_message = message
        self._update()

    def take_listening(self, listening: bool) -> None:
        """Take whether everything that is said is answered."""
        self._is_listening = listening
        self._update()

    def take_sample(self, playing: bool) -> None:
        """Take whether the sample recording is heard in the microphone's place."""
        self._is_sample = playing
        self._update()

    def _take_hint_due(self) -> None:
        self._hint_is_due = True
        self._update()

    def _update(self) -> None:
        if not (self._show_trouble() or self._show_overload() or self._show_hint()):
            self._face.hide_face()

    def _show_trouble(self) -> bool:
        sample: Action = ("Play the sample", self.sample_wanted.emit)
        recording: Action = ("Open a recording…", self.open_wanted.emit)
        if self._model_message:
            actions = [("Use the bundled model", self.bundled_model_wanted.emit)]
            self._face.show_face(
                "no-model", "There is no model", self._model_message, actions, compact=True
            )
            return True
        status = self._status
        if status is None or self._is_sample:
            return False
        whole = not self._heard
        message = status.message
        actions = [sample, recording] if whole else []
        if status.system_silence:
            self._face.show_face("silence", "Nothing but silence", message, actions, compact=True)
        elif status.state == "absent":
            self._face.show_face(
                "no-microphone", "No microphone", message, actions, compact=not whole
            )
        elif status.state == "refused":
            title = "The microphone cannot be opened"
            self._face.show_face("refused", title, message, actions, compact=not whole)
        elif status.state in ("lost", "stalled"):
            title = "No sound from the microphone"
            self._face.show_face("lost", title, message, [], compact=True)
        else:
            return False
        return True

    def _show_overload(self) -> bool:
        if self._overload_timer.isActive():
            self._face.show_face(
                "overload",
                "The computer is too busy",
                "Some sound was lost. Close other programs if this goes on.",
                compact=True,
            )
        return self._overload_timer.isActive()

    def _show_hint(self) -> bool:
        if self._is_sample:
            return False
        sample: Action = ("Play the sample", self.sample_wanted.emit)
        if self._is_first_start:
            self._face.show_face(
                "welcome",
                "Say a digit",
                "Any from zero to nine, or several in one breath. Your voice stays on this "
                "computer, and nothing of it is kept unless you want that.",
                [sample],
                compact=True,
            )
            return True
        if self._hint_is_due and not self._heard:
            text = _LOUDER if self._is_listening else _HOW_TO_BE_HEARD
            self._face.show_face("nothing-heard", "Nothing heard yet", text, [sample], compact=True)
            return True
        return False
