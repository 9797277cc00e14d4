"""Who and what is left out of each training."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal
from urllib.parse import quote

from training.data import fsdd
from training.data.recording import OTHER, DataSet, Recording
from training.errors import DataError

By = Literal["speaker", "source"]

_WORDS_A_FOLD = 5


@dataclass(frozen=True, slots=True)
class Fold:
    """One training, and what it is measured on.

    Attributes
    ----------
    name : str
        The speaker or the source that is left out.
    without_speakers, without_sources, without_words : tuple of str
        As in `training.fit.FitSettings`.
    digits, words : tuple of Recording
        Recordings that the training leaves out: the digits of the speaker or the source, and the
        words.
    """

    name: str
    without_speakers: tuple[str, ...]
    without_sources: tuple[str, ...]
    without_words: tuple[str, ...]
    digits: tuple[Recording, ...]
    words: tuple[Recording, ...]

    @property
    def folder_name(self) -> str:
        """Name of the folder of its run; a speaker's name may hold what a folder's cannot."""
        return quote(self.name.replace("/", "-"), safe=" ").replace(".", "%2E")


@dataclass(frozen=True, slots=True)
class Plan:
    """All trainings.

    Attributes
    ----------
    folds : tuple of Fold
    words_not_measured : tuple of str
        Words that no training leaves out, as there are too few trainings for all.
    """

    folds: tuple[Fold, ...]
    words_not_measured: tuple[str, ...] = ()


def plan(data: DataSet, by: By, sources: Sequence[str] = ()) -> Plan:
    """Plan to leave out one speaker, or one source of digits, at a time.

    Parameters
    ----------
    data : DataSet
        All splits of it.
    by : {"speaker", "source"}
        With each speaker, five of the words are left out as well: other ones each time.
    sources : sequence of str
        Whose speakers, or which sources. None of them: the speakers of "fsdd"; the sources with
        digits of at least two speakers, but "fsdd", whose few voices one leaves out one by one.

    Raises
    ------
    DataError
        If a source is not there or has no speakers to leave out, or if what is left over is not
        enough to train on.
    """
    known = _speakers_of_sources(data)
    named = tuple(dict.fromkeys(sources))
    for source in named:
        if source not in known:
            raise DataError(
                f'{data.name} has no digits of a source "{source}". Name one that it has: '
                f"{', '.join(known)}."
            )
    if by == "speaker":
        found = _by_speaker(data, named or _default_of_speakers(data, known))
    else:
        found = _by_source(data, named or _default_sources(data, known))
    for fold in found.folds:
        _check_rest(data, fold)
    return found


def rotations(words: Iterable[str]) -> list[tuple[str, ...]]:
    """Divide words into groups of five, or of a few more where that does not come out even.

    Parameters
    ----------
    words : iterable of str
        One for each of its recordings: frequent words are dealt out equally.

    Returns
    -------
    list of tuple of str
        The same for the same words, whatever their order.
    """
    counts = Counter(words)
    by_frequency = sorted(counts, key=lambda word: (-counts[word], word))
    count = max(len(counts) // _WORDS_A_FOLD, 1)
    return [tuple(sorted(by_frequency[place::count])) for place in range(count)]


def _by_speaker(data: DataSet, sources: tuple[str, ...]) -> Plan:
    digits = [each for each in _digits(data) if each.source in sources]
    speakers = sorted({each.speaker for each in digits} - {""})
    _check_speakers(data, " and ".join(sources), digits, speakers)
    words = [each for each in data.recordings if each.label == OTHER and each.word]
    groups = rotations(each.word for each in words)
    folds = []
    for place, speaker in enumerate(speakers):
        left_out = groups[place] if place < len(groups) else ()
        folds.append(
            Fold(
                name=speaker,
                without_speakers=(speaker,),
                without_sources=(),
                without_words=left_out,
                digits=tuple(each for each in digits if each.speaker == speaker),
                words=tuple(each for each in words if each.word in left_out),
            )
        )
    return Plan(tuple(folds), tuple(sorted(chain(*groups[len(speakers) :]))))


def _check_speakers(
    data: DataSet, named: str, digits: Sequence[Recording], speakers: Sequence[str]
) -> None:
    if len(speakers) < 2:
        who = f"one speaker only, {speakers[0]}" if speakers else "no speakers that are known"
        raise DataError(
            f"{named} has {who}: there is nobody to leave out in turn. {_offer(data)} Or leave out "
            "whole sources: --by source."
        )
    if unknown := sum(not each.speaker for each in digits):
        raise DataError(
            f"Of {len(digits)} digits of {named}, {unknown} do not say who speaks: that may be the "
            "one left out. Name the speakers, or leave out the source: --by source."
        )


def _by_source(data: DataSet, sources: tuple[str, ...]) -> Plan:
    """Leave out digits of the splits train and validation; test stays for the last report."""
    folds = []
    for source in sources:
        digits = [each for each in _digits(data) if each.source == source]
        speakers = {each.speaker for each in digits} - {""}
        # Words of the source stay, but not by the voices that say the digits.
        others = (each for each in data.recordings if each.label == OTHER or each.source != source)
        folds.append(
            Fold(
                name=source,
                without_speakers=tuple(sorted(speakers & {each.speaker for each in others})),
                without_sources=(source,),
                without_words=(),
                digits=tuple(each for each in digits if each.split != "test"),
                words=(),
            )
        )
    return Plan(tuple(folds))


def _check_rest(data: DataSet, fold: Fold) -> None:
    """See that what is not left out is enough to train on.

    Without validation, the last epoch is taken for the best.
    """
    if not fold.digits:
        raise DataError(
            f"All digits of {fold.name} are in the split test, which stays for the last report. "
            "Leave out another source: --of."
        )
    rest = [
        each
        for each in _digits(data)
        if each.speaker not in fold.without_speakers and each.source not in fold.without_sources
    ]
    trained = {each.label for each in rest if each.split == "train"}
    missing = sorted({each.label for each in _digits(data) if each.split == "train"} - trained)
    if missing:
        raise DataError(
            f'Without {fold.name}, there is no recording of "{missing[0]}" in the split train. Add '
            "recordings of others with --data, or leave out another source: --of."
        )


def _default_of_speakers(data: DataSet, known: dict[str, set[str]]) -> tuple[str, ...]:
    if fsdd.SOURCE not in known:
        raise DataError(f"{data.name} has no digits of a source {fsdd.SOURCE}. {_offer(data)}")
    return (fsdd.SOURCE,)


def _default_sources(data: DataSet, known: dict[str, set[str]]) -> tuple[str, ...]:
    several = [name for name in known if len(known[name]) > 1 and name != fsdd.SOURCE]
    if not several:
        raise DataError(f"{data.name} has no source of two speakers but fsdd. {_offer(data)}")
    return tuple(several)


def _offer(data: DataSet) -> str:
    known = _speakers_of_sources(data)
    said = ", ".join(f"{name} ({len(known[name])})" for name in known)
    return f"Name a source of digits with --of; there are, with their known speakers: {said}."


def _speakers_of_sources(data: DataSet) -> dict[str, set[str]]:
    """Give the known speakers of digits by source, sources in alphabetical order."""
    found: dict[str, set[str]] = {}
    for each in _digits(data):
        found.setdefault(each.source, set()).add(each.speaker)
    return {source: found[source] - {""} for source in sorted(found)}


def _digits(data: DataSet) -> list[Recording]:
    return [each for each in data.recordings if each.label != OTHER]
