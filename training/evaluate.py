"""Measure an exported model on recordings that it was not trained on."""

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from app.recognition.decision import decide
from model.audio_format import CLIP_SAMPLES
from model.card import EXPORTED_NAME, Card, write_card
from model.clip import make_clip
from model.runtime import ExportedNetwork
from training.calibration import calibration_error
from training.data.open import open_data
from training.data.recording import OTHER, Recording, Split

Figures = dict[str, Any]

_TIMED_ANSWERS = 300

_log = logging.getLogger(__name__)


def evaluate(folder: Path, data: Path, split: Split) -> Figures:
    """Measure the model in `folder` on one split of the recordings under `data`.

    Each recording is one clip by the clip policy, as ``recognize --whole`` takes it.
    "Accuracy" is the best digit against the label, threshold and "other" left aside; "lost" is
    a digit whose answer is not a digit at the model's threshold; "called a digit" is another
    sound whose answer is one.

    Returns
    -------
    dict
        For JSON: by source of the digits, for the words by word, for noises, the calibration
        error, milliseconds an answer and bytes of the exported file.

    Raises
    ------
    DataError, ModelError
        If the recordings or the model cannot be read.
    """
    network = ExportedNetwork.load(folder)
    data_set = open_data(data).only(split)
    recordings = data_set.recordings
    probabilities = np.stack([network.probabilities(make_clip(r.load())) for r in recordings])
    noises = np.stack(
        [network.probabilities(clip) for n in data_set.noises for clip in _seconds(n)]
    )
    digits = [i for i, r in enumerate(recordings) if r.label != OTHER]
    words = [i for i, r in enumerate(recordings) if r.label == OTHER]
    return {
        "digits": _digit_figures([recordings[i] for i in digits], probabilities[digits], network),
        "words": _word_figures([recordings[i] for i in words], probabilities[words], network.card),
        "noises": _called_a_digit(noises, network.card),
        "calibration_error": _calibration_error(recordings, probabilities, network),
        "milliseconds_an_answer": _milliseconds(network),
        "bytes": (folder / EXPORTED_NAME).stat().st_size,
    }


def keep_figures(folder: Path, split: str, figures: Figures, command: str) -> None:
    """Write figures and the command that made them into the card of the model in `folder`."""
    card = ExportedNetwork.load(folder).card
    kept = {**card.figures, split: {"command": command, **figures}}
    write_card(folder, msgspec.structs.replace(card, figures=kept))


def lines(figures: Figures) -> list[str]:
    """Put figures into lines for a terminal."""
    found = [
        f"{source:16} {each['right']:4} of {each['of']:4} right, {each['lost']:3} lost"
        for source, each in figures["digits"].items()
    ]
    found += [
        f"{name:16} {each['called_a_digit']:4} of {each['of']:4} called a digit"
        for name, each in (("words", figures["words"]), ("noises", figures["noises"]))
    ]
    return [
        *found,
        f"words: {figures['words']['by_word']}",
        f"calibration error {100 * figures['calibration_error']:.2f} %",
        f"{figures['milliseconds_an_answer']:.2f} ms an answer, {figures['bytes']} bytes",
    ]


def is_called_a_digit(probabilities: NDArray[np.float32], card: Card) -> NDArray[np.bool_]:
    """Tell which answers, shape (n, labels), the program gives as a digit by default."""
    digits = [decide(card.labels, row, card.threshold).digit for row in probabilities]
    return np.array([digit is not None for digit in digits], bool)


def _digit_figures(
    recordings: list[Recording], probabilities: NDArray[np.float32], network: ExportedNetwork
) -> Figures:
    digit_labels = np.array([network.labels[i] for i in network.card.digit_indices])
    best = digit_labels[probabilities[:, network.card.digit_indices].argmax(axis=1)]
    right = best == np.array([r.label for r in recordings])
    lost = ~is_called_a_digit(probabilities, network.card)
    sources = np.array([r.source for r in recordings])
    figures = {
        source: {
            "right": int(right[sources == source].sum()),
            "of": int((sources == source).sum()),
            "lost": int(lost[sources == source].sum()),
        }
        for source in sorted(set(sources))
    }
    for recording, answer, was_right in zip(recordings, best, right, strict=True):
        if not was_right:
            _log.info("%s of %s was heard as %s", recording.word, recording.speaker, answer)
    return figures


def _word_figures(
    recordings: list[Recording], probabilities: NDArray[np.float32], card: Card
) -> Figures:
    called = is_called_a_digit(probabilities, card)
    by_word: dict[str, int] = {}
    for recording, was_called in zip(recordings, called, strict=True):
        by_word[recording.word] = by_word.get(recording.word, 0) + int(was_called)
    worst = sorted((word for word in by_word if by_word[word]), key=lambda word: -by_word[word])
    return {**_called_a_digit(probabilities, card), "by_word": {w: by_word[w] for w in worst}}


def _called_a_digit(probabilities: NDArray[np.float32], card: Card) -> Figures:
    called = is_called_a_digit(probabilities, card)
    return {"called_a_digit": int(called.sum()), "of": len(called)}


def _calibration_error(
    recordings: Sequence[Recording],
    probabilities: NDArray[np.float32],
    network: ExportedNetwork,
) -> float:
    labels = np.array([network.labels.index(r.label) for r in recordings])
    is_other = np.array([r.label == OTHER for r in recordings])
    return calibration_error(probabilities, labels, is_other)


def _seconds(noise: Recording) -> list[NDArray[np.float32]]:
    """Cut a noise into its whole seconds."""
    samples = noise.load()
    count = len(samples) // CLIP_SAMPLES
    return list(samples[: count * CLIP_SAMPLES].reshape(count, CLIP_SAMPLES))


def _milliseconds(network: ExportedNetwork) -> float:
    clip = np.random.default_rng(1).standard_normal(CLIP_SAMPLES, dtype=np.float32)
    times = []
    for _ in range(_TIMED_ANSWERS):
        start = time.perf_counter()
        network.probabilities(clip)
        times.append(time.perf_counter() - start)
    return round(float(np.median(times)) * 1e3, 3)
