"""Speed and memory of ``spoken-digits recognize``."""

import csv
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from sequence import fsdd_test, room_noise

from app.audio.files import read_recording
from model.audio_format import SAMPLE_RATE
from tests.benchmarks.processes import PROGRAM, environment, one_core, run_and_watch
from tests.benchmarks.table import Row

_STARTS = 7


def rows(data: Path) -> Iterator[Row]:
    """Measure each figure."""
    yield from _hits(data)
    yield _first_answer(data)
    yield _whole_recordings(data)
    yield from _one_hour(data)


def _hits(data: Path) -> Iterator[Row]:
    labelled = fsdd_test(data)
    labels = [label for label, _ in labelled]
    paths = [path for _, path in labelled]
    whole = sum(map(str.__eq__, map(_best_digit, _recognize("--whole", *paths)), labels))
    yield Row("`recognize --whole`, FSDD test: right", f"{whole} of 300", "≥ 297", whole >= 297)
    cut = sum(
        line["digits"] == label for line, label in zip(_recognize(*paths), labels, strict=True)
    )
    yield Row("`recognize`, FSDD test: exactly the digit", f"{cut} of 300", "≥ 290", cut >= 290)
    with (data / "words.csv").open(newline="") as table:
        words = [data / row["path"] for row in csv.DictReader(table) if row["split"] == "test"]
    refused = sum(line["digits"] == "" for line in _recognize("--whole", *words))
    yield Row(
        "`recognize --whole`, other words of the test: not called a digit",
        f"{refused} of {len(words)} ({refused / len(words):.1%})",
        "≥ 80 %",
        refused >= 0.8 * len(words),
    )


def _recognize(*arguments: object) -> list[dict]:
    command = [*PROGRAM, "recognize", "--json", *map(str, arguments)]
    output = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def _best_digit(line: dict) -> str:
    return max("0123456789", key=line["utterances"][0]["probabilities"].__getitem__)


def _first_answer(data: Path) -> Row:
    path = fsdd_test(data)[0][1]
    seconds = []
    for _ in range(_STARTS):
        began = time.monotonic()
        command = [*one_core(), *PROGRAM, "recognize", "--whole", "--json", str(path)]
        with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            seconds.append(time.monotonic() - began)
    median = float(np.median(seconds))
    return Row(
        f"start of the command → first answer, median of {_STARTS}",
        f"{median:.2f} s",
        "≤ 0.7 s",
        median <= 0.7,
    )


def _whole_recordings(data: Path) -> Row:
    folder = data / "free-spoken-digit-dataset" / "recordings"
    count = len(list(folder.glob("*.wav")))
    command = [*one_core(), *PROGRAM, "recognize", "--whole", "--json", str(folder)]
    seconds, _, output = run_and_watch(command)
    assert len(output.splitlines()) == count
    rate = count / seconds
    return Row(
        f"`recognize --whole` on FSDD's {count:,} WAVs, one core, with the start",
        f"{rate:.0f} recordings/s",
        "≥ 500/s (aim 1,000)",
        rate >= 500,
    )


def _one_hour(data: Path) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hour.wav"
        _write_hour(data, path)
        command = [*one_core(), *PROGRAM, "recognize", "--json", str(path)]
        seconds, peak_mb, output = run_and_watch(command)
    heard = len(json.loads(output)["digits"])
    speed = 3600 / seconds
    yield Row(
        f"`recognize` on one hour, a tenth of it speech ({heard} digits heard), one core",
        f"{speed:.0f} × real time",
        "≥ 300 ×",
        speed >= 300,
    )
    yield Row("its peak memory", f"{peak_mb:.0f} MB", "≤ 150 MB", peak_mb <= 150)


def _write_hour(data: Path, path: Path) -> None:
    """Write an hour in which FSDD's test recordings begin ten times as far apart as they last."""
    words = [read_recording(each) for _, each in fsdd_test(data)]
    with soundfile.SoundFile(path, "w", SAMPLE_RATE, 1, "PCM_16") as file:
        written, number = 0, 0
        while written < 3600 * SAMPLE_RATE:
            word = words[number % len(words)]
            samples = room_noise(10 * len(word), -60.0, seed=number)
            samples[: len(word)] += word
            samples = samples[: 3600 * SAMPLE_RATE - written]
            file.write(samples)
            written += len(samples)
            number += 1


if __name__ == "__main__":
    from tests.benchmarks.table import print_table

    print_table(rows(Path(os.environ["SPOKEN_DIGITS_DATA"])))
