"""Charts as SVG, in the colours of the page that they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

Colour = Literal["accent", "warning", "muted"]
Point = tuple[float, float]

_WIDTH, _HEIGHT = 480.0, 320.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 58.0, 22.0, 12.0, 48.0


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a chart.

    Attributes
    ----------
    name : str
    ticks : sequence of (float, str)
        Places and what is written there; the first and the last are the ends.
    """

    name: str
    ticks: Sequence[tuple[float, str]]

    def part(self, value: float) -> float:
        """Give where between the ends a value is, 0 to 1 inside."""
        first, last = self.ticks[0][0], self.ticks[-1][0]
        return (value - first) / (last - first)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart.

    Attributes
    ----------
    name : str
        For the legend.
    points : sequence of (float, float)
        What lies outside of the axes is cut off.
    colour : str
    radii : sequence of float
        Radii of dots at the points, in units of which the chart is 480 wide; none if empty.
    whiskers : sequence of (float, float)
        Lower and upper end of an interval at each point; none if empty.
    is_filled : bool
        Whether the area below it is tinted.
    """

    name: str
    points: Sequence[Point]
    colour: Colour = "accent"
    radii: Sequence[float] = ()
    whiskers: Sequence[tuple[float, float]] = ()
    is_filled: bool = False


def percent_axis(name: str, low: float, high: float, steps: int = 4) -> Axis:
    """Give an axis of shares, written as percentages."""
    places = [low + (high - low) * step / steps for step in range(steps + 1)]
    return Axis(name, [(place, f"{100 * place:.3g} %") for place in places])


def chart(
    x: Axis, y: Axis, lines: Sequence[Line], caption: str, guides: Sequence[Sequence[Point]] = ()
) -> str:
    """Draw a chart.

    Parameters
    ----------
    x, y : Axis
    lines : sequence of Line
    caption : str
        Says in words what there is to see.
    guides : sequence of sequences of points
        Dashed lines to compare with.

    Returns
    -------
    str
        A ``figure`` with its legend and caption.
    """
    inside = [f'<path class="guide" d="{_path(x, y, guide)}"/>' for guide in guides]
    for line in lines:
        inside += _line(x, y, line)
    drawn = [*_rules(x, y), *_window(inside)]
    legend = "".join(
        f'<li class="{line.colour}"><i></i><span>{escape(line.name)}</span></li>' for line in lines
    )
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img" '
        f'aria-label="{escape(caption)}">{"".join(drawn)}</svg><ul class="legend">{legend}</ul>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _x(axis: Axis, value: float) -> float:
    return _LEFT + axis.part(value) * (_WIDTH - _LEFT - _RIGHT)


def _y(axis: Axis, value: float) -> float:
    return _HEIGHT - _BOTTOM - axis.part(value) * (_HEIGHT - _TOP - _BOTTOM)


def _rules(x: Axis, y: Axis) -> list[str]:
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    drawn = []
    for value, text in y.ticks:
        height = _y(y, value)
        drawn.append(f'<path class="rule" d="M{_LEFT:g} {height:.1f}H{right:g}"/>')
        drawn.append(
            f'<text x="{_LEFT - 8:g}" y="{height + 4:.1f}" text-anchor="end">{text}</text>'
        )
    for value, text in x.ticks:
        place = _x(x, value)
        drawn.append(
            f'<text x="{place:.1f}" y="{bottom + 18:g}" text-anchor="middle">{text}</text>'
        )
    middle = (_LEFT + right) / 2
    drawn.append(
        f'<text x="{middle:g}" y="{_HEIGHT - 8:g}" text-anchor="middle">{escape(x.name)}</text>'
    )
    drawn.append(
        f'<text transform="translate(12 {(_TOP + bottom) / 2:g}) rotate(-90)" '
        f'text-anchor="middle">{escape(y.name)}</text>'
    )
    return drawn


def _window(inside: list[str]) -> list[str]:
    """Cut off what lies outside of the axes, a dot's radius left aside."""
    margin = 11.0
    left, top = _LEFT - margin, _TOP - margin
    width, height = _WIDTH - _RIGHT + margin - left, _HEIGHT - _BOTTOM + margin - top
    place = f"{left:g} {top:g} {width:g} {height:g}"
    return [
        f'<svg x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" viewBox="{place}">',
        *inside,
        "</svg>",
    ]


def _line(x: Axis, y: Axis, line: Line) -> list[str]:
    drawn = []
    for (place, _), (low, high) in zip(line.points, line.whiskers, strict=False):
        path = f"M{_x(x, place):.1f} {_y(y, low):.1f}V{_y(y, high):.1f}"
        drawn.append(f'<path class="whisker stroke-{line.colour}" d="{path}"/>')
    path = _path(x, y, line.points)
    if line.is_filled:
        below = f"V{_HEIGHT - _BOTTOM:g}H{_x(x, line.points[0][0]):.1f}Z"
        drawn.append(f'<path class="area fill-{line.colour}" d="{path}{below}"/>')
    drawn.append(f'<path class="curve stroke-{line.colour}" d="{path}"/>')
    for (place, value), radius in zip(line.points, line.radii, strict=False):
        centre = f'cx="{_x(x, place):.1f}" cy="{_y(y, value):.1f}"'
        drawn.append(f'<circle class="fill-{line.colour}" {centre} r="{radius:.1f}"/>')
    return drawn


def _path(x: Axis, y: Axis, points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{_x(x, place):.1f} {_y(y, value):.1f}" for place, value in points)
