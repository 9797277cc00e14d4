import subprocess

import numpy as np
import pytest

from training.synthesis.alike import sounds_like_digit
from training.synthesis.words import invent, known_words


@pytest.mark.parametrize(
    "sounds",
    ["t r 'i:", "f r 'i:", "n 'aI m", "f 'aI f", "h 'eI t", "n 'aI", "t 'u:", "s 'i: k s",
     "f 'aI v z", "f 'O:", "w '0 n z", "'eI", "z 'i@ r oU"],
)  # fmt: skip
def test_what_could_be_a_digit_is_taken_for_one(sounds: str) -> None:
    assert sounds_like_digit(tuple(sounds.split()))


@pytest.mark.parametrize(
    "sounds",
    ["f 'aI n", "s 'E k s", "s 'I k", "h 'E v @ n", "n 'V n", "f 'o@ t", "l 'aI n", "j 'u:",
     "h 'i@ r oU", "r 'V n"],
)  # fmt: skip
def test_what_is_clearly_another_word_is_not(sounds: str) -> None:
    assert not sounds_like_digit(tuple(sounds.split()))


@pytest.mark.parametrize("accent", ["en-us", "en-gb"])
def test_no_known_word_sounds_like_a_digit(accent: str) -> None:
    words = known_words()
    command = ["espeak-ng", "-v", accent, "-q", "-x", "--sep=_"]
    said = subprocess.run(
        command, input="\n".join(words), capture_output=True, text=True, check=True
    ).stdout
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    pairs = zip(words, lines, strict=True)
    assert [w for w, line in pairs if sounds_like_digit(tuple(line.split("_")))] == []


def test_invented_words_are_no_digits_and_seldom_the_same() -> None:
    random = np.random.default_rng(1)
    invented = [invent(random) for _ in range(500)]
    assert not any(sounds_like_digit(sounds) for sounds in invented)
    assert len(set(invented)) > 400
