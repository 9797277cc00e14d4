"""A model measured on a split of some data: the report as a whole, and what its card keeps."""

import datetime
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from model.card import EXPORTED_NAME, Card
from model.runtime import ExportedNetwork
from training.data.findings import Findings, find_faults, refuse_contradictions
from training.data.open import open_all
from training.data.recording import DataSet, Recording, Split, licences
from training.data.spoken import as_known
from training.data.survey import survey
from training.errors import DataError
from training.evaluation.figures import Figures, Mistake
from training.evaluation.kept import kept_accuracy, kept_called, kept_interval
from training.evaluation.measure import measure
from training.evaluation.number_figures import StringScore
from training.evaluation.weaknesses import weaknesses

SCHEMA_VERSION = 1
"""Version of the report's JSON; a change that old readers would misread adds one."""

_log = logging.getLogger(__name__)


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """Figures, and of what they are.

    Attributes
    ----------
    schema_version : int
    command : str
        What was typed.
    date : datetime.date
        When it was measured.
    model, exported_sha256 : str
        The model's name, and the digest of its exported file.
    data : str
        Name of the data set, or of all of them.
    split : str
    sources : dict of str to str
        Sources that recordings and noises are from, and their licences.
    figures : Figures
    """

    schema_version: int
    command: str
    date: datetime.date
    model: str
    exported_sha256: str
    data: str
    split: Split
    sources: dict[str, str]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A report, the card of the model, and the recordings behind the mistakes."""

    report: Report
    card: Card
    mistakes: tuple[tuple[Mistake, Recording], ...]


def evaluate(folder: Path, places: Sequence[Path], split: Split, command: str) -> Evaluation:
    """Measure the model in `folder` on one split of the data sets at `places`.

    What is there several times is counted once.

    Raises
    ------
    DataError, ModelError
        If the recordings or the model cannot be read, or do not fit each other; if a recording
        stands under two labels.
    """
    network = ExportedNetwork.load(folder)
    everything = as_known(open_all(places), network.labels)
    _check_split(everything, split)
    data_set = _each_once(everything.only(split))
    trained = frozenset(each.speaker for each in everything.only("train").recordings)
    measurement = measure(network, data_set, network.card.threshold, folder, trained)
    report = Report(
        schema_version=SCHEMA_VERSION,
        command=command,
        date=datetime.date.today(),
        model=network.card.name,
        exported_sha256=network.card.digests.exported,
        data=data_set.name,
        split=split,
        sources=licences((*data_set.recordings, *data_set.noises)),
        figures=measurement.figures,
    )
    return Evaluation(report, network.card, measurement.mistakes)


def _check_split(everything: DataSet, split: Split) -> None:
    """See that the recordings to measure with are not all in other splits."""
    there = Counter(each.split for each in (*everything.recordings, *everything.numbers))
    if there and not there[split]:
        counts = ", ".join(f"{name} {count}" for name, count in there.items())
        held_out = [name for name in ("validation", "test") if there[name]]
        advice = f"Give --split {held_out[0]}" if held_out else "Add some of other speakers"
        raise DataError(
            f"{everything.name} has no recordings in the split {split}, but in {counts}. "
            f"{advice}, or other data."
        )


def _each_once(data_set: DataSet) -> DataSet:
    """Keep one of what is there several times: counted twice, it would narrow the intervals."""
    found = find_faults(survey(data_set.recordings), survey(data_set.noises))
    refuse_contradictions(found)
    repeated = Findings(repeated=found.repeated)  # what cannot be read is listed when measured
    for line in repeated.lines():
        _log.warning("%s", line)
    left_out = {id(recording) for recording in repeated.left_out}
    return replace(
        data_set,
        recordings=tuple(each for each in data_set.recordings if id(each) not in left_out),
        noises=tuple(each for each in data_set.noises if id(each) not in left_out),
    )


def card_figures(report: Report) -> dict[str, Any]:
    """Give the part of a report that a card keeps: counts, where it fails, and no curves."""
    figures = report.figures
    kept: dict[str, Any] = {"command": report.command, "data": report.data}
    kept["weaknesses"] = weaknesses(figures)
    if figures.digits:
        kept["digits"] = {
            source: kept_accuracy(each) for source, each in figures.digits.by_source.items()
        }
        kept["all_digits"] = kept_accuracy(figures.digits.overall)
        if figures.digits.new_voices:
            kept["new_voices"] = kept_accuracy(figures.digits.new_voices)
    if figures.words:
        kept["words"] = {
            **kept_called(figures.words.overall),
            "by_word": {
                word: each.called_a_digit
                for word, each in figures.words.by_word.items()
                if each.called_a_digit
            },
        }
    if figures.noises:
        kept["noises"] = kept_called(figures.noises)
    if figures.digit_or_not:
        kept["digit_or_not_auc"] = round(figures.digit_or_not.against_all.auc, 5)
    if figures.reliability:
        reliability = figures.reliability
        kept["calibration_error"] = round(reliability.error, 5)
        kept["calibration_error_interval"] = kept_interval(reliability.low, reliability.high)
    if figures.noise:
        kept["noise_accuracy_lost"] = figures.noise.noise_accuracy_lost
        kept["noise_accuracy_lost_interval"] = {
            level: kept_interval(*each)
            for level, each in figures.noise.noise_accuracy_lost_interval.items()
        }
    if figures.gate:
        kept["gate"] = msgspec.to_builtins(figures.gate)
    kept |= _kept_strings(figures)
    if figures.cost:
        kept["milliseconds_an_answer"] = figures.cost.median_ms
        kept["milliseconds_an_answer_p95"] = figures.cost.p95_ms
        kept["bytes"] = figures.cost.bytes.get(EXPORTED_NAME)
    return kept


def _kept_strings(figures: Figures) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    if figures.numbers:
        kept["numbers"] = _kept_score(figures.numbers.overall)
        kept["numbers_moved"] = _kept_score(figures.numbers.moved)
    if figures.numbers_in_noise:
        kept["numbers_in_noise"] = {
            f"{level} dB": _kept_score(each) for level, each in figures.numbers_in_noise.items()
        }
    if made_up := figures.made_up:
        kept["made_up_strings"] = {
            speed: _kept_score(each) for speed, each in made_up.by_speed.items()
        }
        if made_up.with_words:
            kept["made_up_strings"]["with words"] = _kept_score(made_up.with_words)
        if made_up.words_alone:
            kept["words_in_a_row"] = msgspec.to_builtins(made_up.words_alone)
    return kept


def _kept_score(score: StringScore) -> dict[str, int]:
    edits = msgspec.to_builtins(score.edits)
    return {**edits, "digits": score.digits, "right": score.right, "strings": score.strings}
