"""The first stage of a run: the network that answers clips of one digit or word."""

import itertools
import logging
import math
import time

import keras

from model.network import answering_network, build_class_network
from training.batches import TrainingBatches
from training.classes import Classes
from training.epochs import duration, means, seed_anew
from training.errors import RunError
from training.fine_tuning import Start, build_of, copy_weights
from training.fit_settings import FitSettings
from training.muon import Muon
from training.run_folder import RunFolder
from training.validation import Validation

_PEAK_RATE, _FINE_TUNING_RATE = 1e-2, 5e-4
_WARM_UP_STEPS = 200
_VALIDATE_EVERY = 5
# To tell how long the second stage will take, before it has begun.
_EPOCHS_OF_A_STRING_EPOCH = 0.8

_log = logging.getLogger(__name__)


def begin_classes(
    settings: FitSettings, classes: Classes, start: Start | None, stopped: keras.Model | None
) -> keras.Model:
    """Build the class network with its optimizer, or take those of a run that stopped.

    Raises
    ------
    RunError
        If the checkpoint of the run is of a network of another build.
    """
    keras.utils.set_random_seed(settings.seed)
    network = build_class_network(classes.count, settings.seed)
    if stopped is not None:
        if build_of(stopped) != build_of(network):
            raise RunError(
                "The checkpoint of this run holds a network of another build, from which it cannot "
                "go on. Train again, into another folder: --out FOLDER"
            )
        network = stopped
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


def fit_classes(
    settings: FitSettings,
    run: RunFolder,
    network: keras.Model,
    batches: TrainingBatches,
    validation: Validation,
) -> None:
    """Train the class network until all epochs are done; the run keeps the best."""
    steps = settings.steps_per_epoch
    done = int(network.optimizer.iterations) // steps
    run.classes.cut_log(done)
    measured = [line["validation_loss"] for line in run.classes.log() if "validation_loss" in line]
    least_loss, start = min(measured, default=math.inf), time.monotonic()
    made = batches.between(done * steps, settings.epochs * steps)
    for epoch in range(done + 1, settings.epochs + 1):
        seed_anew(network, (settings.seed, epoch))
        figures = [
            network.train_on_batch(clips, targets, return_dict=True)
            for clips, targets in itertools.islice(made, steps)
        ]
        line = {"epoch": epoch, **means(figures)}
        if epoch % _VALIDATE_EVERY == 0 or epoch == settings.epochs:
            line |= validation.measure(network)
            loss = line.get("validation_loss", -math.inf)
            if loss <= least_loss:
                least_loss = loss
                run.classes.write_network(answering_network(network, validation.labels_count))
        line["seconds"] = round(run.stopwatch.lap(), 1)
        # In this order: of an epoch whose checkpoint is missing the line is dropped again.
        run.classes.append_log(line)
        run.classes.write_checkpoint(network)
        run.write_curves()
        left = settings.epochs - epoch + _EPOCHS_OF_A_STRING_EPOCH * settings.string_epochs
        left_s = (time.monotonic() - start) / (epoch - done) * left
        _log.info("%s, about %s left", _sentence(line, settings.epochs), duration(left_s))


def _optimizer(settings: FitSettings) -> keras.optimizers.Optimizer:
    steps = settings.epochs * settings.steps_per_epoch
    warm_up = min(_WARM_UP_STEPS, math.ceil(steps / 10))
    peak = _PEAK_RATE if settings.start is None else _FINE_TUNING_RATE
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, max(steps - warm_up, 1), warmup_target=peak, warmup_steps=warm_up
    )
    optimizer = Muon(rate, weight_decay=0.02, clipnorm=1.0)
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer


def _sentence(line: dict[str, float], epochs: int) -> str:
    said = f"epoch {line['epoch']} of {epochs}: loss {line['loss']:.3f}"
    if "validation_accuracy" in line:
        said += f", validation {100 * line['validation_accuracy']:.1f} % right"
    return said
