"""The states of a spoken string, of which the network gives the probabilities every 40 ms."""

from model.audio_format import CLIP_SAMPLES, SAMPLES_PER_MS

SILENCE, WORD = 0, 1
"""Places of the states in which nothing is said, and in which no digit is said."""

STATES_A_DIGIT = 3
"""Each digit has a beginning, a middle and an end, so that one said twice can be told from one."""

STATE_COUNT = 2 + 10 * STATES_A_DIGIT
"""Number of states."""

STATE_SAMPLES = 40 * SAMPLES_PER_MS
"""Distance of two answers, in samples (640)."""

STATES_A_CLIP = CLIP_SAMPLES // STATE_SAMPLES
"""Number of answers to a clip (25)."""


def state_of(digit: int, part: int) -> int:
    """Give the place of a state: part 0 to 2 of a digit, 0 to 9."""
    return 2 + STATES_A_DIGIT * digit + part
