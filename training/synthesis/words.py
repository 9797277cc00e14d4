"""Words that are no digits: a list of English words, two of them in a row, and invented ones."""

from importlib.resources import files

from numpy.random import Generator

from training.synthesis.alike import sounds_like_digit
from training.synthesis.sounds import DIGIT_SOUNDS, is_vowel

_CONSONANTS = "p b t d k g f v T D s z S h m n l r w j tS dZ".split()
_CLUSTERS = "s|t t|r p|l g|r s|p f|l k|l b|r s|k d|r k|w s|w s|n t|w f|r".split()
_VOWELS = "a A: E I i: O: U u: V 3: aI eI OI aU oU i@ e@ @".split()
_ENDS = [*"p t k b d g f v s z S m n N l tS".split(), "s|t", "n|d", "n|t", "k|s"]
_SHAPES = ((1, 1), (1, 1), (1, 1), (0, 1), (1, 0), (1, 0), (2, 1))
"""Of a syllable: whether it has consonants before (2: a cluster) and after its vowel."""
_NEAR_MISS_TIMES, _NEAR_SHARE = 3, 0.2
_FEWEST_IN_A_ROW, _MOST_IN_A_ROW = 3, 5
# What other words stand between where people talk, but those that sound as digits do ("to", "for").
_LITTLE_WORDS = (
    "the the the and and of in on at with from by as that this it is was are were be been he she "
    "we they you my your his her our their had have has not but or if when who so do did"
).split()


def known_words() -> tuple[str, ...]:
    """Give the listed words; those that are close to a digit are there several times."""
    return _listed("words.txt") + _NEAR_MISS_TIMES * _listed("near_misses.txt")


def _listed(name: str) -> tuple[str, ...]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(word for line in lines for word in line.split())


def two_words(random: Generator, words: tuple[str, ...]) -> str:
    """Draw two short words in a row, as a gate cuts them from speech."""
    short = [word for word in words if 1 < len(word) < 6]
    return f"{random.choice(short)} {random.choice(short)}"


def phrase(random: Generator, words: tuple[str, ...]) -> str:
    """Draw three to five words in a row, every other one a little word, as people talk."""
    count = int(random.integers(_FEWEST_IN_A_ROW, _MOST_IN_A_ROW + 1))
    little = int(random.integers(2))
    return " ".join(
        str(random.choice(_LITTLE_WORDS if place % 2 == little else words))
        for place in range(count)
    )


def invent(random: Generator) -> tuple[str, ...]:
    """Invent a word that no listener takes for a digit, some of them with most of one's sounds."""
    while True:
        sounds = _near_digit(random) if random.random() < _NEAR_SHARE else _syllables(random)
        if not sounds_like_digit(tuple(sounds)):
            return tuple(sounds)


def _near_digit(random: Generator) -> list[str]:
    """Change one consonant of a digit: of its vowels, accents make almost all others."""
    _, digit = DIGIT_SOUNDS[random.integers(len(DIGIT_SOUNDS))]
    sounds = digit.split()
    places = [place for place, sound in enumerate(sounds) if not is_vowel(sound)]
    sounds[random.choice(places)] = str(random.choice(_CONSONANTS))
    return sounds


def _syllables(random: Generator) -> list[str]:
    count = int(random.choice((1, 1, 1, 2, 2, 3)))
    return [sound for number in range(count) for sound in _syllable(random, stressed=number == 0)]


def _syllable(random: Generator, stressed: bool) -> list[str]:
    starts, ends = _SHAPES[random.integers(len(_SHAPES))]
    before = str(random.choice(_CLUSTERS if starts == 2 else _CONSONANTS)) if starts else ""
    vowel = ("'" if stressed else "") + str(random.choice(_VOWELS))
    after = str(random.choice(_ENDS)) if ends else ""
    return [sound for part in (before, vowel, after) if part for sound in part.split("|")]
