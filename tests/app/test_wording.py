"""Answers in words."""

import pytest

from app.recognition.decision import Decision, Verdict
from app.wording import describe


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
