import sys

from training.synthesis.processes import read_sound, run


def test_a_program_that_hangs_or_is_missing_gives_nothing() -> None:
    assert run([sys.executable, "-c", "import time; time.sleep(60)"], limit_s=0.2) == b""
    assert run(["no-such-synthesiser"]) == b""


def test_what_is_no_sound_is_none() -> None:
    assert read_sound(b"") is None
    assert read_sound(b"RIFF, but no more") is None
