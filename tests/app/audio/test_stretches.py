from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from app.audio.stretches import read_stretches
from app.errors import AudioFileError

SECONDS = 6
RAMP = np.linspace(-1, 1, SECONDS * 16_000, dtype=np.float32)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stretches") / "ramp.wav"
    soundfile.write(path, RAMP, 16_000, subtype="FLOAT")
    return path


milliseconds = st.integers(0, SECONDS * 1000 + 500)


@given(stretches=st.lists(st.tuples(milliseconds, milliseconds), max_size=6))
def test_each_stretch_is_what_a_whole_reading_has_there(
    stretches: list[tuple[int, int]], recording: Path
) -> None:
    stretches = sorted((min(pair), max(pair)) for pair in stretches)
    read = list(read_stretches(recording, [(a / 1000, b / 1000) for a, b in stretches]))
    assert len(read) == len(stretches)
    for samples, (start_ms, end_ms) in zip(read, stretches, strict=True):
        np.testing.assert_array_equal(samples, RAMP[start_ms * 16 : end_ms * 16])


def test_reading_ends_when_nobody_wants_it_any_more(recording: Path) -> None:
    asked: list[bool] = []

    def is_wanted() -> bool:
        asked.append(True)
        return len(asked) < 3

    assert list(read_stretches(recording, [(5.0, 6.0)], is_wanted)) == []
    assert len(asked) == 3


def test_recording_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match="cannot be read"):
        list(read_stretches(tmp_path / "none.wav", [(0.0, 1.0)]))
