"""What a benchmark measured, as rows of a table."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure: what it is, what was measured, and the bound that it has to keep."""

    what: str
    measured: str
    bound: str
    kept: bool


def print_table(rows: Iterable[Row]) -> None:
    """Print rows as a Markdown table, so that it can be put into the README as it is."""
    print("| | measured | bound |")
    print("|---|---|---|")
    for row in rows:
        mark = "" if row.kept else " **missed**"
        print(f"| {row.what} | {row.measured}{mark} | {row.bound} |", flush=True)
