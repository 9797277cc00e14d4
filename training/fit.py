"""Train a network and keep it in a run folder."""

import itertools
import logging
import math
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

import keras
import numpy as np

from model.network import (
    answering_network,
    build_class_network,
    class_network,
    set_rest_factor,
    set_temperature,
)
from training.augmentation import Augmentation
from training.batches import TrainingBatches
from training.classes import Classes
from training.data.open import open_all
from training.data.recording import OTHER, DataSet, Recording, licences
from training.data.usable import usable
from training.digests import digest_of, digest_of_sounds
from training.errors import DataError, RunError
from training.fine_tuning import Start, copy_weights, read_start
from training.rooms import from_direct_sound
from training.run_folder import Facts, RunFolder
from training.synthesis.speak import speak_digits, speak_words
from training.validation import Validation

_PEAK_RATE, _FINE_TUNING_RATE = 2e-3, 5e-4
_WARM_UP_STEPS = 200
_VALIDATE_EVERY = 5
_DIGITS = frozenset("0123456789")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FitSettings:
    """What a run is made from.

    Attributes
    ----------
    data : tuple of str
        Data sets, as they were given.
    epochs : int
        Number of epochs.
    seed : int
        The same seed gives the same weights on the same machine.
    steps_per_epoch : int
        Batches an epoch. As the clips are always fresh, an epoch is only a point to report at.
    synthetic_voices, synthetic_words : int
        How many synthetic voices say the digits, and how many other words they say.
    start : str or None
        Folder of a model to start from instead of random weights.
    without_words, without_speakers, without_sources : tuple of str
        Words, speakers and sources of digits that are kept out of the training, and out of the
        validation, to see how the network does on what it never heard.
    """

    data: tuple[str, ...]
    epochs: int
    seed: int = 1
    steps_per_epoch: int = 100
    synthetic_voices: int = 300
    synthetic_words: int = 6000
    start: str | None = None
    without_words: tuple[str, ...] = ()
    without_speakers: tuple[str, ...] = ()
    without_sources: tuple[str, ...] = ()


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
    data = _data(settings)
    run = RunFolder(folder)
    facts: Facts = {"command": command, "settings": asdict(settings), "recordings": digest_of(data)}
    stopped = run.begin(facts)
    train, held_out = data.only("train"), data.only("validation").recordings
    synthetic = _synthetic_recordings(settings, train)
    facts["synthetic"] = digest_of_sounds(synthetic)
    if stopped is None:
        run.write_facts(facts)
    else:
        _check_synthetic(run, facts["synthetic"])
    classes = Classes.of_recordings(train.recordings)
    augmentation = Augmentation(
        [noise.load() for noise in train.noises], [from_direct_sound(r.load()) for r in train.rooms]
    )
    batches = TrainingBatches(train.recordings, synthetic, augmentation, classes, settings.seed)
    validation = Validation(held_out, classes)
    _train(settings, run, _network(settings, classes, start, stopped), batches, validation)
    network = run.read_network()
    set_temperature(network, 1.0)  # a run that was killed below has another already
    calibration = validation.calibration(class_network(network))
    set_temperature(network, calibration.temperature)
    set_rest_factor(network, calibration.other_factor)
    run.write_network(network)
    used = licences([*train.recordings, *synthetic, *train.noises, *train.rooms])
    run.write_facts({**facts, "labels": classes.labels, **asdict(calibration), "data": used})
    run.drop_checkpoint()


def _data(settings: FitSettings) -> DataSet:
    """Open what is to be heard, without what is faulty, which is named."""
    opened = open_all([Path(place) for place in settings.data])
    _check_words(settings.without_words, opened)
    data, findings = usable(opened)
    for finding in findings.lines():
        _log.warning("%s", finding)
    return heard(data, settings)


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
    return replace(
        data,
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


def _synthetic_recordings(settings: FitSettings, train: DataSet) -> list[Recording]:
    """Let synthesisers say the digits, if digits are told apart, and words that are none."""
    labels = {recording.label for recording in train.recordings}
    voices = settings.synthetic_voices if labels >= _DIGITS else 0
    digits, words = _spoken(settings.seed, voices, settings.synthetic_words)
    without = {label.lower() for label in labels}.union(settings.without_words)
    kept = (word for word in words if without.isdisjoint(word.word.split()))
    return [*digits, *kept]


@lru_cache(1)  # for runs that leave out one speaker after another
def _spoken(seed: int, voices: int, words: int) -> tuple[list[Recording], list[Recording]]:
    random = np.random.default_rng(seed)
    return speak_digits(random, voices), speak_words(random, words)


def _network(
    settings: FitSettings, classes: Classes, start: Start | None, stopped: keras.Model | None
) -> keras.Model:
    """Build the class network with its optimizer, or take those of a run that stopped."""
    keras.utils.set_random_seed(settings.seed)
    network = stopped or build_class_network(classes.count, settings.seed)
    if start is not None and stopped is None:
        copy_weights(start, network, classes.labels)
    optimizer = _optimizer(settings)
    optimizer.build(network.trainable_variables)
    if stopped is not None:
        # The optimizer of the checkpoint has forgotten which weights do not decay.
        for new, old in zip(optimizer.variables, stopped.optimizer.variables, strict=True):
            new.assign(old)
    network.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])
    return network


def _optimizer(settings: FitSettings) -> keras.optimizers.Optimizer:
    steps = settings.epochs * settings.steps_per_epoch
    warm_up = min(_WARM_UP_STEPS, math.ceil(steps / 10))
    peak = _PEAK_RATE if settings.start is None else _FINE_TUNING_RATE
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, max(steps - warm_up, 1), warmup_target=peak, warmup_steps=warm_up
    )
    optimizer = keras.optimizers.AdamW(rate, weight_decay=0.02, clipnorm=1.0)
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer


def _train(
    settings: FitSettings,
    run: RunFolder,
    network: keras.Model,
    batches: TrainingBatches,
    validation: Validation,
) -> None:
    """Train the class network until all epochs are done; the run keeps the best."""
    steps = settings.steps_per_epoch
    done = int(network.optimizer.iterations) // steps
    run.cut_log(done)
    measured = [line["validation_loss"] for line in run.log() if "validation_loss" in line]
    least_loss, start = min(measured, default=math.inf), time.monotonic()
    made = batches.between(done * steps, settings.epochs * steps)
    for epoch in range(done + 1, settings.epochs + 1):
        _seed_anew(network, (settings.seed, epoch))
        figures = [
            network.train_on_batch(clips, targets, return_dict=True)
            for clips, targets in itertools.islice(made, steps)
        ]
        line = {name: round(float(np.mean([f[name] for f in figures])), 4) for name in figures[0]}
        line = {"epoch": epoch, **line}
        if epoch % _VALIDATE_EVERY == 0 or epoch == settings.epochs:
            line |= validation.measure(network)
            loss = line.get("validation_loss", -math.inf)
            if loss <= least_loss:
                least_loss = loss
                run.write_network(answering_network(network, validation.labels_count))
        # In this order: of an epoch whose checkpoint is missing the line is dropped again.
        run.append_log(line)
        run.write_checkpoint(network)
        run.write_curves()
        left_s = (time.monotonic() - start) / (epoch - done) * (settings.epochs - epoch)
        _log.info("%s, %s left", _sentence(line, settings.epochs), _duration(left_s))


def _seed_anew(network: keras.Model, seed: tuple[int, int]) -> None:
    """Set the random numbers of the layers, which a checkpoint does not hold."""
    states = [each for each in network.variables if each.path.endswith("seed_generator_state")]
    for place, state in enumerate(states):
        state.assign(np.random.SeedSequence((*seed, place)).generate_state(2))


def _sentence(line: dict[str, float], epochs: int) -> str:
    said = f"epoch {line['epoch']} of {epochs}: loss {line['loss']:.3f}"
    if "validation_accuracy" in line:
        said += f", validation {100 * line['validation_accuracy']:.1f} % right"
    return said


def _duration(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    return f"{minutes} min" if seconds > 90 else f"{math.ceil(seconds)} s"
