"""``spoken-digits`` without a command: recognises what it is given, or listens, or shows itself.

Where there is no screen for a window, this is done in the terminal.
"""

import argparse
from importlib.resources import as_file, files

from app.audio.file_source import FileSource
from app.commands import listen, recognize
from app.commands.live import Ending
from app.commands.session import begin, say, wished_model
from app.recognition.network import load_network
from app.recognition.recognizer import Recognizer
from app.recognition.worker import Worker
from assets import SAMPLE

_WHAT_ELSE = """
What else there is to do:
  spoken-digits listen             say digits into the microphone and read them here
  spoken-digits recognize PATH …   recognise your own recordings
  spoken-digits doctor             see what works here, and how to mend what does not
  spoken-digits --help             everything else"""


def run(options: argparse.Namespace) -> int:
    """Recognise the files, then listen; without either, recognise the sample recording.

    Returns
    -------
    int
        The exit status of what was done.
    """
    if not options.files and not options.listen:
        return _show_sample(options)
    status = 0
    common = {"json": False, "threshold": None, "model": options.model}
    if options.files:
        status = recognize.run(
            argparse.Namespace(paths=options.files, csv=False, whole=False, **common)
        )
    if options.listen:
        status = max(status, listen.run(argparse.Namespace(device=None, seconds=None, **common)))
    return status


def _show_sample(options: argparse.Namespace) -> int:
    """Let the sample recording be heard as if it were said into the microphone."""
    session = begin(options)
    worker = Worker(load_network(wished_model(options, session.settings)))
    ending = Ending()
    printer = listen.AnswerPrinter(ending, as_json=False)
    recognizer = Recognizer(worker, session.settings, printer.take)
    say("The sample recording, as if somebody said it into the microphone:")
    try:
        with as_file(files("assets") / SAMPLE) as path:
            source = FileSource(path, on_end=lambda error: ending.ask())
            ending.take_signals()
            source.start(recognizer.feed)
            ending.wait(None)
            source.stop()
        recognizer.finish()
    finally:
        worker.close()
    if printer.failure is not None:
        raise printer.failure
    say(_WHAT_ELSE)
    return 0
