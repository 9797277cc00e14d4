"""What the commands share that use the microphone: which one, what it says, and the end."""

import argparse
import signal
import threading
from types import FrameType

from app.audio.devices import choose_device, list_devices
from app.audio.microphone import Microphone
from app.audio.microphone_status import MicrophoneStatus
from app.commands.session import say, wished_model
from app.recognition.network import load_network
from app.recognition.question import OnResult
from app.recognition.recognizer import Recognizer
from app.recognition.worker import Worker
from app.settings import DeviceName, Settings

NEVER_HEARD = "The microphone was never heard. spoken-digits doctor looks for the reason."


def wished_device(name: str | None, settings: Settings) -> DeviceName | None:
    """Tell which microphone is wanted.

    Parameters
    ----------
    name : str or None
        What the user typed: a device's name, or a part of it.
    settings : Settings
        Their microphone is meant where nothing was typed.

    Returns
    -------
    DeviceName or None
        None for the system's own choice.

    Raises
    ------
    MicrophoneError
        If there is no such device, or several, or the devices cannot be listed.
    """
    if name is None:
        return settings.microphone
    return choose_device(list_devices(), name).remembered_as


def recognize_live(
    options: argparse.Namespace,
    settings: Settings,
    *,
    greeting: str,
    ending: "Ending",
    reporter: "StatusReporter",
    on_result: OnResult,
) -> None:
    """Recognise what the microphone hears, until the end.

    Parameters
    ----------
    options : argparse.Namespace
        ``device``, ``model`` and ``seconds``, as the user typed them.
    settings : Settings
    greeting : str
        What to say to the user when all is ready.
    ending : Ending
    reporter : StatusReporter
        Takes what the microphone says of itself.
    on_result : callable
        Takes the results, on the worker's thread.

    Raises
    ------
    MicrophoneError, ModelError
        If there is no such microphone or model.
    """
    wish = wished_device(options.device, settings)
    worker = Worker(load_network(wished_model(options, settings)))
    recognizer = Recognizer(worker, settings, on_result)

    def take_status(status: MicrophoneStatus) -> None:
        reporter.take(status)
        if status.device is None:
            # Else what was cut off would be answered only when the microphone is back.
            recognizer.interrupt()

    microphone = Microphone(wish, take_status)
    ending.take_signals()
    say(greeting)
    microphone.start(recognizer.feed)
    try:
        ending.wait(options.seconds)
    finally:
        microphone.stop()
        recognizer.finish()
        worker.close()


class StatusReporter:
    """Tells the user what the microphone says of itself, each thing once."""

    def __init__(self) -> None:
        self.ever_ran = False
        self.device_name = ""
        self._last_message = ""

    def take(self, status: MicrophoneStatus) -> None:
        """Take a status, on any thread."""
        if status.state == "running":
            self.ever_ran = True
            self.device_name = status.device.name if status.device else ""
        if status.message and status.message != self._last_message:
            say(status.message)
        self._last_message = status.message


class Ending:
    """Ctrl+C, a polite request to end, a closed terminal, or the end of the time."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def take_signals(self) -> None:
        """Let signals ask for the end from now on, instead of ending the program at once."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._on_signal)

    @property
    def asked(self) -> bool:
        """Whether somebody has asked for the end."""
        return self._asked.is_set()

    def ask(self) -> None:
        """Ask for the end, from any thread."""
        self._asked.set()

    def wait(self, seconds: float | None) -> None:
        """Wait until somebody asks for the end, or for so many seconds."""
        # In short steps: on Windows a longer wait is deaf to Ctrl+C.
        remaining = float("inf") if seconds is None else seconds
        while remaining > 0 and not self._asked.wait(min(remaining, 0.5)):
            remaining -= 0.5

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked.set()
