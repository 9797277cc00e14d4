"""The figures of strings of digits, by name, as their JSON has them."""

import msgspec


class Edits(msgspec.Struct, frozen=True):
    """Digits that were said and are not in the truth, are in it and were not said, or differ."""

    insertions: int
    deletions: int
    substitutions: int


class StringScore(msgspec.Struct, frozen=True):
    """How strings of digits were heard.

    Attributes
    ----------
    edits : Edits
        Over all strings.
    digits : int
        How many digits were really said.
    error_rate : float
        Edits by digits; above 1 where more was said than there is.
    right, strings : int
        Strings without an edit, and all of them.
    low, high : float
        The 95 % interval of the share of strings that are right (Wilson).
    """

    edits: Edits
    digits: int
    error_rate: float
    right: int
    strings: int
    low: float
    high: float


class NumberAnswer(msgspec.Struct, frozen=True):
    """One number: its recording, the truth, and what the program said."""

    path: str
    speaker: str
    digits: str
    said: str


class NumberFigures(msgspec.Struct, frozen=True):
    """How whole numbers were heard, by the whole program, gate included.

    Attributes
    ----------
    overall : StringScore
    by_speaker : dict
    answers : tuple of NumberAnswer
    moved : StringScore
        Over each number ten times, each time elsewhere in the sound of a quiet room: how much of
        `overall` is chance.
    """

    overall: StringScore
    by_speaker: dict[str, StringScore]
    answers: tuple[NumberAnswer, ...]
    moved: StringScore


class TalkFigures(msgspec.Struct, frozen=True):
    """What was said to several words in a row, none of them a digit.

    Attributes
    ----------
    digits : int
        Digits that were said.
    minutes : float
    digits_a_minute, low, high : float
        With the 95 % interval (Poisson).
    """

    digits: int
    minutes: float
    digits_a_minute: float
    low: float
    high: float


class MadeUpFigures(msgspec.Struct, frozen=True):
    """The same for strings made of the single digits of one speaker each.

    Attributes
    ----------
    overall : StringScore
    by_speed, by_speaker : dict
    seed : int
        Chose the digits, the gaps and the levels.
    with_words : StringScore or None
        Others, of which about a fourth are words that are no digits, which nothing should be said
        to; None where there are no words.
    words_alone : TalkFigures or None
        What was said to others, all of them words; None where there are no words.
    """

    overall: StringScore
    by_speed: dict[str, StringScore]
    by_speaker: dict[str, StringScore]
    seed: int
    with_words: StringScore | None = None
    words_alone: TalkFigures | None = None
