"""The sounds of American English, in espeak-ng's notation and in flite's and Festival's."""

DIGIT_SOUNDS = (
    ("0", "z 'i@ r oU"), ("0", "z 'I r oU"), ("1", "w 'V n"), ("1", "w '0 n"), ("2", "t 'u:"),
    ("3", "T r 'i:"), ("4", "f 'o@"), ("4", "f 'o@ r"), ("5", "f 'aI v"), ("6", "s 'I k s"),
    ("7", "s 'E v @ n"), ("7", "s 'E v n-"), ("8", "'eI t"), ("9", "n 'aI n"),
)  # fmt: skip
"""How digits are said, by people whose language is English."""

OH_SOUNDS = ("'oU",)
"""How zero is said within a number, by many of them."""

MULTIPLE_SOUNDS = {"d": ("d", "'V", "b", "@L"), "t": ("t", "r", "'I", "p", "@L")}
"""How "double" and "triple" are said, by their labels."""

_RADIO = {
    "a": "ae", "aa": "ae", "A:": "aa", "0": "aa", "A@": "aa r", "E": "eh", "e": "eh", "e@": "eh r",
    "I": "ih", "I2": "ih", "i": "iy", "i:": "iy", "i@": "ih r", "i@3": "ih r", "O:": "ao",
    "O": "ao", "O@": "ao r", "o@": "ao r", "OI": "oy", "oU": "ow", "U": "uh", "U@": "uh r",
    "u:": "uw", "V": "ah", "@": "ax", "@2": "ax", "@5": "ax", "a#": "ax", "3": "er", "3:": "er",
    "@L": "ax l", "O2": "aa", "I#": "ih", "@-": "ax", "aI": "ay", "aI2": "ay",
    "aI3": "ay ax", "aI@": "ay ax", "aU": "aw", "eI": "ey", "n-": "ax n",
    "p": "p", "b": "b", "t": "t", "t#": "t", "t2": "t", "?": "t", "d": "d", "k": "k", "g": "g",
    "f": "f", "v": "v", "T": "th", "D": "dh", "s": "s", "z": "z", "S": "sh", "Z": "zh",
    "h": "hh", "m": "m", "n": "n", "N": "ng", "l": "l", "r": "r", "r-": "r", "w": "w", "j": "y",
    ";": "y", "x": "k", "tS": "ch", "dZ": "jh",
}  # fmt: skip
_UNKNOWN = "unknown"
"""Stands for a sound that is not listed. No voice has it, so Festival says no word with it."""

VOWELS = frozenset("ae aa eh ih iy ao oy ow uh uw ah ax er ay aw ey".split())


def is_vowel(sound: str) -> bool:
    """Tell whether a syllable can be made of a sound, with its stress or without."""
    return _RADIO[sound.lstrip("',")].split()[0] in VOWELS


def syllables(sounds: tuple[str, ...]) -> list[tuple[list[str], bool]]:
    """Give the syllables in the notation of flite and Festival, and which are stressed.

    A consonant between two vowels begins a syllable; of several all but the last end one. A sound
    that is not listed is taken for a vowel.
    """
    found: list[tuple[list[str], bool]] = []
    start: list[str] = []
    for sound in sounds:
        stressed, plain = sound.startswith("'"), _RADIO.get(sound.lstrip("',"), _UNKNOWN).split()
        if plain[0] in VOWELS or plain == [_UNKNOWN]:
            if found:
                found[-1][0].extend(start[:-1])
                start = start[-1:]
            found.append(([*start, *plain], stressed))
            start = []
        else:
            start.extend(plain)
    if not found:
        return []
    found[-1][0].extend(start)
    return found
