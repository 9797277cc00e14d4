"""An overview of a data set as a page with pictures."""

import math
from collections.abc import Iterator, Sequence
from html import escape

import numpy as np

from training.data.survey import Facts
from training.inspection.group_table import SPLIT_COLOURS, group_table
from training.inspection.overview import CLIPPED_SHARE, Overview
from training.inspection.sheet import EXAMPLES, sheet
from training.inspection.text import duration, in_short, most_recorded
from training.pages.chart import Axis, Line, chart, percent_axis
from training.pages.html import definitions, grid, page, panel, section, table, tile

_BINS = 40
_STEPS_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 300, 1200)
_TOPS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.5, 0.75, 1.0)
_MOST_SPEAKERS = 60
_MOST_CLIPPED = 20


def overview_page(overview: Overview, facts: Sequence[Facts]) -> str:
    """Give the page as HTML: one file, without scripts and without anything external.

    Parameters
    ----------
    overview : Overview
    facts : sequence of Facts
        Of each utterance.
    """
    title = f"What “{overview.name}” holds"
    return page(
        title,
        [
            f"<h1>{escape(title)}</h1>",
            f'<p class="lead">{escape(in_short(overview))}.</p>',
            grid("tiles", _tiles(overview)),
            *_labels(overview),
            *_charts(facts),
            *_examples(facts),
            *_speakers(overview),
            *_faults(overview),
            section("Licences", "", panel(table(("Source", "Licence"), overview.licences.items()))),
        ],
    )


def _tiles(overview: Overview) -> Iterator[str]:
    whole = overview.whole
    remark = f"{whole.train:,} train, {whole.validation:,} validation, {whole.test:,} test"
    yield tile("Recordings", f"{whole.recordings:,}", remark)
    sexes = ", ".join(f"{each.speakers} {sex}" for sex, each in overview.sexes.items())
    yield tile("Speakers", f"{whole.speakers:,}", f"known by name; {sexes or 'sex not known'}")
    if overview.seconds:
        of_one = f"{overview.seconds.low:.2f} to {overview.seconds.high:.2f} s each, nine of ten"
        yield tile("Together", duration(whole.seconds), of_one)
    faults = len(overview.faults.unreadable) + len(overview.faults.silent)
    yield tile("Faulty", f"{faults:,}", "cannot be read, or silent")


def _labels(overview: Overview) -> Iterator[str]:
    yield section(
        "What is said",
        "Recordings of each label, and the splits that they are in.",
        panel(group_table("Label", overview.labels)),
    )
    if overview.words:
        words = panel(group_table("Word", most_recorded(overview.words)))
        yield _folded(f"{len(overview.words)} words under the label “other”", words)


def _charts(facts: Sequence[Facts]) -> Iterator[str]:
    readable = [each for each in facts if not each.fault]
    if not readable:
        return
    of_length = _histogram(
        _seconds_axis([each.seconds for each in readable]),
        [(each, each.seconds) for each in readable],
        "Length. What is longer than the axis is in its last step.",
    )
    of_level = _histogram(
        _level_axis([each.rms_db for each in readable]),
        [(each, each.rms_db) for each in readable],
        "Level of a whole recording, its pauses with it.",
    )
    yield section(
        "How long, and how loud",
        "By split: where the curves lie apart, one split is not like another.",
        grid("pair", (panel(of_length), panel(of_level))),
    )


def _seconds_axis(seconds: Sequence[float]) -> Axis:
    """Give an axis that nearly all lengths are on, in round steps."""
    long = float(np.quantile(seconds, 0.995))
    step = next((each for each in _STEPS_S if 5 * each >= long), _STEPS_S[-1])
    ticks = [step * index for index in range(max(2, math.ceil(long / step) + 1))]
    return Axis("seconds", [(tick, f"{tick:.3g}") for tick in ticks])


def _level_axis(levels_db: Sequence[float]) -> Axis:
    step = 10 if min(levels_db) >= -60 else 20
    lowest = step * math.floor(min(levels_db) / step)
    ticks = range(min(lowest, -step), 1, step)
    return Axis("dB of full scale, RMS", [(tick, f"{tick}".replace("-", "−")) for tick in ticks])


def _histogram(x: Axis, measured: Sequence[tuple[Facts, float]], caption: str) -> str:
    first, last = x.ticks[0][0], x.ticks[-1][0]
    edges = np.linspace(first, last, _BINS + 1)
    lines = []
    for split, colour in SPLIT_COLOURS.items():
        values = [value for facts, value in measured if facts.recording.split == split]
        if not values:
            continue
        shares = np.histogram(np.clip(values, first, last), edges)[0] / len(values)
        steps = [(first, 0.0)]
        for share, left, right in zip(shares, edges[:-1], edges[1:], strict=True):
            steps += [(float(left), float(share)), (float(right), float(share))]
        lines.append(Line(split, [*steps, (last, 0.0)], colour, is_filled=True))
    most = max(share for line in lines for _, share in line.points)
    top = next(each for each in _TOPS if each >= most)
    return chart(x, percent_axis("share of the split", 0, top, 5), lines, caption)


def _examples(facts: Sequence[Facts]) -> Iterator[str]:
    heard = [each.recording for each in facts if not each.fault and not each.is_silent]
    if heard:
        yield section(
            "What it looks like",
            f"Up to {EXAMPLES} recordings of each label, of different speakers: the second that "
            "the network is given, from 60 Hz to 7.6 kHz.",
            panel(sheet(heard)),
        )


def _speakers(overview: Overview) -> Iterator[str]:
    tables = [panel(group_table("Source", most_recorded(overview.sources)))]
    if overview.sexes:
        tables.append(panel(group_table("Sex, where it is known", overview.sexes)))
    yield section("Where it is from", "", grid("rows", tables))
    if overview.speakers:
        shown = dict(list(most_recorded(overview.speakers).items())[:_MOST_SPEAKERS])
        some = f", the first {len(shown)}" if len(shown) < len(overview.speakers) else ""
        title = f"{len(overview.speakers):,} speakers, the most recorded first{some}"
        yield _folded(title, panel(group_table("Speaker", shown)))


def _faults(overview: Overview) -> Iterator[str]:
    faults = overview.faults
    said = [f"<p>{escape(line)}</p>" for line in faults.summary]
    if faults.refused:
        refused = f"A fit would refuse this. {faults.refused}"
        said.append(f'<p class="warning">{escape(refused)}</p>')
    good = "" if said else "All can be read, nothing is silent or there twice."
    yield section("What is wrong", good, *([panel(*said)] if said else ()))
    if named := list(_each_fault(overview)):
        yield _folded(f"All {len(named):,} by name", panel(definitions(named)))
    if overview.clipped:
        worst = list(overview.clipped.items())[:_MOST_CLIPPED]
        rows = definitions((f"{100 * share:.1f} %", path) for path, share in worst)
        title = (
            f"{len(overview.clipped):,} clipped, with more than {100 * CLIPPED_SHARE:g} % of the "
            "samples at full scale"
        )
        yield _folded(title, panel(rows))


def _each_fault(overview: Overview) -> Iterator[tuple[str, str]]:
    faults = overview.faults
    yield from ((each.path, each.reason) for each in faults.unreadable)
    yield from ((path, "silent") for path in faults.silent)
    for group in (*faults.contradictions, *faults.repeated):
        yield from ((path, f"the same as {group[0]}") for path in group[1:])


def _folded(title: str, content: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{content}</details>"
