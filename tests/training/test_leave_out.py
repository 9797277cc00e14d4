"""Trainings that leave someone out, and what is measured of them."""

import csv
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("keras", reason="the extra train is not installed")

import keras

from app.recognition.model_card import read_card
from training import __main__ as command_line
from training import fit as fit_module
from training.classes import Classes
from training.data.open import open_all
from training.data.recording import Recording
from training.data.usable import usable
from training.digests import digest_of
from training.errors import RunError
from training.fit import heard
from training.fit_settings import FitSettings
from training.leaving_out import leave_out as leave_out_module
from training.leaving_out.leave_out import leave_one_out
from training.leaving_out.report import Report
from training.run_folder import RunFolder

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:keras"),
]

_TAKES = ("train", "train", "validation", "test")


@pytest.fixture(scope="module")
def data(tiny_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny data, but a and b are from here, c from elsewhere, and all are in all splits."""
    folder = tmp_path_factory.mktemp("leave-out") / "data"
    shutil.copytree(tiny_data, folder)
    for manifest in ("digits.csv", "words.csv"):
        with (folder / manifest).open(newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row["split"] = _TAKES[int(Path(row["path"]).stem[-1])]
            row["source"] = "elsewhere" if row["speaker"] == "c" else "here"
        with (folder / manifest).open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture
def settings(data: Path) -> FitSettings:
    return FitSettings(
        (str(data),), 1, seed=5, steps_per_epoch=1, synthetic_voices=0, synthetic_words=0
    )


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[FitSettings]:
    """Instead of training, write a network that always says "0"; give what it was asked for."""
    asked: list[FitSettings] = []

    def fit(settings: FitSettings, folder: Path, command: str) -> None:
        asked.append(settings)
        run = RunFolder(folder)
        data, findings = usable(open_all([Path(place) for place in settings.data]))
        facts = {
            "command": command,
            "settings": msgspec.to_builtins(settings),
            "recordings": digest_of(heard(data, settings), findings.sounds),
        }
        run.begin(facts)
        clips = keras.Input((16_000,))
        answers = keras.layers.Dense(3, kernel_initializer="zeros")
        network = keras.Model(clips, keras.layers.Softmax()(answers(clips)))
        answers.bias.assign([9.0, 0.0, 0.0])
        run.classes.write_network(network)
        run.write_facts({**facts, "labels": ["0", "1", "other"], "temperature": 1.0})

    monkeypatch.setattr(leave_out_module, "fit", fit)
    return asked


@pytest.fixture
def loso(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run the command with further arguments; give its exit status."""

    def run(*arguments: str) -> int:
        fixed = ["--data", str(data), "--out", str(tmp_path / "out"), "--epochs", "3"]
        monkeypatch.setattr(sys, "argv", ["training", "loso", *fixed, "--of", "here", *arguments])
        return command_line.main()

    return run


def test_each_speaker_is_measured_by_the_network_that_never_heard_him(
    settings: FitSettings, fitted: list[FitSettings], tmp_path: Path
) -> None:
    report = leave_one_out(settings, "speaker", ["here"], tmp_path, "loso")
    assert [each.without_speakers for each in fitted] == [("a",), ("b",)]
    assert [each.without_words for each in fitted] == [("chord",), ()]
    for fold, name in zip(report.folds, "ab", strict=True):
        assert (fold.left_out, fold.run) == (name, name)
        overall = fold.digits.overall
        assert (overall.right, overall.of, overall.lost) == (4, 8, 0)
        assert overall.low < 0.5 < overall.high
        assert fold.seconds is not None
        assert list(fold.digits.by_speaker) == [name]
    assert report.mean_accuracy == 0.5


def test_words_that_were_left_out_are_measured_in_test_and_in_all_splits(
    settings: FitSettings, fitted: list[FitSettings], tmp_path: Path
) -> None:
    words = leave_one_out(settings, "speaker", ["here"], tmp_path, "loso").words
    assert words is not None
    assert words.test is not None
    assert words.all_splits is not None
    assert (words.test.overall.called_a_digit, words.test.overall.of) == (3, 3)
    assert (words.all_splits.overall.called_a_digit, words.all_splits.overall.of) == (12, 12)
    assert list(words.all_splits.by_word) == ["chord"]
    assert words.not_measured == ()


def test_by_source_no_words_are_left_out(
    settings: FitSettings, fitted: list[FitSettings], tmp_path: Path
) -> None:
    report = leave_one_out(settings, "source", ["elsewhere"], tmp_path, "loso")
    assert [each.without_sources for each in fitted] == [("elsewhere",)]
    assert [each.without_speakers for each in fitted] == [("c",)]  # who says words as well
    assert fitted[0].without_words == ()
    assert report.folds[0].digits.overall.of == 6  # not those of the split test
    assert report.words is None


def test_what_is_trained_is_measured_and_not_trained_again(
    settings: FitSettings, fitted: list[FitSettings], tmp_path: Path
) -> None:
    first = leave_one_out(settings, "speaker", ["here"], tmp_path, "loso")
    shutil.rmtree(tmp_path / "b")
    again = leave_one_out(settings, "speaker", ["here"], tmp_path, "loso")
    assert [each.without_speakers for each in fitted] == [("a",), ("b",), ("b",)]
    assert again.folds[0].seconds is None
    assert [each.digits for each in again.folds] == [each.digits for each in first.folds]


def test_what_is_more_than_fits_into_memory_is_measured_in_parts(
    settings: FitSettings,
    fitted: list[FitSettings],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_once = leave_one_out(settings, "speaker", ["here"], tmp_path, "loso")
    monkeypatch.setattr(leave_out_module, "_AT_ONCE", 3)
    in_parts = leave_one_out(settings, "speaker", ["here"], tmp_path, "loso")
    assert [each.digits for each in in_parts.folds] == [each.digits for each in at_once.folds]
    assert in_parts.words == at_once.words


def test_a_run_of_something_else_is_named_before_any_training(
    settings: FitSettings, fitted: list[FitSettings], tmp_path: Path
) -> None:
    leave_one_out(settings, "speaker", ["here"], tmp_path, "loso --seed 5")
    shutil.rmtree(tmp_path / "a")
    fitted.clear()
    with pytest.raises(RunError, match=r"b holds a run .* something else \(loso --seed 5\)"):
        leave_one_out(replace(settings, seed=6), "speaker", ["here"], tmp_path, "loso")
    assert fitted == []


def test_a_run_of_other_recordings_is_named_before_any_training(
    settings: FitSettings, data: Path, fitted: list[FitSettings], tmp_path: Path
) -> None:
    own = shutil.copytree(data, tmp_path / "data")
    settings = replace(settings, data=(str(own),))
    leave_one_out(settings, "speaker", ["here"], tmp_path, "loso")
    fitted.clear()
    manifest = own / "noise.csv"
    manifest.write_text("".join(manifest.read_text().splitlines(keepends=True)[:-1]))
    with pytest.raises(RunError, match=r"recordings have changed since the run in .*a was made"):
        leave_one_out(settings, "speaker", ["here"], tmp_path, "loso")
    assert fitted == []


def test_a_real_training_leaves_out_is_finished_and_measured(
    settings: FitSettings, tmp_path: Path
) -> None:
    report = leave_one_out(settings, "source", ["elsewhere"], tmp_path, "loso")
    assert report.folds[0].digits.overall.of == 6
    assert RunFolder(tmp_path / "elsewhere").facts()["data"] == {"here": "CC0", "made": "CC0"}
    again = leave_one_out(settings, "source", ["elsewhere"], tmp_path, "loso")
    assert again.folds[0].seconds is None
    assert again.folds[0].digits == report.folds[0].digits


def test_what_is_left_out_does_not_choose_the_best_epoch_either(
    settings: FitSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    validated = []

    class _BeforeTheTrainingError(Exception):
        pass

    def look(recordings: Sequence[Recording], classes: Classes) -> None:
        validated.extend(recordings)
        raise _BeforeTheTrainingError

    monkeypatch.setattr(fit_module, "Validation", look)
    left_out = replace(settings, without_speakers=("a",), without_sources=("elsewhere",))
    with pytest.raises(_BeforeTheTrainingError):
        fit_module.fit(left_out, tmp_path / "run", "fit")
    said = {(each.speaker, each.word) for each in validated}
    assert said == {("b", "0"), ("b", "1"), ("b", "chord"), ("c", "chord")}


def test_the_command_prints_a_table_and_writes_all_figures(
    loso, fitted: list[FitSettings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert loso("--json", str(tmp_path / "l.json")) == 0
    printed = capsys.readouterr().out
    assert "digits of speakers never heard" in printed
    assert printed.count("4 of 8") == 2
    assert "mean" in printed
    assert "chord" in printed
    report = msgspec.json.decode((tmp_path / "l.json").read_bytes(), type=Report)
    assert report.command.startswith("python -m training loso ")
    assert (report.by, report.epochs, report.seed, report.threshold) == ("speaker", 3, 1, 0.8)
    assert fitted[0].epochs == 3


def test_a_models_card_keeps_the_counts(
    loso, fitted: list[FitSettings], model_folder: Path
) -> None:
    before = read_card(model_folder)
    assert loso("--card", str(model_folder)) == 0
    card = read_card(model_folder)
    figures = card.figures["without_one_speaker"]
    assert figures["command"].endswith(f"--card {model_folder}")
    assert (figures["epochs"], figures["mean_accuracy"], figures["worst"]) == (3, 0.5, "a")
    assert (figures["digits"]["a"]["right"], figures["digits"]["a"]["of"]) == (4, 8)
    assert figures["digits"]["a"]["right_interval"] == [0.2152, 0.7848]
    assert figures["words_left_out"]["all_splits"]["of"] > 0
    assert figures["weaknesses"][0].startswith("Digits taken for others most: ")
    assert msgspec.structs.replace(card, figures=before.figures) == before
    assert card.figures["test"] == before.figures["test"]


def test_ctrl_c_keeps_what_is_trained(
    loso,
    fitted: list[FitSettings],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fit = leave_out_module.fit

    def interrupted(settings: FitSettings, folder: Path, command: str) -> None:
        if folder.name == "b":
            raise KeyboardInterrupt
        fit(settings, folder, command)

    monkeypatch.setattr(leave_out_module, "fit", interrupted)
    assert loso() == 130
    assert capsys.readouterr().err.endswith("Stopped. The same command goes on where it was.\n")
    monkeypatch.setattr(leave_out_module, "fit", fit)
    assert loso() == 0
    assert [each.without_speakers for each in fitted] == [("a",), ("b",)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--of", "nowhere"), "Name one that it has: elsewhere, here."),
        (("--of", "elsewhere"), "elsewhere has one speaker only, c"),
        (("--json", "no/such/folder/l.json"), "There is no folder no/such/folder"),
        (("--card", "no/such/model"), "There is no card.json in no/such/model"),
        (("--epochs", "0"), "0 is no whole number from 1 on"),
        (("--seed", "-1"), "-1 is no whole number from 0 on"),
        (("--by", "sex"), "invalid choice: 'sex'"),
    ],
)
def test_bad_input_is_named_and_nothing_written(
    arguments: tuple[str, ...],
    message: str,
    loso,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert loso(*arguments) in (1, 2)
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
