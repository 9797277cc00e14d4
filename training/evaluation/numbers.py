"""Several digits in one recording, through the whole program."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.random import Generator

from app.recognition.worker import Network, Worker
from app.settings import Settings
from model.audio_format import SAMPLE_RATE
from training.data.recording import OTHER, Recording, Samples
from training.evaluation.answers import Reader
from training.evaluation.edits import count_edits
from training.evaluation.gate import digits_said
from training.evaluation.intervals import poisson_interval, wilson_interval
from training.evaluation.number_figures import (
    Edits,
    MadeUpFigures,
    NumberAnswer,
    NumberFigures,
    StringScore,
    TalkFigures,
)
from training.strings import SPEEDS, Speed, join

STRINGS = 40
"""Strings that are made up for each speed."""

_SEED = 1
_TIMES = 10
# No step of the program is as long, neither of the gate nor of the network.
_LONGEST_MOVE = SAMPLE_RATE // 4
_BEFORE, _BEHIND, _ROOM_DBFS = SAMPLE_RATE, SAMPLE_RATE // 2, -60.0
_LEAST_DIGITS = 3
_SHORTEST, _LONGEST = 4, 10
_WORDS_A_DIGIT = 1 / 3
_SPEED_WITH_WORDS = SPEEDS[1]


def number_figures(
    network: Network, numbers: Sequence[Recording], threshold: float, reader: Reader
) -> NumberFigures | None:
    """Compare what the program says to spoken numbers with the truth.

    Where the steps of the gate and of the network fall is chance, and so is faint noise: each
    number is heard as it was recorded, and ten times more, moved and in the noise of a quiet room.

    Parameters
    ----------
    network : Network
    numbers : sequence of Recording
        Their labels are their digits; those that the network does not know are passed over.
    threshold : float
    reader : Reader

    Returns
    -------
    NumberFigures or None
        None where there is none.
    """
    known = [each for each in numbers if set(each.label) <= set(network.labels)]
    answers, moved = [], []
    worker, settings = Worker(network), Settings(threshold=threshold)

    def heard(number: Recording, samples: Samples) -> NumberAnswer:
        said = "".join(digits_said(samples, worker, settings))
        return NumberAnswer(number.path, number.speaker, number.label, said)

    try:
        for number, samples in reader.read(known):
            answers.append(heard(number, samples))
            for time in range(_TIMES):
                random = np.random.default_rng((_SEED, time))
                moved.append(heard(number, _in_a_room(random, samples)))
    finally:
        worker.close()
    if not answers:
        return None
    return NumberFigures(score(answers), _by_speaker(answers), tuple(answers), score(moved))


def _in_a_room(random: Generator, samples: Samples) -> Samples:
    """Put a recording anywhere in the noise of a quiet room, from 1 s on."""
    before = _BEFORE + int(random.integers(_LONGEST_MOVE))
    room = random.standard_normal(before + len(samples) + _BEHIND, dtype=np.float32)
    room *= np.float32(10 ** (_ROOM_DBFS / 20))
    room[before : before + len(samples)] += samples
    return room


def made_up_figures(
    network: Network,
    digits: Sequence[Recording],
    words: Sequence[Recording],
    threshold: float,
) -> MadeUpFigures | None:
    """Make strings of single digits and compare what the program says to them with the truth.

    Each string has 4 to 10 digits of one speaker. Sources are drawn alike, and their speakers. In
    some, words that are no digits are said between them, by others of the same source if need be;
    and some are words alone.

    Parameters
    ----------
    network : Network
    digits, words : sequence of Recording
        What can be read.
    threshold : float

    Returns
    -------
    MadeUpFigures or None
        None where no speaker has three recordings.
    """
    by_source = _by_source(digits)
    if not by_source:
        return None
    answers: dict[str, list[NumberAnswer]] = {}
    with_words = []
    worker, settings = Worker(network), Settings(threshold=threshold)

    def heard(random: Generator, chosen: Sequence[Recording], speed: Speed) -> NumberAnswer:
        string = join(random, chosen, speed)
        said = "".join(digits_said(string.samples, worker, settings))
        meant = "".join(label for label in string.labels if label != OTHER)
        return NumberAnswer("", chosen[0].speaker, meant, said)

    try:
        for place, speed in enumerate(SPEEDS):
            for number in range(STRINGS):
                random = np.random.default_rng((_SEED, place, number))
                answer = heard(random, _draw(random, by_source), speed)
                answers.setdefault(speed.name, []).append(answer)
        for number in range(STRINGS if words else 0):
            random = np.random.default_rng((_SEED, len(SPEEDS), number))
            chosen = _with_words(random, _draw(random, by_source), words)
            with_words.append(heard(random, chosen, _SPEED_WITH_WORDS))
        words_alone = _words_alone(words, worker, settings) if words else None
    finally:
        worker.close()
    everything = [each for several in answers.values() for each in several]
    return MadeUpFigures(
        overall=score(everything),
        by_speed={speed: score(several) for speed, several in answers.items()},
        by_speaker=_by_speaker(everything),
        seed=_SEED,
        with_words=score(with_words) if with_words else None,
        words_alone=words_alone,
    )


def _words_alone(words: Sequence[Recording], worker: Worker, settings: Settings) -> TalkFigures:
    """Join words that anybody said, and count the digits that the program says to them."""
    digits, seconds = 0, 0.0
    for number in range(STRINGS):
        random = np.random.default_rng((_SEED, len(SPEEDS) + 1, number))
        count = int(random.integers(_SHORTEST, _LONGEST + 1))
        chosen = [words[int(random.integers(len(words)))] for _ in range(count)]
        samples = join(random, chosen, _SPEED_WITH_WORDS).samples
        digits += len(digits_said(samples, worker, settings))
        seconds += len(samples) / SAMPLE_RATE
    minutes = seconds / 60
    low, high = (bound / minutes for bound in poisson_interval(digits))
    return TalkFigures(digits, round(minutes, 3), digits / minutes, low, high)


def _with_words(
    random: Generator, digits: Sequence[Recording], words: Sequence[Recording]
) -> list[Recording]:
    """Put a word behind some of the digits."""
    near = [each for each in words if each.source == digits[0].source] or words
    mixed = []
    for digit in digits:
        mixed.append(digit)
        if random.random() < _WORDS_A_DIGIT:
            mixed.append(near[int(random.integers(len(near)))])
    return mixed


def _by_speaker(answers: Sequence[NumberAnswer]) -> dict[str, StringScore]:
    return {
        speaker: score([each for each in answers if each.speaker == speaker])
        for speaker in sorted({each.speaker for each in answers})
    }


def _by_source(digits: Sequence[Recording]) -> dict[str, list[list[Recording]]]:
    """Group what can be joined: by source, then by speaker."""
    speakers: dict[tuple[str, str], list[Recording]] = {}
    for each in digits:
        # Labels of several characters could not be told apart in a string.
        if each.label != OTHER and len(each.label) == 1 and each.speaker:
            speakers.setdefault((each.source, each.speaker), []).append(each)
    sources: dict[str, list[list[Recording]]] = {}
    for (source, _), theirs in sorted(speakers.items()):
        if len(theirs) >= _LEAST_DIGITS:
            sources.setdefault(source, []).append(theirs)
    return sources


def _draw(random: Generator, by_source: dict[str, list[list[Recording]]]) -> list[Recording]:
    speakers = list(by_source.values())[random.integers(len(by_source))]
    theirs = speakers[random.integers(len(speakers))]
    count = int(random.integers(_SHORTEST, _LONGEST + 1))
    return [theirs[random.integers(len(theirs))] for _ in range(count)]


def score(answers: Iterable[NumberAnswer]) -> StringScore:
    """Count the edits of at least one answer."""
    several = list(answers)
    edits = [count_edits(each.said, each.digits) for each in several]
    total = Edits(
        insertions=sum(each.insertions for each in edits),
        deletions=sum(each.deletions for each in edits),
        substitutions=sum(each.substitutions for each in edits),
    )
    digits = sum(len(each.digits) for each in several)
    right = sum(each.said == each.digits for each in several)
    wrong = total.insertions + total.deletions + total.substitutions
    low, high = wilson_interval(right, len(several))
    return StringScore(total, digits, wrong / digits, right, len(several), low, high)
