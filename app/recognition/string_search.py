"""The digits in a longer utterance: the likeliest way to divide it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.recognition.contour import Boundary
from app.recognition.question import Question

SHORTEST_FRAMES, LONGEST_FRAMES = 8, 80
"""A digit within a number lasts 80 to 800 ms."""

_A_DIGIT_MORE = 1.0
_A_WORD_MORE = 4.0
_UNEXPLAINED_FRAME = 0.1
_QUIET_FRAME = 0.01
_UNLIKELY_BOUNDARY = 1.0
_USUAL_FRAMES, _SPREAD, _DURATION_WEIGHT = 28, 0.45, 0.5
_LEAST_PROBABILITY = 1e-4
_SETTLED_FRAMES = 20


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of an utterance between two boundaries, and what the network says to it.

    Attributes
    ----------
    start : int
        Position of the boundary that it begins with, in their order.
    first, last : int
        First frame of its voice, and the one after its last.
    question : Question
        What the network was asked.
    probabilities : ndarray of float32, shape (labels,)
    compute_ms : float
        The network's time for it.
    """

    start: int
    first: int
    last: int
    question: Question
    probabilities: NDArray[np.float32]
    compute_ms: float


@dataclass(frozen=True, slots=True)
class Token:
    """A segment that was chosen, and the label that it has."""

    segment: Segment
    label: int


@dataclass(frozen=True, slots=True, eq=False)
class _Path:
    """A chain of tokens, from the last one back to the first; compared by identity."""

    token: Token
    before: "_Path | None"


@dataclass(slots=True)
class _State:
    """The best way to get to a boundary; `unexplained` is what explaining nothing would cost."""

    boundary: Boundary
    unexplained: float
    score: float
    path: _Path | None


class StringSearch:
    """Viterbi's search over segments, as in semi-Markov models.

    Each segment may be a digit, or a word that is none; what lies between segments is left
    unexplained, which costs the more the louder it is. Each digit costs something, so that one
    is not divided into two, the more so the farther its duration is from the usual one; and each
    boundary within a loud sound costs something. Source: Ostendorf and others, "From HMM's to
    segment models", IEEE Trans. SAP 4(5), 1996.

    Parameters
    ----------
    digits : sequence of int
        Positions of the digits among the labels.
    other : int or None
        Position of "other".
    """

    def __init__(self, digits: Sequence[int], other: int | None) -> None:
        self._digits, self._other = list(digits), other
        self._states = [_State(Boundary(0, 0.0), 0.0, 0.0, None)]
        self._settled: _Path | None = None

    def reach(self, boundary: Boundary, loudness: float, segments: Sequence[Segment]) -> None:
        """Take the next boundary.

        Parameters
        ----------
        boundary : Boundary
        loudness : float
            Summed up from the boundary before on.
        segments : sequence of Segment
            Those that end here.
        """
        before = self._states[-1]
        frames = boundary.frame - before.boundary.frame
        unexplained = before.unexplained + _UNEXPLAINED_FRAME * loudness + _QUIET_FRAME * frames
        idle = max(self._recent(boundary.frame), key=lambda each: each.score + each.unexplained)
        score = idle.score + idle.unexplained - unexplained
        best = _State(boundary, unexplained, score, idle.path)
        for segment in segments:
            for token, gain in self._tokens(segment):
                start = self._states[segment.start]
                edges = _UNLIKELY_BOUNDARY * (start.boundary.cost + boundary.cost)
                score = start.score + gain - edges
                if score > best.score:
                    best.score, best.path = score, _Path(token, start.path)
        self._states.append(best)

    def settle(self) -> list[Token]:
        """Give the tokens that no later sound is going to change, each once, in their order.

        These are the tokens that all good ways to the last boundaries have in common. Once
        given, they stay: `reach` follows no way without them.
        """
        newest = self._states[-1].boundary.frame
        recent = self._recent(newest)
        best = max(recent, key=lambda each: each.score + each.unexplained)
        common = [
            path
            for path in self._since_settled(best.path)
            if path.token.segment.last <= newest - _SETTLED_FRAMES
        ]
        if common:
            for each in recent:
                if common[-1] not in self._since_settled(each.path):
                    each.score = -math.inf
        return self._take(common)

    def finish(self) -> list[Token]:
        """Give the tokens that are left, of the best way to the last boundary."""
        return self._take(self._since_settled(self._states[-1].path))

    def _recent(self, frame: int) -> list[_State]:
        """Give the states from which a segment can still get to a frame."""
        return [each for each in self._states if each.boundary.frame >= frame - LONGEST_FRAMES]

    def _take(self, paths: list[_Path]) -> list[Token]:
        if paths:
            self._settled = paths[-1]
        return [path.token for path in paths]

    def _since_settled(self, path: _Path | None) -> list[_Path]:
        chain = []
        while path is not None and path is not self._settled:
            chain.append(path)
            path = path.before
        return chain[::-1]

    def _tokens(self, segment: Segment) -> list[tuple[Token, float]]:
        probabilities = segment.probabilities
        best = max(self._digits, key=probabilities.__getitem__)
        duration = math.log((segment.last - segment.first) / _USUAL_FRAMES) / _SPREAD
        unusual = _DURATION_WEIGHT * duration**2 / 2
        found = [(Token(segment, best), _log(probabilities[best]) - _A_DIGIT_MORE - unusual)]
        if self._other is not None:
            gain = _log(probabilities[self._other]) - _A_WORD_MORE
            found.append((Token(segment, self._other), gain))
        return found


def _log(probability: float) -> float:
    return math.log(probability + _LEAST_PROBABILITY)
