import os
import threading
import time
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.audio.file_source import FileSource
from app.audio.files import read_recording
from app.audio.source import Block, Source
from app.errors import AudioFileError
from assets import SAMPLE

PATIENCE_S = 60


class Listener:
    """Keeps what a source gives."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.threads: set[str] = set()
        self.heard = threading.Event()
        self.ended = threading.Event()
        self.error: AudioFileError | None = None

    def on_block(self, block: Block) -> None:
        self.blocks.append(block)
        self.threads.add(threading.current_thread().name)
        self.heard.set()

    def on_end(self, error: AudioFileError | None) -> None:
        self.error = error
        self.ended.set()


@pytest.fixture
def listener() -> Listener:
    return Listener()


def record(path: Path, seconds: float) -> Path:
    noise = np.random.default_rng(5).standard_normal(round(seconds * 8_000)) * 0.1
    soundfile.write(path, noise, 8_000)
    return path


def test_recording_is_given_whole_in_short_blocks(tmp_path: Path, listener: Listener) -> None:
    path = record(tmp_path / "a.wav", 0.7)
    source: Source = FileSource(path, listener.on_end)
    source.start(listener.on_block)
    assert listener.ended.wait(PATIENCE_S)
    source.stop()
    assert listener.error is None
    assert listener.threads == {"play a.wav"}
    end = 0
    for block in listener.blocks:
        assert block.start == end
        end += len(block.samples)
        assert block.received == end
        assert 0 < len(block.samples) <= 320
    given = np.concatenate([block.samples for block in listener.blocks])
    np.testing.assert_array_equal(given, read_recording(path))


def test_no_block_comes_before_it_would_be_heard(tmp_path: Path, listener: Listener) -> None:
    path = record(tmp_path / "a.wav", 0.7)
    source = FileSource(path, listener.on_end)
    began_ns = time.monotonic_ns()
    source.start(listener.on_block)
    assert listener.ended.wait(PATIENCE_S)
    ended_ns = time.monotonic_ns()
    source.stop()
    arrived = [block.arrived_ns for block in listener.blocks]
    for block, arrived_ns in zip(listener.blocks, arrived, strict=True):
        assert arrived_ns is not None
        assert began_ns + block.received * 1_000_000_000 // 16_000 <= arrived_ns <= ended_ns
    assert arrived == sorted(arrived)  # type: ignore[type-var]


def test_stop_ends_a_long_recording_at_once_and_for_good(
    tmp_path: Path, listener: Listener
) -> None:
    # Were it not at once, the test would run into its time limit.
    source = FileSource(record(tmp_path / "a.wav", 3_600), listener.on_end)
    source.start(listener.on_block)
    assert listener.heard.wait(PATIENCE_S)
    source.stop()
    count = len(listener.blocks)
    assert "play a.wav" not in {thread.name for thread in threading.enumerate()}
    assert len(listener.blocks) == count
    assert not listener.ended.is_set()
    source.stop()


def test_source_can_be_stopped_from_its_own_thread(tmp_path: Path, listener: Listener) -> None:
    source = FileSource(record(tmp_path / "a.wav", 3_600), listener.on_end)

    def hear_once(block: Block) -> None:
        source.stop()
        listener.on_block(block)

    source.start(hear_once)
    assert listener.heard.wait(PATIENCE_S)
    source.stop()
    assert len(listener.blocks) == 1
    assert not listener.ended.is_set()


def test_source_that_was_never_started_can_be_stopped(tmp_path: Path, listener: Listener) -> None:
    FileSource(tmp_path / "a.wav", listener.on_end).stop()


def test_recording_that_cannot_be_read_is_said_at_the_start(
    tmp_path: Path, listener: Listener
) -> None:
    source = FileSource(tmp_path / "missing.wav", listener.on_end)
    with pytest.raises(AudioFileError, match="No such file"):
        source.start(listener.on_block)
    source.stop()
    assert not listener.blocks
    assert not listener.ended.is_set()


def test_recording_that_ends_early_is_given_as_far_as_it_goes_and_said(
    tmp_path: Path, listener: Listener
) -> None:
    path = record(tmp_path / "a.wav", 0.6)
    os.truncate(path, path.stat().st_size // 2)
    source = FileSource(path, listener.on_end)
    source.start(listener.on_block)
    assert listener.ended.wait(PATIENCE_S)
    source.stop()
    assert "ends early: 0.30 of 0.60 s could be read" in str(listener.error)
    assert listener.blocks[-1].received == pytest.approx(4_800, abs=50)


def test_sample_recording_is_quiet_but_no_silence_between_its_digits() -> None:
    with as_file(files("assets") / SAMPLE) as path:
        samples = read_recording(path)
    assert 5 < len(samples) / 16_000 < 9
    assert 0.3 < np.abs(samples).max() < 0.5
    frames = samples[: len(samples) // 1_600 * 1_600].reshape(-1, 1_600)
    level_db = 10 * np.log10(np.mean(np.square(frames), axis=1))
    assert level_db.min() == pytest.approx(-60, abs=1)
    # Each digit raises the level once, and is followed by more than half a second of rest.
    loud = level_db > -45
    rises = np.flatnonzero(loud[1:] & ~loud[:-1])
    assert len(rises) == 6
    assert np.diff(rises).min() > 7
