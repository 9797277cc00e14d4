"""How people whose language is not English say English sounds: the table accents.csv.

Voices of other languages say the table's `own` sounds, English voices the nearest `english` ones.
A three that is said as tree or free and a one that is said as van are no digits to a listener, and
no other words either: the table does not make them.

In the table "/" stands between alternatives and "$" after a sound at the end of a word. The rows of
"any" are for whoever has none of his own; no `english` sound there means the same sound, elsewhere
an empty cell means that the sound is dropped.
"""

import csv
from importlib.resources import files

from numpy.random import Generator

VOICES = {
    "german": ("de",),
    "french": ("fr-fr",),
    "spanish": ("es-419",),
    "indian": ("hi", "ta"),
    "chinese": ("cmn",),
    "russian": ("ru",),
    "polish": ("pl",),
    "arabic": ("ar",),
    "turkish": ("tr",),
    "african": ("sw",),
    "italian": ("it",),
    "brazilian": ("pt-br",),
    "dutch": ("nl",),
    "swedish": ("sv",),
    "korean": ("ko",),
}
"""The accents, and espeak-ng's voices that have their sounds."""

_ANY, _AT_END = "any", "$"
_Alternatives = tuple[tuple[str, ...], ...]


def _read_table() -> dict[tuple[str, str], tuple[_Alternatives, _Alternatives]]:
    text = (files(__package__) / "accents.csv").read_text(encoding="utf-8")
    return {
        (row["accent"], row["sound"]): (_alternatives(row["own"]), _alternatives(row["english"]))
        for row in csv.DictReader(text.splitlines())
    }


def _alternatives(cell: str) -> _Alternatives:
    return tuple(tuple(each.split()) for each in cell.split("/"))


_TABLE = _read_table()


def pronounce(
    random: Generator, accent: str, sounds: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say American English sounds with an accent.

    Parameters
    ----------
    random : numpy.random.Generator
        Chooses where the table has several.
    accent : str
        One of `VOICES`.
    sounds : tuple of str
        American English sounds in espeak-ng's notation.

    Returns
    -------
    own, english : tuple of str
        The same in the notation of the accent's voices, and in that of American English.
    """
    own: list[str] = []
    english: list[str] = []
    for place, sound in enumerate(sounds):
        plain = sound.lstrip("'")
        stress = sound[: len(sound) - len(plain)]
        said = _said(accent, plain, place == len(sounds) - 1)
        for alternatives, result in zip(said, (own, english), strict=True):
            chosen = alternatives[random.integers(len(alternatives))]
            marked = [(stress if number == 0 else "") + each for number, each in enumerate(chosen)]
            result += [each for each in marked if result[-1:] != [each]]
    return tuple(own), tuple(english)


def _said(accent: str, sound: str, at_end: bool) -> tuple[_Alternatives, _Alternatives]:
    same = ((sound,),)
    keys = [sound + _AT_END, sound] if at_end else [sound]
    found = next((_TABLE[accent, key] for key in keys if (accent, key) in _TABLE), None)
    if found is None:
        own, english = _TABLE.get((_ANY, sound), (same, same))
        return own, english if english != ((),) else same
    return found
