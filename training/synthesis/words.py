"""Words that are no digits: a list of English words, two of them in a row, and invented ones."""

from importlib.resources import files

from numpy.random import Generator

from training.synthesis.alike import sounds_like_digit

_CONSONANTS = "p b t d k g f v T D s z S h m n l r w j tS dZ".split()
_CLUSTERS = "s|t t|r p|l g|r s|p f|l k|l b|r s|k d|r k|w s|w s|n t|w f|r".split()
_VOWELS = "a A: E I i: O: U u: V 3: aI eI OI aU oU i@ e@ @".split()
_ENDS = [*"p t k b d g f v s z S m n N l tS".split(), "s|t", "n|d", "n|t", "k|s"]
_SHAPES = ((1, 1), (1, 1), (1, 1), (0, 1), (1, 0), (1, 0), (2, 1))
"""Of a syllable: whether it has consonants before (2: a cluster) and after its vowel."""


def known_words() -> tuple[str, ...]:
    """Read the list of words, each as often as it is there: hard ones are there twice."""
    text = (files(__package__) / "words.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(word for line in lines for word in line.split())


def two_words(random: Generator, words: tuple[str, ...]) -> str:
    """Draw two short words in a row, as a gate cuts them from speech."""
    short = [word for word in words if 1 < len(word) < 6]
    return f"{random.choice(short)} {random.choice(short)}"


def invent(random: Generator) -> tuple[str, ...]:
    """Invent a word of one to three syllables that no listener takes for a digit."""
    while True:
        sounds: list[str] = []
        for number in range(random.choice((1, 1, 1, 2, 2, 3))):
            sounds += _syllable(random, stressed=number == 0)
        if not sounds_like_digit(tuple(sounds)):
            return tuple(sounds)


def _syllable(random: Generator, stressed: bool) -> list[str]:
    starts, ends = _SHAPES[random.integers(len(_SHAPES))]
    before = str(random.choice(_CLUSTERS if starts == 2 else _CONSONANTS)) if starts else ""
    vowel = ("'" if stressed else "") + str(random.choice(_VOWELS))
    after = str(random.choice(_ENDS)) if ends else ""
    return [sound for part in (before, vowel, after) if part for sound in part.split("|")]
