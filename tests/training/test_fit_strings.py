"""The second stage of runs: strings of digits."""

import json
import logging
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("keras", reason="the extra train is not installed")

import keras
from killed_fit import fit_until_killed

from model.runtime import ExportedNetwork
from model.states import STATE_COUNT
from training import export as export_module
from training import fit as fit_module
from training import fit_strings as fit_strings_module
from training.batches import TrainingBatches
from training.data.open import open_all, open_data
from training.data.recording import OTHER, DataSet, Recording
from training.errors import ExportError, RunError
from training.export import export
from training.fit import fit, heard
from training.fit_settings import FitSettings
from training.run_folder import RunFolder
from training.stage_files import StageFiles

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:keras"),
]


def _align(digits: str, log_probabilities: np.ndarray) -> np.ndarray | None:
    """Say that only "123" fits: two batches an epoch do not make a network that could tell."""
    return log_probabilities.argmax(axis=1) if digits == "123" else None


def _spoken(word: str, label: str, seconds: float = 1.5) -> Recording:
    """Say something as a synthesiser would: a noise of its own."""
    random = np.random.default_rng(list(word.encode()))
    samples = random.standard_normal(int(16_000 * seconds), dtype=np.float32)
    name = f"made voice: {word}"
    return Recording(name, label, word, "made voice", "made", "CC0", "train", lambda: samples)


def _speak_tokens(random: np.random.Generator, count: int) -> list[Recording]:
    return [_spoken("double", "d", 0.4), _spoken("oh", "0", 0.4)]


def _speak_fillers(random: np.random.Generator, count: int) -> list[Recording]:
    return [_spoken("uh", OTHER, 0.4)]


def _speak_numbers(random: np.random.Generator, count: int) -> list[Recording]:
    return [_spoken("one two three", "123"), _spoken("double two three", "d23")]


@pytest.fixture(autouse=True, scope="module")
def _made():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fit_strings_module, "align", _align)
        patch.setattr(fit_module, "speak_tokens", _speak_tokens)
        patch.setattr(fit_module, "speak_fillers", _speak_fillers)
        patch.setattr(fit_module, "speak_numbers", _speak_numbers)
        yield


@pytest.fixture(scope="module")
def settings(ten_digits: Path) -> FitSettings:
    return FitSettings(
        (str(ten_digits),),
        epochs=1,
        string_epochs=3,
        seed=5,
        steps_per_epoch=2,
        synthetic_voices=0,
        synthetic_words=0,
    )


@pytest.fixture(scope="module")
def whole_run(settings: FitSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "whole"
    fit(settings, folder, "fit")
    return folder


def _weights(file: Path) -> list[np.ndarray]:
    network = keras.saving.load_model(file, compile=False)
    return [np.asarray(weight) for weight in network.weights]


def _check_same(one: Path, other: Path) -> None:
    for weight, same in zip(_weights(one), _weights(other), strict=True):
        np.testing.assert_array_equal(weight, same)


def _without_times(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: each[name] for name in each if name != "seconds"} for each in facts]


def test_a_run_has_what_tells_strings(whole_run: Path) -> None:
    assert {path.name for path in whole_run.iterdir()} == {
        "run.json",
        "log.jsonl",
        "strings.jsonl",
        "curves.html",
        "network.keras",
        "strings.keras",
    }
    assert [line["epoch"] for line in RunFolder(whole_run).strings.log()] == [1, 2, 3]
    assert all(np.isfinite(line["loss"]) for line in RunFolder(whole_run).strings.log())
    network = keras.saving.load_model(whole_run / "strings.keras", compile=False)
    assert network.output_shape == (None, 25, STATE_COUNT)
    facts = RunFolder(whole_run).facts()
    assert facts["data"] == {"made": "CC0", "phone_numbers": "MIT"}
    assert (whole_run / "curves.html").read_text().count("<svg viewBox") == 3


@pytest.fixture(scope="module")
def begun_run(settings: FitSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that was killed in the first epoch of its second stage."""
    folder = tmp_path_factory.mktemp("runs") / "begun"
    fit_until_killed(settings, folder, StageFiles, "write_checkpoint", 2)
    return folder


@pytest.mark.parametrize(
    "kill",
    [
        (StageFiles, "write_checkpoint", 2),
        (RunFolder, "write_aligned", 1),
        (StageFiles, "write_checkpoint", 3),
        (RunFolder, "write_facts", 1),
    ],
    ids=["before it knows the numbers", "as it finds them", "after that", "at the end"],
)
def test_a_killed_run_goes_on_to_the_same_weights(
    settings: FitSettings,
    whole_run: Path,
    begun_run: Path,
    tmp_path: Path,
    kill: tuple[type, str, int],
) -> None:
    run = shutil.copytree(begun_run, tmp_path / "run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TrainingBatches, "batch", None)  # the classes are not trained again
        fit_until_killed(settings, run, *kill)
        assert "temperature" not in RunFolder(run).facts()
        fit(settings, run, "fit")
    for name in ("network.keras", "strings.keras"):
        _check_same(whole_run / name, run / name)
    one, other = RunFolder(run), RunFolder(whole_run)
    assert _without_times([one.facts()]) == _without_times([other.facts()])
    assert _without_times(one.strings.log()) == _without_times(other.strings.log())
    assert {path.name for path in run.iterdir()} == {path.name for path in whole_run.iterdir()}


def test_the_classes_do_not_depend_on_the_strings(
    settings: FitSettings, whole_run: Path, tmp_path: Path
) -> None:
    fit(replace(settings, string_epochs=0), tmp_path / "run", "fit")
    assert not (tmp_path / "run" / "strings.keras").exists()
    _check_same(tmp_path / "run" / "network.keras", whole_run / "network.keras")


def test_the_log_says_which_numbers_are_left_out(
    settings: FitSettings, begun_run: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(begun_run, tmp_path / "run")
    with caplog.at_level(logging.INFO):
        fit_until_killed(settings, tmp_path / "run", StageFiles, "write_checkpoint", 3)
    lines = [record.getMessage() for record in caplog.records if "string" in record.getMessage()]
    assert lines[0].startswith("strings: epoch 1 of 3: loss ")
    assert lines[2] == (
        "strings: 1 of 2 recorded and 1 of 2 synthetic numbers are trained on; "
        "something else seems to be said in numbers/7.wav"
    )
    aligned = json.loads((tmp_path / "run" / "strings-aligned.json").read_text())
    assert aligned["numbers/7.wav"] is None
    assert len(aligned["numbers/123.wav"]) > 10


def test_lost_states_of_numbers_are_named(tmp_path: Path) -> None:
    for content in (None, "", "{"):
        if content is not None:
            (tmp_path / "strings-aligned.json").write_text(content)
        with pytest.raises(RunError, match=r"strings-aligned\.json is missing or damaged"):
            RunFolder(tmp_path).aligned()


def test_what_has_not_all_ten_digits_has_no_strings(
    settings: FitSettings, tiny_data: Path, tmp_path: Path
) -> None:
    fit(replace(settings, data=(str(tiny_data),)), tmp_path / "run", "fit")
    assert not list((tmp_path / "run").glob("strings*"))
    assert (tmp_path / "run" / "curves.html").read_text().count("<svg viewBox") == 2
    export(tmp_path / "run", tmp_path / "model", "export")
    assert not ExportedNetwork.load(tmp_path / "model").tells_strings


def test_numbers_of_speakers_and_sources_that_are_kept_out_are_kept_out(
    settings: FitSettings, ten_digits: Path
) -> None:
    data = open_data(ten_digits)
    assert len(heard(data, settings).numbers) == 2
    assert heard(data, replace(settings, without_speakers=("d",))).numbers == ()
    assert heard(data, replace(settings, without_sources=("phone_numbers",))).numbers == ()
    assert heard(data, replace(settings, string_epochs=0)).numbers == ()


def test_numbers_that_have_changed_since_are_refused(
    settings: FitSettings, begun_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = shutil.copytree(begun_run, tmp_path / "run")

    def fewer(places: list[Path]) -> DataSet:
        data = open_all(places)
        return replace(data, numbers=data.numbers[1:])

    monkeypatch.setattr(fit_module, "open_all", fewer)
    with pytest.raises(RunError, match="The recordings have changed"):
        fit(settings, run, "fit")


def test_synthetic_numbers_that_have_changed_since_are_refused(
    settings: FitSettings, begun_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = shutil.copytree(begun_run, tmp_path / "run")
    monkeypatch.setattr(fit_module, "speak_tokens", lambda random, count: [])
    monkeypatch.setattr(fit_module, "speak_numbers", lambda random, count: [])
    with pytest.raises(RunError, match="The synthetic voices are not those"):
        fit(settings, run, "fit")


@pytest.fixture(scope="module")
def exported(whole_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "model"
    export(whole_run, folder, "export")
    return folder


def test_the_exported_file_answers_clips_and_tells_strings(whole_run: Path, exported: Path) -> None:
    network = ExportedNetwork.load(exported)
    assert network.tells_strings
    clips = np.random.default_rng(1).standard_normal((3, 16_000), dtype=np.float32)
    for name, answer in (("network", network.probabilities), ("strings", network.states)):
        kept = keras.saving.load_model(whole_run / f"{name}.keras", compile=False)
        answers = np.stack([answer(clip) for clip in clips])
        np.testing.assert_allclose(answers, kept.predict(clips, verbose=0), atol=1e-4)


def test_who_asks_for_no_signature_gets_the_answer_to_a_clip(exported: Path) -> None:
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_path=str(exported / "digits.tflite"))
    (given,), (answer,) = interpreter.get_input_details(), interpreter.get_output_details()
    interpreter.resize_tensor_input(given["index"], (1, 16_000))
    interpreter.allocate_tensors()
    assert tuple(answer["shape"]) == (1, 11)
    assert set(interpreter.get_signature_list()) == {"serving_default", "states"}


def test_the_weights_are_in_the_file_once(exported: Path) -> None:
    assert (exported / "digits.tflite").stat().st_size < 1_500_000


def test_states_that_are_told_otherwise_replace_nothing(
    whole_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    differences = iter((0.0, float("nan")))
    monkeypatch.setattr(export_module, "largest_difference", lambda *_: next(differences))
    with pytest.raises(ExportError, match="Nothing was replaced"):
        export(whole_run, tmp_path / "model", "export")
    assert not (tmp_path / "model").exists()
