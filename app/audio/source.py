"""The contract between whatever gives samples and whatever takes them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono samples at 16 kHz, float32, shape (n,), full scale at ±1."""


@dataclass(frozen=True, slots=True)
class Block:
    """Samples that follow each other, with their place in the stream.

    Attributes
    ----------
    samples : ndarray of float32, shape (n,)
        Mono, 16 kHz, full scale at ±1, never NaN or infinite.
    start : int
        Index at 16 kHz of the first sample, counted from the start of the stream. Blocks of
        one stream follow each other without gap or overlap in this count.
    received : int
        How many samples at 16 kHz had reached the program when this block was handed on; at
        least ``start + n``, more by what the resampler still holds back.
    arrived_ns : int or None
        ``time.monotonic_ns()`` at which sample ``received - 1`` reached the program, None
        for a source without a clock (a file).
    gap : bool
        True where sound was lost just before this block (the device was away, or the ring
        overflowed): what was being said has ended there.
    """

    samples: Samples
    start: int
    received: int
    arrived_ns: int | None = None
    gap: bool = False


class Source(Protocol):
    """Something that gives blocks on a thread of its own until it is stopped."""

    def start(self, on_block: Callable[[Block], None]) -> None:
        """Begin to call `on_block`, always from the same thread."""

    def stop(self) -> None:
        """End; when this returns, `on_block` is not called any more."""
