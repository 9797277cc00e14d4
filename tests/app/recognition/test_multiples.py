""" "Double five" and "triple nine", with a network that hears what the tests write down."""

import numpy as np
import pytest
from written_states import said

from app.recognition.answer import Answer
from model.states import DOUBLE, TRIPLE, state_of


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
