"""The curves of a run, as a page with pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training.pages.chart import Axis, Colour, Line, Point, chart, percent_axis
from training.pages.html import grid, page, panel, section

_KINDS: tuple[tuple[str, str, Colour], ...] = (
    ("", "training, made hard", "muted"),
    ("validation_", "validation", "accent"),
)


@dataclass(frozen=True, slots=True)
class Curves:
    """Lines of a stage's log, one an epoch so far, and the epochs of the whole stage."""

    log: Sequence[dict[str, Any]]
    epochs: int


def curves_page(classes: Curves, strings: Curves, title: str) -> str:
    """Draw the losses, and how much is right, over the epochs.

    Parameters
    ----------
    classes, strings : Curves
        Of the two stages; the second may have no lines. "loss" and "accuracy" are of clips that
        are made hard to train on, with smoothed targets, so that they look worse than validation.
    title : str
        What the page is called.

    Returns
    -------
    str
        HTML, all in one.
    """
    pictures = [
        _losses(classes, "Loss: how unlikely the right answer was thought to be."),
        chart(
            _epochs(classes),
            percent_axis("right", 0, 1),
            _lines(classes.log, "accuracy"),
            "Share of the answers that were right.",
        ),
    ]
    if strings.log:
        pictures.append(_losses(strings, "Loss of the states of strings of digits."))
    return page(title, [section(title, "", grid("pair", map(panel, pictures)))])


def _losses(curves: Curves, caption: str) -> str:
    lines = _lines(curves.log, "loss")
    highest = max((value for line in lines for _, value in line.points), default=1.0)
    ticks = [highest * part for part in (0, 0.25, 0.5, 0.75, 1)]
    y = Axis("loss, −log p", [(tick, f"{tick:.2f}") for tick in ticks])
    return chart(_epochs(curves), y, lines, caption)


def _epochs(curves: Curves) -> Axis:
    parts = (0, 0.25, 0.5, 0.75, 1)
    return Axis("epoch", [(part * curves.epochs, f"{part * curves.epochs:g}") for part in parts])


def _lines(log: Sequence[dict[str, Any]], name: str) -> list[Line]:
    found = []
    for kind, legend, colour in _KINDS:
        points: list[Point] = [
            (line["epoch"], line[kind + name]) for line in log if kind + name in line
        ]
        if points:
            found.append(Line(legend, points, colour))
    return found
