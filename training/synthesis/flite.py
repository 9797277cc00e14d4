"""flite: small voices that were made of recordings of people, one of them a Scot."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from training.synthesis.processes import read_sound, run
from training.synthesis.saying import Saying, Sound
from training.synthesis.sounds import VOWELS, syllables

NAME = "flite"
LICENCE = "output of flite (BSD-like licence of Carnegie Mellon University)"

MEN, WOMEN = ("kal16", "awb", "rms"), ("slt",)
"""The voices. Of `rms` the pitch is as it is."""


def speak(sayings: list[Saying]) -> list[Sound | None]:
    """Say things, each with a process of its own; None for what cannot be said."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(2) as threads:
        files = [Path(folder) / f"{number}.wav" for number in range(len(sayings))]
        return list(threads.map(_speak_one, sayings, files))


def _speak_one(saying: Saying, file: Path) -> Sound | None:
    voice = saying.voice
    settings = {
        "int_f0_target_mean": voice.pitch_hz / voice.formants,
        "int_f0_target_stddev": 15 * voice.liveliness * voice.pitch_hz / voice.formants / 100,
        "duration_stretch": voice.stretch * voice.formants,
    }
    chosen = [part for name in settings for part in ("--setf", f"{name}={settings[name]:.3f}")]
    what = ["-p", _phones(saying.sounds)] if saying.sounds else ["-t", saying.text]
    run(["flite", "-voice", voice.name, *chosen, *what, "-o", str(file)])
    sound = read_sound(file.read_bytes()) if file.exists() else None
    file.unlink(missing_ok=True)
    return sound


def _phones(sounds: tuple[str, ...]) -> str:
    """Write sounds as flite takes them: vowels with their stress, pauses around."""
    written = ["pau"]
    for phones, stressed in syllables(sounds):
        written += [f"{each}{int(stressed)}" if each in VOWELS else each for each in phones]
    return " ".join([*written, "pau"])
