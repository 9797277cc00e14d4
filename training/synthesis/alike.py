"""What a listener could take for a digit: neither a digit nor another word to train on."""

from itertools import zip_longest

from training.synthesis.sounds import DIGIT_SOUNDS

_ALIKE = tuple(
    frozenset(sounds.split())
    for sounds in (
        "s z T", "z dZ", "f v T", "v w b", "v z D", "T t D", "t t# t2 d tS k p ?", "d D",
        "m n N n-",
        "i: I I2 I# i i@ i@3", "V 0 O2 A:", "0 O2 O: A:", "@ @2 a# I2 E 3 n-", "E e a", "eI e E",
        "aI aI2", "u: U", "oU O: @ o@", "o@ O@ O: O U@",
    )
)  # fmt: skip
_DIGITS = tuple(tuple(sounds.replace("'", "").split()) for _, sounds in DIGIT_SOUNDS)
_WEAK_ENDS = frozenset("sz")


def sounds_like_digit(sounds: tuple[str, ...]) -> bool:
    """Tell whether a listener could take sounds for a digit.

    He could if each sound is the digit's or one that noise, a telephone or an accent makes it:
    "tree", "free", "nime", "fife"; if only an "s" follows, or an "h" goes before
    ("fives", "hate"); or if the end is missing ("nigh", "A"), but for that of "six" and "seven",
    whose "k" and "en" are heard ("sick", "sev").

    Parameters
    ----------
    sounds : tuple of str
        In espeak-ng's notation, stressed or not.
    """
    plain = tuple(sound.lstrip("',=") for sound in sounds)
    return any(_alike(plain, digit) for digit in _DIGITS)


def _alike(sounds: tuple[str, ...], digit: tuple[str, ...]) -> bool:
    candidates = [sounds]
    if sounds[:1] == ("h",):
        candidates.append(sounds[1:])
    if sounds and sounds[-1] in _WEAK_ENDS:
        candidates.append(sounds[:-1])
    if len(digit) < 4 and digit[-1] in "tnv":
        candidates.append((*sounds, digit[-1]))
    return any(
        all(_similar(one, other) for one, other in zip_longest(candidate, digit, fillvalue=""))
        for candidate in candidates
    )


def _similar(one: str, other: str) -> bool:
    return one == other or any(one in sounds and other in sounds for sounds in _ALIKE)
