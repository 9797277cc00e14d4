"""More speakers and more words: espeak-ng reads digits, words and words that do not exist."""

import io
import logging
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.resources import files

import numpy as np
import soundfile
import soxr
from numpy.random import Generator

from model.audio_format import SAMPLE_RATE
from training.data.recording import OTHER, Recording, Samples

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

SOURCE = "espeak-ng"
"""Name of this source of recordings."""

_ACCENTS = (
    "en-us", "en-us", "en-us-nyc", "en-gb", "en-gb", "en-gb-scotland", "en-gb-x-rp",
    "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029",
)  # fmt: skip
_TIMBRES = (
    "", "", "f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8",
    "klatt", "klatt2", "klatt3", "klatt4", "croak", "Annie", "Andy", "anika", "belinda", "caleb",
    "david", "ed", "edward", "Gene", "grandma", "grandpa", "iven", "Jacky", "john", "Lee", "linda",
    "marcelo", "max", "Mario", "michael", "miguel", "norbert", "pablo", "paul", "quincy", "rob",
    "robert", "sandro", "shelby", "steph", "steph2", "travis", "victor", "Diogo", "Hugo",
)  # fmt: skip
_CONSONANTS = "p b t d k g f v T D s z S h m n l r w j tS dZ st tr pl gr sp fl".split()
_VOWELS = "a A: E I i: O: U u: V 3: aI eI OI aU oU".split()
_ENDINGS = ["", "", *"p t k b d g f v s z S m n N l st nd nt ks tS".split()]
_DIGIT_SOUNDS = frozenset("tu: wVn fO: fO:r faIv eIt naIn sIks TrIi fri: zi:roU ou Tri:".split())

_log = logging.getLogger(__name__)


def is_available() -> bool:
    """Tell whether espeak-ng is installed."""
    return shutil.which("espeak-ng") is not None


def speak_digits(random: Generator, voices_count: int) -> list[Recording]:
    """Let `voices_count` voices of random accent, timbre, speed and pitch say all ten digits."""
    jobs = []
    for number in range(voices_count):
        options = _voice(random)
        for digit, word in enumerate(DIGITS):
            jobs.append((options, word, str(digit), f"espeak/{number}"))
    return _speak(jobs)


def speak_words(random: Generator, count: int) -> list[Recording]:
    """Let random voices say `count` words that are no digits, half of them invented."""
    known = (files("training") / "words.txt").read_text(encoding="utf-8").split()
    jobs = []
    for number in range(count):
        text = known[number // 2 % len(known)] if number % 2 else _invent(random)
        jobs.append((_voice(random), text, OTHER, f"espeak/other{number}"))
    return _speak(jobs)


def _voice(random: Generator) -> list[str]:
    timbre = random.choice(_TIMBRES)
    voice = str(random.choice(_ACCENTS)) + (f"+{timbre}" if timbre else "")
    speed = str(random.integers(110, 230))
    pitch = str(random.integers(15, 90))
    return ["-v", voice, "-s", speed, "-p", pitch]


def _invent(random: Generator) -> str:
    """Invent a word of one to three syllables, in espeak-ng's notation of sounds."""
    while True:
        sounds = ""
        for number in range(random.choice((1, 1, 2, 2, 3))):
            stress = "'" if number == 0 else ""
            start = "" if random.random() < 0.15 else str(random.choice(_CONSONANTS))
            sounds += start + stress + str(random.choice(_VOWELS)) + str(random.choice(_ENDINGS))
        if sounds.replace("'", "") not in _DIGIT_SOUNDS:
            return f"[[{sounds}]]"


def _speak(jobs: list[tuple[list[str], str, str, str]]) -> list[Recording]:
    with ThreadPoolExecutor(2) as threads:
        spoken = list(threads.map(lambda job: _speak_one(*job), jobs))
    found = [recording for recording in spoken if recording is not None]
    _log.info("espeak-ng spoke %d of %d words", len(found), len(jobs))
    return found


def _speak_one(options: list[str], text: str, label: str, speaker: str) -> Recording | None:
    """Speak one word; None where espeak-ng lacks the voice or a sound."""
    command = ["espeak-ng", *options, "--stdout", text]
    result = subprocess.run(command, capture_output=True, check=False)
    try:
        samples, rate = soundfile.read(io.BytesIO(result.stdout), dtype="float32")
    except soundfile.LibsndfileError:
        return None
    samples = np.asarray(soxr.resample(samples, rate, SAMPLE_RATE), np.float32)
    if len(samples) < SAMPLE_RATE // 10 or not np.any(samples):
        return None
    word = "" if label == OTHER and text.startswith("[[") else text
    return Recording(
        path=f"{SOURCE}: {text}",
        label=label,
        word=word,
        speaker=speaker,
        source=SOURCE,
        licence="output of GPL-3.0 software",
        split="train",
        load=partial(_as_spoken, samples),
    )


def _as_spoken(samples: Samples) -> Samples:
    return samples
