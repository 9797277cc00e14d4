"""What `listen` says where the microphone is lost within a word."""

import argparse
import threading
import time
from importlib.resources import files
from pathlib import Path

from one_breath import recognise, said

from app.audio.files import read_recording
from app.audio.microphone_status import MicrophoneStatus
from app.audio.source import Block
from app.commands import live
from app.recognition.network import load_network
from app.recognition.worker import Worker
from app.settings import Settings
from assets import SAMPLE, SAMPLE_DIGITS


def test_what_was_said_is_answered_at_once(monkeypatch):
    sample = read_recording(Path(str(files("assets") / SAMPLE)))
    worker = Worker(load_network(None))
    end = recognise(worker, sample)[0].end
    worker.close()
    confirmed, answered = [], threading.Event()

    def take(result):
        if not result.provisional:
            confirmed.append(result)
            answered.set()

    class CutMicrophone:
        """Is lost where the voice ends, before the gate can close; comes back no more."""

        def __init__(self, wish, on_status):
            self._on_status = on_status

        def start(self, on_block):
            for start in range(0, end, 160):
                piece = sample[start : start + 160]
                arrived_ns = time.monotonic_ns()
                on_block(Block(piece, start, start + len(piece), arrived_ns))
            assert confirmed == []
            self._on_status(MicrophoneStatus("lost", "It is gone."))

        def stop(self):
            assert answered.wait(20)

    monkeypatch.setattr(live, "Microphone", CutMicrophone)
    monkeypatch.setattr(live.Ending, "take_signals", lambda ending: None)
    live.recognize_live(
        argparse.Namespace(device=None, model=None, seconds=0.01),
        Settings(),
        greeting="Say something.",
        ending=live.Ending(),
        reporter=live.StatusReporter(),
        on_result=take,
    )
    assert said(confirmed) == SAMPLE_DIGITS[0]
