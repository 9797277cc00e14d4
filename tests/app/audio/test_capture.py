"""The capture program: what its process does, and its ring where nobody reads."""

import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from virtual_sound import VirtualSound, wait_until

from app.audio import capture
from app.audio.child_process import ChildProcess
from app.audio.sound_child import (
    CAPTURE_FLAG,
    DEVICES,
    FAILED,
    FINISHED,
    HEADER,
    OPEN,
    OPENED,
    SOUND,
    Record,
    child_command,
)


class Child:
    """A capture process with all its records in a queue."""

    def __init__(self) -> None:
        self.records: SimpleQueue[Record | None] = SimpleQueue()
        self.process = ChildProcess(CAPTURE_FLAG, lambda _process, record: self.records.put(record))

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.end()

    def wait_for(self, kind: int) -> Record:
        while (record := self.records.get(timeout=30)) is not None:
            if record.kind == kind:
                return record
        raise AssertionError(f"the process ended before a record of kind {kind}")

    @property
    def system_process(self) -> psutil.Process:
        return psutil.Process(self.process.pid)


@pytest.mark.virtual_microphone
def test_lists_opens_and_sends(virtual_sound: VirtualSound) -> None:
    with Child() as child:
        names = [each["name"] for each in child.wait_for(DEVICES).content()]
        assert names == ["Virtual mic A", "Virtual mic B", "default"]
        child.process.send_json(OPEN, 1)
        opened = child.wait_for(OPENED).content()
        assert opened == {"rate": 44_100, "channels": 1}
        sound = child.wait_for(SOUND)
        assert len(sound.payload) == 1764 * 4
        assert sound.overflows == 0
        assert sound.lost_blocks == 0
        assert child.wait_for(SOUND).arrived_ns >= sound.arrived_ns
        assert virtual_sound.listeners("b") == 1
    wait_until(lambda: virtual_sound.listeners("b") == 0, "the stream has gone")


@pytest.mark.virtual_microphone
def test_is_small(virtual_sound: VirtualSound) -> None:
    with Child() as child:
        child.wait_for(DEVICES)
        child.process.send_json(OPEN, 0)
        child.wait_for(SOUND)
        assert child.system_process.memory_info().rss < 35 * 2**20
        loaded = {Path(each.path).name for each in child.system_process.memory_maps()}
        assert not any("numpy" in name or "umath" in name for name in loaded)


@pytest.mark.virtual_microphone
def test_says_when_the_device_has_gone(virtual_sound: VirtualSound) -> None:
    with Child() as child:
        child.wait_for(DEVICES)
        child.process.send_json(OPEN, 0)
        child.wait_for(SOUND)
        virtual_sound.take_away("a")
        child.wait_for(FINISHED)
        assert child.records.get(timeout=30) is None


@pytest.mark.virtual_microphone
def test_says_when_the_device_refuses(virtual_sound: VirtualSound) -> None:
    virtual_sound.take_away("a", stays_listed=True)
    with Child() as child:
        child.wait_for(DEVICES)
        child.process.send_json(OPEN, 0)
        failure = child.wait_for(FAILED).content()
        assert failure["reason"] == "refused"
        assert "PaErrorCode" in failure["detail"]


@pytest.mark.virtual_microphone
def test_leaves_the_interrupt_key_to_the_program(virtual_sound: VirtualSound) -> None:
    with Child() as child:
        child.wait_for(DEVICES)
        child.process.send_json(OPEN, 0)
        child.wait_for(SOUND)
        child.system_process.send_signal(signal.SIGINT)
        for _ in range(10):
            child.wait_for(SOUND)


@pytest.mark.virtual_microphone
def test_can_be_ended_twice(virtual_sound: VirtualSound) -> None:
    with Child() as child:
        child.wait_for(DEVICES)
        child.process.end()
        child.process.end()


def test_importing_it_brings_neither_numpy_nor_sounddevice() -> None:
    program = (
        "import sys, app.audio.capture\n"
        "assert not {'numpy', 'sounddevice', 'soxr'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_finds_no_file_of_the_folder_where_the_user_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sounddevice.py", "json.py", "app.py"):
        (tmp_path / name).write_text("raise SystemExit('the wrong file')\n")
    monkeypatch.chdir(tmp_path)
    with Child() as child:
        assert child.records.get(timeout=30) is not None


def test_a_frozen_program_starts_itself_as_the_capture_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command(CAPTURE_FLAG) == [sys.executable, "--capture-child"]


class NoSoundLibrary(SimpleNamespace):
    """Stands for sounddevice where a test calls the callback itself."""

    class PortAudioError(Exception):
        pass

    refused: tuple[tuple[int, int], ...] = ()
    WasapiSettings = SimpleNamespace

    def RawInputStream(self, **asked: Any) -> SimpleNamespace:  # noqa: N802
        if (asked["samplerate"], asked["channels"]) in self.refused:
            raise self.PortAudioError("Invalid sample rate")
        return SimpleNamespace(**asked)


def make_capture(channels: int = 1, host_api: str = "ALSA", **library: Any) -> Any:
    device = {"rate": 16_000, "channels": channels, "host_api": host_api}
    return capture._Capture(NoSoundLibrary(**library), 0, device, 1)


def test_drops_and_counts_blocks_that_nobody_reads_for_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = bytearray()
    monkeypatch.setattr("app.audio.capture.write_all", lambda _records, data: sent.extend(data))
    capturing = make_capture()
    kept = 5_000 // 40  # blocks of 40 ms in a ring of 5 s
    blocks = [number.to_bytes(2, "little") * 1_280 for number in range(310)]
    for block in blocks[:300]:
        capturing._on_sound(block, 640, None, None)
    capturing._send_new()
    for block in blocks[300:310]:
        capturing._on_sound(block, 640, None, SimpleNamespace(input_overflow=True))
    capturing._send_new()
    size = HEADER.size + 2_560
    records = [bytes(sent[first : first + size]) for first in range(0, len(sent), size)]
    headers = [HEADER.unpack(record[: HEADER.size]) for record in records]
    assert [record[HEADER.size :] for record in records] == blocks[:kept] + blocks[300:310]
    assert [header[3:] for header in headers[kept - 1 : kept + 2]] == [
        (0, 0),
        (1, 300 - kept),
        (2, 300 - kept),
    ]


def test_wakes_its_sender_once_for_each_block_and_never_waits() -> None:
    capturing = make_capture()
    flag = capturing._something_to_send
    capturing._on_sound(bytes(2_560), 640, None, None)
    capturing._on_sound(bytes(2_560), 640, None, None)
    assert not flag.locked()
    woken = threading.Event()

    def wait_twice() -> None:
        flag.acquire()
        flag.acquire()
        woken.set()

    thread = threading.Thread(target=wait_twice)
    thread.start()
    wait_until(flag.locked, "the sender waits")
    capturing._on_finished()
    assert woken.wait(30)
    thread.join()


@pytest.mark.parametrize(
    ("channels", "host_api", "refused", "opened"),
    [
        (2, "ALSA", (), (16_000, 2)),
        (32, "ALSA", (), (16_000, 1)),
        (32, "ALSA", ((16_000, 1),), (16_000, 2)),
        (2, "ALSA", ((16_000, 2),), (16_000, 1)),
        (6, "ALSA", ((16_000, 2), (16_000, 1)), (16_000, 6)),
        (1, "ALSA", ((16_000, 1),), (48_000, 1)),
        (2, "ALSA", ((16_000, 2), (16_000, 1), (48_000, 2)), (44_100, 2)),
    ],
)
def test_opens_a_device_in_the_next_best_way(
    channels: int, host_api: str, refused: tuple[tuple[int, int], ...], opened: tuple[int, int]
) -> None:
    stream = make_capture(channels, host_api, refused=refused)._stream
    assert (stream.samplerate, stream.channels) == opened


def test_says_why_a_device_was_refused_in_every_way() -> None:
    refused = tuple((rate, 1) for rate in (16_000, 44_100, 48_000))
    with pytest.raises(NoSoundLibrary.PortAudioError, match="Invalid sample rate"):
        make_capture(refused=refused)
