"""A stream of made-up sound, and marks on it, for tests of the pictures."""

import numpy as np

from app.audio.source import Block
from app.history import HistoryEntry
from app.window.answered import Answered
from app.window.mark import Mark, mark_of
from app.window.stream import Stream

BLOCK_SAMPLES = 640


class FakeStream(Stream):
    """A stream that is heard at the moment that a test says.

    Attributes
    ----------
    ahead : float
        How far the sound in the air is beyond the end, in samples.
    """

    def __init__(self) -> None:
        super().__init__("a test")
        self.ahead = 0.0

    def add(self, samples: np.ndarray) -> None:
        """Append a block."""
        end = self.end + len(samples)
        self.append(Block(samples.astype(np.float32), self.end, end, 1))

    def add_noise(self, seconds: float, seed: int = 0, level: float = 0.1) -> None:
        """Append noise, in blocks."""
        noise = np.random.default_rng(seed).normal(0, level, round(seconds * 16_000))
        for at in range(0, len(noise), BLOCK_SAMPLES):
            self.add(noise[at : at + BLOCK_SAMPLES])

    def heard_at(self, now_ns: int) -> float:
        """Tell what the test wants."""
        return self.end + self.ahead


def answered_mark(
    start_s: float, end_s: float, label: str = "5", probability: float = 0.97, number: int = 0
) -> Mark:
    """Make the mark of a confirmed digit."""
    rest = round(1 - probability, 4)
    entry = HistoryEntry(
        "2026-01-01T00:00:00.000+00:00",
        "a test",
        start_s,
        end_s,
        label if probability >= 0.8 else None,
        probability,
        {label: probability, "9" if label != "9" else "5": rest, "other": 0.0},
        number + 1,
    )
    return mark_of(Answered(entry, number))
