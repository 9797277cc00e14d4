import numpy as np
import pytest

from app.recognition.decision import Verdict, decide, lasts_too_long

LABELS = (*"0123456789", "other")


def probabilities(**shares: float) -> np.ndarray:
    by_label = {name.lstrip("d"): share for name, share in shares.items()}
    return np.array([by_label.get(label, 0.0) for label in LABELS], np.float32)


def test_a_digit_at_or_above_the_threshold_is_said():
    decision = decide(LABELS, probabilities(d7=0.75, d1=0.25), 0.75)
    assert decision.verdict is Verdict.DIGIT
    assert decision.digit == "7"
    assert decision.confidence == pytest.approx(0.75)


def test_below_the_threshold_both_guesses_are_named():
    decision = decide(LABELS, probabilities(d5=0.46, d9=0.4, other=0.14), 0.8)
    assert decision.verdict is Verdict.NOT_SURE
    assert (decision.digit, decision.best, decision.second) == (None, "5", "9")


def test_other_beats_any_digit_that_is_less_probable():
    decision = decide(LABELS, probabilities(other=0.5, d3=0.45), 0.3)
    assert decision.verdict is Verdict.NO_DIGIT
    assert decision.digit is None
    assert decision.confidence == pytest.approx(0.45)


def test_a_model_without_other_always_names_a_digit_or_is_not_sure():
    decision = decide(("ja", "nein"), np.array([0.1, 0.9], np.float32), 0.8)
    assert decision.digit == "nein"
    assert decision.second == "ja"


def test_what_lasts_longer_than_a_digit_is_too_long_unless_it_is_none():
    assert lasts_too_long(LABELS, 1.31) and not lasts_too_long(LABELS, 1.29)
    sure = probabilities(d7=0.9, other=0.1)
    assert decide(LABELS, sure, 0.8, too_long=True).verdict is Verdict.TOO_LONG
    none = probabilities(d7=0.4, other=0.6)
    assert decide(LABELS, none, 0.8, too_long=True).verdict is Verdict.NO_DIGIT


def test_words_of_ones_own_are_never_too_long():
    assert not lasts_too_long(("good morning", "good night", "other"), 3.0)
