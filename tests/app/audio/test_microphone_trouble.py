"""What a microphone does when a device goes or refuses, or there is nothing to listen with."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from heard import MIC_A, MIC_B, Heard, assert_follow_each_other, listen
from virtual_sound import VirtualSound, wait_until

from app.audio.microphone import Microphone

pytestmark = pytest.mark.virtual_microphone

# What has to be noticed within a second is given more here: a machine may be slow.
NOTICED_S = 5.0


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for the wished device more often; take no pause of a slow machine for a stall."""
    monkeypatch.setattr("app.audio.supervisor._POLL_S", 0.3)
    monkeypatch.setattr("app.audio.supervisor._STALL_S", 30.0)


@pytest.fixture
def without_portaudio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every child process find no PortAudio."""
    (tmp_path / "sitecustomize.py").write_text(
        "import ctypes.util\nctypes.util.find_library = lambda name: None\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


@pytest.fixture
def listening(virtual_sound: VirtualSound) -> Iterator[tuple[Microphone, Heard]]:
    """Listen to microphone A, with sound coming."""
    with listen(MIC_A) as (microphone, heard):
        heard.wait_for_state("running", MIC_A.name)
        heard.wait_for_more()
        yield microphone, heard


def assert_taken_up_again(heard: Heard, gaps: int = 1) -> None:
    heard.wait_for_more()
    assert_follow_each_other(heard.blocks)
    assert [block.gap for block in heard.blocks].count(True) == gaps


def test_a_device_that_goes_is_replaced_and_taken_up_again(
    virtual_sound: VirtualSound, listening: tuple[Microphone, Heard]
) -> None:
    _, heard = listening
    virtual_sound.take_away("a")
    heard.wait_for_message("Virtual mic A is gone.")
    status = heard.wait_for_state("running", "default")
    assert status.message == "Virtual mic A is away. Using default."
    assert status.wish == MIC_A
    virtual_sound.give_back("a")
    status = heard.wait_for_state("running", MIC_A.name)
    assert status.message == "Listening to Virtual mic A."
    assert_taken_up_again(heard, gaps=2)


def test_a_device_that_refuses_is_replaced_and_taken_up_again(
    virtual_sound: VirtualSound,
) -> None:
    virtual_sound.take_away("a", stays_listed=True)
    with listen(MIC_A) as (_, heard):
        status = heard.wait_for_state("refused")
        assert (
            "Virtual mic A cannot be opened. See that a microphone is plugged in" in status.message
        )
        status = heard.wait_for_state("running", MIC_B.name)
        assert "Virtual mic A cannot be opened." in status.message
        assert status.message.endswith("Using Virtual mic B.")
        virtual_sound.give_back("a")
        heard.wait_for_state("running", MIC_A.name)
        assert_taken_up_again(heard)


def test_a_device_away_at_the_start_is_used_once_it_is_there(virtual_sound: VirtualSound) -> None:
    virtual_sound.take_away("b")
    with listen(MIC_B) as (_, heard):
        status = heard.wait_for_state("running", "default")
        assert status.message == "Virtual mic B is away. Using default."
        virtual_sound.give_back("b")
        heard.wait_for_state("running", MIC_B.name)


def test_a_switch_to_a_device_that_is_away_leaves_the_old_one_running(
    virtual_sound: VirtualSound, listening: tuple[Microphone, Heard]
) -> None:
    microphone, heard = listening
    virtual_sound.take_away("b")
    microphone.switch(MIC_B)
    status = heard.wait_for_message("Virtual mic B is away.")
    assert status.state == "running"
    assert status.message == "Virtual mic B is away. Using Virtual mic A."
    assert_taken_up_again(heard, gaps=0)
    virtual_sound.give_back("b")
    heard.wait_for_state("running", MIC_B.name)


def test_a_switch_that_is_refused_leaves_the_old_one_running(
    virtual_sound: VirtualSound, listening: tuple[Microphone, Heard]
) -> None:
    microphone, heard = listening
    virtual_sound.take_away("b", stays_listed=True)
    microphone.switch(MIC_B)
    status = heard.wait_for_message("Virtual mic B cannot be opened.")
    assert status.state == "running"
    assert status.message.endswith("Using Virtual mic A.")
    microphone.switch(MIC_A)
    wait_until(lambda: microphone.status.message == "Listening to Virtual mic A.", "back to A")
    assert_taken_up_again(heard, gaps=0)


def test_a_switch_to_a_device_that_gives_no_sound_leaves_the_old_one_running(
    virtual_sound: VirtualSound, listening: tuple[Microphone, Heard]
) -> None:
    microphone, heard = listening
    virtual_sound.suspend("b")
    microphone.switch(MIC_B)
    status = heard.wait_for_message("Virtual mic B gives no sound")
    assert status.state == "running"
    assert status.message.endswith("Using Virtual mic A.")
    assert_taken_up_again(heard, gaps=0)
    virtual_sound.resume("b")
    heard.wait_for_state("running", MIC_B.name)


def test_a_dead_server_is_noticed_and_taken_up_again(
    virtual_sound: VirtualSound, listening: tuple[Microphone, Heard]
) -> None:
    _, heard = listening
    begin = time.monotonic()
    virtual_sound.kill_server()
    heard.wait_for_message("Virtual mic A is gone.")
    assert time.monotonic() - begin < NOTICED_S
    status = heard.wait_for_state("absent")
    assert "There is no microphone." in status.message
    assert status.device is None
    virtual_sound.start_server()
    heard.wait_for_state("running", MIC_A.name)
    assert_taken_up_again(heard)


def test_no_server_is_said_and_a_later_one_is_used(virtual_sound: VirtualSound) -> None:
    virtual_sound.kill_server()
    with listen(None) as (_, heard):
        status = heard.wait_for_state("absent")
        assert "check that the sound server runs" in status.message
        virtual_sound.start_server()
        heard.wait_for_state("running", "default")
        assert heard.blocks[0].start == 0
        assert not heard.blocks[0].gap


def test_a_server_without_a_microphone_is_said_and_a_later_one_is_used(
    virtual_sound: VirtualSound,
) -> None:
    virtual_sound.take_away("a")
    virtual_sound.take_away("b")
    with listen(None) as (_, heard):
        heard.wait_for_state("refused")
        virtual_sound.give_back("a")
        heard.wait_for_state("running", "default")


def test_a_missing_library_is_said_with_what_to_install(
    virtual_sound: VirtualSound, without_portaudio: None
) -> None:
    with listen(MIC_A) as (_, heard):
        status = heard.wait_for_state("absent")
        assert "sudo apt install libportaudio2" in status.message


def test_a_capture_process_that_cannot_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with listen(MIC_A) as (_, heard):
        status = heard.wait_for_state("refused")
        assert "did not start" in status.message


def test_a_mistake_of_the_program_itself_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("app.audio.supervisor.ChildProcess")
    with listen(MIC_A) as (_, heard):
        status = heard.wait_for_state("lost")
        assert "has failed. Start the program again" in status.message


def test_zeros_alone_are_told_from_a_quiet_room(
    virtual_sound: VirtualSound, listening: tuple[Microphone, Heard]
) -> None:
    microphone, heard = listening
    wait_until(lambda: microphone.status.system_silence, "nothing but zeros")
    assert microphone.status.state == "running"
    assert "The system gives nothing but silence from Virtual mic A." in microphone.status.message
    assert "pavucontrol" in microphone.status.message
    assert sum(len(block.samples) for block in heard.blocks) >= 2.9 * 16_000
    with virtual_sound.room_noise(-60.0):
        wait_until(lambda: not microphone.status.system_silence, "the quiet room")
        statuses = len(heard.statuses)
        heard.wait_for_more(4 * 16_000)
        assert not any(status.system_silence for status in heard.statuses[statuses:])
    assert microphone.status.message == "Listening to Virtual mic A."
