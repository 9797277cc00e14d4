"""What the tests of reading recordings share."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from made_recordings import ffmpeg, tone


@pytest.fixture
def m4a(tmp_path: Path) -> Path:
    """Four seconds of a tone, in a form that only ffmpeg can read."""
    source, path = tmp_path / "source.wav", tmp_path / "a.m4a"
    soundfile.write(source, np.stack((tone(4, 44_100), np.zeros(4 * 44_100)), axis=1), 44_100)
    ffmpeg("-i", source, "-c:a", "aac", "-movflags", "+faststart", path)
    return path


@pytest.fixture
def nobody() -> Iterator[None]:
    """Be a user without special rights."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    yield
    os.seteuid(0)
