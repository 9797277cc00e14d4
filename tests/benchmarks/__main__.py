"""``python -m tests.benchmarks``: all figures, as one table. It takes about an hour."""

import os
import sys
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from tests.benchmarks import (
    bench_history,
    bench_listen,
    bench_numbers,
    bench_package,
    bench_recognize,
    bench_window,
)
from tests.benchmarks.table import print_table


def main() -> int:
    """Measure, and print."""
    folder = os.environ.get("SPOKEN_DIGITS_DATA")
    if not folder:
        print("SPOKEN_DIGITS_DATA has to name the folder of recordings.", file=sys.stderr)
        return 2
    data = Path(folder)
    # Nothing of this is to be looked at.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print_table(
        chain(
            bench_recognize.rows(data),
            bench_listen.rows(data),
            bench_numbers.rows(data),
            bench_history.rows(),
            bench_window.rows(data),
            bench_package.rows(data),
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
