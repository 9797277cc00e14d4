"""Train a network and keep it in a run folder."""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from model.card import are_digits
from model.network import class_network, set_rest_factor, set_temperature
from training.augmentation import Augmentation
from training.batches import TrainingBatches
from training.calibration import Calibration
from training.classes import Classes
from training.data.findings import Findings
from training.data.open import open_all
from training.data.recording import OTHER, DataSet, Recording, licences
from training.data.usable import usable
from training.digests import digest_of, digest_of_sounds
from training.errors import DataError, RunError
from training.fine_tuning import Start, read_start
from training.fit_classes import begin_classes, fit_classes
from training.fit_settings import FitSettings
from training.fit_strings import fit_strings
from training.joined_strings import JoinedStrings
from training.keras_start import computes_with
from training.rooms import from_direct_sound
from training.run_folder import RunFolder
from training.stage_files import Facts
from training.state_string import DIGITS
from training.string_clips import StringBatches
from training.synthesis.speak import (
    speak_digits,
    speak_fillers,
    speak_numbers,
    speak_phrases,
    speak_tokens,
    speak_words,
)
from training.validation import Validation

# For each voice that says digits alone, so many more say them for strings, and so many numbers.
_VOICES_FOR_STRINGS, _NUMBERS = 0.5, 2

_MOST_NAMED = 12

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Synthetic:
    """What synthesisers said: digits and words alone, what is to be joined, and numbers."""

    alone: list[Recording]
    to_be_joined: list[Recording]
    numbers: list[Recording]

    @property
    def all(self) -> list[Recording]:
        return [*self.alone, *self.to_be_joined, *self.numbers]


def fit(settings: FitSettings, folder: Path, command: str) -> None:
    """Train a network on the train split of data sets and write it to the run `folder`.

    A run that was stopped goes on after its last whole epoch, and gives the same weights as one
    that was not. `command` is what the user typed; the run, and later the model's card, keeps it.

    Raises
    ------
    DataError
        If the data cannot be read, is not enough to train on, or has not the words to leave out.
    RunError
        If `folder` holds another run, or cannot be written.
    ModelError
        If the model to start from cannot be read.
    """
    start = read_start(Path(settings.start)) if settings.start is not None else None
    run = RunFolder(folder)
    data, findings = _data(settings, run)
    facts: Facts = {
        "command": command,
        "settings": asdict(settings),
        "recordings": digest_of(data, findings.sounds),
        "left_out": findings.reasons(),
        "computes_with": computes_with(),
    }
    stopped = run.begin(facts)
    if stopped is not None:
        _name_other_machine(run, facts["computes_with"])
    train, held_out = data.only("train"), data.only("validation").recordings
    classes = Classes.of_recordings(train.recordings)
    if start is not None:
        _name_lost_labels(start, classes)
    if not are_digits(classes.labels):
        settings = replace(settings, string_epochs=0)
    synthetic = _synthesise(settings, train)
    facts["synthetic"] = digest_of_sounds(synthetic.all)
    if stopped is None:
        run.write_facts(facts)
    else:
        _check_synthetic(run, facts["synthetic"])
    augmentation = Augmentation(
        [noise.load() for noise in train.noises], [from_direct_sound(r.load()) for r in train.rooms]
    )
    validation = Validation(held_out, classes)
    fit_classes(
        settings,
        run,
        begin_classes(settings, classes, start, stopped),
        TrainingBatches(train.recordings, synthetic.alone, augmentation, classes, settings.seed),
        validation,
    )
    calibration = _calibrate(run, validation)
    used = [*train.recordings, *synthetic.all, *train.noises, *train.rooms]
    if settings.string_epochs:
        strings = JoinedStrings(train.recordings, [*synthetic.alone, *synthetic.to_be_joined])
        batches = StringBatches(strings, augmentation, settings.seed)
        fit_strings(settings, run, batches, train.numbers, synthetic.numbers)
        used += train.numbers
    came_of_it = {
        "labels": classes.labels,
        **asdict(calibration),
        "data": licences(used),
        "seconds": run.seconds(),
    }
    run.write_facts({**facts, **came_of_it})
    run.drop_unfinished()


def _calibrate(run: RunFolder, validation: Validation) -> Calibration:
    """Find the calibration of the best network, and write it there."""
    network = run.classes.read_network()
    set_temperature(network, 1.0)  # a run that was killed below has another already
    calibration = validation.calibration(class_network(network))
    set_temperature(network, calibration.temperature)
    set_rest_factor(network, calibration.other_factor)
    run.classes.write_network(network)
    return calibration


def _data(settings: FitSettings, run: RunFolder) -> tuple[DataSet, Findings]:
    """Open what is to be heard, without what is faulty, which is named."""
    opened = open_all([Path(place) for place in settings.data])
    _check_words(settings.without_words, opened)
    data, findings = usable(opened)
    for finding in findings.lines():
        _log.warning("%s", finding)
    if findings.left_out:
        _log.warning(
            "%d are left out; run.json in %s names all", len(findings.left_out), run.folder
        )
    return heard(data, settings), findings


def _name_lost_labels(start: Start, classes: Classes) -> None:
    """Warn where the new network will not tell what the one that it starts from does."""
    lost = [label for label in start.labels if label not in classes.labels]
    if lost:
        _log.warning(
            "%s also tells apart %s. Of these there are no recordings, so the new model will not: "
            "to keep them, give data that holds them as well.",
            start.folder,
            ", ".join(lost[:_MOST_NAMED]) + (", …" if len(lost) > _MOST_NAMED else ""),
        )


def _name_other_machine(run: RunFolder, present: dict[str, str]) -> None:
    """Warn where a run goes on with what gives other numbers than what it began with."""
    before = run.facts().get("computes_with", {})
    differing = [
        f"{name} {before[name]} (now {present.get(name, 'none')})"
        for name in before
        if before[name] != present.get(name)
    ]
    if differing:
        _log.warning(
            "The run in %s began with %s. It goes on, but its weights will not be quite those of "
            "a run that was never stopped.",
            run.folder,
            ", ".join(differing),
        )


def _check_words(words: Iterable[str], data: DataSet) -> None:
    """See that words to be kept out are there, and that no label would go with them."""
    labelled = {each.word for each in data.recordings if each.label != OTHER}
    others = {each.word for each in data.recordings if each.label == OTHER and each.word}
    for word in words:
        if word in labelled:
            raise DataError(
                f'"{word}" is a label of {data.name}. Take it out of --without-words, or its '
                "recordings out of the data."
            )
        if word not in others:
            raise DataError(
                f'There is no word "{word}" in {data.name} to be kept out. `python -m training '
                "inspect` lists those that there are."
            )


def heard(data: DataSet, settings: FitSettings) -> DataSet:
    """Keep what is to be heard; what is not must not choose the best epoch either."""
    numbers = data.numbers if settings.string_epochs else ()
    return replace(
        data,
        numbers=tuple(
            each
            for each in numbers
            if each.speaker not in settings.without_speakers
            and each.source not in settings.without_sources
        ),
        recordings=tuple(
            each
            for each in data.recordings
            if each.word not in settings.without_words
            and each.speaker not in settings.without_speakers
            and (each.label == OTHER or each.source not in settings.without_sources)
        ),
    )


def _check_synthetic(run: RunFolder, digest: str) -> None:
    """See that the synthesisers say the same as when the run began."""
    if run.facts().get("synthetic") != digest:
        raise RunError(
            f"The synthetic voices are not those with which the run in {run.folder} began: a "
            "synthesiser was added, taken away, updated or stopped at its time limit. Have the "
            "same ones as then, or give another folder with --out."
        )


def _synthesise(settings: FitSettings, train: DataSet) -> _Synthetic:
    """Let synthesisers say the digits, if digits are told apart, and words that are none.

    And for strings, where they are learned, what numbers consist of, what is said between their
    digits, how people talk, and numbers, a voice each.
    """
    labels = {recording.label for recording in train.recordings}
    voices = settings.synthetic_voices if labels >= DIGITS else 0
    digits, words = _spoken(settings.seed, voices, settings.synthetic_words)
    without = {label.lower() for label in labels}.union(settings.without_words)
    kept = (word for word in words if without.isdisjoint(word.word.split()))
    to_be_joined: list[Recording] = []
    numbers: list[Recording] = []
    if settings.string_epochs:
        random = np.random.default_rng((settings.seed, 0, 2))
        voices = round(_VOICES_FOR_STRINGS * settings.synthetic_voices)
        tokens = speak_tokens(random, voices)
        numbers = speak_numbers(random, _NUMBERS * settings.synthetic_voices)
        fillers = speak_fillers(random, voices)
        phrases = speak_phrases(random, voices)
        kept_words = (
            each
            for each in (*fillers, *phrases)
            if set(settings.without_words).isdisjoint(each.word.split())
        )
        to_be_joined = [*tokens, *kept_words]
    return _Synthetic([*digits, *kept], to_be_joined, numbers)


@lru_cache(1)  # for runs that leave out one speaker after another
def _spoken(seed: int, voices: int, words: int) -> tuple[list[Recording], list[Recording]]:
    random = np.random.default_rng(seed)
    return speak_digits(random, voices), speak_words(random, words)
