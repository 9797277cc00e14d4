"""The digits of one utterance, looked for while it is said."""

from collections.abc import Callable
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
from model.states import SILENCE, STATE_COUNT, STATE_SAMPLES, STATES_A_DIGIT, state_of

LONGEST_ALONE_SAMPLES = 700 * SAMPLES_PER_MS
"""An utterance of at most 700 ms is taken for one digit where it sounds like one."""

_SHORTEST_STRING_SAMPLES = 300 * SAMPLES_PER_MS
# Of the 25 answers to a clip these are used: they know what comes before and what comes after.
_FIRST_USED, _USED = 16, 5
_HOP_SAMPLES = _USED * STATE_SAMPLES
_NOTHING_SAID = np.eye(STATE_COUNT, dtype=np.float32)[[SILENCE] * _USED]
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
    """A second of the utterance; the last sample of each answer that is used, and its arrival."""

    clip: Samples
    last_samples: list[int]
    arrived_ns: list[int | None]


class SpokenString:
    """Divides an utterance into digits while it is said.

    The network is slid along the utterance in steps of 200 ms. It is fed on the thread that
    hears; the network's answers, and so the digits, come on the worker's. An utterance of one
    digit, or of none, is not its business: nothing is said of it. Nor does it cost much: while it
    is said nothing is asked before a whole second was heard, and at its end nothing where it is
    short and sounds like a digit.

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
        self._last_samples: list[int] = []
        self._arrived_ns: list[int | None] = []
        self._failed: str | None = None
        self._compute_ms = 0.0
        self._held: list[Answer] = []
        self._confidences: list[float] = []

    # --- on the thread that hears

    def feed(self) -> None:
        """Take note of the next frame of the stream."""
        self._heard += FRAME_SAMPLES
        windows = []
        while self._heard >= max(self._window_end(), CLIP_SAMPLES):
            windows.append(self._next_window())
        if windows:
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
            elif self._failed is not None:
                self._on_result(
                    Failure(question.utterance, question.start, question.end, self._failed)
                )

        voice_samples = question.end - question.start
        rest = None
        if voice_samples >= _SHORTEST_STRING_SAMPLES:
            windows = []
            while self._asked < self._heard:
                windows.append(self._next_window())
            rest = self._request(windows, end)

        def take(result: Answer | Failure) -> Request | None:
            is_sure = isinstance(result, Answer) and result.decision.digit is not None
            may_be_alone = voice_samples <= LONGEST_ALONE_SAMPLES and not self.is_string
            if rest is None or (is_sure and may_be_alone):
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
        last_samples = (offset + np.minimum(ends, self._heard) - 1).tolist()
        self._asked += _HOP_SAMPLES
        return _Window(clip, last_samples, [self._stretch.arrived_ns(at) for at in last_samples])

    def _request(self, windows: list[_Window], then: Callable[[], None]) -> Request:
        def answer(states: list[NDArray[np.float32]], compute_ms: float) -> None:
            self._compute_ms = compute_ms / len(windows)
            for window, each in zip(windows, states, strict=True):
                self._take(window, each[_FIRST_USED : _FIRST_USED + _USED])
            then()

        def failure(message: str) -> None:
            self._failed = message
            for window in windows:
                self._take(window, _NOTHING_SAID)
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
        self._sound.append(window.clip[used : used + _HOP_SAMPLES].copy())
        self._last_samples += window.last_samples
        self._arrived_ns += window.arrived_ns
        self._give(self._search.feed(states))

    def _give(self, tokens: list[Token], at_end: bool = False) -> None:
        for token in tokens:
            states = np.concatenate(self._states)[token.start : token.stop]
            probabilities = digit_probabilities(states, token.digit)
            self._confidences.append(float(probabilities[token.digit]))
            self._held.append(self._answer(token, probabilities))
        self.is_string = self.is_string or self._is_convincing(at_end)
        if self.is_string:
            held, self._held = self._held, []
            for answer in held:
                self._on_result(given_now(answer))

    def _is_convincing(self, at_end: bool) -> bool:
        """Tell digits from words and noises, of which some part is often like a digit."""
        sure = sum(confidence >= _SURE for confidence in self._confidences)
        if sure >= _LEAST_SURE and sure >= _SURE_SHARE * len(self._confidences):
            return True
        return at_end and len(self._confidences) == 2 and min(self._confidences) >= _SURE_OF_TWO

    def _answer(self, token: Token, probabilities: NDArray[np.float32]) -> Answer:
        start, stop = token.start * STATE_SAMPLES, token.stop * STATE_SAMPLES
        sound = np.concatenate(self._sound)
        question = Question(
            self._stretch.utterance,
            self._stretch.first_sample + start,
            self._last_samples[token.stop - 1] + 1,
            make_clip(sound[max(start - _MARGIN_SAMPLES, 0) : stop + _MARGIN_SAMPLES]),
            arrived_ns=self._arrived_ns[token.stop - 1],
        )
        labels = self.worker.labels
        of_labels = np.array([probabilities[-1 if each == OTHER else int(each)] for each in labels])
        of_labels /= of_labels.sum()  # less than one where there is no "other"
        return answer_to(question, labels, of_labels, self._settings, self._compute_ms)


def digit_probabilities(states: NDArray[np.float32], digit: int) -> NDArray[np.float32]:
    """Say how probable each digit is where one was found.

    Parameters
    ----------
    states : ndarray of float32, shape (n, 32)
        The network's answers from the digit's beginning to its end.
    digit : int
        The one that was found, 0 to 9.

    Returns
    -------
    ndarray of float32, shape (11,)
        Of 0 to 9, and of none of them: means over the half of the answers that is surest of the
        digit, since at its edges each answer is shared with what is beside it; squared, since the
        digit is more probable than each moment of it shows. Their sum is one.
    """
    first = state_of(0, 0)
    digits = states[:, first:].reshape(len(states), 10, STATES_A_DIGIT).sum(axis=2)
    surest = np.argsort(digits[:, digit])[-max(len(digits) // 2, 1) :]
    means = digits[surest].mean(axis=0)
    squares = np.append(means, 1 - means.sum()) ** _SHARPNESS
    probabilities: NDArray[np.float32] = squares / squares.sum()
    return probabilities
