import pytest
from program import run

import app
from assets import SAMPLE_DIGITS


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
