"""Accuracy, precision and recall of digits, and what they were taken for."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from training.data.recording import OTHER, Recording
from training.evaluation.answers import NOT_SURE, Answers, Mask
from training.evaluation.figures import (
    Accuracy,
    ClassScore,
    Confusion,
    DigitFigures,
    DigitScore,
)
from training.evaluation.intervals import wilson_interval
from training.evaluation.roc import area_under_roc


def digit_figures(
    recordings: Sequence[Recording],
    probabilities: NDArray[np.floating],
    labels: Sequence[str],
    threshold: float,
) -> DigitFigures:
    """Give the figures of digits from the answers to them, wherever these are from.

    Parameters
    ----------
    recordings : sequence of Recording, length n >= 1
        Digits; words labelled "other" count in precision and one-against-rest alone.
    probabilities : ndarray of float, shape (n, labels)
    labels : sequence of str
        What the probabilities are of; "other" may be among them.
    threshold : float
        The least probability with which a digit is said.

    Returns
    -------
    DigitFigures
    """
    table = np.asarray(probabilities, np.float64)
    return figures_of_digits(Answers(tuple(recordings), table, tuple(labels), threshold))


def figures_of_digits(
    answers: Answers, trained_speakers: frozenset[str] = frozenset()
) -> DigitFigures:
    """Give the figures of the digits among `answers`; see `digit_figures`.

    `trained_speakers` are those of the data's training split.
    """
    digits = answers.only(answers.true != OTHER)
    speakers = np.array([recording.speaker for recording in digits.recordings], np.str_)
    is_new = (speakers != "") & ~np.isin(speakers, list(trained_speakers))
    is_known = (speakers != "") & ~is_new
    return DigitFigures(
        overall=accuracy(digits),
        by_source=_by(digits, lambda recording: recording.source),
        by_speaker=_by(digits, lambda recording: recording.speaker),
        by_sex=_by(digits, lambda recording: recording.sex),
        by_digit=_by_digit(answers, digits),
        best_digit=_confusion(digits.true, digits.best, answers.digits, answers.digits),
        new_voices=accuracy(digits.only(is_new)) if is_new.any() and is_known.any() else None,
    )


def accuracy(digits: Answers) -> Accuracy:
    """Count how many of the answers to digits are right, and how many are lost."""
    right, of = int((digits.best == digits.true).sum()), len(digits)
    low, high = wilson_interval(right, of)
    lost = int((~digits.called_a_digit()).sum())
    share = right / of if of else 0.0
    return Accuracy(right, of, lost, share, low, high, *wilson_interval(lost, of))


def said_confusion(answers: Answers) -> Confusion:
    """Count what the program says to each label at its threshold."""
    rows = (*answers.digits, OTHER) if OTHER in answers.true else answers.digits
    columns = (*answers.digits, OTHER) if OTHER in answers.labels else answers.digits
    return _confusion(answers.true, answers.said, rows, (*columns, NOT_SURE))


def _by(digits: Answers, name_of: Callable[[Recording], str]) -> dict[str, Accuracy]:
    names = np.array([name_of(recording) for recording in digits.recordings], np.str_)
    return {str(name): accuracy(digits.only(names == name)) for name in np.unique(names) if name}


def _by_digit(answers: Answers, digits: Answers) -> dict[str, DigitScore]:
    found, said, best = {}, answers.said, digits.best
    for place, digit in enumerate(answers.digits):
        is_it = answers.true == digit
        if is_it.any():
            found[digit] = DigitScore(
                of=int(is_it.sum()),
                best=_score(digits.true == digit, best == digit),
                said=_score(is_it, said == digit),
                one_against_rest_auc=area_under_roc(answers.of_digits[:, place], is_it),
            )
    return found


def _score(true: Mask, claimed: Mask) -> ClassScore:
    both = int((true & claimed).sum())
    precision = both / int(claimed.sum()) if claimed.any() else None
    recall = both / int(true.sum()) if true.any() else None
    total = int(true.sum() + claimed.sum())
    return ClassScore(precision, recall, 2 * both / total if total else None)


def _confusion(
    true: NDArray[np.str_],
    given: NDArray[np.str_],
    labels: tuple[str, ...],
    answers: tuple[str, ...],
) -> Confusion:
    rows = {label: row for row, label in enumerate(labels)}
    columns = {answer: column for column, answer in enumerate(answers)}
    counts = np.zeros((len(labels), len(answers)), int)
    for label, answer in zip(true.tolist(), given.tolist(), strict=True):
        counts[rows[label], columns[answer]] += 1
    return Confusion(labels, answers, tuple(tuple(row) for row in counts.tolist()))
