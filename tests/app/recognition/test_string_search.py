"""The search over segments, with probabilities that the tests make up."""

import numpy as np

from app.recognition.contour import Boundary
from app.recognition.question import Question
from app.recognition.string_search import Segment, StringSearch, Token

OTHER = 10
_QUESTION = Question(1, 0, 1, np.zeros(16_000, np.float32))


def _segment(start: int, first: int, last: int, label: int, probability: float = 0.98) -> Segment:
    probabilities = np.full(11, (1 - probability) / 10, np.float32)
    probabilities[label] = probability
    return Segment(start, first, last, _QUESTION, probabilities, 0.3)


def _search() -> StringSearch:
    return StringSearch(range(10), OTHER)


def _labels(tokens: list[Token]) -> list[int]:
    return [token.label for token in tokens]


def _reach(search: StringSearch, frame: int, *segments: Segment, cost: float = 0.0) -> list[Token]:
    """Reach a frame after 300 ms of the loudest voice."""
    search.reach(Boundary(frame, cost), loudness=30.0, segments=segments)
    return search.settle()


def test_digits_that_follow_each_other_are_found_in_order() -> None:
    search, found = _search(), []
    for place, label in enumerate((4, 0, 7)):
        frame = 30 * place
        found += _reach(search, frame + 30, _segment(place, frame, frame + 30, label))
    assert _labels(found + search.finish()) == [4, 0, 7]


def _digits(search: StringSearch, *steps: tuple[int, float, list[Segment]]) -> list[int]:
    """Reach one boundary after another and give the digits that were found."""
    found = []
    for frame, cost, segments in steps:
        found += _reach(search, frame, *segments, cost=cost)
    return [label for label in _labels(found + search.finish()) if label != OTHER]


def test_a_digit_is_not_divided_into_two() -> None:
    first = (20, 0.5, [_segment(0, 0, 20, 3, 0.7)])
    whole = (40, 0.0, [_segment(1, 20, 40, 4, 0.7), _segment(0, 0, 40, 0)])
    assert _digits(_search(), first, whole) == [0]


def test_two_digits_are_no_word() -> None:
    first = (30, 0.0, [_segment(0, 0, 30, 3)])
    second = (60, 0.0, [_segment(1, 30, 60, 4), _segment(0, 0, 60, OTHER)])
    assert _digits(_search(), first, second) == [3, 4]


def test_a_word_between_digits_is_no_digit() -> None:
    steps = [
        (40 * place + 40, 0.0, [_segment(place, 40 * place, 40 * place + 40, label)])
        for place, label in enumerate((4, OTHER, 5))
    ]
    assert _digits(_search(), *steps) == [4, 5]


def test_a_boundary_in_a_loud_sound_is_avoided() -> None:
    for cost, expected in ((0.0, [1, 1]), (1.0, [0])):
        first = (20, cost, [_segment(0, 0, 20, 1)])
        second = (40, 0.0, [_segment(1, 20, 40, 1), _segment(0, 0, 40, 0, 0.2)])
        assert _digits(_search(), first, second) == expected


def test_what_no_segment_explains_is_left_out() -> None:
    search, found = _search(), []
    found += _reach(search, 30, _segment(0, 0, 30, 5))
    found += _reach(search, 60)
    found += _reach(search, 90, _segment(2, 60, 90, 6))
    assert _labels(found + search.finish()) == [5, 6]


def test_a_digit_is_settled_soon_and_stays() -> None:
    search = _search()
    assert _reach(search, 30, _segment(0, 0, 30, 5)) == []
    assert _reach(search, 45) == []
    assert _labels(_reach(search, 60)) == [5]
    # However good it is, what would undo a settled digit comes too late.
    assert _reach(search, 70, _segment(0, 0, 70, 8, 1.0)) == []
    assert search.finish() == []


def test_each_token_is_given_once() -> None:
    search, found = _search(), []
    for place in range(20):
        frame = 30 * place
        found += _reach(search, frame + 30, _segment(place, frame, frame + 30, place % 10))
    assert _labels(found + search.finish()) == [*range(10), *range(10)]
    assert search.finish() == []


def test_a_model_without_other_has_digits_alone() -> None:
    search = StringSearch(range(10), None)
    search.reach(Boundary(30, 0.0), 10.0, [_segment(0, 0, 30, 7)])
    assert _labels(search.finish()) == [7]
