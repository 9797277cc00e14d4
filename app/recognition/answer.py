"""An answer of the recogniser, and its form in JSON."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.audio.source import Samples
from app.recognition.decision import Decision
from model.audio_format import SAMPLE_RATE

Entry = dict[str, object]
"""An answer as JSON has it, in ``recognize --json``, ``listen --json`` and the history."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program makes of one clip.

    Attributes
    ----------
    utterance : int
        Number of the stretch that the gate cut, from 1, in its stream.
    start, end : int
        First voiced sample and the one behind the last voiced one, at 16 kHz, from the start
        of the stream.
    clip : ndarray of float32, shape (16000,)
        What the network was given; empty in a `RecordingResult`.
    labels : tuple of str, length n
    probabilities : ndarray of float32, shape (n,)
        In the order of `labels`.
    decision : Decision
    provisional : bool
        True while the voice may go on; a confirmed answer of the same utterance follows.
    compute_ms : float
        The network's own time.
    latency_ms : float or None
        From the arrival of the last voiced sample to this answer; None for files.
    arrived_ns : int or None
        ``time.monotonic_ns()`` at which the last voiced sample arrived; None for files.
    closed_ns : int or None
        ``time.monotonic_ns()`` at which the gate closed; None while it is open, and for files.
    is_part : bool
        True for what was found within an utterance: other digits, or words, may be close beside it.
    is_copy : bool
        True for a digit that a "double" or "triple" before it says once more. It stands where
        that word is said; its clip is of the digit.
    """

    utterance: int
    start: int
    end: int
    clip: Samples
    labels: tuple[str, ...]
    probabilities: NDArray[np.float32]
    decision: Decision
    provisional: bool
    compute_ms: float
    latency_ms: float | None
    arrived_ns: int | None
    closed_ns: int | None
    is_part: bool = False
    is_copy: bool = False

    @property
    def start_s(self) -> float:
        """Start of the voice in seconds from the start of the stream."""
        return self.start / SAMPLE_RATE

    @property
    def end_s(self) -> float:
        """End of the voice in seconds from the start of the stream."""
        return self.end / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Failure:
    """A clip that the network could not answer.

    Attributes
    ----------
    utterance : int
        Number of the stretch, from 1, in its stream.
    start, end : int
        Where its voice is, in samples at 16 kHz from the start of the stream.
    message : str
        What happened and what to do.
    """

    utterance: int
    start: int
    end: int
    message: str


def as_entry(answer: Answer) -> Entry:
    """Give an answer the form that it has in JSON.

    Parameters
    ----------
    answer : Answer

    Returns
    -------
    dict
        ``start`` and ``end`` in seconds, ``digit`` (None where the program is not sure or
        hears no digit), ``confidence``, ``probabilities`` by label, ``utterance``,
        ``latency_ms``, ``compute_ms``; and ``copy``, True, where it is one.
    """
    entry: Entry = {
        "start": round(answer.start_s, 3),
        "end": round(answer.end_s, 3),
        "digit": answer.decision.digit,
        "confidence": _rounded(answer.decision.confidence),
        "probabilities": {
            label: _rounded(probability)
            for label, probability in zip(answer.labels, answer.probabilities.tolist(), strict=True)
        },
        "utterance": answer.utterance,
        "latency_ms": None if answer.latency_ms is None else round(answer.latency_ms, 1),
        "compute_ms": round(answer.compute_ms, 2),
    }
    if answer.is_copy:
        entry["copy"] = True
    return entry


def _rounded(probability: float) -> float:
    """Round to four places, but never up to certainty."""
    return min(round(probability, 4), 0.9999) if probability < 1 else probability


def join_digits(digits: list[str]) -> str:
    """Join the digits that were said into one line, as in "4071".

    Labels longer than one character are kept apart by a space.

    Parameters
    ----------
    digits : list of str

    Returns
    -------
    str
    """
    line = "".join(digits)
    return line if len(line) == len(digits) else " ".join(digits)
