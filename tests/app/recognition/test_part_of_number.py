"""Which tokens of a breath are given as digits, with a network that hears what is written down."""

import numpy as np
import pytest
from written_states import Reader, said_in_breaths, written

from app.recognition.answer import Answer, Failure
from app.recognition.frames import FRAME_SAMPLES
from app.recognition.question import Question, ask
from app.recognition.sliding_network import Stretch
from app.recognition.spoken_string import SpokenString
from app.recognition.worker import Worker
from app.settings import Settings
from model.states import DOUBLE

NUMBER = (4, 0, 7)
END = len(written(*NUMBER))


def digits(answers: list[Answer]) -> str:
    return "".join(each.decision.digit or "?" for each in answers)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (END + 4_800, "4079"),
        (END + 20_000, "4079"),
        (END + 30_000, "407?"),  # nearly two seconds later
    ],
)
def test_a_number_goes_on_after_a_pause_with_one_sure_digit(first, expected):
    reader = Reader(sureness_of_digits=0.85)
    assert digits(said_in_breaths(reader, (0, NUMBER), (first, (9,)))) == expected


def test_a_number_goes_on_behind_a_word():
    reader = Reader(sureness_of_digits=0.85)
    word, digit = (END + 1_600, (None,)), (END + 12_000, (9,))
    assert digits(said_in_breaths(reader, (0, NUMBER), word, digit)) == "407?9"


def test_what_goes_on_can_go_on_again():
    reader = Reader(sureness_of_digits=0.85)
    breaths = [(END + 16_000, (9,)), (END + 16_000 + len(written(9)) + 16_000, (2,))]
    assert digits(said_in_breaths(reader, (0, NUMBER), *breaths)) == "40792"


def test_one_digit_begins_no_number():
    assert digits(said_in_breaths(Reader(sureness_of_digits=0.85), (0, (9,)))) == "?"


def test_certain_digits_are_given_among_other_words():
    assert digits(said_in_breaths(Reader(), (0, (None, 4, None, None, 5)))) == "45"


def test_what_is_only_sure_is_not_given_among_other_words():
    reader = Reader(sureness_of_digits=0.85)
    assert digits(said_in_breaths(reader, (0, (None, 4, None, None, 5)))) == "?"


def test_one_certain_digit_alone_needs_more_sound_than_a_word():
    assert digits(said_in_breaths(Reader(), (0, (None, None, 4, None)))) == "4"
    assert digits(said_in_breaths(Reader(), (0, (4,)))) == "?"


def test_a_certain_digit_among_other_words_is_given_as_often_as_it_is_said():
    reader = Reader(sureness=0.9)
    assert digits(said_in_breaths(reader, (0, (None, DOUBLE, 4, None)))) == "44"


def test_a_digit_among_other_words_is_no_number_that_goes_on():
    among_words = (None, None, 4, None)
    then = (len(written(*among_words)) + 4_800, (9,))
    assert digits(said_in_breaths(Reader(sureness_of={9: 0.85}), (0, among_words), then)) == "4?"


def test_a_digit_long_after_the_breath_began_does_not_go_on():
    late = (*[None] * 6, 9)
    reader = Reader(sureness_of_digits=0.85)
    assert digits(said_in_breaths(reader, (0, NUMBER), (END + 4_800, late))) == "407?"


class OfOneDigit(Reader):
    """Hears a five in every clip as a whole, whatever was written."""

    def probabilities(self, clip):
        return np.eye(11, dtype=np.float32)[5]


def test_what_has_several_digits_and_lasts_is_not_taken_for_one():
    reader = OfOneDigit(sureness_of_digits=0.85)
    assert digits(said_in_breaths(reader, (0, (4, None, None, None, 7)))) == "?"
    assert digits(said_in_breaths(reader, (0, (4, 7)))) == "5"


def test_of_what_has_several_digits_none_is_shown_provisionally():
    worker, results = Worker(OfOneDigit(sureness_of_digits=0.85)), list[Answer | Failure]()
    samples = written(4, None, None, None, 7, *[None] * 6)
    stretch = Stretch(1, 0, lambda start, stop: samples[start:stop], lambda sample: None)
    string = SpokenString(worker, stretch, Settings, results.append)
    counts = []
    for _ in range(len(samples) // FRAME_SAMPLES):
        string.feed(voiced=True)
        question = Question(1, 0, 16_000, np.zeros(16_000, np.float32), provisional=True)
        ask(worker, Settings(), question, string.take_provisional, string)
        worker.drain()
        counts.append(len(results))
    worker.close()
    # It is shown until the second is found, and then no more.
    assert counts[50] == 51
    assert counts[-1] == counts[-50] < len(counts) - 50
