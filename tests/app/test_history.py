import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_disk import small_disk

from app.errors import HomeError
from app.history import History, append_answer
from app.home import Home

ENTRY = {
    "start": 0.32,
    "end": 0.81,
    "digit": "4",
    "confidence": 0.994,
    "probabilities": {"4": 0.994, "other": 0.006},
    "utterance": 1,
    "latency_ms": 93.5,
    "compute_ms": 0.6,
}

WRITER = """
import sys
from pathlib import Path
from app.history import append_answer
from app.home import Home
place, name, count = Home.in_folder(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
sys.stdin.read(1)
number = 0
while number != count:
    probabilities = {str(digit): 0.1 for digit in range(10)}
    append_answer(place, name, {"utterance": number, "probabilities": probabilities})
    number += 1
    if number == 1:
        print("writing", flush=True)
"""


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home.in_folder(tmp_path / "home")


def start_writer(place: Home, name: str, count: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(place.history.parent), name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_line_has_its_time_its_source_and_the_fields_of_the_entry(place: Home) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    append_answer(place, "USB microphone", ENTRY)
    text = place.history.read_text()
    assert text.endswith("\n")
    line = json.loads(text)
    time = datetime.fromisoformat(line.pop("time"))
    assert time.utcoffset() is not None
    assert before <= time <= datetime.now(UTC)
    assert line == {"source": "USB microphone", **ENTRY}


def test_reading_where_there_is_no_history_gives_nothing_and_creates_nothing(place: Home) -> None:
    assert list(History(place)) == []
    assert not place.history.parent.exists()


json_values = (
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
entries = st.dictionaries(
    st.text().filter(lambda key: key not in {"time", "source"}), json_values, max_size=5
)


@given(answers=st.lists(st.tuples(st.text(), entries), max_size=8))
def test_all_answers_are_read_back_in_their_order(
    answers: list[tuple[str, dict[str, Any]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = Home.in_folder(tmp_path_factory.mktemp("home"))
    for source, entry in answers:
        append_answer(place, source, entry)
    history = History(place)
    read = [(line.pop("source"), line) for line in history]
    assert [line.pop("time", None) is not None for _, line in read] == [True] * len(answers)
    assert read == answers
    assert history.damaged == 0


@given(leftover=st.binary(min_size=1, max_size=60).filter(lambda bytes_: b"\n" not in bytes_))
def test_unfinished_line_costs_no_other(
    leftover: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = Home.in_folder(tmp_path_factory.mktemp("home"))
    append_answer(place, "before", ENTRY)
    with place.history.open("ab") as file:
        file.write(leftover)
    append_answer(place, "after", ENTRY)
    history = History(place)
    assert [line["source"] for line in history] == ["before", "after"]
    assert history.damaged == (1 if leftover.strip() else 0)


@given(cut=st.integers(1, 5))
def test_line_that_lost_its_end_is_left_out_and_counted(
    cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = Home.in_folder(tmp_path_factory.mktemp("home"))
    append_answer(place, "whole", ENTRY)
    append_answer(place, "cut", ENTRY)
    os.truncate(place.history, place.history.stat().st_size - 1 - cut)
    history = History(place)
    assert [line["source"] for line in history] == ["whole"]
    assert history.damaged == 1
    assert [line["source"] for line in history] == ["whole"]
    assert history.damaged == 1


@pytest.mark.parametrize(
    "line", [b"[]", b"7", b"{}", b'{"time": 7, "source": "x"}', b'{"a":' * 100_000, bytes(50)]
)
def test_line_that_is_no_answer_is_left_out_and_counted(place: Home, line: bytes) -> None:
    append_answer(place, "before", ENTRY)
    with place.history.open("ab") as file:
        file.write(line + b"\n")
    append_answer(place, "after", ENTRY)
    history = History(place)
    assert [line["source"] for line in history] == ["before", "after"]
    assert history.damaged == 1


def test_file_name_that_is_no_text_is_still_written(place: Home) -> None:
    append_answer(place, os.fsdecode(b"caf\xe9.wav"), ENTRY)
    assert [line["source"] for line in History(place)] == ["caf\\udce9.wav"]


def test_two_programs_at_once_lose_and_mix_nothing(place: Home) -> None:
    count = 400
    writers = {name: start_writer(place, name, count) for name in ("one", "other")}
    for writer in writers.values():
        assert writer.stdin
        writer.stdin.write(b"\n")
        writer.stdin.flush()
    for writer in writers.values():
        writer.communicate()
        assert writer.returncode == 0
    history = History(place)
    lines = list(history)
    assert history.damaged == 0
    for name in writers:
        numbers = [line["utterance"] for line in lines if line["source"] == name]
        assert numbers == list(range(count))


def test_program_killed_while_writing_leaves_whole_lines(place: Home) -> None:
    writer = start_writer(place, "killed", -1)
    assert writer.stdin
    assert writer.stdout
    writer.stdin.write(b"\n")
    writer.stdin.flush()
    assert writer.stdout.readline() == b"writing\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    append_answer(place, "after", ENTRY)
    history = History(place)
    lines = list(history)
    assert history.damaged == 0
    assert [line["utterance"] for line in lines[:-1]] == list(range(len(lines) - 1))
    assert lines[-1]["source"] == "after"


def test_full_disk_is_said_and_what_was_written_stays(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        place = Home.in_folder(disk.path)
        append_answer(place, "before", ENTRY)
        filler = disk.fill()
        written = 0
        with pytest.raises(HomeError, match="could not be added to the history: No space left"):
            # What is left of the last page of the file can still be written.
            while True:
                append_answer(place, "full", ENTRY)
                written += 1
        filler.unlink()
        append_answer(place, "after", ENTRY)
        history = History(place)
        assert [line["source"] for line in history] == ["before", *["full"] * written, "after"]
        assert history.damaged <= 1


def test_read_only_disk_is_said_and_the_history_can_be_read(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        place = Home.in_folder(disk.path)
        append_answer(place, "before", ENTRY)
        disk.make_read_only()
        with pytest.raises(HomeError, match=r"Read-only file system.*SPOKEN_DIGITS_HOME"):
            append_answer(place, "after", ENTRY)
        assert [line["source"] for line in History(place)] == ["before"]


def test_history_that_cannot_be_read_is_said(place: Home) -> None:
    place.history.mkdir(parents=True)
    with pytest.raises(HomeError, match="The history could not be read: Is a directory"):
        list(History(place))
