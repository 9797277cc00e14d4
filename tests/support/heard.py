"""What a microphone gave, kept for a test to look at."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from virtual_sound import MICROPHONES, wait_until

from app.audio.microphone import Microphone
from app.audio.microphone_status import MicrophoneState, MicrophoneStatus
from app.audio.source import Block, Samples
from app.settings import DeviceName

MIC_A = DeviceName(MICROPHONES["a"], "ALSA")
MIC_B = DeviceName(MICROPHONES["b"], "ALSA")


class Heard:
    """Takes the blocks and the statuses of a microphone."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.statuses: list[MicrophoneStatus] = []

    def take_block(self, block: Block) -> None:
        self.blocks.append(block)

    def take_status(self, status: MicrophoneStatus) -> None:
        self.statuses.append(status)

    @property
    def status(self) -> MicrophoneStatus | None:
        return self.statuses[-1] if self.statuses else None

    @property
    def samples(self) -> Samples:
        return np.concatenate([block.samples for block in [*self.blocks]])

    def wait_for_state(self, state: MicrophoneState, device: str | None = None) -> MicrophoneStatus:
        """Wait until the microphone is in a state (with a device of that name)."""

        def reached() -> bool:
            status = self.status
            if status is None or status.state != state:
                return False
            return device is None or (status.device is not None and status.device.name == device)

        wait_until(reached, f"{state} {device or ''}, not {self.status}")
        assert self.status is not None
        return self.status

    def wait_for_message(self, part: str) -> MicrophoneStatus:
        """Wait until the microphone has said something."""
        wait_until(
            lambda: any(part in status.message for status in [*self.statuses]),
            f"“{part}” among {[status.message for status in self.statuses]}",
        )
        return next(status for status in self.statuses if part in status.message)

    def wait_for_more(self, samples: int = 3_200) -> None:
        """Wait until that many more samples have come."""
        count = len(self.blocks)
        wait_until(
            lambda: sum(len(block.samples) for block in self.blocks[count:]) >= samples,
            f"{samples} samples more",
        )


@contextmanager
def listen(wish: DeviceName | None = MIC_A) -> Iterator[tuple[Microphone, Heard]]:
    """Run a microphone, with all that it gives kept."""
    heard = Heard()
    microphone = Microphone(wish, heard.take_status)
    microphone.start(heard.take_block)
    try:
        yield microphone, heard
    finally:
        microphone.stop()


def assert_follow_each_other(blocks: list[Block]) -> None:
    """Check the count of samples over all blocks, and what else each of them promises."""
    index = 0
    for block in blocks:
        assert block.start == index
        assert len(block.samples) > 0
        assert block.samples.dtype == np.float32
        index += len(block.samples)
        assert block.received >= index
    assert all(
        earlier.arrived_ns <= later.arrived_ns and earlier.received <= later.received
        for earlier, later in itertools.pairwise(blocks)
    )


def place_and_likeness(heard: Samples, played: Samples) -> tuple[int, float]:
    """Find where `played` lies in `heard`: its first sample's index, and the correlation there."""
    size = 1 << (len(heard) + len(played)).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    place = int(np.argmax(np.fft.irfft(product, size)[: len(heard)]))
    stretch = heard[place : place + len(played)]
    if len(stretch) < len(played):
        return place, 0.0
    return place, float(np.corrcoef(stretch, played)[0, 1])
