import os
import shutil
import sys
import time
from importlib.resources import files
from pathlib import Path

import psutil
import pytest

from app.window import recognition_job, recognition_run
from app.window.recognition_job import RecordingJob
from assets import SAMPLE, SAMPLE_DIGITS

SAMPLE_PATH = Path(str(files("assets") / SAMPLE))
END_MS = 60_000


class Listener:
    """What a job has said."""

    def __init__(self, job: RecordingJob) -> None:
        self.found: list[Path] = []
        self.heard: dict[Path, str | None] = {}
        self.errors: dict[Path, str | None] = {}
        self.progress: list[tuple[int, int, float | None]] = []
        self.failures: list[str] = []
        self.batches: list[int] = []
        self.finished = 0
        job.found.connect(self.found.extend)
        job.recognised.connect(self._take)
        job.progress.connect(lambda *each: self.progress.append(each))
        job.failed.connect(self.failures.append)
        job.finished.connect(self._finish)

    def _take(self, heard: list[recognition_run.Heard]) -> None:
        self.batches.append(len(heard))
        for each in heard:
            said = "".join(entry.digit or "" for entry in each.entries)
            self.heard[each.path] = (self.heard.get(each.path) or "") + said
            self.errors[each.path] = each.error

    def _finish(self) -> None:
        self.finished += 1


@pytest.fixture
def job(qapp):
    job = RecordingJob()
    yield job
    job.close()


@pytest.fixture
def listener(job):
    return Listener(job)


@pytest.fixture
def recognise(qtbot, job):
    """Search for recordings and recognise all that are found."""

    def start(*paths: Path) -> None:
        with qtbot.waitSignal(job.found):
            job.search(paths)

    job.found.connect(lambda paths: job.recognise(paths, 0.8, None))
    return start


def copies(folder: Path, count: int, sound: Path = SAMPLE_PATH) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"take {number:03}{sound.suffix}" for number in range(count)]
    for path in paths:
        shutil.copy(sound, path)
    return paths


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def pretend(monkeypatch, script: str) -> None:
    """Run a script in the recogniser's place; its arguments are the same."""
    monkeypatch.setattr(recognition_run, "_program", lambda: [sys.executable, "-S", "-c", script])


def test_a_folder_is_searched_and_all_in_it_is_recognised(
    qtbot, job, listener, recognise, tmp_path
):
    paths = copies(tmp_path / "a folder", 3)
    recognise(tmp_path / "a folder")
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    assert listener.found == paths
    assert listener.heard == dict.fromkeys(paths, SAMPLE_DIGITS)
    assert listener.progress[0][:2] == (0, 3)
    assert listener.progress[-1][:2] == (3, 3)
    assert not listener.failures


def test_a_recording_given_twice_is_recognised_once(qtbot, listener, recognise, tmp_path):
    (path,) = copies(tmp_path, 1)
    recognise(path, tmp_path, tmp_path / "." / path.name)
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    assert listener.found == [path]


def test_names_of_any_kind_are_recognised(qtbot, listener, recognise, tmp_path):
    names = [b"-h.flac", b"--json", b"two words.flac", b"caf\xe9.flac", "zwölf\n.flac".encode()]
    paths = [tmp_path / os.fsdecode(name) for name in names]
    for path in paths:
        shutil.copy(SAMPLE_PATH, path)
    recognise(*paths)
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    assert listener.heard == dict.fromkeys(paths, SAMPLE_DIGITS)


def test_what_cannot_be_read_has_its_sentence_and_the_rest_goes_on(qtbot, job, listener, tmp_path):
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF of nothing")
    empty = tmp_path / "empty"
    empty.mkdir()
    (good,) = copies(tmp_path, 1)
    with qtbot.waitSignal(job.found):
        job.search([broken, empty, tmp_path / "missing.wav", good])
    good_too = copies(tmp_path / "more", 1)[0]
    gone = copies(tmp_path / "gone", 1)[0]
    gone.unlink()
    job.recognise([*listener.found, gone, good_too], 0.8, None)
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    assert [path.name for path, error in listener.errors.items() if error] == [
        "broken.wav",
        "empty",
        "missing.wav",
        gone.name,
    ]
    assert "is a folder without recordings" in str(listener.errors[empty])
    assert listener.heard[good] == listener.heard[good_too] == SAMPLE_DIGITS


def test_more_can_be_added_while_it_runs(qtbot, job, listener, recognise, tmp_path):
    recognise(*copies(tmp_path / "one", 3))
    recognise(*copies(tmp_path / "two", 2))
    assert listener.finished == 0
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    assert listener.finished == 1
    assert list(listener.heard.values()) == [SAMPLE_DIGITS] * 5
    assert listener.progress[-1][:2] == (5, 5)


def test_cancelled_it_keeps_what_was_heard_and_ends_its_child(
    qtbot, job, listener, recognise, tmp_path
):
    recognise(*copies(tmp_path / "many", 200))
    qtbot.waitUntil(lambda: bool(listener.heard), timeout=END_MS)
    assert len(children()) == 1
    job.cancel()
    assert listener.finished == 1
    heard = dict(listener.heard)
    qtbot.waitUntil(lambda: not children())
    assert 0 < len(heard) < 200
    assert set(heard.values()) == {SAMPLE_DIGITS}
    recognise(*copies(tmp_path / "one", 1))
    qtbot.waitUntil(lambda: listener.finished == 2, timeout=END_MS)
    assert len(listener.heard) == len(heard) + 1


def test_a_search_that_is_cancelled_finds_nothing(qtbot, job, listener, tmp_path):
    job.search([tmp_path])
    job.cancel()
    qtbot.waitUntil(lambda: not any(thread.is_alive() for thread in job._threads))
    qtbot.wait(0)
    assert listener.found == []


def test_closed_in_the_middle_it_ends_soon(qtbot, job, listener, recognise, tmp_path):
    recognise(*copies(tmp_path / "many", 200))
    qtbot.waitUntil(lambda: bool(listener.heard), timeout=END_MS)
    began = time.monotonic()
    job.close()
    assert time.monotonic() - began < 3
    assert not children()


def test_the_child_gives_way_to_the_window(qtbot, job, listener, recognise, tmp_path):
    recognise(*copies(tmp_path / "many", 50))
    qtbot.waitUntil(lambda: bool(listener.heard), timeout=END_MS)
    (child,) = children()
    assert child.nice() >= 10


def test_thousands_of_recordings_need_no_longer_command_than_the_system_takes(
    qtbot, job, listener, monkeypatch
):
    script = """
import json, sys
assert sum(map(len, sys.argv)) < 140_000
for path in sys.argv[sys.argv.index("--") + 1:]:
    print(json.dumps({"path": path, "seconds": 1.0, "error": None, "utterances": []}))
"""
    pretend(monkeypatch, script)
    paths = [Path(f"/nowhere/a rather long name of a folder/take {n}.wav") for n in range(5000)]
    job.recognise(paths, 0.8, None)
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    assert list(listener.heard) == paths
    assert max(listener.batches) <= 40


def test_an_hours_answers_come_in_parts(qtbot, job, listener, monkeypatch):
    script = """
import json, sys
answer = {"start": 0.1, "end": 0.4, "digit": "4", "confidence": 0.9, "probabilities": {"4": 0.9},
          "utterance": 1, "latency_ms": None, "compute_ms": 1.0}
print(json.dumps({"path": "", "seconds": 3600.0, "error": None, "utterances": [answer] * 1050}))
"""
    pretend(monkeypatch, script)
    job.recognise([Path("/nowhere/hour.wav")], 0.8, None)
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    assert listener.heard[Path("/nowhere/hour.wav")] == "4" * 1050
    assert listener.batches == [2, 2, 2, 2, 2, 1]
    assert listener.progress[-1][:2] == (1, 1)


def test_answers_of_one_utterance_are_parts_of_it(qtbot, job, monkeypatch):
    script = """
import json
answers = [{"digit": "4", "utterance": utterance} for utterance in (1, 2, 2, 3)]
print(json.dumps({"path": "", "seconds": 3.0, "error": None, "utterances": answers}))
"""
    pretend(monkeypatch, script)
    heard = []
    job.recognised.connect(heard.extend)
    with qtbot.waitSignal(job.finished, timeout=END_MS):
        job.recognise([Path("/nowhere/number.wav")], 0.8, None)
    parts = [entry.part for each in heard for entry in each.entries]
    assert parts == [False, True, True, False]


def test_a_recording_that_makes_the_child_crash_is_left_out(qtbot, job, listener, monkeypatch):
    script = """
import json, os, sys
for path in sys.argv[sys.argv.index("--") + 1:]:
    if "bad" in path:
        os.kill(os.getpid(), 9)
    line = {"path": path, "seconds": 1.0, "error": None, "utterances": []}
    print(json.dumps(line), flush=True)
"""
    pretend(monkeypatch, script)
    job.recognise([Path("/1"), Path("/bad"), Path("/2"), Path("/bad too"), Path("/3")], 0.8, None)
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    crashed = [str(path) for path, error in listener.errors.items() if error]
    assert crashed == ["/bad", "/bad too"]
    assert "made the recogniser crash" in str(listener.errors[Path("/bad")])
    assert len(listener.heard) == 5
    assert not listener.failures


def test_a_child_that_always_crashes_ends_the_job_with_a_sentence(
    qtbot, job, listener, monkeypatch
):
    pretend(monkeypatch, "import os; os.kill(os.getpid(), 9)")
    job.recognise([Path(f"/{number}") for number in range(9)], 0.8, None)
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    assert len(listener.failures) == 1
    assert "crashes again and again" in listener.failures[0]


def test_a_model_that_is_missing_ends_the_job_with_a_sentence(qtbot, job, listener, tmp_path):
    job.recognise(copies(tmp_path, 2), 0.8, str(tmp_path / "no model"))
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    (message,) = listener.failures
    assert "no model" in message
    assert "spoken-digits:" not in message
    assert listener.heard == {}


def test_a_system_that_starts_no_process_ends_the_job_with_a_sentence(
    qtbot, job, listener, monkeypatch
):
    monkeypatch.setattr(recognition_run, "_program", lambda: ["/nowhere/at all"])
    job.recognise([Path("/a.wav")], 0.8, None)
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    assert "could not be started" in listener.failures[0]


def test_what_comes_in_bursts_is_handed_on_a_little_at_a_time(qtbot, job, listener, monkeypatch):
    monkeypatch.setattr(recognition_job, "_MOST_RECORDINGS", 7)
    script = """
import json, sys
for path in sys.argv[sys.argv.index("--") + 1:]:
    print(json.dumps({"path": path, "seconds": 1.0, "error": None, "utterances": []}))
"""
    pretend(monkeypatch, script)
    job.recognise([Path(f"/{number}") for number in range(50)], 0.8, None)
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    assert max(listener.batches) == 7
    assert sum(listener.batches) == 50


def test_without_room_for_a_temporary_file_all_is_recognised(
    qtbot, listener, recognise, tmp_path, monkeypatch
):
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(recognition_run.tempfile, "TemporaryFile", no_room)
    (path,) = copies(tmp_path, 1)
    recognise(path)
    qtbot.waitUntil(lambda: listener.finished > 0, timeout=END_MS)
    assert listener.heard == {path: SAMPLE_DIGITS}
    assert not listener.failures
