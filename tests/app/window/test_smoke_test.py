"""The smoke test of the program, as whoever has just packaged it runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from program import run

import app
from assets import SAMPLE_DIGITS

_ROOT = Path(app.__file__).parents[1]
_BROKEN_WINDOW = """
import logging, threading
from PySide6.QtCore import qWarning
from app.window.program import Program

def after_first_paint(self):
    logging.getLogger("app").error("what was logged")
    qWarning("what Qt said")
    thread = threading.Thread(target=lambda: {}["what a thread did"])
    thread.start()
    thread.join()
    {}["what a slot did"]

Program._after_first_paint = after_first_paint
"""
_MISSING_PANEL = """
import sys
sys.modules["app.window.help_panel"] = None
"""


@pytest.fixture(autouse=True)
def _no_screen_and_no_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent")


def run_broken(
    code: str, *arguments: str, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run the program after something in it was broken."""
    start = "from app.__main__ import main; main()"
    return subprocess.run(
        [sys.executable, "-c", f"{code}\n{start}", *arguments],
        check=False,
        cwd=_ROOT,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=240,
    )


def test_it_tells_version_model_digits_and_milliseconds_in_one_line(home: Path) -> None:
    finished = run("--smoke-test")
    assert finished.stderr == ""
    assert finished.returncode == 0
    (line,) = finished.stdout.splitlines()
    report = json.loads(line)
    assert list(report) == ["version", "model", "digits", "milliseconds"]
    assert report["version"] == app.__version__
    assert report["model"].startswith("spoken digits ")
    assert report["digits"] == SAMPLE_DIGITS
    assert list(report["milliseconds"]) == ["model", "recognize", "painted"]
    assert min(report["milliseconds"].values()) > 0
    assert not list(home.iterdir())


def test_all_opens_the_rest_too(home: Path) -> None:
    finished = run("--smoke-test=all")
    assert finished.stderr == ""
    assert finished.returncode == 0
    opened = json.loads(finished.stdout)["opened"]
    assert {
        *("file .wav: 407192", "file .flac: 407192", "recordings", "paused picture", "themes"),
        *("Open recordings", "Open a folder of recordings", "Export", "menu Sort by"),
        *("What was really said?", "Choose the folder of a model"),
        *("panel settings", "panel kept", "panel help", "panel about", "Licences", "crash report"),
    } <= set(opened)
    for beginning in ("modules: ", "file .m4a: ", "microphones: ", "loudspeaker: "):
        assert any(each.startswith(beginning) for each in opened)
    assert not list(home.iterdir())


def test_everything_that_goes_wrong_behind_the_window_fails_it() -> None:
    finished = run_broken(_BROKEN_WINDOW, "--smoke-test")
    assert finished.returncode == 1
    assert finished.stdout == ""
    for what in ("what was logged", "what Qt said", "what a thread did", "what a slot did"):
        assert what in finished.stderr


def test_a_missing_module_is_named_and_the_rest_is_tried_all_the_same() -> None:
    finished = run_broken(_MISSING_PANEL, "--smoke-test=all", PATH="")
    assert finished.returncode == 1
    told = [line for line in finished.stderr.splitlines() if line.startswith("spoken-digits: ")]
    wrong = [line.split(": ")[1] for line in told]
    assert wrong == ["import app.window.help_panel", "panel help"]


def test_a_damaged_model_fails_it(model_folder: Path) -> None:
    (model_folder / "digits.tflite").write_bytes(b"no network")
    finished = run("--smoke-test", "--model", model_folder)
    assert finished.returncode == 1
    assert finished.stdout == ""
    assert "digits.tflite is damaged" in finished.stderr


@pytest.mark.parametrize(
    "arguments",
    [["--smoke-test", "a.wav"], ["a.wav", "--smoke-test"], ["--smoke-test", "--listen"]],
)
def test_what_it_does_not_take_is_wrong_usage(arguments: list[str]) -> None:
    finished = run(*arguments)
    assert finished.returncode == 2
    assert "--smoke-test" in finished.stderr
