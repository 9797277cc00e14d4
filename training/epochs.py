"""What the stages of a run do in each epoch."""

import math
from collections.abc import Sequence

import keras
import numpy as np


def seed_anew(network: keras.Model, seed: tuple[int, int]) -> None:
    """Set the random numbers of the layers, which a checkpoint does not hold."""
    states = [each for each in network.variables if each.path.endswith("seed_generator_state")]
    for place, state in enumerate(states):
        state.assign(np.random.SeedSequence((*seed, place)).generate_state(2))


def means(figures: Sequence[dict[str, float]]) -> dict[str, float]:
    """Give the means of what the batches of an epoch gave, to four digits."""
    return {name: round(float(np.mean([f[name] for f in figures])), 4) for name in figures[0]}


def duration(seconds: float) -> str:
    """Say how long something takes."""
    minutes = math.ceil(seconds / 60)
    return f"{minutes} min" if seconds > 90 else f"{math.ceil(seconds)} s"
