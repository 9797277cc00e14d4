"""What a data set holds, counted and measured."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from training.data.findings import find_faults
from training.data.recording import OTHER, DataSet, Recording, licences
from training.data.survey import Facts, survey
from training.data.usable import leave_out
from training.errors import DataError

CLIPPED_SHARE = 0.001
"""A recording with more than this share of its samples at full scale counts as clipped."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some recordings: how many, how long together, by how many known speakers, in which split."""

    recordings: int
    seconds: float
    speakers: int
    train: int
    validation: int
    test: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How a quantity spreads: its least, its quantiles of 5, 50 and 95 %, its most."""

    least: float
    low: float
    median: float
    high: float
    most: float


@dataclass(frozen=True, slots=True)
class Fault:
    """A recording that a fit would leave out, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a data set.

    Attributes
    ----------
    unreadable : list of Fault
    silent : list of str
    contradictions, repeated, in_several_splits : list of list of str
        Paths of recordings that are the same: under several labels; under one; of these, those
        in several splits.
    summary : list of str
        All this, a line a kind.
    refused : str
        Why a fit would refuse the data set, "" if it would not.
    """

    unreadable: list[Fault]
    silent: list[str]
    contradictions: list[list[str]]
    repeated: list[list[str]]
    in_several_splits: list[list[str]]
    summary: list[str]
    refused: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What a data set holds.

    Attributes
    ----------
    name : str
    whole : Group
        All utterances together, the faulty ones with them.
    labels, words, sources, speakers, sexes : dict of str to Group
        The same by label, by what is said under the label "other", and so on; only as far as it
        is known.
    licences : dict of str to str
        Of each source, also of noises and rooms.
    noises, rooms, numbers : Group
    seconds, level_db : Spread or None
        Of the utterances that can be read; the level is RMS in dB of full scale.
    clipped : dict of str to float
        Share of samples at full scale of each utterance that counts as clipped, the worst first.
    faults : Faults
    """

    name: str
    whole: Group
    labels: dict[str, Group]
    words: dict[str, Group]
    sources: dict[str, Group]
    speakers: dict[str, Group]
    sexes: dict[str, Group]
    licences: dict[str, str]
    noises: Group
    rooms: Group
    numbers: Group
    seconds: Spread | None
    level_db: Spread | None
    clipped: dict[str, float]
    faults: Faults


def look_over(data_set: DataSet) -> tuple[Overview, tuple[Facts, ...]]:
    """Read every recording once and count what is there.

    Parameters
    ----------
    data_set : DataSet

    Returns
    -------
    overview : Overview
    facts : tuple of Facts
        Of each utterance, in their order.
    """
    facts = tuple(survey(data_set.recordings))
    noises, rooms, numbers = (
        tuple(survey(each)) for each in (data_set.noises, data_set.rooms, data_set.numbers)
    )
    readable = [each for each in facts if not each.fault]
    clipped = {
        each.recording.path: each.clipped_share
        for each in sorted(readable, key=lambda each: -each.clipped_share)
        if each.clipped_share > CLIPPED_SHARE
    }
    everything = (*data_set.recordings, *data_set.noises, *data_set.rooms, *data_set.numbers)
    overview = Overview(
        name=data_set.name,
        whole=_group(facts),
        labels=_groups(facts, lambda each: each.label),
        words=_groups(facts, lambda each: each.word if each.label == OTHER else ""),
        sources=_groups(facts, lambda each: each.source),
        speakers=_groups(facts, lambda each: each.speaker),
        sexes=_groups(facts, lambda each: each.sex),
        licences=licences(everything),
        noises=_group(noises),
        rooms=_group(rooms),
        numbers=_group(numbers),
        seconds=_spread([each.seconds for each in readable]),
        level_db=_spread([each.rms_db for each in readable]),
        clipped=clipped,
        faults=_faults(data_set, (*facts, *numbers), (*noises, *rooms)),
    )
    return overview, facts


def _group(facts: Iterable[Facts]) -> Group:
    members = tuple(facts)
    splits = [each.recording.split for each in members]
    return Group(
        recordings=len(members),
        seconds=sum(each.seconds for each in members),
        speakers=len({each.recording.speaker for each in members} - {""}),
        train=splits.count("train"),
        validation=splits.count("validation"),
        test=splits.count("test"),
    )


def _groups(facts: Iterable[Facts], name_of: Callable[[Recording], str]) -> dict[str, Group]:
    """Group by a name, in the order of names, "other" last; what has none is left aside."""
    members: dict[str, list[Facts]] = {}
    for each in facts:
        if name := name_of(each.recording):
            members.setdefault(name, []).append(each)
    return {
        name: _group(members[name])
        for name in sorted(members, key=lambda name: (name == OTHER, name))
    }


def _spread(values: list[float]) -> Spread | None:
    if not values:
        return None
    return Spread(*(float(each) for each in np.quantile(values, (0, 0.05, 0.5, 0.95, 1))))


def _faults(data_set: DataSet, utterances: Iterable[Facts], sounds: Iterable[Facts]) -> Faults:
    findings = find_faults(utterances, sounds)
    refused = ""
    try:
        leave_out(data_set, findings)
    except DataError as error:
        refused = str(error)

    def paths(groups: Iterable[Iterable[Recording]]) -> list[list[str]]:
        return [[each.path for each in group] for group in groups]

    return Faults(
        unreadable=[Fault(each.recording.path, each.fault) for each in findings.unreadable],
        silent=[each.recording.path for each in findings.silent],
        contradictions=paths(findings.contradictions),
        repeated=paths(findings.repeated),
        in_several_splits=paths(findings.in_several_splits),
        summary=findings.lines(),
        refused=refused,
    )
