"""The wheel is installed as pipx does it: into an environment of its own."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaged import DIST, Users

from app import __version__
from assets import SAMPLE_DIGITS

_ROOT = DIST.parent


def _said(*command: object) -> str:
    return subprocess.run(
        [*map(str, command)], check=True, cwd=_ROOT, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The project's own files alone: setuptools takes what lies in build/ along."""
    made = shutil.ignore_patterns(".*", "build", "dist", "runs", "*.egg-info", "__pycache__")
    return Path(shutil.copytree(_ROOT, tmp_path / "source", ignore=made))


@pytest.mark.timeout(900)
def test_it_is_installed_without_tensorflow_and_runs(source: Path, tmp_path: Path, users: Users):
    # This user, as the environment has this user's Python.
    owner = users()
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    _said(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, source)
    (wheel,) = tmp_path.glob("*.whl")
    environment = owner.home / "environment"
    _said(sys.executable, "-m", "venv", environment)
    own_pip = (environment / "bin" / "python", *pip[1:])
    _said(*own_pip, "install", "--quiet", "--constraint", _ROOT / "constraints.txt", wheel)
    installed = {each["name"] for each in json.loads(_said(*own_pip, "list", "--format=json"))}
    assert {"spoken-digits", "numpy", "sounddevice"} <= installed
    assert not installed & {"tensorflow", "keras", "librosa", "pyinstaller", "pytest"}
    program = environment / "bin" / "spoken-digits"
    assert owner.run(program, "--version").output == f"spoken-digits {__version__}\n"
    report = json.loads(owner.run(program, "--smoke-test", "all").output)
    assert report["digits"] == SAMPLE_DIGITS
