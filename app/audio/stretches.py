"""Stretches of a recording, read in one pass however many there are."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from app.audio.files import read_blocks
from app.audio.source import Samples
from model.audio_format import SAMPLE_RATE


def read_stretches(
    path: Path,
    stretches: Sequence[tuple[float, float]],
    is_wanted: Callable[[], bool] = lambda: True,
) -> Iterator[Samples]:
    """Decode stretches of a recording, in memory for one of them and half a second more.

    Parameters
    ----------
    path : Path
        The file, as for `app.audio.files.read_blocks`.
    stretches : sequence of (float, float)
        Where each begins and ends, in seconds; sorted by where they begin.
    is_wanted : callable
        Asked before each block of half a second; reading ends once it says False.

    Yields
    ------
    ndarray of float32, shape (n,)
        Mono, 16 kHz; shorter than asked for where the recording ends before.

    Raises
    ------
    AudioFileError
        If it cannot be read that far.
    """
    blocks = read_blocks(path)
    held, first = np.empty(0, np.float32), 0
    for start_s, end_s in stretches:
        start = max(0, round(start_s * SAMPLE_RATE))
        while first + len(held) < end_s * SAMPLE_RATE:
            if not is_wanted():
                return
            block = next(blocks, None)
            if block is None:
                break
            passed = min(max(0, start - first), len(held))
            held, first = np.concatenate((held[passed:], block.samples)), first + passed
        last = min(end_s * SAMPLE_RATE - first, len(held))
        yield held[max(0, start - first) : max(0, round(last))].copy()
