"""Measuring with networks made for it: noise, the gate, what is absent, what cannot be read."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from app.audio.files import read_recording
from app.recognition.worker import Worker
from app.settings import Settings
from model.runtime import ExportedNetwork
from training.data.recording import OTHER, DataSet, Recording
from training.errors import DataError
from training.evaluation.figures import Figures
from training.evaluation.gate import digits_said
from training.evaluation.measure import figures_of, measure
from training.evaluation.noise import mix, voice_power

_SAMPLE = Path(__file__).parents[2] / "assets" / "sample.flac"


class _LoudOrNot:
    """Hears "1" in what is loud, "0" in what is quiet, by the greatest value of the clip."""

    tells_strings = False

    def __init__(self, labels: tuple[str, ...] = ("0", "1", OTHER)) -> None:
        self.labels = labels

    def probabilities(self, clip: np.ndarray) -> np.ndarray:
        row = np.zeros(len(self.labels), np.float32)
        row[int(np.abs(clip).max() > 0.5)] = 1
        return row


def _tone(level: float, count: int = 8_000) -> np.ndarray:
    return (level * np.sin(np.arange(count) / 5)).astype(np.float32)


def _recording(label: str, load: Callable[[], np.ndarray], name: str = "a.wav") -> Recording:
    return Recording(name, label, label, "ann", "made", "CC0", "test", load)


def _digits() -> tuple[Recording, ...]:
    return (
        _recording("0", lambda: _tone(0.1), "quiet.wav"),
        _recording("1", lambda: _tone(0.9), "loud.wav"),
    )


def _noises() -> tuple[Recording, ...]:
    random = np.random.default_rng(1)
    hiss = random.standard_normal(40_000).astype(np.float32) * 0.01
    return (_recording(OTHER, lambda: hiss, "hiss.wav"),)


@pytest.mark.parametrize("snr_db", [20.0, 0.0])
def test_noise_is_mixed_in_at_the_level_that_is_said(snr_db: float) -> None:
    voice = np.concatenate([np.zeros(8_000, np.float32), _tone(0.3), np.zeros(4_000, np.float32)])
    noise = np.random.default_rng(1).standard_normal(len(voice)).astype(np.float32)
    added = mix(voice, noise, snr_db) - voice
    ratio = np.square(voice[8_000:16_000]).mean() / np.square(added).mean()
    assert 10 * np.log10(ratio) == pytest.approx(snr_db, abs=0.1)


def test_a_silent_digit_stays_silent_in_noise() -> None:
    assert not mix(np.zeros(100, np.float32), np.ones(100, np.float32), 0).any()
    assert voice_power(np.zeros(1, np.float32)) == 0


def test_noise_costs_the_accuracy_that_is_told() -> None:
    quiet = tuple(_recording("0", lambda: _tone(0.2), f"{i}.wav") for i in range(5))
    noise = figures_of(_LoudOrNot(), DataSet("d", quiet, _noises()), 0.8).noise
    assert noise is not None
    assert [level.snr_db for level in noise.levels] == [20, 10, 5, 0]
    assert noise.levels[0].digits.right == 5
    assert noise.noise_accuracy_lost == {"10": 0.0, "0": 100.0}
    assert noise.noise_accuracy_lost_interval == {"10": (0.0, 0.0), "0": (100.0, 100.0)}
    assert {path: (each.right, each.of) for path, each in noise.by_noise.items()} == {
        "hiss.wav": (0, 5)
    }


def test_noises_that_are_answered_are_named() -> None:
    beep = np.concatenate([np.zeros(16_000, np.float32), _tone(0.9), np.zeros(16_000, np.float32)])
    noises = (_recording(OTHER, lambda: beep, "beep.wav"), *_noises())
    gate = figures_of(_LoudOrNot(), DataSet("d", (), noises), 0.8).gate
    assert gate is not None
    assert gate.digits_by_noise.get("beep.wav") == 1
    assert sum(gate.digits_by_noise.values()) == gate.noise_digits
    low, high = gate.noise_digits_a_minute_interval
    assert 0 < low < gate.noise_digits_a_minute < high


def test_voices_that_were_not_trained_on_are_counted_by_themselves() -> None:
    digits = _digits()  # of "ann"
    new = tuple(replace(each, speaker="ben", load=lambda: _tone(0.9)) for each in digits)
    unknown = (replace(digits[0], speaker=""),)
    data_set = DataSet("d", (*digits, *new, *unknown))
    figures = measure(_LoudOrNot(), data_set, 0.8, trained_speakers=frozenset({"ann"})).figures
    assert figures.digits is not None
    voices = figures.digits.new_voices
    assert voices is not None
    assert (voices.right, voices.of, voices.lost) == (1, 2, 0)
    assert (voices.lost_low, voices.lost_high) == pytest.approx((0, 0.6576), abs=1e-4)
    everyone = figures_of(_LoudOrNot(), data_set, 0.8).digits
    assert everyone is not None
    assert everyone.new_voices is None


def test_the_same_data_gives_the_same_figures() -> None:
    data_set = DataSet("d", _digits(), _noises())
    first, second = (figures_of(_LoudOrNot(), data_set, 0.8) for _ in range(2))
    assert msgspec.structs.replace(first, cost=None) == msgspec.structs.replace(second, cost=None)


def test_what_was_not_measured_is_absent() -> None:
    figures = figures_of(_LoudOrNot(), DataSet("d", _digits()), 0.8)
    assert figures.digits is not None
    assert figures.digits.overall.accuracy == 1.0
    entries = msgspec.to_builtins(figures)
    absent = {"words", "noises", "noise", "digit_or_not", "reliability"}
    assert not absent & set(entries)
    assert entries["gate"].keys() == {"digits_exact", "digits_of"}
    assert msgspec.json.decode(msgspec.json.encode(figures), type=Figures) == figures


def test_words_alone_and_noises_alone_can_be_measured() -> None:
    word = _recording(OTHER, lambda: _tone(0.1))
    words = figures_of(_LoudOrNot(), DataSet("d", (word,)), 0.8)
    assert words.digits is None
    assert words.words is not None
    assert words.words.overall.called_a_digit == 1
    noises = figures_of(_LoudOrNot(), DataSet("d", (), _noises()), 0.8)
    assert noises.said is None
    assert noises.noises is not None
    assert noises.noises.of == 2  # whole seconds of 2.5


def test_a_model_without_other_is_measured() -> None:
    data_set = DataSet("d", (*_digits(), _recording(OTHER, lambda: _tone(0.1))), _noises())
    figures = figures_of(_LoudOrNot(("0", "1")), data_set, 0.8)
    assert figures.reliability is None
    assert figures.digit_or_not is None
    assert figures.words is not None
    assert figures.said is not None
    assert figures.said.answers == ("0", "1", "not sure")
    assert figures.mistakes[0].word == OTHER


def test_labels_that_the_model_lacks_are_counted_and_left_out() -> None:
    data_set = DataSet("d", (*_digits(), _recording("yes", lambda: _tone(0.1))))
    figures = figures_of(_LoudOrNot(), data_set, 0.8)
    assert figures.left_out.unknown_labels == {"yes": 1}
    assert figures.digits is not None
    assert figures.digits.overall.of == 2


def test_no_label_in_common_is_an_error() -> None:
    data_set = DataSet("replies", (_recording("yes", lambda: _tone(0.1)),))
    with pytest.raises(DataError, match="replies has the labels yes; the model knows 0, 1, other"):
        figures_of(_LoudOrNot(), data_set, 0.8)


def test_an_empty_split_is_an_error() -> None:
    with pytest.raises(DataError, match="no recordings to measure with"):
        figures_of(_LoudOrNot(), DataSet("d", ()), 0.8)


def _missing() -> np.ndarray:
    raise DataError("gone.wav cannot be read.")


def test_what_cannot_be_read_is_listed_and_left_out() -> None:
    bad = (
        _recording("0", _missing, "gone.wav"),
        _recording("0", lambda: np.zeros(0, np.float32), "empty.wav"),
        _recording("0", lambda: np.full(9_000, np.nan, np.float32), "broken.wav"),
    )
    figures = figures_of(_LoudOrNot(), DataSet("d", (*_digits(), *bad)), 0.8)
    assert figures.digits is not None
    assert figures.digits.overall.of == 2
    assert list(figures.left_out.unreadable) == ["gone.wav", "empty.wav", "broken.wav"]
    with pytest.raises(DataError, match=r"nothing can be read\. .* gone\.wav cannot be read"):
        figures_of(_LoudOrNot(), DataSet("d", bad), 0.8)


def test_a_silent_recording_is_left_out_as_the_training_does() -> None:
    silent = _recording("0", lambda: np.full(9_000, 0.5, np.float32), "silent.wav")
    figures = figures_of(_LoudOrNot(), DataSet("d", (*_digits(), silent)), 0.8)
    assert figures.digits is not None
    assert figures.digits.overall.of == 2
    assert figures.left_out.unreadable == {"silent.wav": "It is silent."}


def test_silence_is_no_noise_to_mix_in() -> None:
    silence = _recording(OTHER, lambda: np.zeros(20_000, np.float32))
    figures = figures_of(_LoudOrNot(), DataSet("d", _digits(), (silence,)), 0.8)
    assert figures.noise is None
    assert figures.noises is not None


def test_the_gate_hears_what_recognize_hears() -> None:
    from app.recognition.recordings import recognize_recording

    worker = Worker(ExportedNetwork.load())
    try:
        heard = recognize_recording(_SAMPLE, worker, Settings())
        said = digits_said(read_recording(_SAMPLE), worker, Settings())
    finally:
        worker.close()
    assert said
    assert "".join(said) == heard.digits
