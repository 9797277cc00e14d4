"""The way from recordings of one's own to a model that the program uses, as the README has it."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from made_data import make_label_folders

pytest.importorskip("keras", reason="the extra train is not installed")

from training import __main__ as command_line

_README = Path(__file__).parents[2] / "training" / "README.md"
# Of the defaults one epoch and few words, so that it does not take minutes.
_SHORTER = {"fit": ["--epochs", "1", "--words", "20"]}

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:keras"),
]


def _commands() -> list[list[str]]:
    """The commands of the training in the first lines of code of the README."""
    lines = re.findall(r"```\n(.*?)```", _README.read_text("utf-8"), re.DOTALL)[0].splitlines()
    typed = [shlex.split(line, comments=True) for line in lines]
    return [words[3:] for words in typed if words[:3] == ["python", "-m", "training"]]


def test_recordings_of_ones_own_become_a_model_that_the_program_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_label_folders(tmp_path / "my-recordings", {"yes": 6, "no": 6})
    monkeypatch.chdir(tmp_path)
    commands = _commands()
    assert [words[0] for words in commands] == ["inspect", "fit", "export", "install"]
    for words in commands:
        monkeypatch.setattr(sys, "argv", ["training", *words, *_SHORTER.get(words[0], [])])
        assert command_line.main() == 0
    recognize = [sys.executable, "-m", "app", "recognize", "--whole", "--json"]
    recognized = subprocess.run(
        [*recognize, "my-recordings/yes/take0.wav"],
        check=True,
        capture_output=True,
        text=True,
    )
    (utterance,) = json.loads(recognized.stdout)["utterances"]
    assert utterance["digit"] in ("yes", "no", None)
    assert set(utterance["probabilities"]) == {"yes", "no", "other"}
