"""What the model that comes with the program must be able to do, on recordings that are there."""

import csv
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from model.card import digest
from model.clip import make_clip
from model.runtime import ExportedNetwork


def _answers(data: Path, rows: list[dict[str, str]]) -> np.ndarray:
    network = ExportedNetwork.load()
    answers = []
    for row in rows:
        samples, rate = soundfile.read(data / row["path"], dtype="float32")
        clip = make_clip(soxr.resample(samples, rate, 16_000))
        answers.append(network.probabilities(clip).copy())
    return np.stack(answers)


def _are_called_a_digit(answers: np.ndarray) -> np.ndarray:
    card = ExportedNetwork.load().card
    best = answers[:, card.digit_indices].max(axis=1)
    return (best >= card.threshold) & (best > answers[:, card.other_index])


def _rows(manifest: Path, split: str) -> list[dict[str, str]]:
    with manifest.open(newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["split"] == split]


def test_the_card_names_both_files() -> None:
    folder = files("model") / "bundled"
    digests = ExportedNetwork.load().card.digests
    assert digest((folder / "digits.tflite").read_bytes()) == digests.exported
    assert digest((folder / "digits.keras").read_bytes()) == digests.network


def test_the_card_has_all_figures_with_what_measured_them() -> None:
    figures = ExportedNetwork.load().card.figures
    measured = {"test", "validation", "another_training"}
    assert figures.keys() == {"fit", *measured, "without_one_speaker", "without_one_source"}
    assert all(each["command"].startswith("python -m training ") for each in figures.values())
    assert all(figures[name]["new_voices"]["right_interval"] for name in measured)


def test_the_exported_file_is_small() -> None:
    assert len((files("model") / "bundled" / "digits.tflite").read_bytes()) <= 1_500_000


def test_digits_of_the_test_split_are_right_and_few_are_lost(data: Path) -> None:
    rows = _rows(data / "digits.csv", "test")
    answers, digits = _answers(data, rows), ExportedNetwork.load().card.digit_indices
    best = answers[:, digits].argmax(axis=1)
    right = np.array([str(each) == row["label"] for each, row in zip(best, rows, strict=True)])
    of_fsdd = np.array([row["source"] == "fsdd" for row in rows])
    assert of_fsdd.sum() == 300
    assert right[of_fsdd].sum() >= 299
    assert right[~of_fsdd].mean() >= 0.95  # no speaker of these is in the training
    assert 1 - _are_called_a_digit(answers).mean() <= 0.03


def test_few_words_of_the_test_split_are_called_a_digit(data: Path) -> None:
    assert _are_called_a_digit(_answers(data, _rows(data / "words.csv", "test"))).mean() <= 0.05


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_the_exported_file_answers_as_keras_does(data: Path) -> None:
    keras = pytest.importorskip("keras", reason="the extra train is not installed")
    import model.network  # noqa: F401  (registers the layers of saved networks)

    rows = _rows(data / "digits.csv", "validation")
    with as_file(files("model") / "bundled" / "digits.keras") as path:
        network = keras.saving.load_model(path, compile=False)
    clips = []
    for row in rows:
        samples, rate = soundfile.read(data / row["path"], dtype="float32")
        clips.append(make_clip(soxr.resample(samples, rate, 16_000)))
    expected = network.predict(np.stack(clips), verbose=0)
    np.testing.assert_allclose(_answers(data, rows), expected, atol=1e-4)
