"""The search through states, with probabilities that the tests make up."""

import numpy as np
import pytest

from app.recognition.string_search import StringSearch, Token
from model.states import SILENCE, STATE_COUNT, WORD, state_of


def _answers(*states: int, probability: float = 0.9) -> np.ndarray:
    """Make answers that are sure of one state after the other."""
    answers = np.full((len(states), STATE_COUNT), (1 - probability) / (STATE_COUNT - 1), np.float32)
    answers[np.arange(len(states)), states] = probability
    return answers


NONE = _answers()


def _digit(digit: int, part_length: int = 2) -> list[int]:
    return [state_of(digit, part) for part in range(3) for _ in range(part_length)]


def _found(
    *states: int, hop: int = 5, provisional: int = 0, probability: float = 0.9
) -> list[Token]:
    search, found = StringSearch(), []
    answers = _answers(*states, probability=probability)
    for start in range(0, len(answers), hop):
        found += search.feed(answers[start : start + hop], answers[start + hop :][:provisional])
    return found + search.finish()


def _digits(*states: int, probability: float = 0.9) -> list[int]:
    return [token.kind for token in _found(*states, probability=probability)]


def test_silence_has_no_digits() -> None:
    assert _found(*[SILENCE] * 20) == []


def test_digits_that_follow_each_other_are_found_in_order_and_where_they_are() -> None:
    states = [SILENCE] * 4 + _digit(4) + _digit(0, 3) + [SILENCE] * 6 + _digit(7)
    found = _found(*states)
    assert [(each.kind, each.start, each.stop) for each in found] == [
        (4, 4, 10),
        (0, 10, 19),
        (7, 25, 31),
    ]


def test_a_digit_said_twice_without_a_pause_is_two() -> None:
    assert _digits(*_digit(5), *_digit(5)) == [5, 5]


def test_a_long_digit_is_one() -> None:
    assert _digits(*_digit(5, 10)) == [5]


def test_the_middle_of_a_hasty_digit_may_be_missing() -> None:
    assert _digits(SILENCE, state_of(8, 0), state_of(8, 2), SILENCE) == [8]


def test_half_a_digit_is_none() -> None:
    assert _digits(*[SILENCE] * 4, state_of(8, 2), *[SILENCE] * 4) == []


def test_a_word_between_digits_is_no_digit() -> None:
    assert _digits(*_digit(4), *[WORD] * 8, *_digit(5)) == [4, 5]


def test_a_moment_that_sounds_a_little_like_a_digit_is_none() -> None:
    answers = _answers(*[SILENCE] * 5, *_digit(3, 1), *[SILENCE] * 5, probability=0.5)
    answers[5:8, SILENCE] = 0.3
    search = StringSearch()
    assert search.feed(answers, NONE) + search.finish() == []


@pytest.mark.parametrize("provisional", [0, 2, 6])
@pytest.mark.parametrize("hop", [1, 3, 100])
def test_it_does_not_matter_how_the_answers_are_divided(hop: int, provisional: int) -> None:
    states = [*_digit(1), *_digit(2), *[SILENCE] * 3, *_digit(2), *[WORD] * 5, *_digit(9)]

    def stretches(tokens: list[Token]) -> list[tuple[int, int, int]]:
        return [(each.kind, each.start, each.stop) for each in tokens]

    found = _found(*states, hop=hop, provisional=provisional)
    assert stretches(found) == stretches(_found(*states))


def test_a_digit_is_settled_soon_and_stays() -> None:
    search = StringSearch()
    assert search.feed(_answers(SILENCE, *_digit(5)), NONE) == []
    (token,) = search.feed(_answers(*[SILENCE] * 4), NONE)
    assert (token.kind, token.start, token.stop) == (5, 1, 7)
    # What would have been better with another digit there comes too late.
    tokens = search.feed(_answers(*_digit(6), *[SILENCE] * 5), NONE)
    assert [each.kind for each in tokens] == [6]
    assert search.finish() == []


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_provisional_answers_show_that_a_digit_is_over(missing: int) -> None:
    said = [SILENCE, *_digit(5), *[SILENCE] * 4]
    settled, provisional = said[: 7 - missing], said[7 - missing :]
    (token,) = StringSearch().feed(_answers(*settled), _answers(*provisional))
    assert (token.kind, token.start, token.stop) == (5, 1, 7)


def test_a_digit_most_of_which_is_provisional_is_not_given() -> None:
    search = StringSearch()
    said = [SILENCE, *_digit(5), *[SILENCE] * 4]
    assert search.feed(_answers(*said[:3]), _answers(*said[3:])) == []
    # It turns out to be another one.
    (token,) = search.feed(_answers(*_digit(6)[2:], *[SILENCE] * 4), NONE)
    assert (token.kind, token.start) == (6, 1)


def test_a_digit_whose_end_was_provisional_is_given_once_and_stays() -> None:
    search = StringSearch()
    end = [state_of(5, 2)]
    (token,) = search.feed(_answers(*_digit(5)[:-1]), _answers(*end, *[SILENCE] * 4))
    assert token.stop == 6
    # It lasts longer, and part of it sounds like another digit.
    assert search.feed(_answers(*end * 3, state_of(6, 1), *end * 2, *[SILENCE] * 5), NONE) == []
    tokens = search.feed(_answers(*_digit(5), *[SILENCE] * 4), NONE) + search.finish()
    assert [each.kind for each in tokens] == [5]


@pytest.mark.parametrize("settled", [0, 1])
def test_a_digit_is_not_given_before_two_of_its_answers_are_settled(settled: int) -> None:
    said = [*_digit(7, 1), *[SILENCE] * 4]
    search = StringSearch()
    before = [SILENCE, SILENCE, *said[:settled]]
    assert search.feed(_answers(*before), _answers(*said[settled:])) == []
    (token,) = search.feed(_answers(*said[settled:]), NONE)
    assert (token.kind, token.start, token.stop) == (7, 2, 5)


def test_ways_without_a_digit_that_was_given_are_not_followed() -> None:
    settled = np.full((4, STATE_COUNT), 1e-3, np.float32)
    settled[:2, state_of(5, 0)], settled[:2, SILENCE] = 0.9, 0.05
    settled[2:, state_of(5, 1)], settled[2:, state_of(8, 0)] = 0.6, 0.3
    search = StringSearch()
    provisional = _answers(*[state_of(5, 2)] * 2, *[SILENCE] * 4)
    assert [each.kind for each in search.feed(settled, provisional)] == [5]
    # It looks now as if it had been silent at first, and then an eight.
    eight = _answers(state_of(8, 1), state_of(8, 2), *[SILENCE] * 4, probability=0.97)
    assert search.feed(eight, NONE) + search.finish() == []


def test_a_digit_begins_where_the_one_before_was_said_to_end_or_later() -> None:
    search = StringSearch()
    seven, nine = _digit(7), _digit(9)
    provisional = _answers(*seven[-1:] * 2, *[SILENCE] * 4)
    (first,) = search.feed(_answers(*seven[:-1]), provisional)
    (second,) = search.feed(_answers(*nine, *[SILENCE] * 4), NONE)
    assert (first.kind, first.start, first.stop) == (7, 0, 7)
    assert (second.kind, second.start, second.stop) == (9, 7, 11)


def test_each_digit_is_given_once() -> None:
    search, found = StringSearch(), []
    for place in range(20):
        found += search.feed(_answers(*_digit(place % 10)), NONE)
    assert [each.kind for each in found + search.finish()] == [*range(10), *range(10)]


def test_a_state_that_the_network_rules_out_ends_nothing() -> None:
    answers = _answers(*_digit(1), probability=1.0)
    search = StringSearch()
    assert [each.kind for each in search.feed(answers, NONE) + search.finish()] == [1]


def test_nothing_is_given_again_where_no_way_ends() -> None:
    search = StringSearch()
    (token,) = search.feed(_answers(*_digit(2), *[SILENCE] * 4), NONE)
    assert token.kind == 2
    search._scores[[SILENCE, WORD, *(state_of(digit, 2) for digit in range(12))]] = -np.inf
    assert search.finish() == []
