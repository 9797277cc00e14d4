import os
import subprocess
import sys
import threading
import time

import numpy as np
import psutil
import pytest
import soxr
from heard import MIC_A, MIC_B, Heard, assert_follow_each_other, listen, place_and_likeness
from virtual_sound import MICROPHONES, VirtualSound, wait_until

from app.audio.microphone import Microphone
from app.audio.source import Block
from app.settings import DeviceName


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no pause of a slow machine for a stall."""
    monkeypatch.setattr("app.audio.supervisor._STALL_S", 30.0)


def bursts(seconds: float = 3.0, rate: int = 48_000) -> np.ndarray:
    """Noise like speech: below 7 kHz, loud and soft in turn."""
    count = round(seconds * rate)
    spectrum = np.fft.rfft(np.random.default_rng(3).normal(0.0, 0.1, count))
    spectrum[np.fft.rfftfreq(count, 1 / rate) > 6_500] = 0.0
    envelope = 0.55 + 0.45 * np.sin(2 * np.pi * 3.0 * np.arange(count) / rate)
    return (np.fft.irfft(spectrum, count) * envelope).astype(np.float32)


@pytest.mark.virtual_microphone
@pytest.mark.parametrize("letter", ["a", "b"])
def test_gives_a_played_recording_whole_at_16_khz(virtual_sound: VirtualSound, letter: str) -> None:
    played = bursts()
    with listen(DeviceName(MICROPHONES[letter], "ALSA")) as (_, heard):
        heard.wait_for_state("running")
        virtual_sound.play((played, 48_000), letter)
        heard.wait_for_more(8_000)
    assert_follow_each_other(heard.blocks)
    assert not any(block.gap for block in heard.blocks)
    expected = soxr.resample(played, 48_000, 16_000, quality="VHQ")
    _, likeness = place_and_likeness(heard.samples, expected)
    assert likeness > 0.99


@pytest.mark.virtual_microphone
def test_listens_to_the_default_where_nothing_is_wished(virtual_sound: VirtualSound) -> None:
    played = bursts(1.0)
    with listen(None) as (_, heard):
        status = heard.wait_for_state("running", "default")
        assert status.message == "Listening to default."
        virtual_sound.play((played, 48_000), "a")
        heard.wait_for_more(8_000)
    expected = soxr.resample(played, 48_000, 16_000)
    assert place_and_likeness(heard.samples, expected)[1] > 0.99


@pytest.mark.virtual_microphone
def test_stamps_blocks_with_their_arrival(virtual_sound: VirtualSound) -> None:
    begin_ns = time.monotonic_ns()
    with listen() as (_, heard):
        heard.wait_for_more(16_000)
    end_ns = time.monotonic_ns()
    assert all(begin_ns < block.arrived_ns < end_ns for block in heard.blocks)
    first, last = heard.blocks[2], heard.blocks[-1]
    clock_s = (last.arrived_ns - first.arrived_ns) / 1e9
    assert clock_s == pytest.approx((last.received - first.received) / 16_000, abs=0.5)


@pytest.mark.virtual_microphone
def test_calls_from_one_thread_and_not_after_stop(virtual_sound: VirtualSound) -> None:
    threads = set()
    heard = Heard()

    def take(block: Block) -> None:
        threads.add(threading.current_thread().name)
        heard.take_block(block)

    microphone = Microphone(MIC_A)
    microphone.start(take)
    heard.wait_for_more()
    microphone.switch(MIC_B)
    wait_until(lambda: "B" in microphone.status.message, "switched")
    heard.wait_for_more()
    microphone.stop()
    count = len(heard.blocks)
    assert threads == {"microphone"}
    assert microphone.status.state == "stopped"
    wait_until(lambda: virtual_sound.listeners("b") == 0, "the stream has gone")
    assert len(heard.blocks) == count


@pytest.mark.virtual_microphone
def test_starts_anew_after_stop(virtual_sound: VirtualSound) -> None:
    microphone = Microphone(MIC_A)
    for _ in range(2):
        heard = Heard()
        microphone.start(heard.take_block)
        with pytest.raises(RuntimeError, match="started already"):
            microphone.start(heard.take_block)
        heard.wait_for_more()
        microphone.stop()
        assert heard.blocks[0].start == 0
    microphone.stop()


@pytest.mark.virtual_microphone
def test_can_be_stopped_by_whoever_takes_the_blocks(virtual_sound: VirtualSound) -> None:
    microphone = Microphone(MIC_A)
    blocks = []

    def stop_at_third(block: Block) -> None:
        blocks.append(block)
        if len(blocks) == 3:
            microphone.stop()

    microphone.start(stop_at_third)
    wait_until(lambda: microphone.status.state == "stopped", "stopped")
    wait_until(lambda: virtual_sound.listeners("a") == 0, "the stream has gone")
    assert len(blocks) == 3


@pytest.mark.virtual_microphone
def test_goes_on_when_a_block_cannot_be_taken(
    virtual_sound: VirtualSound, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Heard()

    def fail_at_first(block: Block) -> None:
        heard.take_block(block)
        if len(heard.blocks) < 10:
            raise ZeroDivisionError("a mistake of somebody else")

    microphone = Microphone(MIC_A)
    microphone.start(fail_at_first)
    heard.wait_for_more(16_000)
    microphone.stop()
    assert caplog.text.count("could not be taken") == 1
    assert_follow_each_other(heard.blocks)


@pytest.mark.virtual_microphone
def test_switches_without_a_hole_in_the_count(virtual_sound: VirtualSound) -> None:
    with listen() as (microphone, heard):
        heard.wait_for_state("running", MIC_A.name)
        heard.wait_for_more()
        microphone.switch(MIC_B)
        status = heard.wait_for_state("running", MIC_B.name)
        heard.wait_for_more()
    assert status.message == "Listening to Virtual mic B."
    assert_follow_each_other(heard.blocks)
    assert [block.gap for block in heard.blocks].count(True) == 1
    assert {each.state for each in heard.statuses} == {"opening", "running"}


@pytest.mark.virtual_microphone
def test_a_typed_part_of_a_name_is_enough(virtual_sound: VirtualSound) -> None:
    with listen(DeviceName("MIC B")) as (microphone, heard):
        heard.wait_for_state("running", MIC_B.name)
        assert microphone.status.message == "Listening to Virtual mic B."


@pytest.mark.virtual_microphone
def test_two_programs_listen_at_once(virtual_sound: VirtualSound) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", _OTHER_PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdin is not None
    assert other.stdout is not None
    with other, listen() as (_, heard):
        assert other.stdout.readline() == "hears\n"
        heard.wait_for_more()
        assert virtual_sound.listeners("a") == 2
        other.stdin.close()
        assert other.wait(30) == 0
        heard.wait_for_more()


_OTHER_PROGRAM = """
import sys, threading
from app.audio.microphone import Microphone
hears = threading.Event()
microphone = Microphone()
microphone.start(lambda block: hears.set())
assert hears.wait(30)
print("hears", flush=True)
sys.stdin.read()
microphone.stop()
"""


@pytest.mark.virtual_microphone
@pytest.mark.parametrize("frozen", [False, True], ids=["server answers", "server frozen"])
def test_a_killed_program_leaves_no_process_behind(
    virtual_sound: VirtualSound, frozen: bool
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _OTHER_PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "hears\n"
        children = psutil.Process(other.pid).children()
        assert len(children) == 1
        if frozen:
            virtual_sound.freeze()
        other.kill()
    wait_until(lambda: not any(child.is_running() for child in children), "its process ended")
