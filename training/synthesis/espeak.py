"""espeak-ng: formants by rule, in a hundred voices, none of which sounds like a person."""

import math
from concurrent.futures import ThreadPoolExecutor

from training.synthesis.processes import read_sound, run
from training.synthesis.saying import Saying, Sound

NAME = "espeak-ng"
LICENCE = "output of GPL-3.0 software"

ACCENTS = (
    "en-us", "en-us", "en-us", "en-us-nyc", "en-gb", "en-gb", "en-gb-scotland", "en-gb-x-rp",
    "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029",
)  # fmt: skip
"""English as it is spoken in several places; what is drawn more often is there more often."""

MEN = (
    "", "", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "adam", "Alex", "Andy", "antonio",
    "benjamin", "boris", "caleb", "david", "Denis", "Diogo", "ed", "edward", "edward2", "Gene",
    "Gene2", "grandpa", "gustave", "Henrique", "Hugo", "iven", "iven2", "iven3", "iven4", "Jacky",
    "john", "kaukovalta", "klatt", "klatt2", "klatt3", "klatt4", "klatt5", "klatt6", "Lee",
    "marcelo", "Marco", "Mario", "max", "Michael", "michel", "miguel", "Mike", "Nguyen", "norbert",
    "pablo", "paul", "pedro", "quincy", "RicishayMax", "RicishayMax2", "RicishayMax3", "rob",
    "robert", "sandro", "shelby", "Storm", "travis", "victor", "zac", "croak", "whisper",
)  # fmt: skip
WOMEN = (
    "f1", "f2", "f3", "f4", "f5", "Alicia", "Andrea", "anika", "Annie", "aunty", "belinda",
    "grandma", "linda", "steph", "steph2", "steph3",
)  # fmt: skip
"""Variants of the voice. Left out are those that are meant to be machines, and the whispering
woman, of whose digits hardly one is recognised."""

_OWN_PITCH_HZ = {True: 85.0, False: 160.0}
_OWN_WORDS_A_MINUTE = 175
_MELODIES = ((0.7, ","), (1.2, "."), (1.6, "?"), (math.inf, "!"))


def voice_name(accent: str, variant: str) -> str:
    """Name a voice as espeak-ng does."""
    return f"{accent}+{variant}" if variant else accent


def speak(sayings: list[Saying]) -> list[Sound | None]:
    """Say things, each with a process of its own; None for what cannot be said."""
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(_speak_one, sayings))


def transcribe(texts: list[str]) -> dict[str, tuple[str, ...]]:
    """Give the American sounds of English words; nothing if espeak-ng is missing."""
    command = ["espeak-ng", "-v", "en-us", "-q", "-x", "--sep=_"]
    lines = [line for line in run(command, "\n".join(texts)).decode().splitlines() if line.strip()]
    if len(lines) != len(texts):
        return {}
    return {
        text: tuple(sound.lstrip(",") for sound in line.replace("_", " ").split())
        for text, line in zip(texts, lines, strict=True)
    }


def _speak_one(saying: Saying) -> Sound | None:
    voice = saying.voice
    is_man = voice.name.partition("+")[2] not in WOMEN
    octaves = math.log2(voice.pitch_hz / voice.formants / _OWN_PITCH_HZ[is_man])
    options = {
        "-v": voice.name,
        "-s": max(80, round(_OWN_WORDS_A_MINUTE / voice.stretch / voice.formants)),
        "-p": min(99, max(0, round(50 + 55 * octaves))),
    }
    text = f"[[{'|'.join(saying.sounds)}]]" if saying.sounds else saying.text
    chosen = [part for name, value in options.items() for part in (name, str(value))]
    command = ["espeak-ng", "-z", *chosen, "--stdout", "--", text + _melody(voice.liveliness)]
    return read_sound(run(command))


def _melody(liveliness: float) -> str:
    """Choose the melody of a list, a statement, a question or a cry: no range can be set."""
    return next(sign for below, sign in _MELODIES if liveliness < below)
