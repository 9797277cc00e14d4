import sys

import pytest

from training.synthesis.processes import read_sound, run


def test_a_program_that_is_missing_gives_nothing() -> None:
    assert run(["no-such-synthesiser"]) == b""


def test_a_program_that_hangs_gives_nothing_and_is_named(caplog: pytest.LogCaptureFixture) -> None:
    assert run([sys.executable, "-c", "import time; time.sleep(60)"], limit_s=0.2) == b""
    [warning] = caplog.messages
    assert warning.startswith(f"{sys.executable} was stopped after 0.2 s, so what it had not said")


def test_what_is_no_sound_is_none() -> None:
    assert read_sound(b"") is None
    assert read_sound(b"RIFF, but no more") is None
