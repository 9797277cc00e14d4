"""The figures of answers, computed from probabilities alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.recognition.decision import decide
from training.data.recording import OTHER, Recording
from training.evaluation.answers import NOT_SURE, Answers
from training.evaluation.digits import digit_figures, said_confusion
from training.evaluation.intervals import bootstrap_interval, poisson_interval, wilson_interval
from training.evaluation.mistakes import find_mistakes
from training.evaluation.rejection import called_a_digit, rejection_curve, word_figures
from training.evaluation.reliability import reliability
from training.evaluation.roc import area_under_roc, digit_or_not

LABELS = ("0", "1", OTHER)


def _recording(label: str, speaker: str = "a", source: str = "s", sex: str = "") -> Recording:
    return Recording(
        path=f"{label}.wav",
        label=label,
        word="tree" if label == OTHER else label,
        speaker=speaker,
        source=source,
        licence="CC0",
        split="test",
        load=lambda: np.zeros(16_000, np.float32),
        sex=sex,
    )


def _answers(*rows: tuple[str, float, float, float]) -> Answers:
    """Answers of labels and their probabilities of 0, 1 and other."""
    recordings = tuple(_recording(row[0]) for row in rows)
    table = np.array([row[1:] for row in rows]).reshape(-1, 3)
    return Answers(recordings, table, LABELS, 0.8)


_FIVE = _answers(
    ("0", 0.9, 0.1, 0.0),  # said
    ("0", 0.2, 0.7, 0.1),  # not sure, the best digit is wrong
    ("1", 0.1, 0.3, 0.6),  # other, the best digit is right
    ("1", 0.9, 0.1, 0.0),  # said wrongly
    (OTHER, 0.0, 0.85, 0.15),  # called a digit
)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (386, 389, 0.9776, 0.9974),
    ],
)
def test_the_interval_is_wilsons(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson_interval(successes, trials) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # The table of Garwood's paper, as in Johnson, Kotz and Kemp, "Univariate Discrete
    # Distributions", 1992.
    [(0, 0, 3.689), (1, 0.025, 5.572), (3, 0.619, 8.767), (10, 4.795, 18.390), (1000, 939, 1064)],
)
def test_the_interval_of_a_count_is_garwoods(count: int, low: float, high: float) -> None:
    assert poisson_interval(count) == pytest.approx((low, high), abs=1e-3 if count < 99 else 1)


def test_the_interval_of_what_is_drawn_anew_is_that_of_a_mean() -> None:
    points = np.random.default_rng(1).normal(5, 2, 400)
    low, high = bootstrap_interval(lambda drawn: points[drawn].mean(), 400)
    spread = 1.96 * points.std() / 20
    expected = points.mean() - spread, points.mean() + spread
    assert (low, high) == pytest.approx(expected, abs=0.03)
    assert bootstrap_interval(lambda drawn: points[drawn].mean(), 400) == (low, high)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_share_is_in_its_interval(successes: int, failures: int) -> None:
    trials = successes + failures
    low, high = wilson_interval(successes, trials)
    assert 0 <= low <= high <= 1
    assert not trials or low <= successes / trials <= high


@given(
    arrays.arrays(np.float64, (6, 3), elements=st.sampled_from([0.0, 0.1, 0.5, 0.8, 1.0])),
    st.sampled_from([0.0, 0.5, 0.8, 1.0]),
    st.sampled_from([LABELS, ("0", "1", "2"), (OTHER, "yes", "no")]),
)
def test_an_answer_is_what_the_program_decides(
    table: np.ndarray, threshold: float, labels: tuple[str, ...]
) -> None:
    answers = Answers(tuple(_recording("0") for _ in table), table, labels, threshold)
    decisions = [decide(labels, row, threshold) for row in table]
    called = [decision.digit is not None for decision in decisions]
    assert answers.called_a_digit().tolist() == called
    said = [each if each not in (OTHER, NOT_SURE) else None for each in answers.said.tolist()]
    assert said == [decision.digit for decision in decisions]


def test_right_is_the_best_digit_and_lost_what_is_no_digit_at_the_threshold() -> None:
    digits = digit_figures(_FIVE.recordings, _FIVE.probabilities, LABELS, 0.8)
    overall = digits.overall
    assert (overall.right, overall.of, overall.lost) == (2, 4, 2)
    assert overall.accuracy == 0.5
    assert digits.best_digit.counts == ((1, 1), (1, 1))


def test_a_word_called_a_digit_counts_against_its_precision() -> None:
    digits = digit_figures(_FIVE.recordings, _FIVE.probabilities, LABELS, 0.8)
    zero, one = digits.by_digit["0"], digits.by_digit["1"]
    assert (zero.said.precision, zero.said.recall, zero.said.f1) == (0.5, 0.5, 0.5)
    assert (one.said.precision, one.said.recall, one.said.f1) == (0.0, 0.0, 0.0)
    assert (one.best.precision, one.best.recall) == (0.5, 0.5)


def test_what_is_never_said_has_no_precision() -> None:
    answers = _answers(("0", 0.5, 0.4, 0.1), ("1", 0.5, 0.4, 0.1))
    one = digit_figures(answers.recordings, answers.probabilities, LABELS, 0.8).by_digit["1"]
    assert one.said.precision is None
    assert one.said.recall == 0.0


def test_the_program_says_digits_other_or_not_sure() -> None:
    said = said_confusion(_FIVE)
    assert said.labels == ("0", "1", OTHER)
    assert said.answers == ("0", "1", OTHER, NOT_SURE)
    assert said.counts == ((1, 0, 0, 1), (1, 0, 1, 0), (0, 1, 0, 0))


def test_accuracy_is_told_by_source_speaker_and_sex() -> None:
    recordings = (
        _recording("0", "ann", "home", "female"),
        _recording("0", "bob", "home", "male"),
        _recording("0", "", "street"),
    )
    table = np.array([[0.9, 0.1, 0], [0.1, 0.9, 0], [0.9, 0.1, 0]])
    digits = digit_figures(recordings, table, LABELS, 0.8)
    assert {name: (a.right, a.of) for name, a in digits.by_source.items()} == {
        "home": (1, 2),
        "street": (1, 1),
    }
    assert list(digits.by_speaker) == ["ann", "bob"]
    assert digits.by_sex["female"].accuracy == 1.0


def test_the_area_under_the_roc_counts_equals_as_half() -> None:
    scores = np.array([0.9, 0.5, 0.5, 0.1])
    assert area_under_roc(scores, np.array([True, True, False, False])) == 0.875
    assert area_under_roc(scores, np.ones(4, bool)) is None


@given(arrays.arrays(np.float64, 12, elements=st.sampled_from([0.0, 0.2, 0.6, 0.9, 1.0])))
def test_the_curve_of_the_roc_has_the_area_that_is_told(other: np.ndarray) -> None:
    table = np.stack([1 - other, np.zeros(12), other], axis=1)
    answers = Answers(tuple(_recording("0") for _ in table), table, LABELS, 0.8)
    first = np.arange(12) < 5
    roc = digit_or_not(answers.only(first), answers.only(~first), answers.only(first & ~first))
    x, y = np.array(roc.against_all.curve).T
    assert (x[0], y[0], x[-1], y[-1]) == (0, 0, 1, 1)
    assert np.trapezoid(y, x) == pytest.approx(roc.against_all.auc, abs=1e-4)
    assert roc.against_noises is None


def test_the_threshold_trades_words_for_digits() -> None:
    is_digit = _FIVE.true != OTHER
    digits, words = _FIVE.only(is_digit), _FIVE.only(~is_digit)
    curve = {p.threshold: p for p in rejection_curve(digits, words, words.only(words.true == "0"))}
    assert curve[0.0].digits_lost == 0.25
    assert curve[0.8].digits_lost == 0.5
    assert curve[1.0].digits_lost == 1.0
    assert [curve[t].words_called_a_digit for t in (0.8, 0.85, 0.86)] == [1.0, 1.0, 0.0]
    assert curve[0.8].noises_called_a_digit is None
    assert called_a_digit(words).called_a_digit == 1
    assert word_figures(words).by_word["tree"].of == 1


def test_honest_answers_have_no_calibration_error_and_boasts_have() -> None:
    random = np.random.default_rng(1)
    logits = random.standard_normal((20_000, 4)) * 2
    honest = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = (honest.cumsum(axis=1) > random.random((20_000, 1))).argmax(axis=1)
    boasting = honest**3 / (honest**3).sum(axis=1, keepdims=True)
    measured = reliability(honest, labels, np.zeros(20_000, bool))
    assert measured.error < 0.02
    assert 0 < measured.low < measured.high < 0.04
    assert reliability(boasting, labels, labels == 3).error > 0.08


def test_digits_and_words_weigh_the_same_in_the_calibration_error() -> None:
    table = np.array([[1.0, 0.0]] * 9 + [[1.0, 0.0]])
    labels = np.array([0] * 9 + [1])
    measured = reliability(table, labels, labels == 1)
    assert measured.error == pytest.approx(0.5)
    (bin_,) = measured.bins
    assert (bin_.of, bin_.confidence, bin_.right) == (10, 1.0, pytest.approx(0.5))


def test_the_surest_mistake_is_the_first() -> None:
    mistakes = [mistake for mistake, _ in find_mistakes(_FIVE)]
    assert [(m.label, m.said) for m in mistakes] == [
        ("1", "0"),
        (OTHER, "1"),
        ("0", NOT_SURE),
        ("1", OTHER),
    ]
    assert mistakes[0].margin == pytest.approx(0.8)
