""" "Double five" and "triple nine", with a network that hears what the tests write down."""

import numpy as np
import pytest

from app.recognition.answer import Answer, Failure
from app.recognition.frames import FRAME_SAMPLES
from app.recognition.question import Question, ask
from app.recognition.spoken_string import SpokenString, Stretch
from app.recognition.worker import Worker
from app.settings import Settings
from model.states import DOUBLE, STATE_COUNT, STATE_SAMPLES, TRIPLE, WORD, state_of

PAUSE = [0, 0]


class Reader:
    """Takes each sample for the state that is heard there."""

    labels = (*"0123456789", "other")
    tells_strings = True

    def __init__(self, sureness: float) -> None:
        self._sureness = sureness

    def probabilities(self, clip):
        return np.eye(11, dtype=np.float32)[10]

    def states(self, clip):
        heard = np.eye(STATE_COUNT)[clip[STATE_SAMPLES // 2 :: STATE_SAMPLES].round().astype(int)]
        heard *= np.where(np.arange(STATE_COUNT) >= state_of(DOUBLE, 0), self._sureness, 1)
        heard[:, WORD] += 1 - heard.sum(axis=1)
        return (0.98 * heard + 0.02 / STATE_COUNT).astype(np.float32)


def said(*tokens: int | None, sureness: float = 1.0) -> list[Answer]:
    """Answer to tokens, or None for other words, that are said, six states each, with pauses."""
    states = [*PAUSE]
    for token in tokens:
        parts = (0, 0, 1, 1, 2, 2)
        states += [WORD if token is None else state_of(token, part) for part in parts] + PAUSE
    samples = np.repeat(states, STATE_SAMPLES).astype(np.float32)
    worker, results = Worker(Reader(sureness)), list[Answer | Failure]()
    stretch = Stretch(1, 0, lambda start, stop: samples[start:stop], lambda sample: None)
    string = SpokenString(worker, stretch, Settings(), results.append)
    for _ in range(len(samples) // FRAME_SAMPLES):
        string.feed()
    question = Question(1, 0, len(samples), np.zeros(16_000, np.float32))
    ask(worker, Settings(), question, string.close(question), string)
    worker.drain()
    worker.close()
    return [each for each in results if isinstance(each, Answer)]


def digits(answers: list[Answer]) -> str:
    return "".join(each.decision.digit or "?" for each in answers)


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ((DOUBLE, 5), "55"),
        ((9, DOUBLE, 5, 1), "9551"),
        ((1, TRIPLE, 9, 2), "19992"),
        ((DOUBLE, 0, TRIPLE, 4), "00444"),
        ((DOUBLE, 7, 7), "777"),
    ],
)
def test_a_digit_is_given_as_often_as_it_is_meant(tokens, expected):
    assert digits(said(*tokens)) == expected


def test_each_digit_has_its_stretch_and_copies_have_that_of_the_word():
    answers = said(1, TRIPLE, 9, 2)
    assert [each.is_copy for each in answers] == [False, True, True, False, False]
    seconds = [(each.start / 16_000, each.end / 16_000) for each in answers]
    np.testing.assert_allclose(
        seconds, [(0.08, 0.32), (0.4, 0.52), (0.52, 0.64), (0.72, 0.96), (1.04, 1.28)], atol=0.001
    )


def test_the_sound_that_goes_with_each_of_them_is_the_digit_s_own():
    _, first, second, _ = said(1, DOUBLE, 9, 2)
    np.testing.assert_array_equal(first.clip, second.clip)
    assert state_of(9, 1) in first.clip
    assert state_of(DOUBLE, 1) not in first.clip


@pytest.mark.parametrize("tokens", [(1, 2, 3, DOUBLE), (DOUBLE,), (TRIPLE, DOUBLE)])
def test_a_multiple_of_nothing_is_nothing(tokens):
    assert digits(said(*tokens)).strip("?") == "".join(str(each) for each in tokens if each < 10)


def test_of_two_multiples_the_last_counts():
    assert digits(said(1, DOUBLE, TRIPLE, 4, 2)) == "14442"


def test_where_double_is_not_sure_the_digit_is_given_once_and_once_not_sure():
    answers = said(1, DOUBLE, 4, 2, 3, sureness=0.6)
    assert digits(answers) == "1?423"
    assert [each.is_copy for each in answers] == [False, True, False, False, False]


def test_what_is_rather_another_word_than_double_is_none():
    assert digits(said(1, DOUBLE, 4, 2, 3, sureness=0.45)) == "1423"


def test_double_is_one_sound_and_no_more_sure_than_that():
    """Two sounds make a number only where both are quite sure."""
    assert digits(said(TRIPLE, 9)) == "999"
    assert digits(said(TRIPLE, 9, sureness=0.7)) in ("", "?")


def test_a_double_long_before_a_digit_was_said_of_something_else():
    assert digits(said(1, 2, 3, DOUBLE, *[None] * 4, 7)) == "1237"
