"""Answers as the recogniser gives them, made for tests of the window."""

import time
from collections.abc import Mapping

import numpy as np

from app.history import HistoryEntry, new_entry
from app.recognition.answer import Answer, as_entry
from app.recognition.decision import decide
from app.window.answered import Answered

DIGITS = (*"0123456789", "other")


def example_answer(
    probabilities: Mapping[str, float],
    *,
    labels: tuple[str, ...] = DIGITS,
    provisional: bool = False,
    utterance: int = 1,
    start: int = 16_000,
    waited_ms: float | None = 82.0,
    threshold: float = 0.8,
    too_long: bool = False,
) -> Answer:
    """Make an answer with these probabilities, whose voice ended `waited_ms` ago."""
    every = np.zeros(len(labels), np.float32)
    for label, probability in probabilities.items():
        every[labels.index(label)] = probability
    arrived_ns = None if waited_ms is None else time.monotonic_ns() - int(waited_ms * 1e6)
    return Answer(
        utterance=utterance,
        start=start,
        end=start + 8_000,
        clip=np.zeros(16_000, np.float32),
        labels=labels,
        probabilities=every,
        decision=decide(labels, every, threshold, too_long),
        provisional=provisional,
        compute_ms=0.6,
        latency_ms=waited_ms,
        arrived_ns=arrived_ns,
        closed_ns=None,
    )


def example_entry(probabilities: Mapping[str, float], **how: object) -> HistoryEntry:
    """Make the entry of such an answer."""
    return new_entry("Microphone", as_entry(example_answer(probabilities, **how)))


def example_answered(
    probabilities: Mapping[str, float], said: str | None = None, **how: object
) -> Answered:
    """Make a row of the history from such an answer, corrected to `said`."""
    entry = example_entry(probabilities, **how)
    entry.said = said
    return Answered(entry, 0)
