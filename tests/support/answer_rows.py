"""Answers as the window holds them, for tests."""

import itertools

import numpy as np

from app.history import HistoryEntry, new_entry
from app.window.answered import Answered

VOICE = (np.sin(np.arange(8000) * 0.2) * 0.5).astype(np.float32)
"""Half a second of a tone."""

_numbers = itertools.count(1)


def entry_of(digit: str | None, source: str = "mic", **more: object) -> HistoryEntry:
    """Make an entry that no other equals; for None it is not sure between 4 and 7."""
    answer: dict[str, object] = {"digit": digit, "confidence": 0.9 if digit else 0.5}
    answer["probabilities"] = {"4": 0.5, "7": 0.4, "other": 0.1}
    number = next(_numbers)
    return new_entry(source, answer | {"latency_ms": 80.0, "utterance": number} | more)


def no_digit() -> HistoryEntry:
    """Make the entry of a cough."""
    probabilities = {"4": 0.06, "7": 0.04, "other": 0.9}
    return entry_of(None, confidence=0.06, probabilities=probabilities)


def answered_of(entry: HistoryEntry, number: int = 0) -> Answered:
    """Make a row."""
    return Answered(entry, number)
