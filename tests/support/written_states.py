"""A network that hears in a sound the states of tokens that a test wrote there."""

from collections.abc import Mapping

import numpy as np

from app.recognition.answer import Answer, Failure
from app.recognition.frames import FRAME_SAMPLES
from app.recognition.question import Question, ask
from app.recognition.sliding_network import Stretch
from app.recognition.spoken_string import SpokenString
from app.recognition.worker import Worker
from app.settings import Settings
from model.states import DOUBLE, STATE_COUNT, STATE_SAMPLES, WORD, state_of

_PAUSE = [0, 0]


class Reader:
    """Takes each sample for the state that is heard there; alone, everything is another word.

    Parameters
    ----------
    sureness : float
        Of "double" and "triple".
    sureness_of_digits : float
    sureness_of : mapping of int to float
        Of single tokens.
    """

    labels = (*"0123456789", "other")
    tells_strings = True

    def __init__(
        self,
        sureness: float = 1.0,
        sureness_of_digits: float = 1.0,
        sureness_of: Mapping[int, float] | None = None,
    ) -> None:
        first = np.arange(STATE_COUNT)
        self._sureness = np.where(first >= state_of(DOUBLE, 0), sureness, sureness_of_digits)
        self._sureness[: WORD + 1] = 1
        for token, its_sureness in (sureness_of or {}).items():
            self._sureness[[state_of(token, time) for time in range(3)]] = its_sureness

    def probabilities(self, clip):
        return np.eye(11, dtype=np.float32)[10]

    def states(self, clip):
        heard = np.eye(STATE_COUNT)[clip[STATE_SAMPLES // 2 :: STATE_SAMPLES].round().astype(int)]
        heard *= self._sureness
        heard[:, WORD] += 1 - heard.sum(axis=1)
        return (0.98 * heard + 0.02 / STATE_COUNT).astype(np.float32)


def written(*tokens: int | None) -> np.ndarray:
    """Write tokens, or None for other words, six states each, with pauses."""
    states = [*_PAUSE]
    for token in tokens:
        parts = (0, 0, 1, 1, 2, 2)
        states += [WORD if token is None else state_of(token, part) for part in parts] + _PAUSE
    return np.repeat(states, STATE_SAMPLES).astype(np.float32)


def said(*tokens: int | None, sureness: float = 1.0) -> list[Answer]:
    """Answer to tokens, or None for other words, in one breath."""
    return said_in_breaths(Reader(sureness), (0, tokens))


def said_in_breaths(reader: Reader, *breaths: tuple[int, tuple[int | None, ...]]) -> list[Answer]:
    """Answer to breaths, each the sample at which it begins, and its tokens."""
    worker, results = Worker(reader), list[Answer | Failure]()
    before = None
    for number, (first, tokens) in enumerate(breaths, start=1):
        samples = written(*tokens)

        def read(start: int, stop: int, first: int = first, heard: np.ndarray = samples):
            return heard[start - first : stop - first]

        stretch = Stretch(number, first, read, lambda sample: None)
        string = SpokenString(worker, stretch, Settings, results.append, before)
        for _ in range(len(samples) // FRAME_SAMPLES):
            string.feed(voiced=True)
        clip = np.zeros(16_000, np.float32)
        question = Question(number, first, first + len(samples), clip)
        ask(worker, Settings(), question, string.close(question), string)
        before = string
    worker.drain()
    worker.close()
    return [each for each in results if isinstance(each, Answer)]
