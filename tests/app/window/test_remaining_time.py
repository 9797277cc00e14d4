from itertools import pairwise

import pytest

from app.window.remaining_time import RemainingTime, remaining_in_words


def test_nothing_is_said_before_there_is_something_to_go_by():
    remaining = RemainingTime()
    remaining.update(0, 100, now_s=0.0)
    remaining.update(1, 100, now_s=0.1)
    assert remaining.seconds is None


def test_an_even_pace_is_told_truly():
    remaining = RemainingTime()
    for done in range(0, 51, 5):
        remaining.update(done, 100, now_s=done / 10)
    assert remaining.seconds == pytest.approx(5.0)


def test_the_start_of_the_program_that_does_it_does_not_count():
    remaining = RemainingTime()
    remaining.update(10, 100, now_s=30.0)
    remaining.update(50, 100, now_s=34.0)
    assert remaining.seconds == pytest.approx(5.0)


def test_a_little_unevenness_does_not_make_it_jump():
    remaining = RemainingTime()
    remaining.update(0, 1000, now_s=0.0)
    shown = []
    for second in range(1, 90):
        wobble = 4 if second % 2 else -4
        remaining.update(second * 10 + wobble, 1000, now_s=float(second))
        shown.append(remaining.seconds)
    steps = [later - earlier for earlier, later in pairwise(shown)]
    assert max(steps[8:]) < 1


def test_more_work_is_told_at_once():
    remaining = RemainingTime()
    remaining.update(0, 100, now_s=0.0)
    remaining.update(50, 100, now_s=5.0)
    remaining.update(60, 300, now_s=6.0)
    assert remaining.seconds == pytest.approx(24.0)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0.0, "a few seconds left"),
        (4.9, "a few seconds left"),
        (17.0, "about 20 s left"),
        (50.1, "about 55 s left"),
        (58.0, "about 1 minute left"),
        (150.0, "about 3 minutes left"),
        (9000.0, "about 3 hours left"),
    ],
)
def test_it_is_said_in_words(seconds, words):
    assert remaining_in_words(seconds) == words
