"""``spoken-digits listen``: the microphone, live in the terminal."""

import argparse
import json
import signal
import sys
import threading
from types import FrameType

from app.audio.microphone import Microphone, MicrophoneStatus
from app.commands.device import wished_device
from app.commands.session import begin, load_network, say
from app.errors import HomeError
from app.history import History
from app.home import Home
from app.recognition.answer import Answer, Failure, as_entry
from app.recognition.recognizer import Recognizer
from app.recognition.worker import Worker
from app.wording import describe, percent


def run(options: argparse.Namespace) -> int:
    """Listen until Ctrl+C, or for the seconds that were asked for.

    Returns
    -------
    int
        0 where the microphone was heard, 1 where it never was.
    """
    session = begin(options)
    wish = wished_device(options.device, session.settings)
    worker = Worker(load_network(options))
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: ended.set())
    reporter = StatusReporter()
    printer = _Printer(session.home, reporter, ended, options.json)
    recognizer = Recognizer(worker, session.settings, printer.take)
    microphone = Microphone(wish, reporter.take)
    microphone.start(recognizer.feed)
    try:
        wait_for_end(ended, options.seconds)
    finally:
        microphone.stop()
        recognizer.finish()
        worker.close()
    return 0 if reporter.ever_ran else 1
