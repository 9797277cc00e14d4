"""A clip on its way to the network, and the answer that comes back."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.audio.source import Block, Samples
from app.recognition.answer import Answer, Failure
from app.recognition.decision import decide
from app.recognition.offset_removal import OffsetRemoval
from app.recognition.worker import Request, Worker
from app.settings import Settings
from model.clip import ClipMaker

OnResult = Callable[[Answer | Failure], None]
"""Takes a result, on the worker's thread."""

Take = Callable[[Answer | Failure], Request | None]
"""Takes a result there, and may ask something else, which is answered at once."""


@dataclass(frozen=True, slots=True)
class Question:
    """A clip, and where it comes from.

    Attributes
    ----------
    utterance : int
        Number of the stretch that the gate cut, from 1, in its stream.
    start, end : int
        Where its voice is, in samples at 16 kHz from the start of the stream.
    clip : ndarray of float32, shape (16000,)
        The same array again gives the same answer without the network's work.
    provisional : bool
        True while the voice may go on.
    too_long : bool
        Whether the voice lasts longer than one digit does.
    arrived_ns : int or None
        ``time.monotonic_ns()`` at which the last voiced sample arrived; None for files.
    closed_ns : int or None
        The same for the closing of the gate; None while it is open, and for files.
    """

    utterance: int
    start: int
    end: int
    clip: Samples
    provisional: bool = False
    too_long: bool = False
    arrived_ns: int | None = None
    closed_ns: int | None = None


def ask(worker: Worker, settings: Settings, question: Question, take: Take, sender: object) -> None:
    """Have a question answered; waits only while the worker's mailbox is full.

    Parameters
    ----------
    worker : Worker
    settings : Settings
        Its threshold.
    question : Question
    take : callable
        Called with the `Answer`, or with a `Failure` unless the question is provisional.
    sender : object
        Whose provisional questions a newer one supersedes.
    """

    def answer(probabilities: list[NDArray[np.float32]], compute_ms: float) -> Request | None:
        answered = answer_to(question, worker.labels, probabilities[0], settings, compute_ms)
        return take(answered)

    def failure(message: str) -> Request | None:
        if question.provisional:
            return None
        return take(Failure(question.utterance, question.start, question.end, message))

    worker.submit(Request((question.clip,), question.provisional, sender, answer, failure))


def answer_to(
    question: Question,
    labels: tuple[str, ...],
    probabilities: NDArray[np.float32],
    settings: Settings,
    compute_ms: float,
) -> Answer:
    """Make an answer of probabilities, shape (labels,), that came now."""
    return Answer(
        utterance=question.utterance,
        start=question.start,
        end=question.end,
        clip=question.clip,
        labels=labels,
        probabilities=probabilities,
        decision=decide(labels, probabilities, settings.threshold, question.too_long),
        provisional=question.provisional,
        compute_ms=compute_ms,
        latency_ms=_since(question.arrived_ns),
        arrived_ns=question.arrived_ns,
        closed_ns=question.closed_ns,
    )


def given_now(result: Answer | Failure) -> Answer | Failure:
    """Count the latency of a result that was held back to this moment."""
    if isinstance(result, Failure):
        return result
    return replace(result, latency_ms=_since(result.arrived_ns))


def _since(arrived_ns: int | None) -> float | None:
    return None if arrived_ns is None else (time.monotonic_ns() - arrived_ns) / 1e6


class WholeRecording:
    """Takes a recording as one clip by the clip policy, in bounded memory.

    Parameters
    ----------
    worker : Worker
    settings : Settings
    on_result : callable
        Called with the one `Answer` or `Failure`.
    """

    def __init__(self, worker: Worker, settings: Settings, on_result: OnResult) -> None:
        self._worker = worker
        self._settings = settings
        self._on_result = on_result
        self._offset_removal = OffsetRemoval()
        self._maker = ClipMaker()
        self._count = 0

    def feed(self, block: Block) -> None:
        """Take the next block of the recording."""
        self._maker.add(self._offset_removal.process(block.samples))
        self._count += len(block.samples)

    def finish(self) -> None:
        """Have the clip answered, and wait for it."""
        question = Question(1, 0, self._count, self._maker.clip())
        ask(self._worker, self._settings, question, self._give, self)
        self._worker.drain()

    def _give(self, result: Answer | Failure) -> None:
        self._on_result(result)
