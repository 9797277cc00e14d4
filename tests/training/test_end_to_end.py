"""The whole way on a tiny data set: fit, export, load, evaluate."""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from small_disk import small_disk

pytest.importorskip("keras", reason="the extra train is not installed")

from model.clip import make_clip
from model.runtime import ExportedNetwork
from training import __main__ as command_line
from training import export as export_module
from training.data.open import open_data
from training.errors import ExportError, RunError
from training.export import export
from training.fit import fit
from training.fit_settings import FitSettings

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:keras"),
]


def _settings(data: Path) -> FitSettings:
    return FitSettings(
        (str(data),), epochs=1, seed=3, steps_per_epoch=4, synthetic_voices=0, synthetic_words=0
    )


@pytest.fixture(scope="module")
def run(tiny_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "tiny"
    fit(_settings(tiny_data), folder, "fit")
    return folder


@pytest.fixture(scope="module")
def exported(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "model"
    export(run, folder, "export")
    return folder


@pytest.fixture
def model_folder(exported: Path, tmp_path: Path) -> Path:
    """A copy of the exported model, to be changed."""
    shutil.copytree(exported, tmp_path / "model")
    return tmp_path / "model"


def test_a_run_becomes_a_model_that_the_program_loads(exported: Path, tiny_data: Path) -> None:
    network = ExportedNetwork.load(exported)
    assert network.labels == ("0", "1", "other")
    assert network.card.command == "fit && export"
    assert network.card.name == "tiny"  # the run: only what tells the ten digits is spoken digits
    assert network.card.data == {"made": "CC0"}
    assert network.card.temperature > 0
    assert network.card.figures["fit"]["command"] == "fit"
    assert network.card.figures["fit"]["epochs"] == 1
    assert network.card.figures["fit"]["seconds"] > 0
    recording = open_data(tiny_data).only("test").recordings[0]
    assert network.probabilities(make_clip(recording.load())).sum() == pytest.approx(1, abs=1e-5)
    assert [path.name for path in exported.parent.iterdir()] == ["model"]


def test_the_figures_come_into_the_card(
    model_folder: Path,
    tiny_data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ["training", "evaluate", str(model_folder), str(tiny_data), "--card"]
    monkeypatch.setattr(sys, "argv", arguments)
    assert command_line.main() == 0
    assert " of 8 " in capsys.readouterr().out
    figures = ExportedNetwork.load(model_folder).card.figures["test"]
    assert figures["digits"]["made"]["of"] == 8
    assert figures["words"]["of"] == 4
    assert figures["command"].startswith("python -m training evaluate ")


def test_the_same_seed_gives_the_same_weights(run: Path, tiny_data: Path, tmp_path: Path) -> None:
    import keras

    fit(_settings(tiny_data), tmp_path / "again", "fit")
    networks = [
        keras.saving.load_model(folder / "network.keras", compile=False)
        for folder in (run, tmp_path / "again")
    ]
    for one, other in zip(networks[0].weights, networks[1].weights, strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))


def test_an_export_that_answers_otherwise_replaces_nothing(
    run: Path, model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_module, "largest_difference", lambda *_: float("nan"))
    with pytest.raises(ExportError, match="Nothing was replaced"):
        export(run, model_folder, "bad")
    assert ExportedNetwork.load(model_folder).card.command == "fit && export"
    assert [path.name for path in model_folder.parent.iterdir()] == ["model"]


def test_an_export_to_a_full_disk_says_what_to_do_and_leaves_nothing(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        arguments = ["training", "export", str(run), "--to", str(disk.path / "model")]
        monkeypatch.setattr(sys, "argv", arguments)
        assert command_line.main() == 1
        assert "model cannot be written (No space left on device)" in capsys.readouterr().err
        assert list(disk.path.iterdir()) == []


def test_an_export_without_room_for_temporary_files_names_their_folder(
    run: Path, model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "temporary") as disk:
        monkeypatch.setattr(tempfile, "tempdir", str(disk.path))
        with pytest.raises(ExportError, match=f"Make room in {disk.path}"):
            export(run, model_folder, "full")
    assert ExportedNetwork.load(model_folder).card.command == "fit && export"
    assert {path.name for path in tmp_path.iterdir()} == {"temporary", "model"}


def test_recordings_that_have_gone_since_do_not_matter_unless_all_have(
    run: Path, tiny_data: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(tiny_data, tmp_path / "data")
    moved = shutil.copytree(run, tmp_path / "run")
    facts = json.loads((moved / "run.json").read_text())
    facts["settings"]["data"] = [str(data)]
    (moved / "run.json").write_text(json.dumps(facts))
    next((data / "digits").iterdir()).unlink()
    assert export(moved, tmp_path / "model", "export").labels == ("0", "1", "other")
    shutil.rmtree(data / "digits")
    shutil.rmtree(data / "words")
    with pytest.raises(ExportError, match="nothing can be read"):
        export(moved, tmp_path / "other", "export")
    assert not (tmp_path / "other").exists()


def test_a_run_is_not_overwritten(run: Path, tiny_data: Path) -> None:
    with pytest.raises(RunError, match="holds a finished run"):
        fit(_settings(tiny_data), run, "fit")


def test_without_a_place_it_is_exported_into_the_run(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(run, tmp_path / "run")
    monkeypatch.setattr(sys, "argv", ["training", "export", str(tmp_path / "run")])
    assert command_line.main() == 0
    assert ExportedNetwork.load(tmp_path / "run" / "model").labels == ("0", "1", "other")


def test_the_run_keeps_what_it_was_made_from(run: Path) -> None:
    facts = json.loads((run / "run.json").read_text())
    assert facts["settings"]["seed"] == 3
    assert facts["labels"] == ["0", "1", "other"]
    lines = (run / "log.jsonl").read_text().splitlines()
    assert "validation_accuracy" in json.loads(lines[-1])
