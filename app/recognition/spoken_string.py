"""The digits of one utterance, looked for while it is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.audio.source import Samples
from app.recognition.answer import Answer, Failure
from app.recognition.decision import OTHER
from app.recognition.frames import FRAME_SAMPLES
from app.recognition.question import OnResult, Question, Take, answer_to, given_now
from app.recognition.string_search import StringSearch, Token
from app.recognition.worker import Request, Worker
from app.settings import Settings
from model.audio_format import CLIP_SAMPLES, SAMPLES_PER_MS
from model.clip import make_clip
from model.states import STATE_SAMPLES, STATES_A_DIGIT, state_of

LONGEST_ALONE_SAMPLES = 700 * SAMPLES_PER_MS
"""An utterance of at most 700 ms is taken for one digit where it sounds like one."""

_SHORTEST_STRING_SAMPLES = 300 * SAMPLES_PER_MS
# Of the 25 answers to a clip these are used: they know what comes before and what comes after.
_FIRST_USED, _USED = 16, 5
_HOP_SAMPLES = _USED * STATE_SAMPLES
_MARGIN_SAMPLES = 50 * SAMPLES_PER_MS
# A noise or a word has a digit in it now and then, rarely two, and hardly ever three.
_SURE, _SURE_OF_TWO = 0.8, 0.99
_LEAST_SURE, _SURE_SHARE = 3, 0.6
# Of digits with a mean probability of 0.6 to 0.9 the network finds nine in ten rightly.
_SHARPNESS = 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a stream that an utterance lies in; used on the thread that hears.

    Attributes
    ----------
    utterance : int
        Number of the utterance, from 1.
    first_sample : int
        Index in the stream of the first sample that belongs to it.
    read : callable of (start, stop)
        Gives the samples from `start` to before `stop`.
    arrived_ns : callable of (sample)
        Tells when a sample arrived, None for files.
    """

    utterance: int
    first_sample: int
    read: Callable[[int, int], Samples]
    arrived_ns: Callable[[int], int | None]


@dataclass(frozen=True, slots=True)
class _Window:
    """A second of the utterance, and when the samples of each answer that is used arrived."""

    clip: Samples
    arrived_ns: list[int | None]


class SpokenString:
    """Divides an utterance into digits while it is said.

    The network is slid along the utterance in steps of 200 ms. It is fed on the thread that
    hears; the network's answers, and so the digits, come on the worker's. An utterance of one
    digit, or of none, is not its business: nothing is said of it. Nor does it cost anything:
    nothing is asked before a whole second was heard.

    Parameters
    ----------
    worker : Worker
        Its network tells strings.
    stretch : Stretch
    settings : Settings
        Its threshold.
    on_result : callable
        Called on the worker's thread with the answer to each digit as soon as it is settled, or
        with the one to the utterance as a whole.

    Attributes
    ----------
    is_string : bool
        Whether it is several digits; to be asked on the worker's thread. Three have to be sure,
        and three of five; at its end two are enough that are quite sure.
    """

    def __init__(
        self, worker: Worker, stretch: Stretch, settings: Settings, on_result: OnResult
    ) -> None:
        self.worker = worker
        self.is_string = False
        self._stretch, self._settings, self._on_result = stretch, settings, on_result
        self._heard = 0
        self._asked = 0
        self._search = StringSearch()
        self._states: list[NDArray[np.float32]] = []
        self._sound: list[Samples] = []
        self._arrived_ns: list[int | None] = []
        self._compute_ms = 0.0
        self._held: list[Answer] = []

    # --- on the thread that hears

    def feed(self) -> None:
        """Take note of the next frame of the stream."""
        self._heard += FRAME_SAMPLES
        if self._heard >= CLIP_SAMPLES and self._heard >= self._window_end():
            windows = []
            while self._heard >= self._window_end():
                windows.append(self._next_window())
            self.worker.submit(self._request(windows, lambda: None))

    def close(self, question: Question) -> Take:
        """End the utterance.

        Parameters
        ----------
        question : Question
            The one about the utterance as a whole.

        Returns
        -------
        callable
            Takes the answer to it, which is given where there are not several digits.
        """
        whole: list[Answer | Failure] = []

        def end() -> None:
            self._give(self._search.finish(), at_end=True)
            if not self.is_string:
                self._on_result(given_now(whole[0]))

        voice_samples = question.end - question.start
        rest = None
        if voice_samples >= _SHORTEST_STRING_SAMPLES:
            windows = []
            while self._asked < self._heard:
                windows.append(self._next_window())
            rest = self._request(windows, end)

        def take(result: Answer | Failure) -> Request | None:
            is_sure = isinstance(result, Answer) and result.decision.digit is not None
            if rest is None or (is_sure and voice_samples <= LONGEST_ALONE_SAMPLES):
                self._on_result(result)
                return None
            whole.append(result)
            return rest

        return take

    def _window_end(self) -> int:
        return self._asked - _FIRST_USED * STATE_SAMPLES + CLIP_SAMPLES

    def _next_window(self) -> _Window:
        """Cut out the second about whose middle the network is to be asked next."""
        start = self._asked - _FIRST_USED * STATE_SAMPLES
        first, last = max(start, 0), min(start + CLIP_SAMPLES, self._heard)
        offset, read = self._stretch.first_sample, self._stretch.read
        clip = np.zeros(CLIP_SAMPLES, np.float32)
        clip[first - start : last - start] = read(offset + first, offset + last)
        ends = self._asked + STATE_SAMPLES * np.arange(1, _USED + 1)
        last_samples = offset + np.minimum(ends, self._heard) - 1
        self._asked += _HOP_SAMPLES
        return _Window(clip, [self._stretch.arrived_ns(each) for each in last_samples.tolist()])

    def _request(self, windows: list[_Window], then: Callable[[], None]) -> Request:
        def answer(states: list[NDArray[np.float32]], compute_ms: float) -> None:
            self._compute_ms = compute_ms / max(len(windows), 1)
            for window, each in zip(windows, states, strict=True):
                self._take(window, each[_FIRST_USED : _FIRST_USED + _USED])
            then()

        def failure(_message: str) -> None:
            # The utterance as a whole fails as well, and says so.
            then()

        clips = tuple(window.clip for window in windows)
        return Request(clips, False, self, answer, failure, of_states=True)

    # --- on the worker's thread

    def take_provisional(self, result: Answer | Failure) -> None:
        """Give the answer to the whole so far, unless each digit is answered by itself."""
        if not self.is_string:
            self._on_result(result)

    def _take(self, window: _Window, states: NDArray[np.float32]) -> None:
        used = _FIRST_USED * STATE_SAMPLES
        self._states.append(states)
        self._sound.append(window.clip[used : used + _HOP_SAMPLES])
        self._arrived_ns += window.arrived_ns
        self._give(self._search.feed(states))

    def _give(self, tokens: list[Token], at_end: bool = False) -> None:
        self._held += [self._answer(token) for token in tokens]
        self.is_string = self.is_string or self._is_convincing(at_end)
        if self.is_string:
            held, self._held = self._held, []
            for answer in held:
                self._on_result(given_now(answer))

    def _is_convincing(self, at_end: bool) -> bool:
        """Tell digits from words and noises, of which some part is often like a digit."""
        confidences = [each.decision.confidence for each in self._held]
        sure = sum(confidence >= _SURE for confidence in confidences)
        if sure >= _LEAST_SURE and sure >= _SURE_SHARE * len(confidences):
            return True
        return at_end and len(confidences) == 2 and min(confidences) >= _SURE_OF_TWO

    def _answer(self, token: Token) -> Answer:
        states = np.concatenate(self._states)[token.start : token.stop]
        start, stop = token.start * STATE_SAMPLES, token.stop * STATE_SAMPLES
        sound = np.concatenate(self._sound)
        question = Question(
            self._stretch.utterance,
            self._stretch.first_sample + start,
            self._stretch.first_sample + stop,
            make_clip(sound[max(start - _MARGIN_SAMPLES, 0) : stop + _MARGIN_SAMPLES]),
            arrived_ns=self._arrived_ns[token.stop - 1],
        )
        labels = self.worker.labels
        probabilities = label_probabilities(states, token.digit, labels)
        return answer_to(question, labels, probabilities, self._settings, self._compute_ms)


def label_probabilities(
    states: NDArray[np.float32], digit: int, labels: Sequence[str]
) -> NDArray[np.float32]:
    """Say how probable each label is for a digit that was found.

    Parameters
    ----------
    states : ndarray of float32, shape (n, 32)
        The network's answers from the digit's beginning to its end.
    digit : int
        0 to 9.
    labels : sequence of str
        The ten digits, with "other" or without.

    Returns
    -------
    ndarray of float32, shape (labels,)
        Means over the half of the answers that is surest of the digit, since at its edges each
        answer is shared with what is beside it; squared, since the digit is more probable than
        each moment of it shows. Their sum is one.
    """
    first = state_of(0, 0)
    digits = states[:, first:].reshape(len(states), 10, STATES_A_DIGIT).sum(axis=2)
    surest = np.argsort(digits[:, digit])[-max(len(digits) // 2, 1) :]
    means = digits[surest].mean(axis=0)
    rest = 1 - means.sum()
    found = np.array([rest if each == OTHER else means[int(each)] for each in labels], np.float32)
    found **= _SHARPNESS
    probabilities: NDArray[np.float32] = found / found.sum()
    return probabilities
