"""A sound in which several digits are said, with the states that the string head shall give."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from model.audio_format import SAMPLE_RATE, SAMPLES_PER_MS
from model.states import DOUBLE, SILENCE, STATES_A_TOKEN, TRIPLE, WORD, state_of
from training.data.recording import Samples

STEP_SAMPLES = 10 * SAMPLES_PER_MS
"""Distance of two states, in samples (160)."""

DIGITS = frozenset("0123456789")
"""Labels of the digits."""

TOKENS = {**{str(digit): digit for digit in range(10)}, "d": DOUBLE, "t": TRIPLE}
"""Labels that have states of their own, and their tokens."""

MULTIPLE_WORDS = {"d": "double", "t": "triple"}
"""What is said for those of `TOKENS` that are no digits."""

OH = "oh"
"""What many say for zero within a number."""

WORDS_OF_NUMBERS = frozenset((*MULTIPLE_WORDS.values(), OH))
"""Words that stand for something in numbers alone, and that only synthesisers say."""

States = NDArray[np.int32]

_SHORTEST_S, _LONGEST_S = 2.0, 5.0


@dataclass(frozen=True, slots=True)
class StateString:
    """A sound and its states.

    Attributes
    ----------
    samples : ndarray of float32, shape (n,)
        Mono, 16 kHz.
    states : ndarray of int32, shape (n // 160,)
        Every 10 ms the place of a state; see `model.states`.
    first, last : int
        First sample of the first voice, and the one after the last of the last voice.
    """

    samples: Samples
    states: States
    first: int
    last: int


def mark(states: States, label: str, start: float, stop: float) -> None:
    """Write the states of a token or a word.

    Parameters
    ----------
    states : ndarray of int32, shape (steps,)
        Changed in place.
    label : str
        One of `TOKENS`; all else is another word.
    start, stop : float
        Where its voice begins and ends, in steps of 10 ms.
    """
    steps = np.arange(round(start), min(round(stop), len(states)))
    if label not in TOKENS:
        states[steps] = WORD
        return
    parts = STATES_A_TOKEN * (steps + 0.5 - start) / max(stop - start, 1)
    states[steps] = state_of(TOKENS[label], 0) + parts.astype(int).clip(0, STATES_A_TOKEN - 1)


def silence(samples: Samples) -> StateString:
    """Give a sound in which nothing is said, such as a noise."""
    states = np.full(len(samples) // STEP_SAMPLES, SILENCE, np.int32)
    return StateString(samples, states, 0, len(samples))


def stretch_of(random: Generator, number: StateString) -> StateString:
    """Cut 2 to 5 s out of a number, played at 0.8 to 1.25 of its speed.

    Parameters
    ----------
    random : numpy.random.Generator
        Source of chance.
    number : StateString
        All of it counts as voice; a shorter one is taken whole.
    """
    speed = random.uniform(0.8, 1.25)
    steps = int(random.uniform(_SHORTEST_S, _LONGEST_S) * speed * SAMPLE_RATE / STEP_SAMPLES)
    first = int(random.integers(0, max(len(number.states) - steps, 0) + 1))
    states = number.states[first : first + steps]
    samples = at_speed(number.samples[first * STEP_SAMPLES :][: len(states) * STEP_SAMPLES], speed)
    sources = np.arange(len(samples) // STEP_SAMPLES) * speed
    return StateString(samples, states[sources.astype(int)], 0, len(samples))


def at_speed(samples: Samples, speed: float) -> Samples:
    """Play samples, shape (n,), at another speed, shape (n / speed,)."""
    count = max(int(len(samples) / speed), 1)
    played = np.interp(np.arange(count) * speed, np.arange(len(samples)), samples)
    return np.asarray(played, np.float32)
