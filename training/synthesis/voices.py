"""Draw speakers: men, women and children of a synthesiser's few voices."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.random import Generator

from training.synthesis import accents, espeak, festival, flite
from training.synthesis.saying import Saying, Sound, Voice

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Synthesiser:
    """A program that speaks.

    Attributes
    ----------
    name, licence : str
        Name of the source of its recordings, and under which licence they are.
    program : str
        Its file.
    share : float
        How many of all voices are its, in proportion.
    speak : callable
        Says things; None for those that it cannot say.
    """

    name: str
    licence: str
    program: str
    share: float
    speak: Callable[[list[Saying]], list[Sound | None]]


SYNTHESISERS = (
    Synthesiser(espeak.NAME, espeak.LICENCE, "espeak-ng", 0.5, espeak.speak),
    Synthesiser(flite.NAME, flite.LICENCE, "flite", 0.3, flite.speak),
    Synthesiser(festival.NAME, festival.LICENCE, "festival", 0.2, festival.speak),
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of people: pitch in Hz, and the formants in proportion to a man's."""

    pitch_hz: float
    formants: float


# Women's formants are some 17 % above men's, children's 25 to 35 % (Hillenbrand et al. 1995,
# "Acoustic characteristics of American English vowels", J. Acoust. Soc. Am. 97).
_MAN, _WOMAN, _CHILD = _Kind(120, 1.0), _Kind(205, 1.16), _Kind(260, 1.28)
_KINDS, _KIND_SHARES = (_MAN, _WOMAN, _CHILD), (0.47, 0.43, 0.1)
_ACCENT_SHARE = 0.35


def installed() -> list[Synthesiser]:
    """Give the synthesisers that are installed; say, once, which are not."""
    found = [each for each in SYNTHESISERS if shutil.which(each.program)]
    for each in SYNTHESISERS:
        if each not in found:
            _say_missing(each.name)
    return found


@cache
def _say_missing(name: str) -> None:
    """Say it once, however often it is asked."""
    _log.warning(
        "%s is not installed, so its voices are missing. `packaging/system_packages.sh train` "
        "installs it.",
        name,
    )


def draw_voices(random: Generator, count: int, synthesisers: list[Synthesiser]) -> list[Voice]:
    """Draw `count` voices, of each synthesiser its share."""
    shares = np.array([each.share for each in synthesisers])
    chosen = random.choice(len(synthesisers), count, p=shares / shares.sum())
    return [_draw_voice(random, synthesisers[place].name) for place in chosen]


def _draw_voice(random: Generator, synthesiser: str) -> Voice:
    kind = _KINDS[random.choice(len(_KINDS), p=_KIND_SHARES)]
    is_man = kind is _MAN if random.random() < 0.7 else kind is not _MAN
    accent = str(random.choice(list(accents.VOICES))) if random.random() < _ACCENT_SHARE else ""
    name = _voice_name(random, synthesiser, is_man, accent)
    formants = kind.formants / (_MAN if is_man else _WOMAN).formants
    return Voice(
        synthesiser,
        name,
        pitch_hz=kind.pitch_hz * 2 ** random.normal(0, 0.2),
        stretch=2 ** random.uniform(-0.4, 0.7),
        formants=float(np.clip(formants * 2 ** random.normal(0, 0.08), 0.78, 1.38)),
        liveliness=2 ** random.normal(0, 0.6),
        accent=accent,
    )


def _voice_name(random: Generator, synthesiser: str, is_man: bool, accent: str) -> str:
    if synthesiser == espeak.NAME:
        places = accents.VOICES[accent] if accent else espeak.ACCENTS
        variant = str(random.choice(espeak.MEN if is_man else espeak.WOMEN))
        return espeak.voice_name(str(random.choice(places)), variant)
    module = flite if synthesiser == flite.NAME else festival
    return str(random.choice(module.MEN if is_man else module.WOMEN))
