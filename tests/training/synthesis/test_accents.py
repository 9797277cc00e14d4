import numpy as np
import pytest

from training.synthesis import espeak
from training.synthesis.accents import VOICES, pronounce
from training.synthesis.saying import Saying, Voice
from training.synthesis.sounds import DIGIT_SOUNDS, syllables
from training.synthesis.words import invent

TRAPS = {"t r i:", "f r i:", "v a n", "v A: n"}


@pytest.mark.parametrize("accent", VOICES)
def test_an_accents_voices_can_say_its_digits(accent: str) -> None:
    random = np.random.default_rng(1)
    for name in VOICES[accent]:
        voice = Voice("espeak-ng", name, 120, 1, 1, 1, accent)
        ways = [pronounce(random, accent, tuple(s.split()))[0] for _, s in DIGIT_SOUNDS]
        for sound in espeak.speak([Saying(voice, "", sounds) for sounds in ways]):
            assert sound is not None and len(sound.samples) > 0.15 * sound.rate_hz


@pytest.mark.parametrize("accent", VOICES)
def test_no_accent_makes_another_word_of_a_digit(accent: str) -> None:
    random = np.random.default_rng(2)
    for _ in range(20):
        for _, sounds in DIGIT_SOUNDS:
            _, english = pronounce(random, accent, tuple(sounds.split()))
            assert " ".join(english).replace("'", "") not in TRAPS


@pytest.mark.parametrize("accent", VOICES)
def test_english_voices_know_all_sounds_of_an_accent(accent: str) -> None:
    random = np.random.default_rng(3)
    for _ in range(50):
        _, english = pronounce(random, accent, invent(random))
        assert syllables(english)


def test_germans_harden_the_end_and_have_no_th() -> None:
    random = np.random.default_rng(4)
    assert pronounce(random, "german", ("f", "'aI", "v")) == (("f", "'aI", "f"),) * 2
    assert pronounce(random, "german", ("T", "r", "'i:")) == (("s", "r", "'i:"),) * 2


def test_transcribing_gives_american_sounds() -> None:
    assert espeak.transcribe(["fine", "six"]) == {
        "fine": ("f", "'aI", "n"),
        "six": ("s", "'I", "k", "s"),
    }
