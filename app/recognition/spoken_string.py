"""The digits of one utterance, looked for while it is said."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.recognition.answer import Answer, Failure
from app.recognition.contour import Boundary, Contour
from app.recognition.decision import OTHER
from app.recognition.frames import FRAME_SAMPLES
from app.recognition.question import OnResult, Question, Take, answer_to, given_now
from app.recognition.string_search import (
    LONGEST_FRAMES,
    SHORTEST_FRAMES,
    Segment,
    StringSearch,
    Token,
)
from app.recognition.worker import Request, Worker
from app.settings import Settings

DIGITS = frozenset("0123456789")

LONGEST_ALONE_FRAMES = 70
"""An utterance of at most 700 ms is taken for one digit where it sounds like one."""

_SHORTEST_STRING_FRAMES = 30
_MARGIN_FRAMES = 5
_LEAST_SURE, _LEAST_SURE_BEFORE, _SURE_SHARE = 2, 3, 0.75


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the utterance that the network has not answered yet; see `Segment`."""

    start: int
    first: int
    last: int
    question: Question


@dataclass(frozen=True, slots=True)
class _Step:
    """A boundary, the loudness since the one before, and what ends there."""

    boundary: Boundary
    loudness: float
    parts: list[_Part]


def are_digits(labels: Sequence[str]) -> bool:
    """Tell whether a model knows the ten digits, of which strings are made."""
    return set(labels) >= DIGITS


class SpokenString:
    """Divides an utterance into digits while it is said.

    It is fed on the thread that hears. The network's answers, and so the digits, come on the
    worker's. An utterance of one digit, or of none, is not its business: nothing is said of it.
    Nor does it cost anything: nothing is asked before the voice has lasted for 700 ms.

    Parameters
    ----------
    worker : Worker
        Its labels are the ten digits, with "other" or without.
    ask : callable of (start, stop, first, last)
        Cuts samples out of the stream, from `start` to before `stop`, of which those from
        `first` to before `last` are voice, and gives the question about them.
    first_frame : int
        Index in the stream of the first frame that it will be fed.
    settings : Settings
        Its threshold.
    on_result : callable
        Called on the worker's thread with the answer to each digit as soon as it is settled, or
        with the one to the utterance as a whole.

    Attributes
    ----------
    is_string : bool
        Whether it is several digits; to be asked on the worker's thread. While it is said,
        three have to be sure, and three of four; at its end two are enough, if all are.
    """

    def __init__(
        self,
        worker: Worker,
        ask: Callable[[int, int, int, int], Question],
        first_frame: int,
        settings: Settings,
        on_result: OnResult,
    ) -> None:
        self.worker = worker
        self.is_string = False
        self._question, self._first_frame = ask, first_frame
        self._settings, self._on_result = settings, on_result
        self._contour = Contour()
        self._boundaries = [Boundary(0, 0.0)]
        self._asked = 1
        labels = worker.labels
        self._other = labels.index(OTHER) if OTHER in labels else None
        self._search = StringSearch([labels.index(each) for each in sorted(DIGITS)], self._other)
        # Half as much doubt as for a digit alone: each part of a noise is another chance to err.
        self._sure = (1 + settings.threshold) / 2
        self._held: list[Segment] = []

    # --- on the thread that hears

    def feed(self, level_db: float, floor_db: float) -> None:
        """Take the next frame; see `Contour.feed`."""
        found = self._contour.feed(level_db, floor_db)
        self._boundaries += found
        if found and self._voice_frames() > LONGEST_ALONE_FRAMES:
            self.worker.submit(self._request(lambda: None))

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
        self._boundaries += self._contour.finish()
        whole: list[Answer | Failure] = []

        def end() -> None:
            self._give(self._search.finish(), at_end=True)
            if not self.is_string:
                self._on_result(given_now(whole[0]))

        is_short = self._voice_frames() < _SHORTEST_STRING_FRAMES
        rest = None if is_short else self._request(end)
        may_be_alone = question.end - question.start <= LONGEST_ALONE_FRAMES * FRAME_SAMPLES

        def take(result: Answer | Failure) -> Request | None:
            is_sure = isinstance(result, Answer) and result.decision.digit is not None
            if rest is None or (is_sure and may_be_alone):
                self._on_result(result)
                return None
            whole.append(result)
            return rest

        return take

    def _voice_frames(self) -> int:
        voice = self._contour.voice(0, self._boundaries[-1].frame)
        return voice[1] - voice[0] if voice else 0

    def _request(self, then: Callable[[], None]) -> Request:
        """Ask about what ends at the boundaries that were not asked about yet."""
        steps = [self._step(place) for place in range(self._asked, len(self._boundaries))]
        self._asked = len(self._boundaries)
        clips = tuple(part.question.clip for step in steps for part in step.parts)

        def answer(probabilities: list[NDArray[np.float32]], compute_ms: float) -> None:
            self._take(steps, probabilities, compute_ms / max(len(clips), 1))
            then()

        def failure(_message: str) -> None:
            # The utterance as a whole fails as well, and says so.
            self._take([_Step(each.boundary, each.loudness, []) for each in steps], [], 0.0)
            then()

        return Request(clips, False, self, answer, failure)

    def _step(self, place: int) -> _Step:
        before, boundary = self._boundaries[place - 1], self._boundaries[place]
        loudness = self._contour.loudness(before.frame, boundary.frame)
        return _Step(boundary, loudness, list(self._parts(place)))

    def _parts(self, place: int) -> Iterator[_Part]:
        """Cut out what may be a digit that ends at a boundary, each voice once."""
        end, newest = self._boundaries[place], self._boundaries[place - 1]
        for start_place in range(place - 1, -1, -1):
            start = self._boundaries[start_place]
            if end.frame - start.frame > LONGEST_FRAMES:
                return
            voice = self._contour.voice(start.frame, end.frame)
            if voice is None or voice[1] - voice[0] < SHORTEST_FRAMES:
                continue
            if newest.frame >= voice[1] or self._boundaries[start_place + 1].frame <= voice[0]:
                continue
            first = max(start.frame, voice[0] - _MARGIN_FRAMES)
            last = min(end.frame, voice[1] + _MARGIN_FRAMES)
            samples = map(self._sample, (first, last, *voice))
            yield _Part(start_place, *voice, self._question(*samples))

    def _sample(self, frame: int) -> int:
        return (self._first_frame + frame) * FRAME_SAMPLES

    # --- on the worker's thread

    def take_provisional(self, result: Answer | Failure) -> None:
        """Give the answer to the whole so far, unless each digit is answered by itself."""
        if not self.is_string:
            self._on_result(result)

    def _take(
        self, steps: list[_Step], probabilities: list[NDArray[np.float32]], compute_ms: float
    ) -> None:
        answers = iter(probabilities)
        for step in steps:
            segments = [
                Segment(each.start, each.first, each.last, each.question, next(answers), compute_ms)
                for each in step.parts
            ]
            self._search.reach(step.boundary, step.loudness, segments)
            self._give(self._search.settle())

    def _is_convincing(self, at_end: bool) -> bool:
        """Tell digits from words and noises, of which some part is often like a digit."""
        sure = sum(each.probabilities.max() >= self._sure for each in self._held)
        if at_end:
            return bool(sure >= _LEAST_SURE and sure == len(self._held))
        return bool(sure >= _LEAST_SURE_BEFORE and sure >= _SURE_SHARE * len(self._held))

    def _give(self, tokens: list[Token], at_end: bool = False) -> None:
        digits = [token.segment for token in tokens if token.label != self._other]
        self._held += digits
        self.is_string = self.is_string or self._is_convincing(at_end)
        if self.is_string and self._held:
            held, self._held = self._held, []
            for each in held:
                self._on_result(
                    answer_to(
                        each.question,
                        self.worker.labels,
                        each.probabilities,
                        self._settings,
                        each.compute_ms,
                    )
                )
