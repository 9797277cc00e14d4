"""Sounds that the table does not list, as another espeak-ng may write them."""

import pytest

from training.synthesis import festival, flite
from training.synthesis.saying import Saying, Voice

ONE, UNKNOWN, TWO = ("w", "'V", "n"), ("w", "'(;", "n"), ("t", "'u:")


@pytest.mark.parametrize("name", [festival.MEN[0], *festival.WOMEN])
def test_festival_says_nothing_of_a_word_with_an_unknown_sound_and_the_others(name: str) -> None:
    voice = Voice(festival.NAME, name, 120, 1, 1, 1)
    sounds = festival.speak([Saying(voice, "", each) for each in (ONE, UNKNOWN, TWO)])
    assert [sound is None for sound in sounds] == [False, True, False]


def test_an_unknown_sound_does_not_end_the_others_of_flite() -> None:
    voice = Voice(flite.NAME, flite.MEN[0], 120, 1, 1, 1)
    sounds = flite.speak([Saying(voice, "", each) for each in (ONE, UNKNOWN, TWO)])
    assert sounds[0] is not None and sounds[2] is not None
