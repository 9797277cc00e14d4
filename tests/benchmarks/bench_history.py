"""Speed of the window's history with 10,000 answers."""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.history import HistoryEntry
from app.home import Home
from app.window.answers import Answers
from app.window.history_order import SORTED_BY, Column, Filter, Kind
from app.window.history_panel import HistoryPanel
from app.window.look import Look
from app.window.style import apply_style
from app.window.voices import Voices
from tests.benchmarks.table import Row, print_table

_COUNT = 10_000
_ADDED = 50
_BOUND_MS = 50.0
_SOURCES = ("Built-in microphone", "USB microphone", "/recordings/of/somebody/count.wav")


def rows() -> Iterator[Row]:
    """Measure each figure, up to and with the painting; the slowest of each is what counts."""
    app = QApplication.instance() or QApplication([])
    look = Look("dark")
    apply_style(app, look)
    with tempfile.TemporaryDirectory() as folder:
        home = Home.in_folder(Path(folder))
        voices = Voices(home)
        answers = Answers(home, voices)
        answers.load(_entries())
        panel = HistoryPanel(answers, voices, look)
        panel.resize(1200, 300)
        panel.show()
        app.processEvents()
        panel.table.selectRow(20)
        yield _row("sort", _times(panel, _sortings(panel)))
        yield _row("filter", _times(panel, _filters(panel)))
        yield _row(f"add one ({_ADDED} times)", _times(panel, _additions(answers, panel)))
        answers.keeper.close(10)
        panel.close()


def _row(what: str, times_ms: list[float]) -> Row:
    slowest = max(times_ms)
    return Row(
        f"{_COUNT:,} answers in the history: {what}, slowest",
        f"{slowest:.0f} ms (median {np.median(times_ms):.1f})",
        f"≤ {_BOUND_MS:.0f} ms",
        slowest <= _BOUND_MS,
    )


def _times(panel: HistoryPanel, doings: Iterator[Callable[[], object]]) -> list[float]:
    times = []
    for do in doings:
        began = time.perf_counter()
        do()
        QApplication.processEvents()
        panel.table.viewport().repaint()
        times.append((time.perf_counter() - began) * 1000)
    return times


def _sortings(panel: HistoryPanel) -> Iterator[Callable[[], object]]:
    for column in (*SORTED_BY, Column.TIME):
        for order in Qt.SortOrder:
            yield lambda by=column, order=order: panel.model.sort(by, order)


def _filters(panel: HistoryPanel) -> Iterator[Callable[[], object]]:
    wanted = [Filter(kind) for kind in Kind if kind is not Kind.DIGIT]
    wanted += [Filter(Kind.DIGIT, digit) for digit in "0123456789"]
    for each in wanted:
        yield lambda each=each: panel.show_only(each)
        yield lambda: panel.show_only(Filter())


def _additions(answers: Answers, panel: HistoryPanel) -> Iterator[Callable[[], object]]:
    voice = np.zeros(8000, np.float32)
    for number in range(_ADDED):
        if number == _ADDED // 2:
            panel.model.sort(Column.CONFIDENCE, Qt.SortOrder.DescendingOrder)
        entry = _entry(_COUNT + number)
        yield lambda entry=entry: answers.add(entry, voice)


def _entries() -> list[HistoryEntry]:
    return [_entry(number) for number in range(_COUNT)]


def _entry(number: int) -> HistoryEntry:
    chance = random.Random(number)
    time_ = datetime.now().astimezone() - timedelta(seconds=7 * (_COUNT - number))
    probabilities = {label: chance.random() / 10 for label in (*"0123456789", "other")}
    source = chance.choice(_SOURCES)
    return HistoryEntry(
        time=time_.isoformat(timespec="milliseconds"),
        source=source,
        start=float(number),
        end=number + 0.5,
        digit=chance.choice([None, *"0123456789"]),
        confidence=chance.random(),
        probabilities=probabilities,
        utterance=number,
        latency_ms=None if source.startswith("/") else 60 + 200 * chance.random(),
        said=chance.choice([None] * 9 + ["7"]),
    )


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print_table(rows())
