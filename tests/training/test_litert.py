"""What a user sees when networks are written."""

from pathlib import Path

import pytest

pytest.importorskip("keras", reason="the extra train is not installed")

from model.network import build_class_network
from model.string_network import build_string_head, build_trunk, join_string_network
from training.litert import write_litert

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:keras"),
]


def test_of_what_tensorflow_says_while_it_writes_nothing_is_told_on(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    network = build_class_network(12)
    trunk = build_trunk(network)
    strings = join_string_network(trunk, build_string_head(trunk))
    capfd.readouterr()
    write_litert({"serving_default": network, "states": strings}, tmp_path / "digits.tflite")
    assert capfd.readouterr().err == ""
