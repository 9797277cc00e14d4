"""The digits of one utterance, looked for while it is said."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

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
from model.states import (
    SILENCE,
    STATE_COUNT,
    STATE_SAMPLES,
    STATES_A_CLIP,
    STATES_A_TOKEN,
    TIMES,
    TOKEN_COUNT,
    state_of,
)

LONGEST_ALONE_SAMPLES = 500 * SAMPLES_PER_MS
"""An utterance of at most 500 ms is taken for one digit where it sounds like one."""

_SHORTEST_STRING_SAMPLES = 300 * SAMPLES_PER_MS
# Of the 25 answers to a clip these are used: they know what comes before and what comes after.
_FIRST_USED, _USED = 16, 5
_HOP_SAMPLES = _USED * STATE_SAMPLES
_NOTHING_SAID = np.eye(STATE_COUNT, dtype=np.float32)[[SILENCE] * _USED]
_MARGIN_SAMPLES = 50 * SAMPLES_PER_MS
# A noise or a word has a digit in it now and then, rarely two, and hardly ever three.
_SURE, _SURE_OF_TWO = 0.8, 0.97
_LEAST_SURE, _SURE_SHARE = 3, 0.6
# A word has a part that is so much like a digit hardly ever.
_CERTAIN = 0.9995
# Within a number people pause for a second and more; one sure digit is enough where it goes on.
_LONGEST_PAUSE_SAMPLES = 1500 * SAMPLES_PER_MS
# Within a second after "double" its digit begins, or it was said of something else.
_LONGEST_WAIT = STATES_A_CLIP
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
    settings : callable
        Gives the settings, whose threshold may change while the utterance is said.
    on_result : callable
        Called on the worker's thread with the answer to each digit as soon as it is settled, or
        with the one to the utterance as a whole.
    before : SpokenString or None
        The utterance before, which was closed, with the same worker.

    Attributes
    ----------
    is_string : bool
        Whether it is several digits, or a part of them; to be asked on the worker's thread. Three
        have to be sure, and three of five; at its end two are enough that are quite sure. Where
        it is no digit as a whole, one is enough that goes on with a number said up to 1.5 s
        before; and those that are certain are given for themselves.
    """

    def __init__(
        self,
        worker: Worker,
        stretch: Stretch,
        settings: Callable[[], Settings],
        on_result: OnResult,
        before: "SpokenString | None" = None,
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
        self._multiple: tuple[Token, float] | None = None
        self._held: list[Answer] = []
        self._confidences: list[float] = []
        self._before = before
        self._said_until: int | None = None

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
            if not self.is_string and not _is_digit(whole[0]):
                self._give_part()
            self._leave_number(whole[0])
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
            may_be_alone = voice_samples <= LONGEST_ALONE_SAMPLES and not self.is_string
            if rest is None or (_is_digit(result) and may_be_alone):
                self._leave_number(result)
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
        """Give the answer to the whole so far, unless several digits seem to be in it."""
        if not self.is_string and len(self._confidences) < 2:
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
            probabilities = token_probabilities(states, token.kind)
            confidence = float(probabilities[token.kind])
            if token.kind in TIMES:
                self._multiple = (token, confidence)
                continue
            if self._multiple is not None:
                self._held += self._copies(*self._multiple, token, probabilities)
            self._confidences.append(confidence)
            self._held.append(self._answer(token, (token.start, token.stop), probabilities))
            self._multiple = None
        if self.is_string or self._is_convincing(at_end):
            held, self._held = self._held, []
            self._give_held(held)

    def _give_held(self, answers: list[Answer]) -> None:
        self.is_string = True
        for answer in answers:
            self._said_until = answer.end
            self._on_result(given_now(answer))

    def _is_convincing(self, at_end: bool) -> bool:
        """Tell digits from words and noises, of which some part is often like a digit."""
        sure = sum(confidence >= _SURE for confidence in self._confidences)
        if sure >= _LEAST_SURE and sure >= _SURE_SHARE * len(self._confidences):
            return True
        return at_end and len(self._confidences) == 2 and min(self._confidences) >= _SURE_OF_TWO

    @property
    def _goes_on(self) -> bool:
        """Whether a number was said shortly before."""
        until = None if self._before is None else self._before._said_until
        return until is not None and self._stretch.first_sample - until <= _LONGEST_PAUSE_SAMPLES

    def _leave_number(self, whole: Answer | Failure) -> None:
        """Remember where a number ended, for the next utterance, but not the utterance before."""
        if self._said_until is None and self._before is not None:
            is_part = self._goes_on and _is_digit(whole)
            self._said_until = whole.end if is_part else self._before._said_until
        self._before = None

    def _give_part(self) -> None:
        """Give what goes on with a number, or what is certain among other words and noises."""
        if self._goes_on and max(self._confidences, default=0) >= _SURE:
            self._give_held(self._held)
            return
        certain = [each for each in self._held if each.decision.confidence >= _CERTAIN]
        if len(certain) >= 2 or (certain and self._heard >= CLIP_SAMPLES):
            self._give_held(certain)

    def _copies(
        self, multiple: Token, sureness: float, digit: Token, probabilities: NDArray[np.float32]
    ) -> list[Answer]:
        """Answer once more, or twice, to a digit, where its "double" or "triple" was said."""
        if digit.start - multiple.stop > _LONGEST_WAIT:
            return []
        self._confidences.append(sureness)
        less_sure = sureness * probabilities
        less_sure[-1] += 1 - sureness
        edges = np.linspace(multiple.start, multiple.stop, TIMES[multiple.kind])
        return [
            replace(self._answer(digit, stretch, less_sure), is_copy=True)
            for stretch in pairwise(edges.round().astype(int).tolist())
        ]

    def _answer(
        self, digit: Token, stretch: tuple[int, int], probabilities: NDArray[np.float32]
    ) -> Answer:
        """Make the answer to a digit that stands on a stretch of the network's answers."""
        sound, first = np.concatenate(self._sound), digit.start * STATE_SAMPLES
        stop = digit.stop * STATE_SAMPLES + _MARGIN_SAMPLES
        question = Question(
            self._stretch.utterance,
            self._stretch.first_sample + stretch[0] * STATE_SAMPLES,
            self._last_samples[stretch[1] - 1] + 1,
            make_clip(sound[max(first - _MARGIN_SAMPLES, 0) : stop]),
            arrived_ns=self._arrived_ns[digit.stop - 1],
        )
        labels = self.worker.labels
        of_digits = np.append(probabilities[:10], probabilities[10:].sum())
        of_labels = np.array([of_digits[-1 if each == OTHER else int(each)] for each in labels])
        of_labels /= of_labels.sum()  # less than one where there is no "other"
        answer = answer_to(question, labels, of_labels, self._settings(), self._compute_ms)
        return replace(answer, is_part=True)


def _is_digit(result: Answer | Failure) -> bool:
    return isinstance(result, Answer) and result.decision.digit is not None


def token_probabilities(states: NDArray[np.float32], kind: int) -> NDArray[np.float32]:
    """Say how probable each token is where one was found.

    Parameters
    ----------
    states : ndarray of float32, shape (n, 38)
        The network's answers from the token's beginning to its end.
    kind : int
        The one that was found, 0 to 11; see `model.states`.

    Returns
    -------
    ndarray of float32, shape (13,)
        Of 0 to 11, and of none of them: means over the half of the answers that is surest of the
        token, since at its edges each answer is shared with what is beside it; squared, since the
        token is more probable than each moment of it shows. Their sum is one.
    """
    first = state_of(0, 0)
    tokens = states[:, first:].reshape(len(states), TOKEN_COUNT, STATES_A_TOKEN).sum(axis=2)
    surest = np.argsort(tokens[:, kind])[-max(len(tokens) // 2, 1) :]
    means = tokens[surest].mean(axis=0)
    squares = np.append(means, 1 - means.sum()) ** _SHARPNESS
    probabilities: NDArray[np.float32] = squares / squares.sum()
    return probabilities
