"""The sources of recordings, and how often each is drawn from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from training.data.recording import Recording

_SYNTHETIC_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Source:
    """Recordings that are drawn together.

    Attributes
    ----------
    name : str or None
        None for all that is synthetic.
    groups : dict of str to list of int
        Places of the recordings, by what they are grouped by.
    weight : float
        How often it is drawn.
    """

    name: str | None
    groups: dict[str, list[int]]
    weight: float


def sources_of(
    recordings: Sequence[Recording],
    people_count: int,
    belongs: Callable[[Recording], bool],
    group_of: Callable[[Recording], str],
) -> list[Source]:
    """Group recordings by source.

    Sources are weighed by the fourth root of how many speakers they have, times the third root of
    how many recordings, about: one with six speakers and thousands of recordings does not drown
    one with fifty. Synthetic voices count half.

    Parameters
    ----------
    recordings : sequence of Recording
        Those of people first.
    people_count : int
        How many are of people. All others are synthetic, and one source.
    belongs, group_of : callable
        Whether a recording is wanted, and what it is grouped by.
    """
    members: dict[str | None, list[int]] = {}
    for place, recording in enumerate(recordings):
        if belongs(recording):
            source = recording.source if place < people_count else None
            members.setdefault(source, []).append(place)
    found = []
    for name, places in members.items():
        groups: dict[str, list[int]] = {}
        for place in places:
            groups.setdefault(group_of(recordings[place]), []).append(place)
        speakers = len({recordings[place].speaker for place in places})
        weight = _SYNTHETIC_WEIGHT if name is None else 1.0
        found.append(Source(name, groups, weight * speakers**0.25 * len(places) ** 0.35))
    return found


def draw_source(random: Generator, sources: Sequence[Source]) -> Source:
    """Draw a source by the weights."""
    weights = np.array([source.weight for source in sources])
    return sources[random.choice(len(sources), p=weights / weights.sum())]
