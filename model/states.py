"""The states of a spoken string, of which the network gives the probabilities every 40 ms."""

from model.audio_format import CLIP_SAMPLES, SAMPLES_PER_MS

SILENCE, WORD = 0, 1
"""Places of the states in which nothing is said, and in which a word is said that is no token."""

DOUBLE, TRIPLE = 10, 11
"""Tokens that say how often the digit after them is meant. A digit's token is the digit, 0 to 9."""

TIMES = {DOUBLE: 2, TRIPLE: 3}
"""How often."""

TOKEN_COUNT = 12
"""Number of tokens: what a spoken number consists of."""

STATES_A_TOKEN = 3
"""Each token has a beginning, a middle and an end, so that one said twice can be told from one."""

STATE_COUNT = 2 + TOKEN_COUNT * STATES_A_TOKEN
"""Number of states (38)."""

STATE_SAMPLES = 40 * SAMPLES_PER_MS
"""Distance of two answers, in samples (640)."""

STATES_A_CLIP = CLIP_SAMPLES // STATE_SAMPLES
"""Number of answers to a clip (25)."""


def state_of(token: int, part: int) -> int:
    """Give the place of a state: part 0 to 2 of a token, 0 to 11."""
    return 2 + STATES_A_TOKEN * token + part
