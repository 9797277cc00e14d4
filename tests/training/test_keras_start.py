"""What a user sees of Keras when it starts."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("keras", reason="the extra train is not installed")

_START = """
import logging
logging.basicConfig(level=logging.INFO, format="%(message)s")
from training.keras_start import start_keras
start_keras(1)
"""


def _started(shell: str = '"$0" -c "$1"', **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ("sh", "-c", shell, sys.executable, _START),
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2", **environment},
    )


def test_it_says_on_what_it_computes_and_nothing_else() -> None:
    started = _started()
    assert re.fullmatch(r"Keras computes with \w+ on \S+\n", started.stderr)
    assert started.returncode == 0


def test_without_a_screen_it_starts_as_well() -> None:
    assert _started('"$0" -c "$1" 2>&-').returncode == 0


def test_what_keeps_it_from_starting_is_said(tmp_path: Path) -> None:
    (tmp_path / "keras.py").write_text(
        "import os\nos.write(2, b'no such chip')\nraise ImportError('broken')\n"
    )
    paths = [str(tmp_path), str(Path.cwd()), *filter(None, [os.environ.get("PYTHONPATH")])]
    started = _started(PYTHONPATH=os.pathsep.join(paths))
    assert "no such chip" in started.stderr
    assert "ImportError: broken" in started.stderr
    assert started.returncode == 1


def test_a_backend_that_keras_does_not_know_is_said_in_one_line(tmp_path: Path) -> None:
    fit = (sys.executable, "-m", "training", "fit", "--data", str(tmp_path))
    environment = {**os.environ, "KERAS_BACKEND": "nope"}
    finished = subprocess.run(
        fit, check=False, capture_output=True, text=True, timeout=300, env=environment
    )
    assert finished.returncode == 1
    assert re.fullmatch(r"Keras does not start \(.* nope\)\. Set .*\n", finished.stderr)
