"""Digits that are said into the virtual microphone for as long as something is measured."""

import contextlib
import threading
from collections.abc import Iterator

from sequence import Sequence
from virtual_sound import VirtualSound

from model.audio_format import SAMPLE_RATE


@contextlib.contextmanager
def spoken_without_end(sound: VirtualSound, sequence: Sequence) -> Iterator[None]:
    """Let digits be said, one after another, without end."""
    ending = threading.Event()

    def play() -> None:
        while not ending.is_set():
            player = sound.play((sequence.samples, SAMPLE_RATE), wait=False)
            while player.poll() is None and not ending.wait(0.05):
                pass
            if player.poll() is None:
                player.terminate()
            player.wait()

    player_thread = threading.Thread(target=play)
    player_thread.start()
    try:
        yield
    finally:
        ending.set()
        player_thread.join()
