from dataclasses import replace

import numpy as np
import pytest

from model.runtime import ExportedNetwork
from training.data.spoken import DIGIT_WORDS
from training.synthesis.saying import Saying, Sound, Voice
from training.synthesis.sounds import DIGIT_SOUNDS
from training.synthesis.speak import heard
from training.synthesis.voices import Synthesiser


@pytest.fixture(scope="module")
def network() -> ExportedNetwork:
    return ExportedNetwork.load()


def answers(network: ExportedNetwork, sounds: list[Sound | None], voice: Voice) -> str:
    from model.clip import make_clip

    found = ""
    for sound in sounds:
        assert sound is not None
        probabilities = network.probabilities(make_clip(heard(sound, voice)))
        label = network.labels[int(np.argmax(probabilities))]
        found += label if label.isdigit() else "x"
    return found


def agree(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))


def test_digits_read_from_text_are_recognised(
    synthesiser: Synthesiser, voice: Voice, network: ExportedNetwork
) -> None:
    sounds = synthesiser.speak([Saying(voice, word) for word in DIGIT_WORDS])
    assert agree(answers(network, sounds, voice), "0123456789") >= 9


def test_digits_made_of_sounds_are_recognised(
    synthesiser: Synthesiser, voice: Voice, network: ExportedNetwork
) -> None:
    sayings = [Saying(voice, "", tuple(sounds.split())) for _, sounds in DIGIT_SOUNDS]
    truth = "".join(digit for digit, _ in DIGIT_SOUNDS)
    found = answers(network, synthesiser.speak(sayings), voice)
    assert agree(found, truth) >= len(truth) - 2


def test_a_shorter_vocal_tract_keeps_the_length(synthesiser: Synthesiser, voice: Voice) -> None:
    shorter = replace(voice, formants=1.25)
    [plain] = synthesiser.speak([Saying(voice, "seven")])
    [moved] = synthesiser.speak([Saying(shorter, "seven")])
    assert plain is not None and moved is not None
    lengths = [len(heard(plain, voice)), len(heard(moved, shorter))]
    assert lengths[1] == pytest.approx(lengths[0], rel=0.15)


def test_what_cannot_be_said_is_none_and_the_others_are_said(
    synthesiser: Synthesiser, voice: Voice
) -> None:
    unknown = replace(voice, name="nobody")
    sounds = synthesiser.speak([Saying(voice, "one"), Saying(unknown, "two"), Saying(voice, "six")])
    assert sounds[0] is not None and sounds[2] is not None
    assert sounds[1] is None or synthesiser.name == "flite"  # which takes its own voice then
