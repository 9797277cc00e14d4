"""Recordings that tests of reading files make, and what is said of those that cannot be read."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.audio.files import read_blocks
from app.audio.source import Block
from app.errors import AudioFileError

Sound = NDArray[np.float32]

needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="there is no ffmpeg")


def tone(seconds: float, rate: int) -> Sound:
    """Make a tone of 440 Hz at half of full scale."""
    time = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)


def noise(count: int) -> Sound:
    """Make noise, the same each time."""
    return np.random.default_rng(3).standard_normal(count, np.float32) * np.float32(0.1)


def ffmpeg(*arguments: str | Path) -> bytes:
    """Run ffmpeg, and give what it prints."""
    command = ["ffmpeg", "-v", "error", "-y", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def read_until_error(path: Path) -> tuple[list[Block], str]:
    """Give the blocks that came before the error, and its message."""
    blocks: list[Block] = []
    with pytest.raises(AudioFileError) as caught:
        blocks.extend(read_blocks(path))
    return blocks, str(caught.value)


def message_for(path: Path) -> str:
    """Give the message for a file of which nothing can be read."""
    blocks, message = read_until_error(path)
    assert blocks == []
    assert message.startswith(str(path))
    return message
