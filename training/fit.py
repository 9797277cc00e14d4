"""Train a network and keep it in a run folder."""

import json
import logging
import math
from dataclasses import asdict, dataclass
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from model.network import build_network, set_temperature
from training.augmentation import Augmentation, from_direct_sound
from training.batches import BATCH_CLIPS, TrainingBatches, whole_clips
from training.calibration import find_temperature
from training.data.open import open_data
from training.data.recording import OTHER, Recording, licences
from training.errors import DataError
from training.synthesis import speak as synthesis

NETWORK_NAME, FACTS_NAME, LOG_NAME = "network.keras", "run.json", "log.jsonl"
"""Files of a run folder."""

_PEAK_RATE = 2e-3
_WARM_UP_STEPS = 200
_VALIDATE_EVERY = 5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FitSettings:
    """What a run is made from.

    Attributes
    ----------
    data : str
        Folder with the manifests, as it was given.
    epochs : int
        Number of epochs.
    seed : int
        The same seed gives the same weights on the same machine.
    steps_per_epoch : int
        Batches an epoch. As the clips are always fresh, an epoch is only a point to report at.
    synthetic_voices, synthetic_words : int
        How many voices of espeak-ng say the digits, and how many other words it says.
    without_words : tuple of str
        Words that are kept out of the training, to see how unheard words are rejected.
    """

    data: str
    epochs: int
    seed: int
    steps_per_epoch: int = 100
    synthetic_voices: int = 90
    synthetic_words: int = 2500
    without_words: tuple[str, ...] = ()


class _Progress:
    """Writes a line an epoch to the run's log, now and then with what the network can do."""

    def __init__(
        self, path: Path, epochs: int, held_out: list[Recording], labels: tuple[str, ...]
    ) -> None:
        self._path, self._epochs = path, epochs
        self._clips, self._answers = whole_clips(held_out), _places(held_out, labels)
        self._digits = [i for i, label in enumerate(labels) if label != OTHER]

    def after_epoch(self, epoch: int, network: keras.Model, training: dict[str, float]) -> None:
        """Append what epoch `epoch`, counted from one, gave."""
        line = {"epoch": epoch, **{name: round(float(training[name]), 4) for name in training}}
        if epoch % _VALIDATE_EVERY == 0 or epoch == self._epochs:
            line |= self._validation(network)
        _log.info("%s", line)
        with self._path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")

    def _validation(self, network: keras.Model) -> dict[str, float]:
        probabilities = network.predict(self._clips, batch_size=256, verbose=0)
        best_digit = np.asarray(self._digits)[probabilities[:, self._digits].argmax(axis=1)]
        is_digit = np.isin(self._answers, self._digits)
        return {
            "validation_digit_accuracy": float((best_digit == self._answers)[is_digit].mean()),
            "validation_accuracy": float((probabilities.argmax(axis=1) == self._answers).mean()),
        }


def fit(settings: FitSettings, run: Path, command: str) -> None:
    """Train a network on the manifests' train split and write it to the folder `run`.

    `command` is what the user typed; the run, and later the model's card, keeps it.

    Writes the network with its calibration, what it was made from, and a log.

    Raises
    ------
    DataError
        If the data cannot be read or `run` exists already.
    """
    if (run / FACTS_NAME).exists():
        raise DataError(f"{run} holds a run already. Give another folder with --out.")
    data = Path(settings.data)
    data_set = open_data(data)
    train, held_out = data_set.only("train"), list(data_set.only("validation").recordings)
    recordings = [r for r in train.recordings if r.word not in settings.without_words]
    recordings += _synthetic_recordings(settings)
    labels = (*sorted({r.label for r in recordings if r.label != OTHER}), OTHER)
    augmentation = Augmentation(
        [noise.load() for noise in train.noises], [from_direct_sound(r.load()) for r in train.rooms]
    )
    batches = TrainingBatches(recordings, augmentation, labels, settings.seed)
    run.mkdir(parents=True, exist_ok=True)
    network = _train(settings, run, batches, held_out, labels)
    temperature = find_temperature(
        network.predict(whole_clips(held_out), batch_size=256, verbose=0),
        _places(held_out, labels),
    )
    set_temperature(network, temperature)
    network.save(run / NETWORK_NAME)
    facts = {
        "command": command,
        "settings": asdict(settings),
        "labels": labels,
        "temperature": temperature,
        "data": licences([*recordings, *train.noises, *train.rooms]),
    }
    (run / FACTS_NAME).write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def _synthetic_recordings(settings: FitSettings) -> list[Recording]:
    random = np.random.default_rng(settings.seed)
    digits = synthesis.speak_digits(random, settings.synthetic_voices)
    words = synthesis.speak_words(random, settings.synthetic_words)
    return digits + [word for word in words if word.word not in settings.without_words]


def _train(
    settings: FitSettings,
    run: Path,
    batches: TrainingBatches,
    held_out: list[Recording],
    labels: tuple[str, ...],
) -> keras.Model:
    keras.utils.set_random_seed(settings.seed)
    network = build_network(len(labels), settings.seed)
    steps = settings.epochs * settings.steps_per_epoch
    warm_up = min(_WARM_UP_STEPS, math.ceil(steps / 10))
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, max(steps - warm_up, 1), warmup_target=_PEAK_RATE, warmup_steps=warm_up
    )
    optimizer = keras.optimizers.AdamW(rate, weight_decay=0.02, clipnorm=1.0)
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    network.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])
    progress = _Progress(run / LOG_NAME, settings.epochs, held_out, labels)
    _log.info("%d steps of %d clips", steps, BATCH_CLIPS)
    measured = []
    for step, (clips, targets) in enumerate(batches.first(steps), start=1):
        measured.append(network.train_on_batch(clips, targets, return_dict=True))
        if step % settings.steps_per_epoch == 0:
            means = {name: np.mean([each[name] for each in measured]) for name in measured[0]}
            progress.after_epoch(step // settings.steps_per_epoch, network, means)
            measured.clear()
    return network


def _places(recordings: list[Recording], labels: tuple[str, ...]) -> NDArray[np.intp]:
    return np.array([labels.index(recording.label) for recording in recordings])
