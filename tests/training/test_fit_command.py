"""What ``python -m training fit`` refuses, tells and keeps, before the first epoch and in it."""

import json
import logging
import re
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("keras", reason="the extra train is not installed")

from training import __main__ as command_line
from training import fit as fit_module
from training.fine_tuning import Start
from training.fit import fit
from training.fit_settings import FitSettings

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:keras"),
]

_TONES = np.random.default_rng(1)


def _write(path: Path, samples: np.ndarray | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    sound = 0.1 * _TONES.standard_normal(4_000) if samples is None else samples
    soundfile.write(path, sound, 16_000)


def _fill(folder: Path, **counts: int) -> None:
    folder.mkdir(exist_ok=True)
    for label, count in counts.items():
        for number in range(count):
            _write(folder / label / f"{number}.wav")


def _same_under_two(folder: Path) -> None:
    _fill(folder, yes=10, no=10)
    (folder / "no" / "0.wav").write_bytes((folder / "yes" / "0.wav").read_bytes())


def _all_silent(folder: Path) -> None:
    _fill(folder, yes=10)
    for number in range(5):
        _write(folder / "no" / f"{number}.wav", np.zeros(4_000))


def _none_readable(folder: Path) -> None:
    _fill(folder, yes=10)
    (folder / "no").mkdir()
    for number in range(5):
        (folder / "no" / f"{number}.wav").write_bytes(b"no sound")


def _fit(monkeypatch: pytest.MonkeyPatch, data: Path, out: Path, *more: str) -> int:
    options = ["--data", str(data), "--out", str(out), "--voices", "0", "--words", "0", *more]
    monkeypatch.setattr(sys, "argv", ["training", "fit", *options])
    return command_line.main()


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C comes when the first epoch begins."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fit_module, "fit_classes", interrupt)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: None, "is not there. Give a folder"),
        (lambda folder: folder.mkdir(), "holds nothing. Give a folder"),
        (lambda folder: _fill(folder, yes=10), 'has one label only, "yes".*Add recordings'),
        (lambda folder: _fill(folder, yes=10, no=2), '"no" has 2 of the 3 recordings.*Add some'),
        (_same_under_two, r'under several labels: no/0\.wav \("no"\) = yes/0\.wav.*Listen to it'),
        (_all_silent, 'Every recording of "no" is faulty. 5 silent.*Replace them'),
        (_none_readable, 'Every recording of "no" is faulty. 5 cannot be read.*Replace them'),
    ],
    ids=["nothing", "empty", "one label", "two recordings", "two labels", "silent", "unreadable"],
)
def test_what_cannot_be_trained_on_is_refused_in_one_line(
    make, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd
) -> None:
    make(tmp_path / "mine")
    assert _fit(monkeypatch, tmp_path / "mine", tmp_path / "run") == 1
    said = capfd.readouterr().err.splitlines()
    assert re.search(message, said[-1])
    assert "Traceback" not in "".join(said)
    assert not (tmp_path / "run").exists()


@pytest.mark.usefixtures("interrupted")
def test_what_is_left_out_is_named_in_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _fill(tmp_path / "mine", yes=10, no=10)
    for number in range(7):
        _write(tmp_path / "mine" / "no" / f"silent-{number}.wav", np.zeros(4_000))
    monkeypatch.chdir(tmp_path)
    assert _fit(monkeypatch, Path("mine"), Path("run")) == 130
    assert "7 silent and left out" in caplog.text
    assert "7 are left out; run.json in run names all" in caplog.text
    facts = json.loads((tmp_path / "run" / "run.json").read_text())
    assert set(facts["left_out"]) == {f"no/silent-{number}.wav" for number in range(7)}
    # So that it can be gone on with, and exported, from any folder.
    assert facts["settings"]["data"] == [str(tmp_path / "mine")]


@pytest.mark.usefixtures("interrupted")
def test_ctrl_c_tells_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    _fill(tmp_path / "mine", yes=10, no=10)
    assert _fit(monkeypatch, tmp_path / "mine", tmp_path / "run") == 130
    assert (
        "Stopped. The same command goes on after the last whole epoch." in capsys.readouterr().err
    )


@pytest.mark.usefixtures("interrupted")
def test_labels_that_only_the_model_to_start_from_has_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    start = Start(tmp_path / "model", None, ("yes", "perhaps", "other"))
    monkeypatch.setattr(fit_module, "read_start", lambda folder: start)
    monkeypatch.setattr(fit_module, "begin_classes", lambda *_: None)
    _fill(tmp_path / "mine", yes=10, no=10)
    assert _fit(monkeypatch, tmp_path / "mine", tmp_path / "run", "--from", "model") == 130
    assert "also tells apart perhaps. Of these there are no recordings" in caplog.text


def test_the_time_that_is_left_is_told(
    tiny_data: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    settings = FitSettings(
        (str(tiny_data),), 2, steps_per_epoch=1, synthetic_voices=0, synthetic_words=0
    )
    fit(settings, tmp_path / "run", "fit")
    assert re.search(r"epoch 1 of 2: loss [\d.]+, about \d+ s left", caplog.text)
    assert re.search(
        r"epoch 2 of 2: loss [\d.]+, validation [\d.]+ % right, about 0 s left", caplog.text
    )
