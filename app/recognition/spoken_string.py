"""The digits of one utterance, looked for while it is said."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.recognition.answer import Answer, Failure
from app.recognition.decision import OTHER, decide, lasts_too_long
from app.recognition.question import OnResult, Question, Take, answer_to, given_now
from app.recognition.sliding_network import SlidingNetwork, States, Stretch
from app.recognition.string_search import StringSearch, Token
from app.recognition.token_probability import token_probabilities
from app.recognition.worker import Request, Worker
from app.settings import Settings
from model.audio_format import SAMPLE_RATE, SAMPLES_PER_MS
from model.clip import make_clip
from model.states import STATES_A_CLIP, TIMES

LONGEST_ALONE_SAMPLES = 500 * SAMPLES_PER_MS
"""An utterance of at most 500 ms is taken for one digit where it sounds like one."""

_SHORTEST_STRING_SAMPLES = 300 * SAMPLES_PER_MS
_MARGIN_SAMPLES = 50 * SAMPLES_PER_MS
# A noise or a word has a digit in it now and then, rarely two, and hardly ever three.
_SURE, _SURE_OF_TWO = 0.8, 0.97
_LEAST_SURE, _SURE_SHARE = 3, 0.6
# A word has a part that is so much like a digit hardly ever, and is rarely longer.
_CERTAIN = 0.9995
_LONGEST_WORD_SAMPLES = 800 * SAMPLES_PER_MS
# Within a number people pause for a second and more; one sure digit is enough where it goes on.
_LONGEST_PAUSE_SAMPLES = 1500 * SAMPLES_PER_MS
# Within a second after "double" its digit begins, or it was said of something else.
_LONGEST_WAIT = STATES_A_CLIP


class SpokenString:
    """Divides an utterance into digits while it is said.

    It is fed on the thread that hears; the digits come on the worker's. What is one digit, or
    none, is answered as a whole. It does not cost much: while it is said nothing is asked before
    a whole second was heard, and at its end nothing where it is short and sounds like a digit.

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
        have to be sure, and three of five; of the first two it is enough that both are quite sure.
        Where it is no digit as a whole, one is enough if the first goes on with a number said up to
        1.5 s before; and those that are certain are given for themselves.
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
        self._network = SlidingNetwork(worker, stretch, self._take)
        self._search = StringSearch()
        self._multiple: tuple[Token, float] | None = None
        self._held: list[Answer] = []
        self._confidences: list[float] = []
        self._before = before
        self._said_until: int | None = None

    # --- on the thread that hears

    def feed(self, voiced: bool) -> None:
        """Take note of the next frame of the stream, and of whether the gate hears a voice in it.

        Of what was heard before the gate opened every frame counts as voiced, and where it was
        deaf.
        """
        self._network.feed(voiced)

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
        voice_samples = question.end - question.start

        def end() -> None:
            self._give(self._search.finish())
            result = self._unless_several(whole[0], voice_samples)
            if not self.is_string and not _is_digit(result):
                self._give_part(voice_samples)
            self._leave_number(result)
            if not self.is_string:
                self._on_result(given_now(result))
            elif self._network.failed is not None:
                self._on_result(
                    Failure(question.utterance, question.start, question.end, self._network.failed)
                )

        rest = None
        if voice_samples >= _SHORTEST_STRING_SAMPLES:
            rest = self._network.rest(end)

        def take(result: Answer | Failure) -> Request | None:
            may_be_alone = voice_samples <= LONGEST_ALONE_SAMPLES and not self.is_string
            if rest is None or (_is_digit(result) and may_be_alone):
                self._leave_number(result)
                self._on_result(result)
                return None
            whole.append(result)
            return rest

        return take

    # --- on the worker's thread

    def take_provisional(self, result: Answer | Failure) -> None:
        """Give the answer to the whole so far, unless several digits seem to be in it."""
        if not self.is_string and len(self._confidences) < 2:
            self._on_result(result)

    def _take(self, states: States, provisional: States) -> None:
        self._give(self._search.feed(states, provisional))

    def _give(self, tokens: list[Token]) -> None:
        for token in tokens:
            states = self._network.states(token.start, token.stop)
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
        if self.is_string or self._is_convincing():
            held, self._held = self._held, []
            self._said_until = held[-1].end if held else self._said_until
            self._give_held(held)

    def _give_held(self, answers: list[Answer]) -> None:
        self.is_string = True
        for answer in answers:
            self._on_result(given_now(answer))

    def _is_convincing(self) -> bool:
        """Tell digits from words and noises, of which some part is often like a digit."""
        if len(self._confidences) > 1 and min(self._confidences[:2]) >= _SURE_OF_TWO:
            return True
        sure = sum(confidence >= _SURE for confidence in self._confidences)
        return sure >= _LEAST_SURE and sure >= _SURE_SHARE * len(self._confidences)

    def _unless_several(self, whole: Answer | Failure, voice_samples: int) -> Answer | Failure:
        """Take back that a long voice is one digit where it has several: the gate may be deaf."""
        if (
            isinstance(whole, Answer)
            and len(self._confidences) > 1
            and lasts_too_long(whole.labels, voice_samples / SAMPLE_RATE)
        ):
            threshold = self._settings().threshold
            decision = decide(whole.labels, whole.probabilities, threshold, too_long=True)
            return replace(whole, decision=decision)
        return whole

    def _goes_on(self, start: int) -> bool:
        """Tell whether a number was said shortly before a sample."""
        until = None if self._before is None else self._before._said_until
        return until is not None and start - until <= _LONGEST_PAUSE_SAMPLES

    def _leave_number(self, whole: Answer | Failure) -> None:
        """Remember where a number ended, for the next utterance, but not the utterance before."""
        if self._said_until is None and self._before is not None:
            is_part = self._goes_on(whole.start) and _is_digit(whole)
            self._said_until = whole.end if is_part else self._before._said_until
        self._before = None

    def _give_part(self, voice_samples: int) -> None:
        """Give what goes on with a number, or what is certain among other words and noises."""
        digits = [each for each in self._held if not each.is_copy]
        if digits and self._goes_on(digits[0].start) and max(map(_sureness, digits)) >= _SURE:
            self._said_until = digits[-1].end
            self._give_held(self._held)
            return
        certain = self._certain()
        count = sum(not each.is_copy for each in certain)
        if count >= 2 or (count and voice_samples > _LONGEST_WORD_SAMPLES):
            self._give_held(certain)

    def _certain(self) -> list[Answer]:
        """Find the digits that are certain, each with what a "double" before it adds."""
        certain: list[Answer] = []
        copies: list[Answer] = []
        for each in self._held:
            copies.append(each)
            if not each.is_copy:
                certain += copies if _sureness(each) >= _CERTAIN else []
                copies = []
        return certain

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
        question = Question(
            self._stretch.utterance,
            *self._network.samples(*stretch),
            make_clip(self._network.sound(digit.start, digit.stop, _MARGIN_SAMPLES)),
            arrived_ns=self._network.arrived_ns(digit.start, digit.stop),
        )
        labels = self.worker.labels
        of_digits = np.append(probabilities[:10], probabilities[10:].sum())
        of_labels = np.array([of_digits[-1 if each == OTHER else int(each)] for each in labels])
        of_labels /= of_labels.sum()  # less than one where there is no "other"
        answer = answer_to(question, labels, of_labels, self._settings(), self._network.compute_ms)
        return replace(answer, is_part=True)


def _is_digit(result: Answer | Failure) -> bool:
    return isinstance(result, Answer) and result.decision.digit is not None


def _sureness(answer: Answer) -> float:
    return answer.decision.confidence
