"""Latency, smoothness, load and memory of the window, on a screen of its own.

``python -m tests.benchmarks.bench_window [MINUTES]`` measures these alone; the minutes are those
of speech during which memory may not grow.
"""

import contextlib
import itertools
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import numpy as np
from heard import MIC_A, listen
from screen import Screen
from seen import drag_source
from sequence import Sequence, find_offset, fsdd_test, make_sequence
from virtual_sound import VirtualSound

from model.audio_format import SAMPLE_RATE
from tests.benchmarks.latency import Clock, Shown, after_voice
from tests.benchmarks.processes import cpu_seconds, resident_mb
from tests.benchmarks.speech import spoken_without_end
from tests.benchmarks.table import Row, median_row
from tests.benchmarks.window_process import WindowProcess

_WIDTH, _HEIGHT = 1200, 700
_ROOM_DB = -60.0
_STARTS = 10
_SETTLE_SECONDS = 5
_LOAD_SECONDS = 60
# After this the last minute of sound and the last 128 voices are in memory.
_MEMORY_WARM_UP_SECONDS = 180
_MEMORY_WINDOW_SECONDS = 20
_SPEECH_MINUTES = 30.0
_FOLDER_SECONDS = 120
_CLOSINGS = 6


def rows(data: Path, speech_minutes: float = _SPEECH_MINUTES) -> Iterator[Row]:
    """Measure each figure."""
    sequence = make_sequence(fsdd_test(data)[::3], gap_s=0.7, noise_db=_ROOM_DB)
    with VirtualSound() as sound, Screen(_WIDTH, _HEIGHT) as screen:
        os.environ.update(sound.env)
        yield from _starts(sound, screen)
        yield from _latency(sound, screen, sequence)
        yield from _load(sound, screen, sequence)
        yield from _folder(sound, screen, data)
        yield from _closing(sound, screen, sequence, data)
        yield from _memory(sound, screen, sequence, speech_minutes)


# --- start


def _starts(sound: VirtualSound, screen: Screen) -> Iterator[Row]:
    painted, heard = [], []
    with sound.room_noise(_ROOM_DB):
        for _ in range(_STARTS):
            with WindowProcess(screen) as window:
                for kind, seconds in (("painted_first", painted), ("listening", heard)):
                    seconds.append((window.wait_for(kind)["ns"] - window.started_ns) / 1e9)
    yield median_row("start → window painted", painted, 1.2, 0.7)
    yield median_row("start → listening", heard, 1.6, 1.0)


# --- from the voice to the screen


def _latency(sound: VirtualSound, screen: Screen, sequence: Sequence) -> Iterator[Row]:
    with _ready_window(sound, screen) as window, listen(MIC_A) as (_, heard):
        heard.wait_for_more()
        began_ns = time.monotonic_ns()
        sound.play((sequence.samples, SAMPLE_RATE))
        heard.wait_for_more(SAMPLE_RATE)
        answers = window.events("answer", began_ns)
    clock = Clock(heard.blocks, sequence)
    spans = [(each["start"] / SAMPLE_RATE, each["end"] / SAMPLE_RATE) for each in answers]
    ahead = find_offset(spans, sequence.spoken)
    shown = [
        Shown(((start + end) / 2 - ahead) * SAMPLE_RATE, each["provisional"], each["ns"])
        for each, (start, end) in zip(answers, spans, strict=True)
    ]
    first, confirmed = after_voice(sequence.spoken, shown, clock.sound_ns)
    painting = [(each["ns"] - each["closed_ns"]) / 1e6 for each in answers if each["closed_ns"]]
    p95 = float(np.percentile(painting, 95))
    yield Row(
        f"gate closed → digit painted, p95 of {len(painting)}",
        f"{p95:.1f} ms",
        "≤ 50 ms (aim 25)",
        p95 <= 50,
    )
    for what, values, bound, aim in (
        ("end of the voice → answer painted (provisional counts)", first, 180, 120),
        ("end of the voice → confirmed answer painted", confirmed, 350, 280),
    ):
        median, p95 = np.median(values), np.percentile(values, 95)
        yield Row(
            f"{what}, median of {len(values)} (p95)",
            f"{median:.0f} ms ({p95:.0f})",
            f"≤ {bound} ms (aim {aim})",
            bool(median <= bound),
        )


# --- load


@dataclass(frozen=True)
class _Drawing:
    """What drawing took over some seconds."""

    frames_per_second: float
    work_p99_ms: float
    core_share: float


def _load(sound: VirtualSound, screen: Screen, sequence: Sequence) -> Iterator[Row]:
    with _ready_window(sound, screen) as window:
        with sound.room_noise(_ROOM_DB):
            quiet = _watch(window, _LOAD_SECONDS)
        with spoken_without_end(sound, sequence):
            speech = _watch(window, _LOAD_SECONDS)
        memory_mb = resident_mb(window.process)
        with sound.room_noise(_ROOM_DB):
            screen.minimise(window.window_id)
            minimised = _watch(window, _LOAD_SECONDS, drawn=False)
    least = min(quiet.frames_per_second, speech.frames_per_second)
    yield Row(
        f"drawing at {_WIDTH}×{_HEIGHT} while digits are said",
        f"{least:.1f} frames/s",
        "≥ 58 frames/s",
        least >= 58,
    )
    p99 = max(quiet.work_p99_ms, speech.work_p99_ms)
    yield Row("the same: work for a frame, p99", f"{p99:.1f} ms", "≤ 8 ms", p99 <= 8)
    share = max(quiet.core_share, speech.core_share)
    yield Row(
        "the whole program meanwhile, with its capture process: share of one core (quiet room)",
        f"{speech.core_share:.1%} ({quiet.core_share:.1%})",
        "≤ 20 % (aim 10)",
        share <= 0.20,
    )
    yield Row(
        "minimised: share of one core",
        f"{minimised.core_share:.1%}",
        "≤ 3 % (aim 2)",
        minimised.core_share <= 0.03,
    )
    yield Row("resident memory", f"{memory_mb:.0f} MB", "≤ 220 MB (aim 150)", memory_mb <= 220)


def _watch(window: WindowProcess, seconds: float, drawn: bool = True) -> _Drawing:
    """Let the window settle, then watch what it does for some seconds."""
    time.sleep(_SETTLE_SECONDS)
    began_ns, before = time.monotonic_ns(), cpu_seconds(window.process)
    time.sleep(seconds)
    took = (time.monotonic_ns() - began_ns) / 1e9
    share = (cpu_seconds(window.process) - before) / took
    if not drawn:
        return _Drawing(0.0, 0.0, share)
    rate, p99 = _frames(window, began_ns)
    return _Drawing(rate, p99, share)


def _frames(
    window: WindowProcess, since_ns: int, until_ns: int | None = None
) -> tuple[float, float]:
    """Give frames per second and the p99 of a frame's work in ms, between two moments."""
    notes = [
        note
        for note in window.events("frames", since_ns)
        if until_ns is None or note["ns"] <= until_ns
    ]
    # Each note counts the frames since the one before.
    seconds = (notes[-1]["ns"] - notes[0]["ns"]) / 1e9
    work_ms = [ms for note in notes[1:] for ms in note["work_ms"]]
    return sum(note["count"] for note in notes[1:]) / seconds, float(np.percentile(work_ms, 99))


# --- a folder


def _folder(sound: VirtualSound, screen: Screen, data: Path) -> Iterator[Row]:
    folder = data / "free-spoken-digit-dataset" / "recordings"
    count = len(list(folder.glob("*.wav")))
    with sound.room_noise(_ROOM_DB), _ready_window(sound, screen) as window:
        time.sleep(_SETTLE_SECONDS)
        with drag_source(screen, folder) as (_, source):
            screen.activate(source)
            screen.drag((_WIDTH - 60, _HEIGHT - 50), (_WIDTH // 3, _HEIGHT // 2))
            # The recordings are shown; back to the picture of the microphone.
            screen.activate(window.window_id)
            window.wait_until(lambda: window.history_lines, "the first recordings are recognised")
            screen.key("Escape")
            began_ns = time.monotonic_ns()
            window.wait_until(
                lambda: window.history_lines >= count * 0.9,
                "the folder is recognised",
                _FOLDER_SECONDS,
            )
            ended_ns = time.monotonic_ns()
        notes = window.events("frames", began_ns)
        rate, p99 = _frames(window, began_ns, ended_ns)
        least = min(
            each["count"] / ((each["ns"] - before["ns"]) / 1e9)
            for before, each in itertools.pairwise(notes)
            if each["ns"] <= ended_ns
        )
    seconds = (ended_ns - began_ns) / 1e9
    yield Row(
        f"a folder of {count:,} recordings dropped ({seconds:.0f} s): the picture meanwhile"
        " (slowest second)",
        f"{rate:.1f} frames/s ({least:.0f})",
        "≥ 50 frames/s",
        rate >= 50,
    )
    yield Row("the same: work for a frame, p99", f"{p99:.1f} ms", "≤ 8 ms", p99 <= 8)


# --- the end


def _closing(sound: VirtualSound, screen: Screen, sequence: Sequence, data: Path) -> Iterator[Row]:
    folder = data / "free-spoken-digit-dataset" / "recordings"
    seconds, statuses = [], []
    with spoken_without_end(sound, sequence):
        for number in range(_CLOSINGS):
            with _ready_window(sound, screen, str(folder)) as window:
                # Each time in the middle of something else.
                time.sleep(1 + number / 2)
                status, took = window.close()
                statuses.append(status)
                seconds.append(took)
    yield Row(
        f"closed while digits are said and a folder is recognised → ended, longest of {_CLOSINGS}",
        f"{max(seconds):.2f} s",
        "≤ 1 s",
        max(seconds) <= 1 and not any(statuses),
    )


# --- memory


def _memory(
    sound: VirtualSound, screen: Screen, sequence: Sequence, minutes: float
) -> Iterator[Row]:
    with _ready_window(sound, screen) as window, spoken_without_end(sound, sequence):
        time.sleep(_MEMORY_WARM_UP_SECONDS)
        before = _steady_mb(window)
        time.sleep(minutes * 60)
        after = _steady_mb(window)
        answers = window.history_lines
    growth = after - before
    yield Row(
        f"growth of the resident memory in {minutes:g} minutes of speech ({answers} answers)",
        f"{growth:+.1f} MB (to {after:.0f})",
        "≤ 5 MB (aim 0)",
        growth <= 5,
    )


def _steady_mb(window: WindowProcess) -> float:
    values = []
    for _ in range(_MEMORY_WINDOW_SECONDS):
        values.append(resident_mb(window.process))
        time.sleep(1)
    return float(np.median(values))


# --- shared


@contextlib.contextmanager
def _ready_window(sound: VirtualSound, screen: Screen, *arguments: str) -> Iterator[WindowProcess]:
    with WindowProcess(screen, "--listen", *arguments) as window:
        window.wait_for("listening")
        window.place(_WIDTH, _HEIGHT)
        window.wait_until(lambda: sound.listeners("a"), "the window hears the microphone")
        yield window


if __name__ == "__main__":
    from tests.benchmarks.table import print_table

    print_table(rows(Path(os.environ["SPOKEN_DIGITS_DATA"]), *map(float, sys.argv[1:])))
