"""The second stage of a run: the states of strings of digits, from features of the first."""

import itertools
import logging
import math
import time
from collections.abc import Sequence
from functools import partial

import keras
import numpy as np
from numpy.typing import NDArray

from model.states import STATE_SAMPLES
from model.string_network import build_string_head, build_trunk, join_string_network
from training.alignment import align, log_probabilities
from training.batches import BATCH_CLIPS
from training.data.recording import Recording
from training.epochs import duration, means, seed_anew
from training.fit_settings import FitSettings
from training.run_folder import Aligned, RunFolder
from training.state_string import STEP_SAMPLES, TOKENS, StateString
from training.string_clips import Numbers, StringBatches

_PEAK_RATE = 3e-3
_WARM_UP_STEPS = 100
_SHARE_WITHOUT_NUMBERS = 0.4

_log = logging.getLogger(__name__)


def fit_strings(
    settings: FitSettings,
    run: RunFolder,
    batches: StringBatches,
    numbers: Sequence[Recording],
    synthetic: Sequence[Recording],
) -> None:
    """Train the string head on the features of the run's network, which stays as it is.

    A run that was stopped goes on after its last whole epoch.

    Parameters
    ----------
    settings : FitSettings
    run : RunFolder
        Has the network of the first stage; gets the string network.
    batches : StringBatches
        Strings that are made.
    numbers, synthetic : sequence of Recording
        Strings that people and synthesisers said in one breath, to train on as well once the
        head knows enough to find where in them their digits are.
    """
    trunk = build_trunk(run.classes.read_network())
    head = run.strings.read_checkpoint() if run.strings.has_checkpoint() else _head(settings, trunk)
    done = int(head.optimizer.iterations) // settings.steps_per_epoch
    run.strings.cut_log(done)
    epochs = settings.string_epochs
    alone = math.ceil(_SHARE_WITHOUT_NUMBERS * epochs)
    train = partial(_train, settings, run, trunk, head, batches=batches)
    train(epochs=range(done, alone), numbers=Numbers())
    if epochs > alone:
        if done <= alone:
            network = join_string_network(trunk, head)
            run.write_aligned(_aligned(network, [*numbers, *synthetic]))
        aligned = run.aligned()
        _log_numbers(aligned, numbers, synthetic)
        known = Numbers(_known(aligned, numbers), _known(aligned, synthetic))
        train(epochs=range(max(done, alone), epochs), numbers=known)
    run.strings.write_network(join_string_network(trunk, head))


def _head(settings: FitSettings, trunk: keras.Model) -> keras.Model:
    """Build the string head with its optimizer."""
    keras.utils.set_random_seed(settings.seed)
    head = build_string_head(trunk, settings.seed)
    steps = settings.string_epochs * settings.steps_per_epoch
    warm_up = min(_WARM_UP_STEPS, math.ceil(steps / 10))
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, max(steps - warm_up, 1), warmup_target=_PEAK_RATE, warmup_steps=warm_up
    )
    head.compile(
        keras.optimizers.AdamW(rate, weight_decay=0.02),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return head


def _train(
    settings: FitSettings,
    run: RunFolder,
    trunk: keras.Model,
    head: keras.Model,
    *,
    batches: StringBatches,
    epochs: range,
    numbers: Numbers,
) -> None:
    """Train the head in `epochs`, counted from 0."""
    steps, start = settings.steps_per_epoch, time.monotonic()
    made = batches.between(epochs.start * steps, epochs.stop * steps, numbers)
    for epoch in epochs:
        seed_anew(head, (settings.seed, epoch))
        figures = [
            head.train_on_batch(
                trunk.predict_on_batch(clips), states, sample_weight=weights, return_dict=True
            )
            for clips, states, weights in itertools.islice(made, steps)
        ]
        line = {"epoch": epoch + 1, **means(figures), "seconds": round(run.stopwatch.lap(), 1)}
        # In this order: of an epoch whose checkpoint is missing the line is dropped again.
        run.strings.append_log(line)
        run.strings.write_checkpoint(head)
        run.write_curves()
        done, left = epoch + 1 - epochs.start, settings.string_epochs - epoch - 1
        _log.info(
            "strings: epoch %d of %d: loss %.3f, about %s left",
            epoch + 1,
            settings.string_epochs,
            line["loss"],
            duration((time.monotonic() - start) / done * left),
        )


def _aligned(network: keras.Model, numbers: Sequence[Recording]) -> Aligned:
    """Find the states of spoken numbers, where what is said is what their labels say."""
    found: Aligned = {}
    for number in numbers:
        known = log_probabilities(number.load(), lambda clips: _answers(network, clips))
        states = align(number.label, known) if TOKENS.keys() >= set(number.label) else None
        found[number.path] = None if states is None else states.tolist()
    return found


def _answers(network: keras.Model, clips: NDArray[np.float32]) -> NDArray[np.float32]:
    # Not `predict`: for so few clips it takes longer to begin than to answer.
    starts = range(0, len(clips), BATCH_CLIPS)
    batches = [network.predict_on_batch(clips[at : at + BATCH_CLIPS]) for at in starts]
    return np.concatenate(batches)


def _log_numbers(
    aligned: Aligned, numbers: Sequence[Recording], synthetic: Sequence[Recording]
) -> None:
    """Say how many numbers are trained on, and which of the recorded ones are not."""
    parts = [
        f"{sum(aligned[number.path] is not None for number in said)} of {len(said)} {kind}"
        for kind, said in (("recorded", numbers), ("synthetic", synthetic))
        if said
    ]
    left_out = [number.path for number in numbers if aligned[number.path] is None]
    if parts:
        _log.info(
            "strings: %s numbers are trained on%s",
            " and ".join(parts),
            f"; something else seems to be said in {', '.join(left_out)}" if left_out else "",
        )


def _known(aligned: Aligned, numbers: Sequence[Recording]) -> tuple[StateString, ...]:
    """Give the numbers that were aligned, with a state every 10 ms."""
    found = []
    for number in numbers:
        states = aligned[number.path]
        if states is not None:
            samples = number.load()
            every = np.repeat(np.array(states, np.int32), STATE_SAMPLES // STEP_SAMPLES)
            every = every[: len(samples) // STEP_SAMPLES]
            found.append(StateString(samples, every, 0, len(samples)))
    return tuple(found)
