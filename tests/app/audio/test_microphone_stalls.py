"""What a microphone does when the sound stops coming and nobody says so."""

import threading
import time
from collections.abc import Iterator

import pytest
from heard import MIC_A, MIC_B, Heard, assert_follow_each_other, listen
from virtual_sound import VirtualSound, wait_until

from app.audio.microphone import Microphone
from app.audio.source import Block

pytestmark = pytest.mark.virtual_microphone

# What has to be noticed within a second is given more here: a machine may be slow.
NOTICED_S = 5.0


@pytest.fixture
def listening(virtual_sound: VirtualSound) -> Iterator[tuple[Microphone, Heard]]:
    """Listen to microphone A, with sound coming."""
    with listen(MIC_A) as (microphone, heard):
        heard.wait_for_state("running", MIC_A.name)
        heard.wait_for_more()
        yield microphone, heard


def assert_taken_up_again(heard: Heard) -> None:
    heard.wait_for_more()
    assert_follow_each_other(heard.blocks)
    assert any(block.gap for block in heard.blocks)


def test_a_frozen_server_is_noticed_and_taken_up_again(
    virtual_sound: VirtualSound, listening: tuple[Microphone, Heard]
) -> None:
    microphone, heard = listening
    begin = time.monotonic()
    virtual_sound.freeze()
    heard.wait_for_state("stalled")
    assert time.monotonic() - begin < NOTICED_S
    heard.wait_for_message("The sound server does not answer.")
    begin = time.monotonic()
    microphone.switch(MIC_B)
    microphone.switch(MIC_A)
    assert time.monotonic() - begin < NOTICED_S
    virtual_sound.thaw()
    heard.wait_for_state("running", MIC_A.name)
    assert_taken_up_again(heard)


def test_a_suspended_device_is_noticed_and_taken_up_again(
    virtual_sound: VirtualSound, listening: tuple[Microphone, Heard]
) -> None:
    _, heard = listening
    begin = time.monotonic()
    virtual_sound.suspend("a")
    status = heard.wait_for_state("stalled")
    assert time.monotonic() - begin < NOTICED_S
    assert "Virtual mic A gives no sound any more" in status.message
    virtual_sound.resume("a")
    heard.wait_for_state("running", MIC_A.name)
    assert_taken_up_again(heard)


@pytest.mark.parametrize("frozen_from_the_start", [False, True])
def test_stop_does_not_wait_for_a_frozen_server(
    virtual_sound: VirtualSound, frozen_from_the_start: bool
) -> None:
    microphone = Microphone(MIC_A)
    heard = Heard()
    if frozen_from_the_start:
        virtual_sound.freeze()
        microphone.start(heard.take_block)
        wait_until(lambda: "does not answer" in microphone.status.message, "it is said")
    else:
        microphone.start(heard.take_block)
        heard.wait_for_more()
        virtual_sound.freeze()
    begin = time.monotonic()
    microphone.stop()
    assert time.monotonic() - begin < NOTICED_S


def test_a_pause_of_whoever_takes_the_blocks_is_no_stall(virtual_sound: VirtualSound) -> None:
    heard = Heard()
    waited = threading.Event()

    def wait_once(block: Block) -> None:
        heard.take_block(block)
        if len(heard.blocks) == 5:
            waited.wait(1.5)

    microphone = Microphone(MIC_A, heard.take_status)
    microphone.start(wait_once)
    wait_until(lambda: len(heard.blocks) > 5, "the pause is over")
    heard.wait_for_more(3 * 16_000)
    microphone.stop()
    assert_follow_each_other(heard.blocks)
    assert not any(block.gap for block in heard.blocks)
    assert "stalled" not in {status.state for status in heard.statuses}
