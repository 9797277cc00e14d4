"""What networks made of voices and words that they never heard."""

import datetime
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from training.evaluation.figures import Confusion, DigitFigures, WordFigures
from training.evaluation.kept import kept_accuracy, kept_called
from training.evaluation.weaknesses import mistaken_digits
from training.leaving_out.folds import By

SCHEMA_VERSION = 1
"""Version of the report's JSON; a change that old readers would misread adds one."""


class FoldFigures(msgspec.Struct, frozen=True):
    """One training, measured on what it left out.

    Attributes
    ----------
    left_out : str
        The speaker or the source.
    run : str
        Name of the run's folder.
    without_words : tuple of str
        Words that were left out as well.
    seconds : float or None
        What this command trained; None where it found the run finished.
    digits : DigitFigures
        Of all that was left out.
    """

    left_out: str
    run: str
    without_words: tuple[str, ...]
    seconds: float | None
    digits: DigitFigures


class HeldOutWords(msgspec.Struct, frozen=True):
    """Words called a digit by the network that was trained without them.

    Attributes
    ----------
    test, all_splits : WordFigures or None
        Recordings of the split test, and of all splits; None where there are none.
    not_measured : tuple of str
        Words that no training left out.
    """

    test: WordFigures | None
    all_splits: WordFigures | None
    not_measured: tuple[str, ...]


class Report(msgspec.Struct, frozen=True):
    """Figures of all trainings, and of what they are.

    Attributes
    ----------
    schema_version : int
    command : str
        What was typed.
    date : datetime.date
        When it was measured.
    data : str
        Name of the data set, or of all of them.
    by : {"speaker", "source"}
        What was left out at a time.
    epochs, seed : int
        Of each training.
    threshold : float
        The least probability with which a digit is said.
    mean_accuracy : float
        The mean over the trainings, 0 to 1.
    worst : str
        The speaker or the source with the lowest accuracy.
    folds : tuple of FoldFigures
    words : HeldOutWords or None
        None where no words were left out.
    """

    schema_version: int
    command: str
    date: datetime.date
    data: str
    by: By
    epochs: int
    seed: int
    threshold: float
    mean_accuracy: float
    worst: str
    folds: tuple[FoldFigures, ...]
    words: HeldOutWords | None


def card_figures(report: Report) -> dict[str, Any]:
    """Give the part of a report that the card of a model made the same way keeps: counts."""
    overall = {fold.left_out: fold.digits.overall for fold in report.folds}
    kept: dict[str, Any] = {
        "command": report.command,
        "data": report.data,
        "epochs": report.epochs,
        "mean_accuracy": round(report.mean_accuracy, 4),
        "worst": report.worst,
        "weaknesses": mistaken_digits(_all_together(report.folds)),
        "digits": {left_out: kept_accuracy(each) for left_out, each in overall.items()},
    }
    if report.words and report.words.all_splits:
        splits = {"test": report.words.test, "all_splits": report.words.all_splits}
        kept["words_left_out"] = {
            name: kept_called(words.overall) for name, words in splits.items() if words
        }
    return kept


def _all_together(folds: Sequence[FoldFigures]) -> Confusion:
    """Add up what the digits were taken for; all trainings have the same labels."""
    each = [fold.digits.best_digit for fold in folds]
    counts = np.sum([one.counts for one in each], axis=0).tolist()
    return Confusion(each[0].labels, each[0].answers, tuple(map(tuple, counts)))
