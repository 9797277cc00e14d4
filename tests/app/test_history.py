import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_disk import small_disk

from app.errors import HomeError
from app.history import (
    History,
    HistoryEntry,
    append_entries,
    clear_history,
    new_entry,
    restore_history,
    rewrite_entry,
)
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

COPY = {**ENTRY, "copy": True}

WRITER = """
import sys
from pathlib import Path
from app.history import append_entries, new_entry
from app.home import Home
place, name, count = Home.in_folder(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
sys.stdin.read(1)
number = 0
while number != count:
    probabilities = {str(digit): 0.1 for digit in range(10)}
    answer = {"utterance": number, "probabilities": probabilities}
    append_entries(place, [new_entry(name, answer)])
    number += 1
    if number == 1:
        print("writing", flush=True)
"""


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home.in_folder(tmp_path / "home")


def append_answer(place: Home, source: str, answer: dict[str, Any]) -> HistoryEntry:
    entry = new_entry(source, answer)
    append_entries(place, [entry])
    return entry


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


answers = st.fixed_dictionaries(
    {
        "start": st.floats(0, 1e6),
        "digit": st.none() | st.text(),
        "probabilities": st.dictionaries(st.text(), st.floats(0, 1)),
        "latency_ms": st.none() | st.floats(0, 1e6),
    }
)


@given(said=st.lists(st.tuples(st.text(), answers), max_size=8))
def test_all_answers_are_read_back_in_their_order(
    said: list[tuple[str, dict[str, Any]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = Home.in_folder(tmp_path_factory.mktemp("home"))
    written = [append_answer(place, source, answer) for source, answer in said]
    history = History(place)
    read = list(history)
    assert [msgspec.structs.asdict(entry) for entry in read] == [
        msgspec.structs.asdict(entry) for entry in written
    ]
    assert [entry.source for entry in read] == [source for source, _ in said]
    assert [entry.start for entry in read] == [answer["start"] for _, answer in said]
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
    assert [entry.source for entry in history] == ["before", "after"]
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
    assert [entry.source for entry in history] == ["whole"]
    assert history.damaged == 1
    assert [entry.source for entry in history] == ["whole"]
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
    assert [entry.source for entry in history] == ["before", "after"]
    assert history.damaged == 1


def test_file_name_that_is_no_text_is_still_written(place: Home) -> None:
    append_answer(place, os.fsdecode(b"caf\xe9.wav"), ENTRY)
    assert [entry.source for entry in History(place)] == ["caf\\udce9.wav"]


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
        numbers = [entry.utterance for entry in lines if entry.source == name]
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
    assert [entry.utterance for entry in lines[:-1]] == list(range(len(lines) - 1))
    assert lines[-1].source == "after"


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
        assert [entry.source for entry in history] == ["before", *["full"] * written, "after"]
        assert history.damaged <= 1


def test_read_only_disk_is_said_and_the_history_can_be_read(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        place = Home.in_folder(disk.path)
        append_answer(place, "before", ENTRY)
        disk.make_read_only()
        with pytest.raises(HomeError, match=r"Read-only file system.*SPOKEN_DIGITS_HOME"):
            append_answer(place, "after", ENTRY)
        assert [entry.source for entry in History(place)] == ["before"]


def test_history_that_cannot_be_read_is_said(place: Home) -> None:
    place.history.mkdir(parents=True)
    with pytest.raises(HomeError, match="The history could not be read: Is a directory"):
        list(History(place))


def test_correction_changes_its_line_alone_and_keeps_what_it_does_not_know(place: Home) -> None:
    first = append_answer(place, "mic", ENTRY)
    line = json.loads(place.history.read_text()) | {"mood": "good"}
    place.history.write_text(json.dumps(line) + "\n")
    append_answer(place, "mic", ENTRY | {"utterance": 2})
    first.said, first.voice = "7", "recordings/7/a.flac"
    rewrite_entry(place, first)
    lines = [json.loads(text) for text in place.history.read_text().splitlines()]
    assert lines[0] == line | {"said": "7", "voice": "recordings/7/a.flac"}
    assert "said" not in lines[1]
    first.said = first.voice = None
    rewrite_entry(place, first)
    assert json.loads(place.history.read_text().splitlines()[0]) == line


def test_cleared_history_comes_back_before_what_was_said_since(place: Home) -> None:
    append_answer(place, "one", ENTRY)
    append_answer(place, "two", ENTRY)
    content = clear_history(place)
    assert list(History(place)) == []
    append_answer(place, "three", ENTRY)
    restore_history(place, content)
    assert [entry.source for entry in History(place)] == ["one", "two", "three"]


def test_correction_waits_for_a_program_that_is_writing_and_loses_nothing(place: Home) -> None:
    entry = append_answer(place, "corrected", ENTRY)
    count = 200
    with start_writer(place, "writer", count) as writer:
        assert writer.stdin
        assert writer.stdout
        writer.stdin.write(b"g")
        writer.stdin.flush()
        writer.stdout.readline()
        for number in range(20):
            entry.said = str(number % 10)
            rewrite_entry(place, entry)
        assert writer.wait(timeout=60) == 0
    read = list(History(place))
    assert len(read) == count + 1
    assert read[0].said == "9"


def test_only_an_answer_found_within_an_utterance_is_marked_as_a_part(tmp_path: Path) -> None:
    place = Home.in_folder(tmp_path)
    append_entries(place, [new_entry("Microphone", ENTRY, part) for part in (True, False)])
    assert [each.part for each in History(place)] == [True, False]
    lines = [json.loads(line) for line in place.history.read_text().splitlines()]
    assert ["part" in line for line in lines] == [True, False]


def test_only_a_digit_that_a_double_says_once_more_is_marked_as_a_copy(tmp_path: Path) -> None:
    place = Home.in_folder(tmp_path)
    append_entries(place, [new_entry("Microphone", each) for each in (COPY, ENTRY)])
    assert [each.copy for each in History(place)] == [True, False]
    lines = [json.loads(line) for line in place.history.read_text().splitlines()]
    assert ["copy" in line for line in lines] == [True, False]
