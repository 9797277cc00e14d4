"""What all commands have in common: help, Ctrl+C, readers that leave, what the system refuses."""

import errno
import logging
import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from types import SimpleNamespace

import pytest

from training import __main__ as command_line
from training.commands import inspect
from training.commands.typed import typed_command

_TRAINING = (sys.executable, "-m", "training")


def _main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["training", *arguments])
    return command_line.main()


def _raising(error: BaseException):
    def run(options: Namespace) -> int:
        raise error

    return run


@pytest.mark.parametrize("arguments", [(), ("--help",)])
def test_help_names_every_command(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main(monkeypatch, *arguments) == 0
    printed = capsys.readouterr().out
    for path in Path(inspect.__file__).parent.glob("*.py"):
        if "def add_parser(" in path.read_text():
            assert f"\n    {path.stem} " in printed


def test_an_unknown_command_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main(monkeypatch, "teach") == 2
    assert "invalid choice: 'teach'" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["fit", "loso"])
def test_a_seed_that_keras_refuses_is_wrong_usage(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main(monkeypatch, command, "--seed", str(1 << 32)) == 2
    assert "4294967296 is more than 4294967295, the largest seed" in capsys.readouterr().err


def test_a_package_that_is_missing_is_named_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")
    monkeypatch.setattr(inspect, "run", _raising(missing))
    assert _main(monkeypatch, "inspect", "data") == 1
    assert capsys.readouterr().err.startswith("pyarrow is missing, which the training needs.")


def test_a_backend_that_is_missing_is_not_what_the_training_installs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    monkeypatch.setattr(inspect, "run", _raising(ModuleNotFoundError("No jax", name="jax")))
    assert _main(monkeypatch, "inspect", "data") == 1
    assert capsys.readouterr().err.startswith("jax is missing, which KERAS_BACKEND asks for.")


def test_a_name_that_is_no_text_does_not_end_a_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["training", "export", "runs/\udcff"])
    assert typed_command() == "python -m training export 'runs/\N{REPLACEMENT CHARACTER}'"


def test_an_interrupted_command_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(inspect, "run", _raising(KeyboardInterrupt()))
    assert _main(monkeypatch, "inspect", "data") == 130
    assert capsys.readouterr().err == "\nInterrupted.\n"


def test_of_what_tensorflow_tells_only_errors_are_told_on(monkeypatch: pytest.MonkeyPatch) -> None:
    _main(monkeypatch, "--help")
    assert not logging.getLogger("tensorflow").isEnabledFor(logging.WARNING)
    assert logging.getLogger("tensorflow").isEnabledFor(logging.ERROR)


def test_what_the_system_refuses_is_said_with_its_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = PermissionError(13, "Permission denied", "runs/digits")
    monkeypatch.setattr(inspect, "run", _raising(refused))
    assert _main(monkeypatch, "inspect", "data") == 1
    assert capsys.readouterr().err == "Permission denied (runs/digits).\n"


def test_a_full_disk_is_said_with_what_helps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "/somewhere/tmp")
    monkeypatch.setattr(inspect, "run", _raising(full))
    assert _main(monkeypatch, "inspect", "data") == 1
    said = capsys.readouterr().err
    assert said.startswith("No space left on device (/somewhere/tmp). Make room there, or")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_output_that_is_full_is_not_taken_for_the_disk_of_temporary_files(
    form: tuple[str, ...], unbuffered: str, tiny_data: Path
) -> None:
    with Path("/dev/full").open("w") as full:
        finished = subprocess.run(
            [*_TRAINING, "inspect", *form, str(tiny_data)],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert finished.returncode == 1
    said = "No space left on device when standard output was written. Make room where it goes, "
    assert finished.stderr == f"{said}or have it go elsewhere.\n"


@pytest.mark.parametrize("arguments", [("--help",), ("fetch",), ("inspect", "--json", "DATA")])
def test_a_reader_that_leaves_early_causes_no_traceback(
    arguments: tuple[str, ...], tiny_data: Path
) -> None:
    typed = [str(tiny_data) if each == "DATA" else each for each in arguments]
    with subprocess.Popen(
        [*_TRAINING, *typed], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_the_command_that_fit_names_next_can_be_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fit_module = SimpleNamespace(fit=lambda *_: None)
    monkeypatch.setitem(sys.modules, "training.fit", fit_module)  # in the place of Keras
    assert _main(monkeypatch, "fit", "--out", "runs/my digits") == 0
    assert capsys.readouterr().out.endswith("python -m training install 'runs/my digits'\n")
