"""Whole numbers: how they are understood, how soon digits are there, and the load.

``python -m tests.benchmarks.bench_numbers`` measures these alone.
"""

import csv
import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import numpy as np
import soundfile
from numpy.typing import NDArray
from screen import Screen
from virtual_sound import VirtualSound

from app.audio.files import read_recording
from app.recognition.network import load_network
from app.recognition.worker import Worker
from app.settings import Settings
from model.audio_format import SAMPLE_RATE
from tests.benchmarks.processes import (
    PROGRAM,
    cpu_seconds,
    listening,
    one_core,
    run_and_watch,
)
from tests.benchmarks.table import Row, print_table
from tests.benchmarks.window_process import WindowProcess
from training.data.recording import Recording
from training.evaluation.edits import count_edits
from training.evaluation.gate import digits_said
from training.strings import SPEEDS, join
from training.synthesis.speak import speak_tokens

_ROOM_DB = -60.0
_SETTLE_SECONDS = 3
_SPEECH_SECONDS = 60
_LEAST_DIGITS = 3
# Not the training's, so that no voice here is one of its.
_SEED, _VOICES = (99, 99), 100
_OWN_WORDS = ("oh", "double", "triple")
_MOST_WRONG, _MOST_WRONG_NUMBERS = 0.04, 0.06


def rows(data: Path) -> Iterator[Row]:
    """Measure each figure, on the numbers of validation and test, one after another."""
    yield from _ways_to_say()
    speech, said = _speech(data)
    yield _from_a_file(speech)
    with VirtualSound() as sound, Screen(1200, 700) as screen:
        os.environ.update(sound.env)
        yield _load(sound, speech[: _SPEECH_SECONDS * SAMPLE_RATE])
        yield from _in_the_window(sound, screen, speech, said)


def _ways_to_say() -> Iterator[Row]:
    """Join what synthetic voices say alone into numbers of three ways to say them."""
    by_voice: dict[str, list[Recording]] = {}
    for recording in speak_tokens(np.random.default_rng(_SEED), _VOICES):
        by_voice.setdefault(recording.speaker, []).append(recording)
    worker = Worker(load_network(None))
    for kind, tokens_of in (
        ("digits alone", lambda random: random.choice(list("0123456789"), 6)),
        ('with "oh" for zero', lambda random: ["oh", *random.choice(list("123456789"), 5)]),
        ('with "double" or "triple"', _with_multiples),
    ):
        yield _wrong(worker, by_voice, kind, tokens_of)
    worker.close()


def _with_multiples(random: np.random.Generator) -> list[str]:
    before = random.choice(["double", "triple"], 2)
    digits = random.choice(list("0123456789"), 4)
    return [digits[0], before[0], digits[1], digits[2], before[1], digits[3]]


def _wrong(
    worker: Worker,
    by_voice: dict[str, list[Recording]],
    kind: str,
    tokens_of: Callable[[np.random.Generator], Sequence[str]],
) -> Row:
    count, wrong = 0, 0
    for place, recordings in enumerate(by_voice.values()):
        random = np.random.default_rng((*_SEED, place))
        said = {each.word if each.word in _OWN_WORDS else each.label: each for each in recordings}
        tokens = tokens_of(random)
        if not said.keys() >= set(tokens):  # a synthesiser could not say it
            continue
        meant = "".join(tokens).replace("oh", "0")
        meant = re.sub("double(.)|triple(.)", r"\1\1\2\2\2", meant)
        string = join(random, [said[token] for token in tokens], SPEEDS[1])
        edits = count_edits("".join(digits_said(string.samples, worker, Settings())), meant)
        wrong += edits.insertions + edits.deletions + edits.substitutions
        count += len(meant)
    what = f"made-up numbers of {len(by_voice)} synthetic voices, {kind}: wrong digits"
    measured = f"{wrong} of {count} ({100 * wrong / count:.1f} %)"
    return Row(what, measured, "≤ 4 % (aim 1)", wrong <= _MOST_WRONG * count)


def _speech(data: Path) -> tuple[NDArray[np.float32], str]:
    """Join the numbers of validation and test; give the sound, and the digits by their labels."""
    with (data / "numbers.csv").open(newline="", encoding="utf-8") as file:
        numbers = [row for row in csv.DictReader(file) if row["split"] != "train"]
    sounds = [read_recording(data / row["path"]) for row in numbers]
    return np.concatenate(sounds), "".join(row["digits"] for row in numbers)


def _from_a_file(speech: NDArray[np.float32]) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "numbers.wav"
        soundfile.write(path, speech, SAMPLE_RATE)
        command = [*one_core(), *PROGRAM, "recognize", "--json", str(path)]
        seconds, _, output = run_and_watch(command)
    digits = len(json.loads(output)["digits"])
    times = len(speech) / SAMPLE_RATE / seconds
    what = f"`recognize` on {len(speech) / SAMPLE_RATE:.0f} s of numbers ({digits} digits heard)"
    return Row(f"{what}, one core", f"{times:.0f} × real time", "≥ 30 × (aim 100)", times >= 30)


def _load(sound: VirtualSound, speech: NDArray[np.float32]) -> Row:
    with sound.room_noise(_ROOM_DB), listening() as program:
        time.sleep(_SETTLE_SECONDS)
        began, before = time.monotonic(), cpu_seconds(program)
        sound.play((speech, SAMPLE_RATE))
        share = (cpu_seconds(program) - before) / (time.monotonic() - began)
    what = "`listen` while numbers are read without end, with its capture process"
    return Row(f"{what}: share of one core", f"{100 * share:.1f} %", "≤ 10 % (aim 3)", share <= 0.1)


def _in_the_window(
    sound: VirtualSound, screen: Screen, speech: NDArray[np.float32], said: str
) -> Iterator[Row]:
    with sound.room_noise(_ROOM_DB), WindowProcess(screen, "--listen") as window:
        window.wait_for("listening")
        time.sleep(_SETTLE_SECONDS)
        sound.play((speech, SAMPLE_RATE))
        time.sleep(_SETTLE_SECONDS)
        lines = (window.home / "history.jsonl").read_text(encoding="utf-8").splitlines()
    digits = [each for each in map(json.loads, lines) if each["digit"] is not None]
    edits = count_edits("".join(each["digit"] for each in digits), said)
    wrong = edits.insertions + edits.deletions + edits.substitutions
    yield Row(
        "the same numbers heard by the window: wrong digits, two wrong labels included",
        f"{wrong} of {len(said)} ({100 * wrong / len(said):.1f} %)",
        "≤ 6 % of validation, ≤ 8 % of test",
        wrong <= _MOST_WRONG_NUMBERS * len(said),
    )
    in_utterance = Counter(each["utterance"] for each in digits)
    latencies_ms = [
        each["latency_ms"] for each in digits if in_utterance[each["utterance"]] >= _LEAST_DIGITS
    ]
    median, p95 = np.median(latencies_ms), np.percentile(latencies_ms, 95)
    yield Row(
        f"end of a digit within a number → painted, median of {len(latencies_ms)} (p95)",
        f"{median:.0f} ms ({p95:.0f})",
        "≤ 500 ms (aim 300)",
        bool(median <= 500),
    )


if __name__ == "__main__":
    print_table(rows(Path(os.environ["SPOKEN_DIGITS_DATA"])))
