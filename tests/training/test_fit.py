"""Runs that stop and go on, and that are refused."""

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_disk import small_disk
from virtual_sound import wait_until

pytest.importorskip("keras", reason="the extra train is not installed")

import keras
from killed_fit import fit_until_killed

from model.network import build_class_network
from training import fit as fit_module
from training.data.open import open_all
from training.data.recording import OTHER, DataSet, Recording
from training.digests import digest_of_sounds
from training.errors import DataError, RunError
from training.export import export
from training.fit import fit
from training.fit_settings import FitSettings
from training.run_folder import RunFolder
from training.stage_files import StageFiles

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:keras"),
]


@pytest.fixture(scope="module")
def whole_run(settings: FitSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "whole"
    fit(settings, folder, "fit")
    return folder


def _fit_command(settings: FitSettings, folder: Path) -> list[str]:
    """What trains in a process of its own; the command line has no epochs as short as these."""
    code = (
        "from pathlib import Path; from training.fit import fit; "
        "from training.fit_settings import FitSettings; "
        f"fit({settings}, Path({str(folder)!r}), 'fit')"
    )
    return [sys.executable, "-c", code]


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _quieter(recording: Recording) -> Recording:
    return replace(recording, load=lambda: recording.load() / 2)


def _weights(run: Path) -> list[np.ndarray]:
    network = keras.saving.load_model(run / "network.keras", compile=False)
    return [np.asarray(weight) for weight in network.weights]


@pytest.fixture(scope="module")
def killed_run(settings: FitSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that was killed in its second epoch, before its checkpoint."""
    folder = tmp_path_factory.mktemp("runs") / "killed"
    fit_until_killed(settings, folder, StageFiles, "write_checkpoint", 2)
    with (folder / "log.jsonl").open("a") as log:
        log.write('{"epoch": 3, "lo')
    return folder


def test_a_killed_run_goes_on_to_the_same_weights(
    settings: FitSettings, whole_run: Path, killed_run: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    shutil.copytree(killed_run, run)
    assert "temperature" not in RunFolder(run).facts()
    fit(settings, run, "fit")
    for one, other in zip(_weights(whole_run), _weights(run), strict=True):
        np.testing.assert_array_equal(one, other)
    assert [line["epoch"] for line in RunFolder(run).classes.log()] == [1, 2, 3]
    assert not (run / "checkpoint.keras").exists()


def test_the_time_of_a_run_is_that_of_its_parts(
    settings: FitSettings, killed_run: Path, tmp_path: Path
) -> None:
    run = shutil.copytree(killed_run, tmp_path / "run")
    lines = [{**line, "seconds": 1000} for line in RunFolder(run).classes.log()]
    (run / "log.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    fit(settings, run, "fit")
    # The second epoch had no checkpoint, and was trained again.
    assert 1000 < RunFolder(run).facts()["seconds"] < 2000


def test_a_run_whose_process_is_killed_goes_on_to_the_same_weights(
    settings: FitSettings, tmp_path: Path
) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    log = killed / "log.jsonl"
    with (
        subprocess.Popen(_fit_command(settings, whole)) as unbroken,
        subprocess.Popen(_fit_command(settings, killed)) as process,
    ):
        try:
            # The second line is there before its checkpoint, which the kill may break off.
            wait_until(
                lambda: (
                    process.poll() is not None
                    or (log.exists() and log.read_bytes().count(b"\n") >= 2)
                ),
                "the second line of the log",
                timeout_s=200,
            )
        finally:
            process.kill()
    assert (unbroken.returncode, process.returncode) == (0, -signal.SIGKILL)
    assert (killed / "checkpoint.keras").exists()
    assert "temperature" not in RunFolder(killed).facts()
    subprocess.run(_fit_command(settings, killed), check=True)
    for one, other in zip(_weights(whole), _weights(killed), strict=True):
        np.testing.assert_array_equal(one, other)
    assert [line["epoch"] for line in RunFolder(killed).classes.log()] == [1, 2, 3]


def test_a_run_that_goes_on_with_other_threads_is_told_what_that_changes(
    settings: FitSettings,
    killed_run: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    run = shutil.copytree(killed_run, tmp_path / "run")
    began_with = RunFolder(run).facts()["computes_with"]
    monkeypatch.setattr(fit_module, "computes_with", lambda: {**began_with, "threads": "7"})
    monkeypatch.setattr(fit_module, "begin_classes", _interrupt)
    with pytest.raises(KeyboardInterrupt):
        fit(settings, run, "fit")
    assert f"began with threads {began_with['threads']} (now 7)" in caplog.text


def test_a_run_takes_up_nothing_of_one_that_lost_its_facts_and_removes_nothing(
    whole_run: Path, tmp_path: Path
) -> None:
    run = shutil.copytree(whole_run, tmp_path / "run")
    facts = RunFolder(run).facts()
    (run / "run.json").unlink()
    before = {path.name: path.read_bytes() for path in run.iterdir()}
    with pytest.raises(RunError, match=r"network\.keras.* of a run whose run\.json is missing"):
        RunFolder(run).begin(facts)
    assert {path.name: path.read_bytes() for path in run.iterdir()} == before


def test_a_folder_that_holds_other_things_is_refused(settings: FitSettings, tmp_path: Path) -> None:
    for name in ("yes", "no", "perhaps", "other"):
        (tmp_path / "mine" / name).mkdir(parents=True)
    message = r"mine holds other things than a run \(no, other, perhaps, …\)\. Give a new or empty"
    with pytest.raises(RunError, match=message):
        fit(settings, tmp_path / "mine", "fit")
    assert not (tmp_path / "mine" / "run.json").exists()


def test_a_folder_with_hidden_files_alone_is_empty(tmp_path: Path) -> None:
    (tmp_path / ".new-run.json").write_text('{"sett')  # of a run that was killed as it began
    assert RunFolder(tmp_path).begin({"command": "fit", "settings": {}}) is None


def test_a_run_that_had_only_begun_begins_again(whole_run: Path, tmp_path: Path) -> None:
    run = shutil.copytree(whole_run, tmp_path / "run")
    facts = RunFolder(run).facts()
    del facts["temperature"]
    RunFolder(run).write_facts(facts)
    (run / "strings-checkpoint.keras").write_bytes(b"of a second stage")
    assert RunFolder(run).begin(facts) is None
    assert [path.name for path in run.iterdir() if path.name != "curves.html"] == ["run.json"]


def test_a_checkpoint_of_another_configuration_is_refused(
    settings: FitSettings, killed_run: Path
) -> None:
    before = {path.name: path.read_bytes() for path in killed_run.iterdir()}
    with pytest.raises(RunError, match=r"something else: --epochs 3, --seed 5\."):
        fit(replace(settings, epochs=4, string_epochs=1, seed=6), killed_run, "fit")
    assert {path.name: path.read_bytes() for path in killed_run.iterdir()} == before


def test_what_an_unfinished_run_is_made_from_is_named_as_it_is_typed(
    killed_run: Path, tiny_data: Path
) -> None:
    run = RunFolder(killed_run)
    facts = run.facts()
    other = {
        "data": ["other"],
        "synthetic_voices": 7,
        "synthetic_words": 7,
        "start": "model",
        "without_words": ["chord"],
    }
    before = f"--data {tiny_data}, --voices 0, --words 0, no --from, no --without-words. Give the"
    with pytest.raises(RunError, match=re.escape(f"made from something else: {before}")):
        run.begin({**facts, "settings": {**facts["settings"], **other}})


def test_a_checkpoint_of_a_network_of_another_build_is_refused(
    settings: FitSettings, killed_run: Path, tmp_path: Path
) -> None:
    run = shutil.copytree(killed_run, tmp_path / "run")
    other = build_class_network(9)
    other.compile("adamw", "categorical_crossentropy")
    other.save(run / "checkpoint.keras")
    with pytest.raises(RunError, match="a network of another build"):
        fit(settings, run, "fit")


@pytest.mark.parametrize(
    "changed",
    [
        lambda data: replace(data, recordings=data.recordings[1:]),
        lambda data: replace(data, recordings=data.recordings[::-1]),
        lambda data: replace(
            data, recordings=tuple(replace(each, word="cord") for each in data.recordings)
        ),
        lambda data: replace(data, recordings=(_quieter(data.recordings[0]), *data.recordings[1:])),
        lambda data: replace(data, noises=data.noises[1:]),
        lambda data: replace(data, rooms=()),
    ],
    ids=[
        "one gone",
        "in another order",
        "other words",
        "another sound",
        "a noise gone",
        "a room gone",
    ],
)
def test_recordings_that_have_changed_since_are_refused(
    settings: FitSettings,
    killed_run: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    changed: Callable[[DataSet], DataSet],
) -> None:
    run = shutil.copytree(killed_run, tmp_path / "run")
    monkeypatch.setattr(fit_module, "open_all", lambda places: changed(open_all(places)))
    with pytest.raises(RunError, match="The recordings have changed"):
        fit(settings, run, "fit")


def test_synthetic_voices_that_have_changed_since_are_refused(
    settings: FitSettings, killed_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = shutil.copytree(killed_run, tmp_path / "run")
    before = RunFolder(run).facts()
    sound = Recording(
        "a: b", OTHER, "b", "a", "a", "CC0", "train", lambda: np.zeros(4_000, np.float32)
    )
    louder = replace(sound, load=lambda: np.ones(4_000, np.float32))
    RunFolder(run).write_facts(before | {"synthetic": digest_of_sounds([sound])})
    for spoken in ([louder], [sound, sound], []):
        monkeypatch.setattr(fit_module, "_spoken", lambda *_, spoken=spoken: ([], spoken))
        with pytest.raises(RunError, match=r"The synthetic voices are not those .* Have the same"):
            fit(settings, run, "fit")


def test_a_run_that_was_killed_at_its_very_end_finds_the_same_temperature(
    settings: FitSettings, whole_run: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    fit_until_killed(settings, run, RunFolder, "write_facts", 3)
    fit(settings, run, "fit")
    facts, whole = RunFolder(run).facts(), RunFolder(whole_run).facts()
    assert {**facts, "seconds": 0} == {**whole, "seconds": 0}


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("1", r'"1" is a label of data.*Take it out of --without-words'),
        ("chrod", 'There is no word "chrod" in data.*inspect` lists'),
        ("", 'There is no word ""'),
    ],
)
def test_only_words_of_the_data_that_are_no_labels_can_be_kept_out(
    settings: FitSettings, tmp_path: Path, word: str, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        fit(replace(settings, without_words=("chord", word)), tmp_path / "run", "fit")
    assert not (tmp_path / "run").exists()


def test_a_damaged_checkpoint_is_named(
    settings: FitSettings, killed_run: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    shutil.copytree(killed_run, run)
    whole = (run / "checkpoint.keras").read_bytes()
    flipped = whole[:2_000] + bytes(200) + whole[2_200:]
    for content in (b"", b"half a file", whole[: len(whole) // 2], flipped):
        (run / "checkpoint.keras").write_bytes(content)
        message = r"checkpoint\.keras is missing or damaged \(it is damaged: (cut short|Bad CRC)"
        with pytest.raises(RunError, match=message):
            RunFolder(run).begin(RunFolder(run).facts())
    (run / "checkpoint.keras").unlink()
    with pytest.raises(RunError, match=r"is missing or damaged \(.*No such file"):
        RunFolder(run).classes.read_checkpoint()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"settings": [], "command": ""}', '{"set'])
def test_damaged_facts_of_a_run_are_not_said_to_be_no_run(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(RunError, match=r"run\.json is damaged.*train again, into another folder"):
        RunFolder(tmp_path).facts()


def test_a_folder_without_the_facts_of_a_run_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"is no run \(run\.json: No such file .*training fit$"):
        RunFolder(tmp_path).facts()


@pytest.mark.parametrize("line", [b"{}\n", b"[]\n", b"no JSON\n", b"\xff\n"])
def test_a_damaged_log_is_named(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "log.jsonl").write_bytes(line)
    with pytest.raises(RunError, match=r"log\.jsonl is damaged"):
        RunFolder(tmp_path).classes.log()


def test_a_place_that_cannot_be_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot be a folder for the run"):
        RunFolder(tmp_path / "file" / "run").begin({})


def test_an_unfinished_run_is_not_exported(killed_run: Path, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"is not finished\. Go on with it first"):
        export(killed_run, tmp_path / "model", "c")


def test_a_full_disk_leaves_the_run_as_it_was(
    killed_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = {path.name: path.read_bytes() for path in killed_run.iterdir()}
    monkeypatch.setattr(keras.Model, "save", full)
    with pytest.raises(RunError, match=r"cannot be written \(No space left on device\).*Make room"):
        RunFolder(killed_run).classes.write_checkpoint(keras.Sequential())
    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(RunError, match=r"log\.jsonl cannot be written"):
        RunFolder(killed_run).classes.append_log({"epoch": 9})
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in killed_run.iterdir()} == before


def test_a_disk_that_fills_up_in_the_middle_loses_no_epoch(
    settings: FitSettings, whole_run: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", kilobytes=6_000) as disk:
        run = disk.path / "run"
        with pytest.raises(RunError, match=r"cannot be written \(No space left on device\).*Make"):
            fit(settings, run, "fit")
        assert len(RunFolder(run).classes.log()) in (1, 2)
        assert RunFolder(run).classes.has_checkpoint()
        disk.make_room(kilobytes=20_000)
        fit(settings, run, "fit")
        for one, other in zip(_weights(whole_run), _weights(run), strict=True):
            np.testing.assert_array_equal(one, other)


def test_the_run_has_its_curves_as_a_picture(whole_run: Path) -> None:
    page = (whole_run / "curves.html").read_text()
    assert page.count("<svg viewBox") == 2
    assert "validation" in page
    assert json.loads((whole_run / "run.json").read_text())["settings"]["epochs"] == 3
