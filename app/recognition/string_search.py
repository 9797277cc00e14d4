"""The tokens of a longer utterance: the likeliest way through the states of its digits."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.states import SILENCE, STATE_COUNT, STATES_A_TOKEN, TOKEN_COUNT, WORD, state_of

_A_TOKEN_MORE = 3.0
_A_WORD_MORE = 3.0
_WITHOUT_MIDDLE = 1.0
_LEAST_PROBABILITY = 1e-4
_BEAM = 8.0


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
    something, so that one is not taken for two. Source: Rabiner, "A tutorial on hidden Markov
    models", Proc. IEEE 77(2), 1989; the probabilities are the network's, as in Bourlard and
    Morgan, "Connectionist Speech Recognition", 1994.
    """

    def __init__(self) -> None:
        self._time = 0
        self._scores = np.full(STATE_COUNT, -math.inf)
        self._scores[SILENCE] = 0.0
        self._ways = [_Way(None, 0)] * STATE_COUNT
        self._settled: Token | None = None

    def feed(self, probabilities: NDArray[np.float32]) -> list[Token]:
        """Take the network's next answers.

        Parameters
        ----------
        probabilities : ndarray of float32, shape (n, 38)
            Of the states, for each 40 ms.

        Returns
        -------
        list of Token
            Those that no later answer is going to change, each once, in their order.
        """
        for log_probabilities in np.log(np.maximum(probabilities, _LEAST_PROBABILITY)):
            self._step(log_probabilities)
        return self._settle()

    def finish(self) -> list[Token]:
        """Give the tokens that are left, of the likeliest way to the end."""
        end = self._best_end()
        # Where no way ends here that has what was given, what was given is all.
        return [] if self._scores[end] == -math.inf else self._unsettled(self._over(end))

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
        kind = (state - state_of(0, 0)) // STATES_A_TOKEN
        return Token(kind, way.start, self._time, way.last)

    def _settle(self) -> list[Token]:
        """Give what all ways that are not much worse than the best have in common."""
        near = np.flatnonzero(self._scores >= self._scores.max() - _BEAM)
        chains = [self._unsettled(self._ways[state].last) for state in near]
        common = []
        for tokens in zip(*chains, strict=False):
            if any(token is not tokens[0] for token in tokens):
                break
            common.append(tokens[0])
        if common:
            for state in _STATES:
                if common[-1] not in self._unsettled(self._ways[state].last):
                    self._scores[state] = -math.inf
        return self._take(common)

    def _take(self, tokens: list[Token]) -> list[Token]:
        if tokens:
            self._settled = tokens[-1]
        return tokens

    def _unsettled(self, token: Token | None) -> list[Token]:
        """Give the tokens up to this one that were not given yet, in their order."""
        chain = []
        while token is not None and token is not self._settled:
            chain.append(token)
            token = token.before
        return chain[::-1]
