"""Batches to train the string head on, the same for the same seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from model.audio_format import CLIP_SAMPLES, SAMPLE_RATE
from model.states import STATE_SAMPLES, STATES_A_CLIP
from training.ahead import made_ahead
from training.augmentation import Augmentation
from training.batches import BATCH_CLIPS
from training.data.recording import Samples
from training.joined_strings import JoinedStrings
from training.state_string import STEP_SAMPLES, States, StateString, silence, stretch_of

StringBatch = tuple[NDArray[np.float32], States, NDArray[np.float32]]

# Below 0.1 noise, then to 0.3 numbers of people, to 0.45 of synthesisers; above joined strings.
_NOISE, _PEOPLE, _SYNTHETIC = 0.1, 0.3, 0.45
_SECONDS_A_CLIP = 0.45
_MOST_CLIPS_A_STRING = 8
_PAD_STEPS = 60
_CLIP_STEPS = CLIP_SAMPLES // STEP_SAMPLES
_STEPS_A_STATE = STATE_SAMPLES // STEP_SAMPLES
_FULL_FIRST, _FULL_COUNT, _EDGE_WEIGHT = 8, 15, 0.4


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers that were said in one breath, and aligned.

    Attributes
    ----------
    people, synthetic : tuple of StateString
        What people said, and what synthesisers said.
    """

    people: tuple[StateString, ...] = ()
    synthetic: tuple[StateString, ...] = ()


class StringBatches:
    """Clips of one second out of strings, each with its 25 states.

    Most are of strings that are joined, some of noise alone, and where there are numbers that
    were aligned, some of those. Clips begin anywhere, also before the sound and so that they end
    after it, where there are zeros. The first eight states and the last two weigh less: of
    what is said there a clip may show too little, and the program does not ask for it.

    Parameters
    ----------
    strings : JoinedStrings
        Draws what is said.
    augmentation : Augmentation
        Changes how it sounds.
    seed : int
        The same seed gives the same batches.
    """

    def __init__(self, strings: JoinedStrings, augmentation: Augmentation, seed: int) -> None:
        self._strings, self._augmentation, self._seed = strings, augmentation, seed
        weights = np.full(STATES_A_CLIP, _EDGE_WEIGHT, np.float32)
        weights[_FULL_FIRST : _FULL_FIRST + _FULL_COUNT] = 1
        self._weights = np.tile(weights, (BATCH_CLIPS, 1))

    def between(self, start: int, stop: int, numbers: Numbers) -> Iterator[StringBatch]:
        """Give the batches from `start` to before `stop`, some of them made ahead of time."""
        return made_ahead(lambda index: self.batch(index, numbers), start, stop)

    def batch(self, index: int, numbers: Numbers) -> StringBatch:
        """Make a batch.

        Parameters
        ----------
        index : int
            Its number.
        numbers : Numbers
            Some of what is heard.

        Returns
        -------
        clips : ndarray of float32, shape (96, 16000)
        states : ndarray of int32, shape (96, 25)
        weights : ndarray of float32, shape (96, 25)
        """
        # The third number sets it apart from the batches that the classes are trained on.
        random = np.random.default_rng((self._seed, index, 1))
        clips: list[Samples] = []
        states: list[States] = []
        while len(clips) < BATCH_CLIPS:
            string = self._cut(random, self._draw(random, numbers))
            for first in _firsts(random, len(string.states)):
                clips.append(_clip_at(string, first))
                states.append(_states_at(string, first))
        return np.stack(clips[:BATCH_CLIPS]), np.stack(states[:BATCH_CLIPS]), self._weights

    def _draw(self, random: Generator, numbers: Numbers) -> StateString:
        kind = random.random()
        if kind < _NOISE:
            count = int(random.uniform(0.3, 2.5) * SAMPLE_RATE)
            return silence(self._augmentation.noise(random, count))
        if kind < _PEOPLE and numbers.people:
            return stretch_of(random, _one_of(random, numbers.people))
        if _PEOPLE <= kind < _SYNTHETIC and numbers.synthetic:
            return stretch_of(random, _one_of(random, numbers.synthetic))
        return self._strings.draw(random)

    def _cut(self, random: Generator, string: StateString) -> StateString:
        """Change how a string sounds, and cut it as a gate does, at whole steps."""
        samples = self._augmentation.string(random, string.samples, string.first, string.last)
        start = int(random.uniform(0, string.first) / STEP_SAMPLES)
        stop = int((string.last + random.uniform(-0.03, 0.3) * SAMPLE_RATE) / STEP_SAMPLES)
        states = string.states[start:stop]
        samples = samples[start * STEP_SAMPLES :][: len(states) * STEP_SAMPLES]
        return StateString(samples, states, 0, len(samples))


def _one_of(random: Generator, strings: Sequence[StateString]) -> StateString:
    return strings[int(random.integers(len(strings)))]


def _firsts(random: Generator, steps: int) -> NDArray[np.int64]:
    """Draw the steps at which the clips of a string begin."""
    seconds = steps * STEP_SAMPLES / SAMPLE_RATE
    count = min(max(int(seconds / _SECONDS_A_CLIP), 1), _MOST_CLIPS_A_STRING)
    return random.integers(-_PAD_STEPS, steps + _PAD_STEPS - _CLIP_STEPS + 1, count)


def _clip_at(string: StateString, first: int) -> Samples:
    padded = np.pad(string.samples, _PAD_STEPS * STEP_SAMPLES)
    return padded[(first + _PAD_STEPS) * STEP_SAMPLES :][:CLIP_SAMPLES]


def _states_at(string: StateString, first: int) -> States:
    """Take the states of a clip, each from the second of its four steps."""
    padded = np.pad(string.states, _PAD_STEPS)  # silence is state 0
    return padded[first + _PAD_STEPS + 1 :][: _CLIP_STEPS - 1 : _STEPS_A_STATE]
