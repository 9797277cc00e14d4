"""Latency, load and hits of ``spoken-digits listen``, with the virtual microphone."""

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import numpy as np
from sequence import Sequence, find_offset, fsdd_test, make_sequence
from virtual_sound import VirtualSound, wait_until

from app.audio.microphone import Microphone
from app.audio.source import Block
from app.commands.listen import AnswerPrinter, HistoryKeeper
from app.home import Home
from app.recognition.answer import Answer, Failure
from app.recognition.network import load_network
from app.recognition.recognizer import Recognizer
from app.recognition.worker import Worker
from app.settings import Settings
from model.audio_format import SAMPLE_RATE
from tests.benchmarks.latency import Clock, Shown, after_voice
from tests.benchmarks.processes import cpu_seconds, environment, listening, resident_mb
from tests.benchmarks.table import Row

_QUIET_SECONDS = 60
_BUSY_SECONDS = 600
_ROOM_DB = -60.0


def rows(data: Path) -> Iterator[Row]:
    """Measure each figure."""
    test = fsdd_test(data)[::3]
    with VirtualSound() as sound:
        os.environ.update(sound.env)
        yield from _load(sound)
        yield from _latency(sound, make_sequence(test, gap_s=0.7, noise_db=_ROOM_DB))
        yield from _hits(sound, make_sequence(test, gap_s=0.7, noise_db=-46.0))
        yield _overflows(sound)


def _load(sound: VirtualSound) -> Iterator[Row]:
    with sound.room_noise(_ROOM_DB), listening() as process:
        wait_until(lambda: sound.listeners("a"), "listen hears the microphone")
        time.sleep(5)
        before, began = cpu_seconds(process), time.monotonic()
        time.sleep(_QUIET_SECONDS)
        share = (cpu_seconds(process) - before) / (time.monotonic() - began)
        memory_mb = resident_mb(process)
    yield Row(
        "`listen` in a quiet room, with its capture process: share of one core",
        f"{share * 100:.1f} %",
        "≤ 3 %",
        share <= 0.03,
    )
    yield Row("the same: resident memory", f"{memory_mb:.0f} MB", "≤ 120 MB", memory_mb <= 120)


class _Listener:
    """What `listen` does, with a clock beside it and all that was heard kept."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.shown: list[tuple[Answer, int]] = []
        self.overflows = 0
        self.running = Event()
        self._keeper = HistoryKeeper(Home.in_folder(Path(environment()["SPOKEN_DIGITS_HOME"])))
        self._printer = AnswerPrinter(SimpleNamespace(ask=print), as_json=True)
        self._worker = Worker(load_network(None))
        self._recognizer = Recognizer(self._worker, Settings(), self._show)
        self._microphone = Microphone(None, self._take_status)

    def start(self) -> None:
        self._microphone.start(self._take)
        assert self.running.wait(10)

    def stop(self) -> None:
        self._microphone.stop()
        self._recognizer.finish()
        self._worker.close()

    def _take(self, block: Block) -> None:
        self.blocks.append(block)
        self._recognizer.feed(block)

    def _take_status(self, status) -> None:
        self.overflows = status.overflows
        if status.state == "running":
            self.running.set()

    def _show(self, result: Answer | Failure) -> None:
        self._printer.take(result)
        self.shown.append((result, time.monotonic_ns()))
        self._keeper.take("benchmark", result)


@contextmanager
def _output_to_nowhere() -> Iterator[None]:
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        yield


def _latency(sound: VirtualSound, sequence: Sequence) -> Iterator[Row]:
    with _output_to_nowhere():
        listener = _Listener()
        listener.start()
        sound.play((sequence.samples, SAMPLE_RATE))
        listener.stop()
    clock = Clock(listener.blocks, sequence)
    shown = [
        Shown((answer.start + answer.end) / 2 - clock.offset, answer.provisional, shown_ns)
        for answer, shown_ns in listener.shown
    ]
    provisional, confirmed = after_voice(sequence.spoken, shown, clock.arrival_ns)
    printing = [
        (shown_ns - answer.closed_ns) / 1e6
        for answer, shown_ns in listener.shown
        if answer.closed_ns is not None
    ]
    p95 = float(np.percentile(printing, 95))
    yield Row("gate closed → answer printed, p95", f"{p95:.1f} ms", "≤ 30 ms", p95 <= 30)
    for what, values, bound in (
        ("end of the voice → answer (provisional counts)", provisional, 150),
        ("end of the voice → confirmed answer", confirmed, 330),
    ):
        median, p95 = np.median(values), np.percentile(values, 95)
        yield Row(
            f"{what}, median of {len(values)} (p95)",
            f"{median:.0f} ms ({p95:.0f})",
            f"≤ {bound} ms",
            bool(median <= bound),
        )


def _hits(sound: VirtualSound, sequence: Sequence) -> Iterator[Row]:
    with listening() as process:
        wait_until(lambda: sound.listeners("a"), "listen hears the microphone")
        sound.play((sequence.samples, SAMPLE_RATE))
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate()
    entries = [json.loads(line) for line in output.splitlines()]
    right, invented = score(entries, sequence)
    count = len(sequence.spoken)
    yield Row(
        f"`listen` on {count} FSDD test recordings, 0.7 s between, room noise at 20 dB SNR: right",
        f"{right} of {count}",
        "≥ 96",
        right >= 96,
    )
    yield Row("the same: answers that nobody said", str(invented), "≤ 1", invented <= 1)


def score(entries: list[dict], sequence: Sequence) -> tuple[int, int]:
    """Count the digits that were said and heard, and those that were heard only.

    A recording in which its digit is heard is right; any digit beyond the first in a
    recording, or outside all of them, is one that nobody said.
    """
    intervals = [(entry["start"], entry["end"]) for entry in entries]
    offset = find_offset(intervals, sequence.spoken)
    heard: dict[int, list[str]] = {}
    outside = 0
    starts = [spoken.start / SAMPLE_RATE for spoken in sequence.spoken]
    for entry in entries:
        if entry["digit"] is None:
            continue
        middle = (entry["start"] + entry["end"]) / 2 - offset
        index = int(np.searchsorted(starts, middle)) - 1
        if index >= 0 and middle <= sequence.spoken[index].end / SAMPLE_RATE:
            heard.setdefault(index, []).append(entry["digit"])
        else:
            outside += 1
    right = sum(sequence.spoken[index].digit in digits for index, digits in heard.items())
    return right, outside + sum(len(digits) - 1 for digits in heard.values())


def _overflows(sound: VirtualSound) -> Row:
    busy = [
        multiprocessing.get_context("spawn").Process(target=_burn, daemon=True)
        for _ in range(os.cpu_count() or 1)
    ]
    with _output_to_nowhere(), sound.room_noise(_ROOM_DB):
        listener = _Listener()
        listener.start()
        for each in busy:
            each.start()
        time.sleep(_BUSY_SECONDS)
        for each in busy:
            each.terminate()
            each.join()
        listener.stop()
    return Row(
        f"overflows in {_BUSY_SECONDS // 60} minutes with all cores busy",
        str(listener.overflows),
        "0",
        listener.overflows == 0,
    )


def _burn() -> None:
    while True:
        pass
