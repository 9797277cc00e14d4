"""An overview of a data set as lines for a terminal."""

from collections.abc import Iterator, Mapping

from training.inspection.overview import Group, Overview, Spread

_MOST_ROWS = 40
_MOST_SPEAKERS = 8
_MOST_WORDS = 12
_MOST_CLIPPED = 3
_COLUMNS = "recordings   train validation   test speakers  minutes"


def lines(overview: Overview) -> list[str]:
    """Put an overview into lines."""
    return [
        f"{overview.name}: {in_short(overview)}",
        *_table("label", overview.labels, overview.whole),
        *_table("source", overview.sources, overview.whole),
        *_table("sex", overview.sexes, overview.whole),
        *_table("speaker", most_recorded(overview.speakers), overview.whole, _MOST_SPEAKERS),
        *_words(overview),
        *_spreads(overview),
        "",
        *_clipped(overview),
        *(overview.faults.summary or ["All can be read, nothing is silent or there twice."]),
        _verdict(overview),
    ]


def in_short(overview: Overview) -> str:
    """Say in one sentence what is there."""
    whole = overview.whole
    others = [
        _count(overview.noises.recordings, "noise"),
        _count(overview.rooms.recordings, "room"),
        _count(overview.numbers.recordings, "whole number"),
    ]
    with_them = ", ".join(each for each in others if each)
    speakers = _count(whole.speakers, "known speaker")
    return (
        f"{_count(whole.recordings, 'recording') or 'no recordings'}"
        f"{f' of {speakers}' if speakers else ''}, {duration(whole.seconds)}"
        f"{f'; {with_them}' if with_them else ''}"
    )


def most_recorded(groups: Mapping[str, Group]) -> dict[str, Group]:
    """Put the groups with the most recordings first."""
    return dict(sorted(groups.items(), key=lambda item: -item[1].recordings))


def duration(seconds: float) -> str:
    """Write a length in its largest units, as in "1 h 47 min"."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def _count(number: int, name: str) -> str:
    if not number:
        return ""
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _table(
    title: str, groups: Mapping[str, Group], whole: Group, most: int = _MOST_ROWS
) -> Iterator[str]:
    if not groups:
        return
    shown = dict(list(groups.items())[:most])
    width = max(12, *map(len, shown))
    yield ""
    yield f"{title:{width}} {_COLUMNS}"
    for name, group in shown.items():
        yield f"{name:{width}} {_row(group)}"
    if len(groups) > most:
        yield f"… and {len(groups) - most:,} more: see --json"
    unknown = whole.recordings - sum(group.recordings for group in groups.values())
    if unknown:
        yield f"{'not known':{width}} {unknown:>10}"
    elif len(groups) > 1:
        yield f"{'all':{width}} {_row(whole)}"


def _words(overview: Overview) -> Iterator[str]:
    if overview.words:
        words = most_recorded(overview.words)
        named = ", ".join(f"{word} {words[word].recordings}" for word in list(words)[:_MOST_WORDS])
        more = f" and {len(words) - _MOST_WORDS} more" if len(words) > _MOST_WORDS else ""
        yield ""
        yield f"Words under the label other: {named}{more}"


def _row(group: Group) -> str:
    return (
        f"{group.recordings:>10} {group.train:>7} {group.validation:>10} {group.test:>6} "
        f"{group.speakers:>8} {group.seconds / 60:>8.1f}"
    )


def _spreads(overview: Overview) -> Iterator[str]:
    if not overview.seconds or not overview.level_db:
        return
    yield ""
    yield f"{'':12} {'least':>8} {'5 %':>8} {'median':>8} {'95 %':>8} {'most':>8}"
    yield f"{'seconds':12} {_values(overview.seconds, 2)}"
    yield f"{'level, dB':12} {_values(overview.level_db, 1)}"


def _values(spread: Spread, digits: int) -> str:
    values = (spread.least, spread.low, spread.median, spread.high, spread.most)
    return " ".join(f"{value:>8.{digits}f}" for value in values)


def _clipped(overview: Overview) -> Iterator[str]:
    if overview.clipped:
        worst = list(overview.clipped.items())[:_MOST_CLIPPED]
        named = "; ".join(f"{path} ({100 * share:.1f} %)" for path, share in worst)
        yield f"{len(overview.clipped)} clipped, with samples at full scale, the worst: {named}"


def _verdict(overview: Overview) -> str:
    if overview.faults.refused:
        return f"A fit would refuse this. {overview.faults.refused}"
    return "A fit can be made with this."
