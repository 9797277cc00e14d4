"""Which tokens of a breath are given as digits, with a network that hears what is written down."""

import pytest
from written_states import Reader, said_in_breaths, written

from app.recognition.answer import Answer

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


def test_one_certain_digit_alone_needs_a_second_of_sound():
    assert digits(said_in_breaths(Reader(), (0, (None, None, 4, None)))) == "4"
    assert digits(said_in_breaths(Reader(), (0, (4,)))) == "?"
