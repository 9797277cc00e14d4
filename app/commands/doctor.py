"""``spoken-digits doctor``: what works here, what does not, and how to mend it."""

import argparse
import platform
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import as_file, files

import numpy as np

from app import __version__
from app.audio import advice
from app.audio.devices import find_device, list_devices
from app.audio.microphone import Microphone
from app.audio.source import Block
from app.commands.session import wished_model
from app.errors import SpokenDigitsError
from app.home import Home, find_home, make_folder
from app.recognition.network import load_network
from app.recognition.recordings import recognize_recording
from app.recognition.worker import Worker
from app.settings import DeviceName, Settings, load_settings
from assets import SAMPLE
from model.audio_format import SAMPLE_RATE

_LISTEN_AT_MOST_S = 4.0
_PACKAGES = (
    "numpy",
    "soxr",
    "soundfile",
    "sounddevice",
    "webrtcvad-wheels",
    "ai-edge-litert",
)


class Grade(Enum):
    """How well a thing is."""

    GOOD = "ok"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the doctor found.

    Attributes
    ----------
    grade : Grade
    subject : str
        What was looked at.
    text : str
        How it is, and where it is broken, what to do.
    """

    grade: Grade
    subject: str
    text: str


def run(options: argparse.Namespace) -> int:
    """Look at everything, and print what was found.

    Returns
    -------
    int
        0 where nothing is broken, 1 otherwise.
    """
    home = find_home()
    settings, notices = load_settings(home)
    broken = 0
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _program,
        lambda: _home(home, notices),
        lambda: _microphones(settings),
        _files,
        lambda: _model(options, settings),
    )
    for check in checks:
        for finding in check():
            broken += finding.grade is Grade.BROKEN
            print(f"{finding.grade.value:>6}  {finding.subject:<12} {finding.text}", flush=True)
    print("\nAll is well." if not broken else f"\n{broken} broken: see above what to do.")
    return 1 if broken else 0


def _program() -> Iterator[Finding]:
    python = f"Python {platform.python_version()}, {platform.platform()}"
    yield Finding(Grade.GOOD, "program", f"spoken-digits {__version__}, {python}")
    installed = []
    for name in _PACKAGES:
        try:
            installed.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            text = f"{name} is missing. Install Spoken Digits again."
            yield Finding(Grade.BROKEN, "packages", text)
    yield Finding(Grade.GOOD, "packages", ", ".join(installed))


def _home(home: Home, notices: list[str]) -> Iterator[Finding]:
    for subject, path in (
        ("settings", home.settings),
        ("history", home.history),
        ("recordings", home.recordings),
        ("log", home.log),
    ):
        try:
            make_folder(path.parent)
            with tempfile.TemporaryFile(dir=path.parent):
                pass
        except (SpokenDigitsError, OSError) as error:
            yield Finding(Grade.BROKEN, subject, f"{path}: cannot be written. {error}")
        else:
            yield Finding(Grade.GOOD, subject, str(path))
    for notice in notices:
        yield Finding(Grade.NOTE, "settings", notice)


def _microphones(settings: Settings) -> Iterator[Finding]:
    try:
        devices = list_devices()
    except SpokenDigitsError as error:
        yield Finding(Grade.BROKEN, "microphone", str(error))
        return
    if not devices:
        yield Finding(Grade.BROKEN, "microphone", advice.NO_DEVICE)
        return
    wish = settings.microphone
    used = find_device(devices, wish)
    for device in devices:
        mark = ", is used" if device == used else ""
        text = f"{device.name} ({device.host_api}, {device.rate:.0f} Hz{mark})"
        yield Finding(Grade.GOOD, "microphone", text)
    yield _room(wish)
    if wish is not None and (used is None or used.name != wish.name):
        text = f'"{wish.name}" is remembered, but away. Plug it in, or: devices --use ""'
        yield Finding(Grade.NOTE, "microphone", text)


def _room(wish: DeviceName | None) -> Finding:
    """Listen for a second, to see that sound comes."""
    heard = threading.Event()
    blocks: list[Block] = []

    def take(block: Block) -> None:
        blocks.append(block)
        if block.start > SAMPLE_RATE:
            heard.set()

    microphone = Microphone(wish)
    microphone.start(take)
    came = heard.wait(_LISTEN_AT_MOST_S)
    status = microphone.status
    microphone.stop()
    if not came:
        return Finding(Grade.BROKEN, "microphone", status.message)
    samples = np.concatenate([block.samples for block in blocks])
    level = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
    if level == 0 and status.device is not None:
        return Finding(Grade.NOTE, "microphone", advice.system_silence(status.device.name))
    text = f"sound comes: the room is at {20 * np.log10(level):.0f} dB of full scale"
    return Finding(Grade.GOOD, "microphone", text)


def _files() -> Iterator[Finding]:
    yield Finding(Grade.GOOD, "formats", "WAV, FLAC, OGG and MP3 can be read")
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        text = "M4A and the like cannot: install ffmpeg, then they can."
        yield Finding(Grade.NOTE, "formats", text)
    else:
        yield Finding(Grade.GOOD, "formats", f"M4A and the like too, by {ffmpeg}")


def _model(options: argparse.Namespace, settings: Settings) -> Iterator[Finding]:
    model = wished_model(options, settings)
    where = model or "bundled"
    try:
        network = load_network(model)
    except SpokenDigitsError as error:
        yield Finding(Grade.BROKEN, "model", str(error))
        return
    labels = " ".join(network.labels)
    yield Finding(Grade.GOOD, "model", f"{where}: {network.card.name}, answers {labels}")
    worker = Worker(network)
    try:
        with as_file(files("assets") / SAMPLE) as sample:
            result = recognize_recording(sample, worker, settings)
    finally:
        worker.close()
    if result.error is not None:
        yield Finding(Grade.BROKEN, "model", f"The sample recording: {result.error}")
    else:
        milliseconds = max((answer.compute_ms for answer in result.answers), default=0.0)
        text = f'hears "{result.digits}" in the sample recording, {milliseconds:.1f} ms an answer'
        yield Finding(Grade.GOOD, "model", text)
