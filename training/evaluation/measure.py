"""All figures of a network on a data set."""

import logging
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from app.recognition.worker import Network
from training.data.recording import OTHER, DataSet, Recording
from training.errors import DataError
from training.evaluation.answers import Answers, Reader, answer_noises, answer_recordings
from training.evaluation.cost import cost_of
from training.evaluation.digits import figures_of_digits, said_confusion
from training.evaluation.figures import Figures, LeftOut, Mistake, Reliability
from training.evaluation.gate import gate_figures
from training.evaluation.mistakes import find_mistakes
from training.evaluation.noise import noise_figures
from training.evaluation.numbers import made_up_figures, number_figures
from training.evaluation.numbers_in_noise import numbers_in_noise
from training.evaluation.rejection import called_a_digit, rejection_curve, word_figures
from training.evaluation.reliability import reliability
from training.evaluation.roc import digit_or_not

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Measurement:
    """Figures, and the recordings behind the mistakes in them."""

    figures: Figures
    mistakes: tuple[tuple[Mistake, Recording], ...]


def figures_of(network: Network, data_set: DataSet, threshold: float) -> Figures:
    """Give all figures of a network; see `measure`."""
    return measure(network, data_set, threshold).figures


def measure(
    network: Network,
    data_set: DataSet,
    threshold: float,
    folder: Path | None = None,
    trained_speakers: frozenset[str] = frozenset(),
) -> Measurement:
    """Measure a network on all of a data set (take one split of it with `DataSet.only`).

    Each recording is one clip by the clip policy, as ``recognize --whole`` takes it, but for
    the figures of the gate and of numbers. One recording is in memory at a time.

    Parameters
    ----------
    network : Network
        Anything with ``labels`` and ``probabilities(clip)``.
    data_set : DataSet
        Its digits, words and noises; what it lacks is absent from the figures.
    threshold : float
        The least probability with which a digit is said.
    folder : Path or None
        Where the model's files are, for their sizes.
    trained_speakers : frozenset of str
        Speakers of the training split; the voices of others are new.

    Returns
    -------
    Measurement

    Raises
    ------
    DataError
        If nothing is there that the network can be measured with.
    """
    recordings, unknown = _known(data_set, network.labels)
    reader = Reader()
    _log.info("Answering %d recordings", len(recordings))
    answers = answer_recordings(network, recordings, threshold, reader)
    noises = answer_noises(network, data_set.noises, threshold, reader)
    if not len(answers) and not len(noises):
        raise DataError(
            f"Of {data_set.name}, nothing can be read. The first problem: "
            f"{next(iter(reader.unreadable.values()))}"
        )
    digits = answers.only(answers.true != OTHER)
    noise = None
    if len(digits) and len(noises):
        _log.info("Mixing noise into %d digits", len(digits))
        noise = noise_figures(network, digits, data_set.noises, reader)
    _log.info("Sending digits and noises through the gate")
    gate = gate_figures(network, digits.recordings, data_set.noises, threshold, reader)
    _log.info("Sending numbers through the gate")
    numbers = number_figures(network, data_set.numbers, threshold, reader)
    in_noise = numbers_in_noise(network, data_set.numbers, data_set.noises, threshold, reader)
    words = answers.only(answers.true == OTHER).recordings
    made_up = made_up_figures(network, digits.recordings, words, threshold)
    mistakes = tuple(find_mistakes(answers)) if len(answers) else ()
    figures = msgspec.structs.replace(
        _of_answers(answers, noises, LeftOut(unknown, reader.unreadable), trained_speakers),
        noise=noise,
        gate=gate,
        numbers=numbers,
        numbers_in_noise=in_noise,
        made_up=made_up,
        cost=cost_of(network, folder),
        mistakes=tuple(mistake for mistake, _ in mistakes),
    )
    return Measurement(figures, mistakes)


def _of_answers(
    answers: Answers, noises: Answers, left_out: LeftOut, trained_speakers: frozenset[str]
) -> Figures:
    """Give the figures that need no more than the answers."""
    digits, words = answers.only(answers.true != OTHER), answers.only(answers.true == OTHER)
    has_other = OTHER in answers.labels
    has_both = bool(len(digits) and (len(words) or len(noises)))
    return Figures(
        labels=answers.labels,
        threshold=answers.threshold,
        left_out=left_out,
        digits=figures_of_digits(answers, trained_speakers) if len(digits) else None,
        words=word_figures(words) if len(words) else None,
        noises=called_a_digit(noises) if len(noises) else None,
        said=said_confusion(answers) if len(answers) else None,
        digit_or_not=digit_or_not(digits, words, noises) if has_other and has_both else None,
        reliability=_reliability(answers) if has_other and len(digits) and len(words) else None,
        rejection=rejection_curve(digits, words, noises) if len(digits) else (),
    )


def _known(
    data_set: DataSet, labels: tuple[str, ...]
) -> tuple[tuple[Recording, ...], dict[str, int]]:
    """Keep what the model has a label for, and "other", which a model may refuse without one."""
    counts = Counter(recording.label for recording in data_set.recordings)
    unknown = {label: counts[label] for label in sorted(counts) if label not in (*labels, OTHER)}
    if set(unknown) and not set(counts) & set(labels) - {OTHER}:
        raise DataError(
            f"{data_set.name} has the labels {', '.join(unknown)}; the model knows "
            f"{', '.join(labels)}. Give recordings of what it knows, or another model."
        )
    if not counts and not data_set.noises:
        raise DataError(
            f"{data_set.name} has no recordings to measure with. Give another split or other data."
        )
    known = tuple(each for each in data_set.recordings if each.label not in unknown)
    return known, unknown


def _reliability(answers: Answers) -> Reliability:
    places = np.array([answers.labels.index(label) for label in answers.true])
    return reliability(answers.probabilities, places, answers.true == OTHER)
