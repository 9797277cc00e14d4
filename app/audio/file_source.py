"""A recording played at its own speed, as a source like the microphone."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from app.audio.files import read_blocks
from app.audio.source import Block
from app.errors import AudioFileError
from model.audio_format import SAMPLE_RATE, SAMPLES_PER_MS

logger = logging.getLogger(__name__)

_BLOCK_SAMPLES = 20 * SAMPLES_PER_MS
_NS_PER_SECOND = 1_000_000_000


class FileSource:
    """Gives the blocks of a recording when a microphone would give them; a `Source`.

    Each block is handed on when its last sample would have been heard, counted from the
    start, so that delays do not add up. A block that is late is followed by the next at once.

    Parameters
    ----------
    path : Path
        The recording, as for `app.audio.files.read_blocks`.
    on_end : callable
        Called once, from the source's thread, when the recording is over: with None, or with
        the error that tells why it could not be read to its end. Not called after `stop`.
    """

    def __init__(self, path: Path, on_end: Callable[[AudioFileError | None], None]) -> None:
        self._path = path
        self._on_end = on_end
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, on_block: Callable[[Block], None]) -> None:
        """Begin to play; once for each source.

        Parameters
        ----------
        on_block : callable
            Takes each block of 20 ms (the last ones of a decoded stretch may be shorter),
            always from the same thread. ``arrived_ns`` is set as by a microphone.

        Raises
        ------
        AudioFileError
            If the recording cannot be read at all.
        """
        blocks = read_blocks(self._path)
        first = next(blocks)
        self._thread = threading.Thread(
            target=self._play,
            args=(chain((first,), blocks), on_block),
            name=f"play {self._path.name}",
            daemon=True,
        )
        self._thread.start()

    def stop(self) -> None:
        """End at once; when this returns, no callback is called any more."""
        self._stopping.set()
        if self._thread and self._thread is not threading.current_thread():
            self._thread.join()

    def _play(self, blocks: Iterator[Block], on_block: Callable[[Block], None]) -> None:
        began_ns = time.monotonic_ns()
        error = None
        try:
            for block in blocks:
                for piece in _pieces(block):
                    due_ns = began_ns + piece.received * _NS_PER_SECOND // SAMPLE_RATE
                    if self._stopping.wait(max(0, due_ns - time.monotonic_ns()) / _NS_PER_SECOND):
                        return
                    on_block(Block(piece.samples, piece.start, piece.received, time.monotonic_ns()))
        except AudioFileError as ended_early:
            logger.warning("%s", ended_early)
            error = ended_early
        if not self._stopping.is_set():
            self._on_end(error)


def _pieces(block: Block) -> Iterator[Block]:
    for first in range(0, len(block.samples), _BLOCK_SAMPLES):
        samples = block.samples[first : first + _BLOCK_SAMPLES]
        start = block.start + first
        yield Block(samples, start, received=start + len(samples))
