"""The last minute of a stream, and its clock."""

import numpy as np

from app.audio.source import Block
from app.window.stream import KEPT_SECONDS, Stream
from model.audio_format import SAMPLE_RATE


def block(start: int, count: int, arrived_ns: int) -> Block:
    samples = np.arange(start, start + count, dtype=np.float32)
    return Block(samples, start, start + count, arrived_ns)


def test_what_was_heard_can_be_read_and_stays_as_it_was() -> None:
    stream = Stream("mic")
    stream.append(block(0, 640, 1))
    read = stream.read(100, 200)
    stream.append(block(640, 640, 2))
    assert read.tolist() == list(range(100, 200))
    assert stream.read(1000, 5000).tolist() == list(range(1000, 1280))


def test_what_is_not_held_is_left_out() -> None:
    stream = Stream("mic")
    assert len(stream.read(0, 100)) == 0
    for number in range(KEPT_SECONDS + 2):
        stream.append(block(number * SAMPLE_RATE, SAMPLE_RATE, number))
    assert stream.start == 2 * SAMPLE_RATE
    assert stream.read(0, 2 * SAMPLE_RATE + 5).tolist() == [2 * SAMPLE_RATE + i for i in range(5)]


def test_the_clock_runs_on_between_blocks() -> None:
    stream = Stream("mic")
    assert stream.heard_at(5) == 0
    stream.append(block(0, 640, arrived_ns=1_000_000_000))
    assert stream.heard_at(1_000_000_000) == 640
    assert stream.heard_at(1_500_000_000) == 640 + SAMPLE_RATE / 2
