"""The curves of a run, as a page with pictures."""

from collections.abc import Sequence
from typing import Any

from training.pages.chart import Axis, Colour, Line, Point, chart, percent_axis
from training.pages.html import grid, page, panel, section

_KINDS: tuple[tuple[str, str, Colour], ...] = (
    ("", "training, made hard", "muted"),
    ("validation_", "validation", "accent"),
)


def curves_page(log: Sequence[dict[str, Any]], epochs: int, title: str) -> str:
    """Draw the losses, and how much is right, over the epochs.

    Parameters
    ----------
    log : sequence of dict
        Lines of a run's log. "loss" and "accuracy" are of clips that are made hard to train on,
        with smoothed targets, so that they look worse than validation.
    epochs : int
        Of the whole run.
    title : str
        What the page is called.

    Returns
    -------
    str
        HTML, all in one.
    """
    x = Axis("epoch", [(part * epochs, f"{part * epochs:g}") for part in (0, 0.25, 0.5, 0.75, 1)])
    losses, shares = _lines(log, "loss"), _lines(log, "accuracy")
    highest = max((value for line in losses for _, value in line.points), default=1.0)
    ticks = [highest * part for part in (0, 0.25, 0.5, 0.75, 1)]
    y = Axis("loss, −log p", [(tick, f"{tick:.2f}") for tick in ticks])
    pictures = [
        chart(x, y, losses, "Loss: how unlikely the right answer was thought to be."),
        chart(x, percent_axis("right", 0, 1), shares, "Share of the answers that were right."),
    ]
    return page(title, [section(title, "", grid("pair", map(panel, pictures)))])


def _lines(log: Sequence[dict[str, Any]], name: str) -> list[Line]:
    found = []
    for kind, legend, colour in _KINDS:
        points: list[Point] = [
            (line["epoch"], line[kind + name]) for line in log if kind + name in line
        ]
        if points:
            found.append(Line(legend, points, colour))
    return found
