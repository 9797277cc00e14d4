"""The tokens of a longer utterance: the likeliest way through the states of its digits."""

import math
from copy import copy
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.states import SILENCE, STATE_COUNT, STATES_A_TOKEN, TOKEN_COUNT, WORD, state_of

_A_TOKEN_MORE = 3.0
_A_WORD_MORE = 3.0
_WITHOUT_MIDDLE = 1.0
_LEAST_PROBABILITY = 1e-4
_BEAM = 4.0
# Of the answers to a token that is given so many must be settled, and may be provisional.
_LEAST_SETTLED, _MOST_PROVISIONAL = 2, 2


def _origins() -> tuple[NDArray[np.int_], NDArray[np.float64]]:
    """Give where each state may come from within a token, shape (38, 3), and what that costs."""
    origins = np.repeat(np.arange(STATE_COUNT)[:, None], 3, axis=1)
    costs = np.tile([0.0, math.inf, math.inf], (STATE_COUNT, 1))
    for token in range(TOKEN_COUNT):
        beginning, middle, end = (state_of(token, part) for part in range(STATES_A_TOKEN))
        origins[middle, 1], costs[middle, 1] = beginning, 0.0
        origins[end, 1:], costs[end, 1:] = (middle, beginning), (0.0, _WITHOUT_MIDDLE)
    return origins, costs


def _entry_costs() -> NDArray[np.float64]:
    """Give what it costs to begin with each state, shape (38,)."""
    costs = np.full(STATE_COUNT, math.inf)
    costs[SILENCE], costs[WORD] = 0.0, _A_WORD_MORE
    costs[[state_of(token, 0) for token in range(TOKEN_COUNT)]] = _A_TOKEN_MORE
    return costs


_ORIGINS, _COSTS = _origins()
_ENTRY_COSTS = _entry_costs()
_STATES = np.arange(STATE_COUNT)
_LAST_STATES = np.array([SILENCE, WORD, *(state_of(token, 2) for token in range(TOKEN_COUNT))])


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A digit that was said, or how often the next one is meant; compared by identity.

    Attributes
    ----------
    kind : int
        0 to 9, `model.states.DOUBLE` or `model.states.TRIPLE`.
    start, stop : int
        First of the network's answers to it, and the one after the last, 40 ms each.
    before : Token or None
        The one before it.
    """

    kind: int
    start: int
    stop: int
    before: "Token | None"


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to a state: the last token that is over, and where the present one began."""

    last: Token | None
    start: int


class StringSearch:
    """Viterbi's search through a model of each token, while the network's answers come in.

    Between tokens there is silence, other words, or nothing. Each token costs
    something, so that one is not taken for two. A token is given once it is over and all likely
    ways have it, and no way is followed further that has it not. Whether it is over is known sooner
    by the help of provisional answers, which the search looks at and then forgets. Source: Rabiner,
    "A tutorial on hidden Markov models", Proc. IEEE 77(2), 1989; the probabilities are the
    network's, as in Bourlard and Morgan, "Connectionist Speech Recognition", 1994.
    """

    def __init__(self) -> None:
        self._time = 0
        self._scores = np.full(STATE_COUNT, -math.inf)
        self._scores[SILENCE] = 0.0
        self._ways = [_Way(None, 0)] * STATE_COUNT
        self._last_given = -1  # the first answer of the token that was given last
        self._last_stop = 0

    def feed(
        self, probabilities: NDArray[np.float32], provisional: NDArray[np.float32]
    ) -> list[Token]:
        """Take the network's next answers.

        Parameters
        ----------
        probabilities : ndarray of float32, shape (n, 38)
            Of the states, for each 40 ms.
        provisional : ndarray of float32, shape (m, 38)
            What the network says so far of those after them; may be empty.

        Returns
        -------
        list of Token
            Those that no later answer is going to change, but for where they end, each once, in
            their order. Each begins where the one before was said to end, or later, but keeps its
            last answer.
        """
        self._go_on(probabilities)
        ahead = copy(self)
        ahead._go_on(provisional)
        tokens = self._shared(ahead)
        if tokens:
            self._keep_ways_with(tokens)
        return self._given(tokens)

    def _go_on(self, probabilities: NDArray[np.float32]) -> None:
        for log_probabilities in np.log(np.maximum(probabilities, _LEAST_PROBABILITY)):
            self._step(log_probabilities)

    def finish(self) -> list[Token]:
        """Give the tokens that are left, of the likeliest way to the end."""
        end = self._best_end()
        # Where no way ends here that has what was given, what was given is all.
        return [] if self._scores[end] == -math.inf else self._given(self._next(self._over(end)))

    def _step(self, log_probabilities: NDArray[np.float32]) -> None:
        end = self._best_end()
        over = self._over(end)
        within = self._scores[_ORIGINS] - _COSTS
        choice = within.argmax(axis=1)
        origins, scores = _ORIGINS[_STATES, choice], within[_STATES, choice]
        entries = self._scores[end] - _ENTRY_COSTS
        begin = entries > scores
        self._ways = [
            _Way(over, self._time) if begins else self._ways[origin]
            for begins, origin in zip(begin.tolist(), origins.tolist(), strict=True)
        ]
        self._scores = np.where(begin, entries, scores) + log_probabilities
        self._time += 1

    def _best_end(self) -> int:
        """Give the best of the states after which something else may come."""
        return int(_LAST_STATES[self._scores[_LAST_STATES].argmax()])

    def _over(self, state: int) -> Token | None:
        """Give the last token on the way to a state, if the state is over now."""
        way = self._ways[state]
        if state in (SILENCE, WORD):
            return way.last
        return Token(_token_of(state), way.start, self._time, way.last)

    def _shared(self, ahead: "StringSearch") -> list[Token]:
        """Find the next tokens on all ways that are not much worse than the best.

        Parameters
        ----------
        ahead : StringSearch
            This search after the provisional answers.
        """
        best_first = np.argsort(-ahead._scores, kind="stable")
        near = best_first[ahead._scores[best_first] >= ahead._scores.max() - _BEAM]
        shared = []
        for tokens in zip(*(ahead._next(ahead._ways[state].last) for state in near), strict=False):
            token = tokens[0]
            is_shared = len({(each.kind, each.start) for each in tokens}) == 1
            settled, provisional = self._time - token.start, token.stop - self._time
            if not is_shared or settled < _LEAST_SETTLED or provisional > _MOST_PROVISIONAL:
                break
            shared.append(token)
        return shared

    def _keep_ways_with(self, tokens: list[Token]) -> None:
        """Go on with the ways that have these tokens, the last of which may not be over."""
        begun = [(token.kind, token.start) for token in tokens]
        for state in range(STATE_COUNT):
            if self._begun(state)[: len(begun)] != begun:
                self._scores[state] = -math.inf

    def _begun(self, state: int) -> list[tuple[int, int]]:
        """Give kind and start of the next tokens on the way to a state, and of its own."""
        way = self._ways[state]
        begun = [(token.kind, token.start) for token in self._next(way.last)]
        if state not in (SILENCE, WORD):
            begun.append((_token_of(state), way.start))
        return begun

    def _given(self, tokens: list[Token]) -> list[Token]:
        """Take note of tokens that are given; move beginnings behind the end of the one before."""
        given = []
        for token in tokens:
            start = min(max(token.start, self._last_stop), token.stop - 1)
            given.append(replace(token, start=start))
            self._last_given, self._last_stop = token.start, token.stop
        return given

    def _next(self, last: Token | None) -> list[Token]:
        """Give the tokens up to the last one that were not given yet, in their order."""
        chain = []
        while last is not None and last.start > self._last_given:
            chain.append(last)
            last = last.before
        return chain[::-1]


def _token_of(state: int) -> int:
    return (state - state_of(0, 0)) // STATES_A_TOKEN
