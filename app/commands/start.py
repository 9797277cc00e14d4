"""``spoken-digits`` without a command: recognises what it is given, or listens, or shows itself.

Where there is no window, this is done in the terminal.
"""

import argparse
from importlib.resources import as_file, files

from app.commands import listen, recognize
from app.commands.session import begin, say
from app.recognition.network import load_network
from app.recognition.recordings import recognize_recording
from app.recognition.worker import Worker

_WHAT_ELSE = """
That was the sample recording. What else there is to do:
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
    session = begin(options)
    worker = Worker(load_network(options.model))
    try:
        with as_file(files("assets") / "sample.flac") as path:
            result = recognize_recording(path, worker, session.settings)
    finally:
        worker.close()
    recognize.print_result("sample recording", result)
    say(_WHAT_ELSE)
    return 0 if result.error is None else 1
