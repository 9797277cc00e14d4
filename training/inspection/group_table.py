"""A table of groups of recordings, with the share of each split as a bar."""

from collections.abc import Mapping
from html import escape

from training.inspection.overview import Group
from training.pages.chart import Colour

SPLIT_COLOURS: dict[str, Colour] = {"train": "accent", "validation": "muted", "test": "warning"}
"""The colours of the splits, in all pictures."""

_COLUMNS = ("recordings", *SPLIT_COLOURS, "speakers", "minutes")


def group_table(name: str, groups: Mapping[str, Group]) -> str:
    """Give a table with a row a group; `name` says what the groups are told apart by."""
    most = max((group.recordings for group in groups.values()), default=1)
    rows = "".join(_row(title, group, most) for title, group in groups.items())
    head = "".join(
        f'<th class="number {SPLIT_COLOURS.get(column, "")}">{column}</th>' for column in _COLUMNS
    )
    return (
        f"<table><thead><tr><th>{escape(name)}</th><th></th>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _row(title: str, group: Group, most: int) -> str:
    splits = {"train": group.train, "validation": group.validation, "test": group.test}
    bars = "".join(
        f'<i class="{SPLIT_COLOURS[split]}" style="width:{100 * count / most:.2f}%"></i>'
        for split, count in splits.items()
        if count
    )
    numbers = "".join(
        f'<td class="number">{number:,}</td>'
        for number in (group.recordings, *splits.values(), group.speakers)
    )
    return (
        f'<tr><th>{escape(title)}</th><td class="bar"><div class="stack">{bars}</div></td>'
        f'{numbers}<td class="number">{group.seconds / 60:.1f}</td></tr>'
    )
