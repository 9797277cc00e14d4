"""Answers in words."""

import numpy as np
import pytest

from app.recognition.decision import Decision, Verdict
from app.wording import describe, percent


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (Decision(Verdict.DIGIT, "7", "1", 0.9), "seven"),
        (Decision(Verdict.NOT_SURE, "5", "9", 0.5), "not sure: five or nine?"),
        (Decision(Verdict.TOO_LONG, "7", "1", 0.9), "more than one digit?"),
        (Decision(Verdict.NO_DIGIT, "7", "1", 0.1), "not a digit"),
        (Decision(Verdict.DIGIT, "left", "right", 0.9), "left"),
        (Decision(Verdict.NOT_SURE, "left", "right", 0.5), "not sure: left or right?"),
        (Decision(Verdict.TOO_LONG, "left", "right", 0.9), "more than one word?"),
        (Decision(Verdict.NO_DIGIT, "left", "right", 0.1), "none of the words"),
        (Decision(Verdict.NOT_SURE, "yes", "yes", 0.5), "not sure: yes?"),
    ],
)
def test_an_answer_is_named_after_the_labels_that_its_model_has(
    decision: Decision, expected: str
) -> None:
    assert describe(decision) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, "0 %"),
        (0.29, "29 %"),
        (float(np.float32(0.9)), "90 %"),
        (0.797, "79 %"),
        (float(np.nextafter(np.float32(1), np.float32(0))), "99 %"),
        (1.0, "100 %"),
    ],
)
def test_no_share_is_rounded_up(share: float, expected: str) -> None:
    """What is not sure, at a threshold of 80 %, is not shown with 80 %."""
    assert percent(share) == expected
