import contextlib
import signal
import subprocess
import sys
from importlib.resources import files

import pytest
from program import PROGRAM, run

import app
from assets import SAMPLE, SAMPLE_DIGITS


def test_the_version_is_told():
    assert run("--version").stdout == f"spoken-digits {app.__version__}\n"


def test_help_names_every_command_and_each_explains_itself():
    text = run("--help").stdout
    for command in ("listen", "recognize", "record", "devices", "doctor"):
        assert command in text
        assert "usage: spoken-digits " + command in run(command, "--help").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["recognize"],
        ["recognize", "--json", "--csv", "a.wav"],
        ["listen", "--seconds", "0"],
        ["--no-such-option"],
        ["record", "--label", "7", "a.wav"],
        ["recognize", ""],
        ["recognize", "--model", "", "a.wav"],
    ],
)
def test_wrong_usage_ends_with_status_2_and_says_what_is_wrong(arguments):
    finished = run(*arguments)
    assert finished.returncode == 2
    assert finished.stderr


def test_without_arguments_the_sample_is_heard_and_the_rest_is_named():
    finished = run()
    assert finished.returncode == 0
    said = "".join(line.split()[0] for line in finished.stdout.splitlines())
    assert said == SAMPLE_DIGITS
    assert "spoken-digits listen" in finished.stderr


def test_recordings_without_a_command_are_recognised(tmp_path):
    finished = run(tmp_path / "missing.wav")
    assert finished.returncode == 1
    assert "missing.wav" in finished.stderr


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["recognise", "a.wav"], "Did you mean recognize?"),
        (["Listen"], "Did you mean listen?"),
        (["xyz"], "--help names the commands"),
        (["--model", "folder", "recognize", "a.wav"], "The command comes first"),
    ],
)
def test_a_misplaced_or_misspelt_command_is_no_file(arguments, hint):
    finished = run(*arguments)
    assert finished.returncode == 2
    assert hint in finished.stderr


def test_an_error_of_the_user_is_one_line_in_the_log(home):
    assert run("--model", home / "none", "a.wav").returncode == 1
    log = (home / "spoken-digits.log").read_text()
    assert log.count("ERROR") == 1
    assert "Traceback" not in log


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
@pytest.mark.parametrize("form", ["--json", "--csv", ""])
def test_answers_that_cannot_be_written_are_no_success(form):
    finished = subprocess.run(
        f"{PROGRAM} recognize {form} {files('assets') / SAMPLE} > /dev/full",
        shell=True,
        check=False,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert finished.returncode == 1
    assert finished.stderr == (
        "spoken-digits: No space left on device when the answers were written.\n"
    )


def test_a_closed_output_is_no_success():
    finished = subprocess.run(
        f"{PROGRAM} listen --seconds 1 >&-",
        shell=True,
        check=False,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert finished.returncode == 1
    assert "standard output is closed" in finished.stderr


def test_ctrl_c_ends_a_command_quietly(tmp_path):
    for delay_s in (0.1, 0.2, 0.4):
        with subprocess.Popen(
            [PROGRAM], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=delay_s)
            process.send_signal(signal.SIGINT)
            errors = process.stderr.read()
        assert "Traceback" not in errors
        assert "should not have happened" not in errors
        assert "leaked" not in errors
