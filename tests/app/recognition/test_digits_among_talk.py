"""Digits within sentences, and talk and noises without any, with the bundled network."""

import numpy as np
import pytest
from one_breath import SILENCE, in_one_breath, recognise, said

from app.recognition.decision import Verdict
from assets import SAMPLE_DIGITS
from assets.make_samples import VOICES, speak

KNOWN_FAULTS = {
    ("uh four no wait five", "en-gb"): "the four, which runs into the uh, is left out",
    ("my number is double five triple nine", "en-gb"): "the my is taken for a nine",
}


def said_to(worker, sentence: str, voice: str) -> str:
    """Give the digits that are said to what a synthesiser says."""
    spoken = np.asarray(speak(sentence, voice), np.float32)
    return said(recognise(worker, np.concatenate([SILENCE, spoken, SILENCE]))).replace("?", "")


def test_digits_are_heard_among_other_words(worker, digits):
    # Backwards these are words that nobody knows; a "one" would be much like a "nine".
    words = [digits[place][::-1] for place in (1, 5)]
    samples = in_one_breath([words[0], digits[0], words[1], digits[2], words[0]], 60)
    assert said(recognise(worker, samples)) == SAMPLE_DIGITS[0] + SAMPLE_DIGITS[2]
    assert said(recognise(worker, in_one_breath(words, 60))) == "?"


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("uh four no wait five", "45"),
        ("window four seven, curtain nine two", "4792"),
        ("um seven eight er nine", "789"),
        ("three two no sorry one", "321"),
        ("double five triple nine", "55999"),
        ("my number is double five triple nine", "55999"),
    ],
)
def test_digits_are_heard_within_a_sentence(worker, sentence, number, voice, request):
    if reason := KNOWN_FAULTS.get((sentence, voice)):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    assert said_to(worker, sentence, voice) == number


def test_most_talk_without_digits_is_no_number(worker):
    talk = """
        The weather is lovely this morning and we will walk along the river.
        Once upon a time there was a little girl who lived in a village.
        Please close the window before you leave the house.
        My brother has bought a new bicycle and rides it every day.
        Could you tell me where the railway station is?
        They were talking about politics and music until late at night.
        The quick brown fox jumps over the lazy dog.
        I have never seen such a beautiful garden in my whole life.
        Dinner is ready, wash your hands and sit down at the table.
        She opened the letter, read it slowly and began to laugh.
    """
    sentences = [line.strip() for line in talk.strip().splitlines()]
    digits = [said_to(worker, each, voice) for each in sentences for voice in VOICES]
    # In two minutes; a network that was trained without talk says 66.
    assert len("".join(digits)) <= 30
    assert digits.count("") >= 18


def test_a_noise_that_lasts_is_no_number(worker):
    random = np.random.default_rng(1)
    envelope = np.repeat(random.uniform(0, 1, 40), 1_600) ** 2
    noise = (0.2 * envelope * random.standard_normal(len(envelope))).astype(np.float32)
    answers = recognise(worker, np.concatenate([SILENCE, noise, SILENCE]))
    assert not any(each.decision.verdict is Verdict.DIGIT for each in answers)
