"""The program's side of a child: what a child that hangs must not hold up."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from virtual_sound import wait_until

from app.audio import child_process
from app.audio.child_process import ChildProcess
from app.audio.sound_child import CAPTURE_FLAG, PLAYBACK_FLAG, SOUND, Record


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> ChildProcess:
    """Start a child that never reads what it is sent."""
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    monkeypatch.setattr(child_process, "child_command", lambda _flag: command)
    return ChildProcess(PLAYBACK_FLAG, lambda *_: None)


def test_neither_sending_to_a_frozen_child_nor_ending_it_waits(frozen: ChildProcess) -> None:
    threads = threading.active_count()
    began_s = time.monotonic()
    for _ in range(20):
        frozen.send(SOUND, bytes(100_000))
    assert time.monotonic() - began_s < 2
    frozen.end()
    assert time.monotonic() - began_s < 5
    wait_until(lambda: threading.active_count() == threads - 3, "its threads are over")


def test_what_is_sent_to_a_child_that_is_gone_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", ""]
    monkeypatch.setattr(child_process, "child_command", lambda _flag: command)
    got: list[Record | None] = []
    child = ChildProcess(PLAYBACK_FLAG, lambda _child, record: got.append(record))
    wait_until(lambda: got, "its end is handed on")
    child.send(SOUND, bytes(1_000_000))
    child.end()
    child.send(SOUND)
    assert got == [None]


def test_a_child_that_begins_is_let_end_by_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = tmp_path / "done"
    code = f"import sys, time; sys.stdin.read(); time.sleep(1.5); open({str(done)!r}, 'w')"
    monkeypatch.setattr(child_process, "child_command", lambda _flag: [sys.executable, "-c", code])
    child = ChildProcess(PLAYBACK_FLAG, lambda *_: None)
    began_s = time.monotonic()
    child.end()
    assert time.monotonic() - began_s < 1
    wait_until(done.exists, "it has done what it was at")


@pytest.mark.parametrize("flag", [CAPTURE_FLAG, PLAYBACK_FLAG])
def test_children_ended_at_their_beginning_end_by_themselves(
    flag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Started(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr("app.audio.child_process.subprocess.Popen", Started)
    for wait_s in (0.0, 0.01, 0.02):
        child = ChildProcess(flag, lambda *_: None)
        time.sleep(wait_s)
        child.end()
    # Killed, JACK's library may leave its lock locked, and PortAudio hangs from then on.
    assert [each.wait(10) for each in started] == [0, 0, 0]


def test_the_last_words_of_a_child_that_breaks_are_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    code = "import sys; sys.stderr.write('line\\n' * 100); sys.exit('no such symbol')"
    monkeypatch.setattr(child_process, "child_command", lambda _flag: [sys.executable, "-c", code])
    got: list[Record | None] = []
    child = ChildProcess(PLAYBACK_FLAG, lambda _child, record: got.append(record))
    wait_until(lambda: "no such symbol" in caplog.text, "its last words are in the log")
    assert 1 < caplog.text.count("line\n") < 50
    wait_until(lambda: got == [None], "its end is handed on")
    child.end()
