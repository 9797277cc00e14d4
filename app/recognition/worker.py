"""The one thread on which the network runs."""

import logging
import operator
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.audio.source import Samples
from model.errors import ModelError

logger = logging.getLogger(__name__)

_MAILBOX_SIZE = 64


class Network(Protocol):
    """Anything that turns a clip into probabilities, or into the states of a string."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What the probabilities are of, in their order."""

    @property
    def tells_strings(self) -> bool:
        """Whether it can give `states`."""

    def probabilities(self, clip: Samples) -> NDArray[np.float32]:
        """Give the probabilities, shape (n,), of a clip, shape (16000,); raises ModelError."""

    def states(self, clip: Samples) -> NDArray[np.float32]:
        """Give the states, shape (25, 38), of a clip, shape (16000,); raises ModelError."""


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """Clips to be answered together.

    Attributes
    ----------
    clips : tuple of ndarray of float32, shape (16000,) each
        The same arrays as in the last provisional request give the same answer without the
        network's work.
    provisional : bool
        True where the request loses its point as soon as its `sender` makes a newer one.
    sender : object
        Who asks, compared by identity.
    on_answer : callable
        Called on the worker's thread with the answer to each clip, and the network's time
        for all of them in ms. It may give another request, which is answered at once.
    on_failure : callable
        Called there with a message, where the network could not answer; the same holds.
    of_states : bool
        Whether the states of a spoken string are asked for, instead of the probabilities.
    """

    clips: tuple[Samples, ...]
    provisional: bool
    sender: object
    on_answer: "Callable[[list[NDArray[np.float32]], float], Request | None]"
    on_failure: "Callable[[str], Request | None]"
    of_states: bool = False


class Worker:
    """A thread with a mailbox; requests are answered in their order.

    Provisional requests may be superseded, all others are answered for certain: where the
    mailbox is full, the sender waits.

    Parameters
    ----------
    network : Network
        Used by this thread alone from now on.
    """

    def __init__(self, network: Network) -> None:
        self.labels, self.tells_strings = network.labels, network.tells_strings
        self._network = network
        self._mailbox: deque[Request] = deque()
        self._changed = threading.Condition()
        self._busy = False
        self._closed = False
        self._last: tuple[tuple[Samples, ...], list[NDArray[np.float32]], float] | None = None
        self._thread = threading.Thread(target=self._run, name="recognition", daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> None:
        """Put a request into the mailbox; waits while it is full.

        Parameters
        ----------
        request : Request
        """
        with self._changed:
            for waiting in list(self._mailbox):
                if waiting.provisional and waiting.sender is request.sender:
                    self._mailbox.remove(waiting)
            self._changed.wait_for(lambda: len(self._mailbox) < _MAILBOX_SIZE or self._closed)
            if not self._closed:
                self._mailbox.append(request)
                self._changed.notify_all()

    def drain(self) -> None:
        """Wait until everything that was submitted is answered."""
        with self._changed:
            self._changed.wait_for(lambda: not self._mailbox and not self._busy)

    def close(self) -> None:
        """Answer what is in the mailbox, then end the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._mailbox or self._closed)
                if not self._mailbox:
                    return
                request = self._mailbox.popleft()
                self._busy = True
                self._changed.notify_all()
            try:
                following: Request | None = request
                while following is not None:
                    following = self._answer(following)
            except Exception:
                # A broken receiver must not silence the program for good.
                logger.exception("an answer could not be delivered")

    def _answer(self, request: Request) -> Request | None:
        if self._last is not None and _are_same(self._last[0], request.clips):
            return request.on_answer(self._last[1], self._last[2])
        began = time.perf_counter()
        try:
            ask = self._network.states if request.of_states else self._network.probabilities
            answers = [ask(clip) for clip in request.clips]
        except ModelError as error:
            return request.on_failure(str(error))
        compute_ms = (time.perf_counter() - began) * 1e3
        if request.provisional:
            self._last = (request.clips, answers, compute_ms)
        return request.on_answer(answers, compute_ms)


def _are_same(some: tuple[Samples, ...], others: tuple[Samples, ...]) -> bool:
    return len(some) == len(others) and all(map(operator.is_, some, others))
