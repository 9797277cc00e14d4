"""A recording decoded for the eye and the ear, on a thread of its own."""

import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from app.audio.files import read_blocks
from app.errors import AudioFileError
from model.audio_format import SAMPLE_RATE

LONGEST_SHOWN_MIN = 90
"""How much of a recording is shown: as 16-bit samples that is 173 MB."""

_MOST_SAMPLES = LONGEST_SHOWN_MIN * 60 * SAMPLE_RATE
_FULL_SCALE = 32_767
_END_WAIT_S = 0.3


@dataclass(frozen=True, slots=True)
class Decoded:
    """The sound of a recording, as far as it could be read.

    Attributes
    ----------
    path : Path
    samples : ndarray of int16, shape (n,)
        Mono, 16 kHz; n is 0 where nothing could be read.
    is_cut : bool
        Whether it goes on behind what is shown.
    error : str or None
        What kept it from being read, to its end or at all.
    """

    path: Path
    samples: NDArray[np.int16]
    is_cut: bool
    error: str | None


class RecordingDecoder(QObject):
    """Decodes one recording at a time: a new one takes the place of the one before.

    Signals
    -------
    decoded(decoded)
        With a `Decoded`, when the recording asked for last is there.
    """

    decoded = Signal(object)
    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancelled = threading.Event()
        self._threads: list[threading.Thread] = []
        self._done.connect(self._take)

    def decode(self, path: Path) -> None:
        """Decode a recording; what was asked for before is given up."""
        self.cancel()
        self._cancelled = cancelled = threading.Event()

        def work() -> None:
            decoded = _decode(path, cancelled)
            if not cancelled.is_set():
                with suppress(RuntimeError):  # The window is gone.
                    self._done.emit(cancelled, decoded)

        thread = threading.Thread(target=work, name="decode a recording", daemon=True)
        self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        thread.start()

    def cancel(self) -> None:
        """Give up what was asked for."""
        self._cancelled.set()

    def close(self) -> None:
        """End, within a third of a second."""
        self.cancel()
        for thread in self._threads:
            thread.join(_END_WAIT_S / len(self._threads))

    def _take(self, cancelled: threading.Event, decoded: Decoded) -> None:
        if not cancelled.is_set():
            self.decoded.emit(decoded)


def _decode(path: Path, cancelled: threading.Event) -> Decoded:
    # Memory that nothing has been written to costs nothing.
    samples = np.empty(_MOST_SAMPLES, np.int16)
    count, error, is_cut = 0, None, False
    blocks = read_blocks(path)
    try:
        for block in blocks:
            piece = block.samples[: len(samples) - count]
            clipped = np.clip(piece, -1.0, 1.0)
            samples[count : count + len(piece)] = clipped * _FULL_SCALE
            count += len(piece)
            is_cut = len(piece) < len(block.samples)
            if is_cut or cancelled.is_set():
                break
    except AudioFileError as reason:
        error = str(reason)
    return Decoded(path, samples[:count], is_cut, error)
