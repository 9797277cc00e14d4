"""What ``--smoke-test=all`` tries without the window: modules, kinds of files, and sound."""

import importlib
import pkgutil
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from queue import SimpleQueue

import numpy as np
import soundfile

import app
import model
from app.audio import advice
from app.audio.devices import list_devices
from app.audio.files import read_recording
from app.audio.playback import Loudspeaker
from app.errors import MicrophoneError
from app.recognition.recordings import recognize_recording
from app.recognition.worker import Worker
from app.settings import Settings
from app.window.smoke_test_troubles import SmokeTestError, Troubles
from assets import SAMPLE, SAMPLE_DIGITS
from model.audio_format import SAMPLE_RATE

RECORDINGS = "recordings"
"""The folder, in that of the smoke test, that holds a recording of each kind."""

# They need Keras, which the program does without.
_OF_THE_TRAINING = frozenset(("model.network", "model.string_network"))
_LOSSLESS = (".wav", ".flac", ".aif", ".aiff", ".au", ".caf", ".w64")
_LOSSY = (".ogg", ".oga", ".opus", ".mp3")
# What is written where the name alone does not say it to libsndfile.
_FORMATS = {
    ".aif": {"format": "AIFF"},
    ".oga": {"format": "OGG"},
    ".opus": {"format": "OGG", "subtype": "OPUS"},
}
_SILENCE_S = 0.1
_PLAYED_S = 10.0
# What the top of every M4A file says.
_M4A_BEGINNING = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42"
_BROKEN_SOUND = frozenset((advice.NO_PROCESS, advice.NO_PLAYBACK, advice.PLAYBACK_BROKEN))


def try_parts(worker: Worker, folder: Path, troubles: Troubles) -> list[str]:
    """Import all modules, read a recording of each kind, and have the sound processes answer.

    Parameters
    ----------
    worker : Worker
    folder : Path
        Gets a folder `RECORDINGS`.
    troubles : Troubles

    Returns
    -------
    list of str
        What went well.
    """
    recordings = folder / RECORDINGS
    recordings.mkdir()
    with as_file(files("assets") / SAMPLE) as path:
        sample = read_recording(path)
    tries: dict[str, Callable[[], str]] = {
        **{
            f"file {suffix}": partial(_try_file, recordings / f"sample{suffix}", sample, worker)
            for suffix in (*_LOSSLESS, *_LOSSY)
        },
        "file .m4a": partial(_try_m4a, recordings / "sample.m4a", worker),
        "microphones": _try_capture,
        "loudspeaker": _try_playback,
    }
    opened = [f"modules: {_import_modules(troubles)}"]
    for name, attempt in tries.items():
        with troubles.attempt(name):
            opened.append(f"{name}: {attempt()}")
    return opened


def _import_modules(troubles: Troubles) -> int:
    """Import every module that the program has, and count them."""
    count = 0
    for package in (app, model):
        # What cannot be imported is told below.
        for found in pkgutil.walk_packages(
            package.__path__, f"{package.__name__}.", onerror=lambda name: None
        ):
            if found.name not in _OF_THE_TRAINING:
                with troubles.attempt(f"import {found.name}"):
                    importlib.import_module(found.name)
                    count += 1
    return count


def _try_file(path: Path, sample: np.ndarray, worker: Worker) -> str:
    soundfile.write(path, sample, SAMPLE_RATE, **_FORMATS.get(path.suffix, {}))
    result = recognize_recording(path, worker, Settings())
    if result.error is not None:
        raise SmokeTestError(result.error)
    if path.suffix in _LOSSLESS and result.digits != SAMPLE_DIGITS:
        raise SmokeTestError(f'"{result.digits}" was heard in place of {SAMPLE_DIGITS}')
    return result.digits


def _try_m4a(path: Path, worker: Worker) -> str:
    """Read an M4A, or see that without ffmpeg the user is told of it."""
    program = shutil.which("ffmpeg")
    if program is None:
        path.write_bytes(_M4A_BEGINNING)
        error = recognize_recording(path, worker, Settings()).error or ""
        if "needs ffmpeg" not in error:
            raise SmokeTestError(f'without ffmpeg it says "{error}"')
        path.unlink()
        return "needs ffmpeg, which is not installed"
    wave = path.with_suffix(".wav")
    command = [program, "-nostdin", "-loglevel", "error", "-y", "-i", str(wave), str(path)]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    finished = subprocess.run(command, check=False, capture_output=True, creationflags=flags)
    if finished.returncode != 0:
        raise SmokeTestError(f"ffmpeg: {finished.stderr.decode(errors='replace').strip()}")
    result = recognize_recording(path, worker, Settings())
    if result.error is not None:
        raise SmokeTestError(result.error)
    return result.digits


def _try_capture() -> str:
    """Have the process that records say which microphones there are; none is opened."""
    try:
        devices = list_devices()
    except MicrophoneError as error:
        return _sound_status(str(error))
    return str(len(devices)) if devices else advice.NO_DEVICE


def _try_playback() -> str:
    """Have the process that plays play a moment of silence."""
    ends: SimpleQueue[str] = SimpleQueue()
    loudspeaker = Loudspeaker(lambda number, message: ends.put(message))
    loudspeaker.play(np.zeros(round(_SILENCE_S * SAMPLE_RATE), np.float32))
    try:
        message = ends.get(timeout=_PLAYED_S)
    finally:
        loudspeaker.close()
    return _sound_status(message) if message else "plays"


def _sound_status(message: str) -> str:
    """Take it as it is that a machine has no sound, but not that the program has none."""
    is_incomplete = message == advice.LIBRARY_MISSING and getattr(sys, "frozen", False)
    if is_incomplete or message in _BROKEN_SOUND:
        raise SmokeTestError(message)
    return message
