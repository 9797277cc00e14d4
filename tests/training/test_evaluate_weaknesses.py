from dataclasses import replace

import msgspec
import numpy as np

from model.audio_format import CLIP_SAMPLES
from training.data.recording import OTHER, DataSet, Recording
from training.evaluation.figures import Accuracy, GateFigures, NoiseFigures
from training.evaluation.measure import figures_of
from training.evaluation.weaknesses import weaknesses

_LABELS = ("0", "1", OTHER)


class _Answering:
    """Answers a clip by its loudest sample: what each recording says it should be heard as."""

    labels = _LABELS
    tells_strings = False

    def probabilities(self, clip: np.ndarray) -> np.ndarray:
        heard = round(float(np.abs(clip).max()) * 10)
        answers = [(0.9, 0.05, 0.05), (0.05, 0.9, 0.05), (0.05, 0.05, 0.9), (0.5, 0.4, 0.1)]
        return np.array(answers[min(max(heard, 1), 4) - 1], np.float32)


def _said(label: str, speaker: str, heard: int, word: str = "") -> Recording:
    samples = np.zeros(CLIP_SAMPLES, np.float32)
    samples[8_000] = heard / 10
    return Recording(
        f"{speaker}/{label}", label, word or label, speaker, "made", "CC0", "test", lambda: samples
    )


def _figures(recordings: list[Recording]) -> list[str]:
    return weaknesses(figures_of(_Answering(), DataSet("made", tuple(recordings)), 0.8))


def test_the_worst_digits_voices_and_words_are_named() -> None:
    right = [_said("0", "anna", 1)] * 5 + [_said("1", "anna", 2)] * 5
    wrong = [_said("1", "bert", 1)] * 2 + [_said("1", "bert", 2)] * 3 + [_said("0", "anna", 4)]
    words = [_said(OTHER, "anna", 1, "tree"), _said(OTHER, "anna", 3, "tree")]
    said = " ".join(_figures([*right, *wrong, *words]))
    assert "Digits taken for others most: 1, 2 of 10, for 0 (2)." in said
    assert "as not sure or other: 0 (1 of 6)." in said
    assert "understood least: bert (3 of 5 right)." in said
    assert "Words called a digit most: tree (1 of 2)." in said


def test_voices_whose_sex_is_not_known_are_counted_as_such() -> None:
    anna, bert = _said("0", "anna", 1), _said("1", "bert", 1)
    known = [replace(anna, sex="female"), replace(bert, sex="male")]
    said = " ".join(_figures([*known, _said("0", "carl", 1), _said("0", "carl", 2)]))
    assert "Right by sex: female 1 of 1, male 0 of 1, not known 1 of 2." in said


def test_the_worst_noises_are_named() -> None:
    digits = [_said("0", "anna", 1)] * 5
    figures = figures_of(_Answering(), DataSet("made", tuple(digits)), 0.8)
    heard, missed = (Accuracy(right, 6, 0, right / 6, 0, 1, 0, 1) for right in (6, 2))
    noise = NoiseFigures((), {}, {}, {"rain.wav": heard, "dog.wav": missed}, 1)
    gate = GateFigures(
        noise_digits=3, noise_minutes=2.0, digits_by_noise={"dog.wav": 2, "cat.wav": 1}
    )
    said = " ".join(weaknesses(msgspec.structs.replace(figures, noise=noise, gate=gate)))
    assert "as loud as the voice: dog.wav (2 of 6 right), rain.wav (6 of 6 right)." in said
    assert "2.0 minutes of noise alone: 3, to cat.wav (1), dog.wav (2)." in said


def test_a_model_without_mistakes_has_nothing_to_say() -> None:
    assert _figures([_said("0", "anna", 1), _said("1", "anna", 2)]) == []
