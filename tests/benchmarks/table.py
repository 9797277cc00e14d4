"""What a benchmark measured, as rows of a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Row:
    """One figure: what it is, what was measured, and the bound that it has to keep."""

    what: str
    measured: str
    bound: str
    kept: bool


def median_row(what: str, seconds: Sequence[float], bound: float, aim: float) -> Row:
    """Make a row of how long something took each time; the median has to keep the bound."""
    median = float(np.median(seconds))
    return Row(
        f"{what}, median of {len(seconds)} (longest)",
        f"{median:.2f} s ({max(seconds):.2f})",
        f"≤ {bound} s (aim {aim})",
        median <= bound,
    )


def print_table(rows: Iterable[Row]) -> None:
    """Print rows as a Markdown table, so that it can be put into the README as it is."""
    print("| | measured | bound |")
    print("|---|---|---|")
    for row in rows:
        mark = "" if row.kept else " **missed**"
        print(f"| {row.what} | {row.measured}{mark} | {row.bound} |", flush=True)
