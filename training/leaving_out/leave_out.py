"""Train without one speaker or source at a time, and measure each network on what it left out."""

import datetime
import json
import logging
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import keras
import numpy as np

from model.card import DEFAULT_THRESHOLD
from training.batches import whole_clips
from training.data.findings import Findings
from training.data.open import open_all
from training.data.recording import DataSet, Recording
from training.data.usable import usable
from training.digests import digest_of
from training.errors import RunError
from training.evaluation.answers import Answers, Mask
from training.evaluation.digits import figures_of_digits
from training.evaluation.figures import WordFigures
from training.evaluation.rejection import word_figures
from training.fit import fit, heard
from training.fit_settings import FitSettings
from training.leaving_out.folds import By, Fold, plan
from training.leaving_out.report import SCHEMA_VERSION, FoldFigures, HeldOutWords, Report
from training.leaving_out.table import sentence
from training.run_folder import RunFolder

_AT_ONCE = 2048

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Run:
    """A fold with what its run is made from, and whether that is finished already."""

    fold: Fold
    folder: RunFolder
    settings: FitSettings
    is_finished: bool


def leave_one_out(
    settings: FitSettings, by: By, sources: Sequence[str], folder: Path, command: str
) -> Report:
    """Train once for each speaker or source without it, and measure each network on it.

    A finished run is measured, a stopped one goes on. Each recording is one clip by the clip
    policy, and the network is that of Keras.

    Parameters
    ----------
    settings : FitSettings
        Of all trainings; what is left out is added.
    by, sources
        As for `training.leaving_out.folds.plan`.
    folder : Path
        Where the folders of the runs are.
    command : str
        What was typed.

    Returns
    -------
    Report

    Raises
    ------
    DataError, RunError
        As from `plan` and `fit`; also if a run is there that is made from something else.
    """
    data, findings = usable(open_all([Path(place) for place in settings.data]))
    planned = plan(data, by, sources)
    runs = [_run(fold, data, findings, settings, folder) for fold in planned.folds]
    measured = [_measure(run, None if run.is_finished else _fit(run, command)) for run in runs]
    folds = tuple(figures for figures, _ in measured)
    words = [answers for _, answers in measured if answers is not None]
    worst = min(folds, key=lambda fold: fold.digits.overall.accuracy)
    return Report(
        schema_version=SCHEMA_VERSION,
        command=command,
        date=datetime.date.today(),
        data=data.name,
        by=by,
        epochs=settings.epochs,
        seed=settings.seed,
        threshold=DEFAULT_THRESHOLD,
        mean_accuracy=statistics.mean(fold.digits.overall.accuracy for fold in folds),
        worst=worst.left_out,
        folds=folds,
        words=_held_out_words(words, planned.words_not_measured) if words else None,
    )


def _run(
    fold: Fold, data: DataSet, findings: Findings, settings: FitSettings, folder: Path
) -> _Run:
    """Look whether the run of a fold is there, before the first one is trained."""
    own = replace(
        settings,
        without_words=fold.without_words,
        without_speakers=fold.without_speakers,
        without_sources=fold.without_sources,
    )
    run = RunFolder(folder / fold.folder_name)
    try:
        facts = run.facts()
    except RunError:  # Nothing is there, or what `fit` complains of.
        return _Run(fold, run, own, is_finished=False)
    if facts.get("settings") != json.loads(json.dumps(asdict(own))):
        raise RunError(
            f"{run.folder} holds a run that is made from something else ({facts.get('command')}). "
            "Give the same options to go on with it, or another folder with --out."
        )
    if facts.get("recordings") != digest_of(heard(data, own), findings.sounds):
        raise RunError(
            f"The recordings have changed since the run in {run.folder} was made. Give another "
            "folder with --out, or bring back the recordings as they were."
        )
    return _Run(fold, run, own, is_finished="temperature" in facts)


def _fit(run: _Run, command: str) -> float:
    """Train; return the seconds."""
    _log.info("Training without %s", run.fold.name)
    # What the runs before left behind would add up.
    keras.utils.clear_session()
    start = time.monotonic()
    fit(run.settings, run.folder.folder, command)
    return round(time.monotonic() - start, 1)


def _measure(run: _Run, seconds: float | None) -> tuple[FoldFigures, Answers | None]:
    """Measure a finished run on its digits, and have its words answered."""
    network, labels = run.folder.classes.read_network(), tuple(run.folder.facts()["labels"])
    figures = FoldFigures(
        left_out=run.fold.name,
        run=run.folder.folder.name,
        without_words=run.fold.without_words,
        seconds=seconds,
        digits=figures_of_digits(_answers(network, labels, run.fold.digits)),
    )
    _log.info("%s", sentence(figures))
    return figures, _answers(network, labels, run.fold.words) if run.fold.words else None


def _answers(
    network: keras.Model, labels: tuple[str, ...], recordings: tuple[Recording, ...]
) -> Answers:
    # A source may have more recordings than there is memory for their clips.
    parts = [recordings[start : start + _AT_ONCE] for start in range(0, len(recordings), _AT_ONCE)]
    rows = [network.predict(whole_clips(part), batch_size=256, verbose=0) for part in parts]
    probabilities = np.concatenate(rows).astype(np.float64)
    return Answers(recordings, probabilities, labels, DEFAULT_THRESHOLD)


def _held_out_words(found: Sequence[Answers], not_measured: tuple[str, ...]) -> HeldOutWords:
    answers = Answers(
        tuple(recording for each in found for recording in each.recordings),
        np.concatenate([each.probabilities for each in found]),
        found[0].labels,
        DEFAULT_THRESHOLD,
    )
    is_test = np.array([recording.split == "test" for recording in answers.recordings])
    return HeldOutWords(
        test=_word_figures(answers, is_test),
        all_splits=_word_figures(answers, np.ones(len(answers), np.bool_)),
        not_measured=not_measured,
    )


def _word_figures(answers: Answers, mask: Mask) -> WordFigures | None:
    return word_figures(answers.only(mask)) if mask.any() else None
