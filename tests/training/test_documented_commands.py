"""Every command that is written down is one that there is."""

import re
import shlex
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from training.__main__ import _parser

_ROOT = Path(__file__).parents[2]
_COMMAND = re.compile(r"python -m training (?!COMMAND)([a-z][^`\n#&\"]*)")


def _documented() -> Iterator[tuple[str, str]]:
    for name in ("README.md", "training/README.md"):
        for found in _COMMAND.findall((_ROOT / name).read_text("utf-8")):
            yield name, found.strip()
    for found in _COMMAND.findall((files("model") / "bundled" / "card.json").read_text("utf-8")):
        yield "card.json", found.strip()


@pytest.mark.parametrize(("where", "command"), sorted(set(_documented())))
def test_a_command_of_the_training_is_understood(where: str, command: str) -> None:
    assert _parser().parse_args(shlex.split(command)).run


def test_commands_are_found() -> None:
    assert len({command for _, command in _documented()}) >= 10
