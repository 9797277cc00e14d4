"""What is wrong with the recordings of a data set, from the facts of each."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from training.data.recording import Recording, Split
from training.data.survey import LOWEST_DB, Facts
from training.errors import DataError

_NAMED = 5
_SHORTEST_S = 0.02
_KEPT_FIRST: dict[Split, int] = {"test": 0, "validation": 1, "train": 2}


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with the recordings of a data set.

    Attributes
    ----------
    unreadable, silent : tuple of Facts
        What cannot be read, or is too short for anything to be said in it; and what holds nothing
        to be heard.
    contradictions : tuple of tuple of Recording
        The same recording under several labels; that of a noise is "other".
    repeated : tuple of tuple of Recording
        The same recording several times under one label; the first of them is to be kept.
    sounds : str
        Digest of the samples of all that was looked at, in its order.
    """

    unreadable: tuple[Facts, ...] = ()
    silent: tuple[Facts, ...] = ()
    contradictions: tuple[tuple[Recording, ...], ...] = ()
    repeated: tuple[tuple[Recording, ...], ...] = ()
    sounds: str = ""

    @property
    def in_several_splits(self) -> tuple[tuple[Recording, ...], ...]:
        """Those of the repeated ones that are in more than one split."""
        return tuple(group for group in self.repeated if len({each.split for each in group}) > 1)

    @property
    def left_out(self) -> tuple[Recording, ...]:
        """What is not used: faulty recordings, and all but the first of repeated ones."""
        faulty = [facts.recording for facts in (*self.unreadable, *self.silent)]
        return (*faulty, *(each for group in self.repeated for each in group[1:]))

    def reasons(self) -> dict[str, str]:
        """Say of each recording that is left out why it is, by its path."""
        return {
            **{facts.recording.path: facts.fault for facts in self.unreadable},
            **{facts.recording.path: "silent" for facts in self.silent},
            **{
                each.path: f"the same as {group[0].path}"
                for group in self.repeated
                for each in group[1:]
            },
        }

    def lines(self) -> list[str]:
        """Say what was found, a line a kind, the first few by name; none if all is well."""
        faults = [facts.fault.removesuffix(".") for facts in self.unreadable]
        kinds = (
            ("cannot be read and left out", faults),
            ("silent and left out", [facts.recording.path for facts in self.silent]),
            ("under several labels", labelled(self.contradictions)),
            ("there several times and counted once", _paths(self.repeated)),
            ("of these in several splits, the first counted", _splits(self.in_several_splits)),
        )
        return [f"{len(names)} {kind}: {first_of(names)}" for kind, names in kinds if names]


def find_faults(utterances: Iterable[Facts], sounds: Iterable[Facts]) -> Findings:
    """Look for recordings that cannot be read, are silent, or are there more than once.

    Parameters
    ----------
    utterances : iterable of Facts
        Of what is said.
    sounds : iterable of Facts
        Of noises and rooms, which may be as quiet as they like, unless there is nothing at all.
    """
    heard: dict[str, list[Recording]] = {}
    digest = hashlib.sha256()
    unreadable: list[Facts] = []
    silent: list[Facts] = []
    for facts in utterances:
        digest.update(facts.digest.encode())
        if facts.fault:
            unreadable.append(facts)
        elif facts.seconds < _SHORTEST_S:
            unreadable.append(replace(facts, fault=_too_short(facts)))
        elif facts.is_silent:
            silent.append(facts)
        else:
            heard.setdefault(facts.digest, []).append(facts.recording)
    for facts in sounds:
        digest.update(facts.digest.encode())
        if facts.fault:
            unreadable.append(facts)
        elif facts.rms_db <= LOWEST_DB:
            silent.append(facts)
        else:
            heard.setdefault(facts.digest, []).append(facts.recording)
    alike = [
        tuple(sorted(group, key=lambda each: _KEPT_FIRST[each.split]))
        for group in heard.values()
        if len(group) > 1
    ]
    return Findings(
        tuple(unreadable),
        tuple(silent),
        contradictions=tuple(group for group in alike if _labels_count(group) > 1),
        repeated=tuple(group for group in alike if _labels_count(group) == 1),
        sounds=digest.hexdigest(),
    )


def refuse_contradictions(findings: Findings) -> None:
    """Refuse data in which a recording stands under several labels.

    Raises
    ------
    DataError
        If there is one; it names the recordings and their labels.
    """
    if findings.contradictions:
        raise DataError(
            f"The same recording stands under several labels: "
            f"{first_of(labelled(findings.contradictions))}. Listen to it, and take out the wrong "
            "one."
        )


def first_of(names: Sequence[str]) -> str:
    """Name the first few, and say how many more there are."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return "; ".join(names[:_NAMED]) + more


def labelled(groups: Iterable[Sequence[Recording]]) -> list[str]:
    """Name the recordings of each group with their labels."""
    return [" = ".join(f'{each.path} ("{each.label}")' for each in group) for group in groups]


def _too_short(facts: Facts) -> str:
    return f"{facts.recording.path} lasts {1000 * facts.seconds:.1f} ms: nothing can be said in it."


def _paths(groups: Iterable[Sequence[Recording]]) -> list[str]:
    return [" = ".join(each.path for each in group) for group in groups]


def _splits(groups: Iterable[Sequence[Recording]]) -> list[str]:
    return [" = ".join(f"{each.path} ({each.split})" for each in group) for group in groups]


def _labels_count(group: Iterable[Recording]) -> int:
    return len({each.label for each in group})
