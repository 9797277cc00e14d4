"""Start and memory of the packaged program, which ``make package`` has to have built.

``python -m tests.benchmarks.bench_package`` measures these alone.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from packaged import FOLDER
from screen import Screen
from sequence import fsdd_test, make_sequence
from virtual_sound import VirtualSound

from tests.benchmarks.processes import resident_mb
from tests.benchmarks.speech import spoken_without_end
from tests.benchmarks.table import Row, median_row
from tests.benchmarks.window_process import WindowProcess

_PROGRAM = [str(FOLDER / "spoken-digits")]
_WIDTH, _HEIGHT = 1200, 700
_ROOM_DB = -60.0
_STARTS = 10
_SPEECH_SECONDS = 120
_PAGE_CACHE = Path("/proc/sys/vm/drop_caches")


def rows(data: Path) -> Iterator[Row]:
    """Measure each figure."""
    sequence = make_sequence(fsdd_test(data)[::3], gap_s=0.7, noise_db=_ROOM_DB)
    with VirtualSound() as sound, Screen(_WIDTH, _HEIGHT) as screen:
        os.environ.update(sound.env)
        with sound.room_noise(_ROOM_DB):
            yield from _warm_starts(screen)
            if os.access(_PAGE_CACHE, os.W_OK):
                yield from _cold_starts(screen)
        with spoken_without_end(sound, sequence):
            yield _memory(screen)


def _warm_starts(screen: Screen) -> Iterator[Row]:
    _start(screen)
    painted, listening = _starts(screen, lambda: None)
    yield median_row("packaged: start → window painted, warm", painted, 0.8, 0.5)
    yield median_row("packaged: start → listening, warm", listening, 1.2, 0.8)


def _cold_starts(screen: Screen) -> Iterator[Row]:
    painted, _ = _starts(screen, _drop_page_cache)
    what = "packaged: start → window painted, nothing of any file in memory"
    yield median_row(what, painted, 1.5, 1.0)


def _starts(screen: Screen, prepare: Callable[[], None]) -> tuple[list[float], list[float]]:
    """Give the seconds to the painted window and to listening, of each start."""
    painted, listening = [], []
    for _ in range(_STARTS):
        prepare()
        seconds = _start(screen)
        painted.append(seconds[0])
        listening.append(seconds[1])
    return painted, listening


def _start(screen: Screen) -> tuple[float, float]:
    with WindowProcess(screen, program=_PROGRAM) as window:
        moments = [window.wait_for(kind)["ns"] for kind in ("painted_first", "listening")]
        painted, listening = ((moment - window.started_ns) / 1e9 for moment in moments)
    return painted, listening


def _drop_page_cache() -> None:
    subprocess.run(["sync"], check=True)
    _PAGE_CACHE.write_text("3\n")


def _memory(screen: Screen) -> Row:
    with WindowProcess(screen, "--listen", program=_PROGRAM) as window:
        window.wait_for("listening")
        window.place(_WIDTH, _HEIGHT)
        time.sleep(_SPEECH_SECONDS)
        megabytes = resident_mb(window.process)
        answers = window.history_lines
    return Row(
        f"packaged: resident memory after {_SPEECH_SECONDS} s of listening ({answers} answers), "
        "with the capture process",
        f"{megabytes:.0f} MB",
        "≤ 200 MB (aim 150)",
        megabytes <= 200,
    )


if __name__ == "__main__":
    from tests.benchmarks.table import print_table

    print_table(rows(Path(os.environ["SPOKEN_DIGITS_DATA"])))
