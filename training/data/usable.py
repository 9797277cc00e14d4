"""See that a data set can be trained on, and leave out what is faulty in it."""

from collections import Counter

from training.data.findings import Findings, find_faults, first_of, refuse_contradictions
from training.data.recording import OTHER, DataSet, Recording
from training.data.survey import survey
from training.errors import DataError

FEWEST = 3
"""Recordings that a label needs at the least: to train on, to choose by, and one more."""

LONGEST_LABEL, MOST_LABELS = 100, 999
"""Characters of a label, and labels besides "other", that the card of a model has room for."""


def usable(data_set: DataSet) -> tuple[DataSet, Findings]:
    """Read every recording once, leave out the faulty ones, and refuse what makes no sense.

    Parameters
    ----------
    data_set : DataSet
        All splits of it.

    Returns
    -------
    data_set : DataSet
        As `leave_out` gives it.
    findings : Findings
        What was left out, and why.

    Raises
    ------
    DataError
        As from `leave_out`.
    """
    findings = find_faults(
        survey((*data_set.recordings, *data_set.numbers)),
        survey((*data_set.noises, *data_set.rooms)),
    )
    return leave_out(data_set, findings), findings


def leave_out(data_set: DataSet, findings: Findings) -> DataSet:
    """Leave out what is faulty, and refuse what makes no sense.

    Parameters
    ----------
    data_set : DataSet
    findings : Findings
        What was found in it.

    Returns
    -------
    DataSet
        Without what cannot be read or is silent; what is there several times is there once, in
        test rather than in validation, and there rather than in train.

    Raises
    ------
    DataError
        If a recording stands under two labels; if there are no recordings, or one label only;
        if a label has fewer than `FEWEST` that can be used, or none in train; if there are more
        than `MOST_LABELS`, or one is longer than `LONGEST_LABEL`.
    """
    if not data_set.recordings:
        raise DataError(f"{data_set.name} holds no recordings. Put some in, one folder a label.")
    refuse_contradictions(findings)
    # By identity: two recordings may be described alike.
    left_out = {id(recording) for recording in findings.left_out}

    def kept(recordings: tuple[Recording, ...]) -> tuple[Recording, ...]:
        return tuple(each for each in recordings if id(each) not in left_out)

    clean = DataSet(
        data_set.name,
        kept(data_set.recordings),
        kept(data_set.noises),
        kept(data_set.rooms),
        kept(data_set.numbers),
    )
    _check_labels(data_set, clean, findings)
    return clean


def _check_labels(data_set: DataSet, clean: DataSet, findings: Findings) -> None:
    given = Counter(each.label for each in data_set.recordings)
    good = Counter(each.label for each in clean.recordings)
    trained = {each.label for each in clean.recordings if each.split == "train"}
    labels = sorted(set(given) - {OTHER})
    if len(labels) < 2:
        raise DataError(
            f"{data_set.name} has {_named(labels)}: there is nothing to tell apart. Add "
            "recordings of another label."
        )
    _check_names(data_set.name, labels)
    for label in sorted(given):
        if not good[label]:
            raise DataError(
                f'Every recording of "{label}" is faulty. {first_of(findings.lines())}. Replace '
                "them, or take the label out."
            )
    for label in labels:
        if good[label] < FEWEST:
            raise DataError(
                f'"{label}" has {good[label]} of the {FEWEST} recordings that a label needs at the '
                "least; ten or more are better. Add some, or take the label out."
            )
        if label not in trained:
            raise DataError(
                f'No recording of "{label}" is in the split train. Add some of other speakers, or '
                "take the label out."
            )


def _check_names(name: str, labels: list[str]) -> None:
    """Refuse what no model could be exported with, before the training."""
    if len(labels) > MOST_LABELS:
        raise DataError(
            f"{name} has {len(labels)} labels, and a model tells {MOST_LABELS} apart at the most. "
            "Take some out. If they are no labels, put the recordings into one folder a label."
        )
    for label in labels:
        if len(label) > LONGEST_LABEL:
            raise DataError(
                f'The label "{label}" has {len(label)} characters, and a model has room for '
                f"{LONGEST_LABEL}. Give it a shorter name."
            )


def _named(labels: list[str]) -> str:
    return f'one label only, "{labels[0]}"' if labels else f'no label but "{OTHER}"'
