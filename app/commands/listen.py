"""``spoken-digits listen``: the microphone, live in the terminal."""

import argparse
import json
import sys

from app.audio.microphone import Microphone
from app.commands.live import NEVER_HEARD, Ending, StatusReporter, wished_device
from app.commands.session import begin, say
from app.errors import HomeError
from app.history import append_answer
from app.home import Home
from app.recognition.answer import Answer, Failure, as_entry
from app.recognition.decision import Verdict
from app.recognition.network import load_network
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
    worker = Worker(load_network(options.model))
    ending = Ending()
    reporter = StatusReporter()
    printer = AnswerPrinter(session.home, reporter, ending, options.json)
    recognizer = Recognizer(worker, session.settings, printer.take)
    microphone = Microphone(wish, reporter.take)
    microphone.start(recognizer.feed)
    try:
        ending.wait(options.seconds)
    finally:
        microphone.stop()
        recognizer.finish()
        worker.close()
    if not reporter.ever_ran:
        say(NEVER_HEARD)
        return 1
    return 0


class AnswerPrinter:
    """Prints answers as they come, and keeps the confirmed ones in the history.

    On a terminal a provisional answer stands on the line until the confirmed one takes its
    place; elsewhere, and as JSON, confirmed answers alone are printed.

    Parameters
    ----------
    home : Home
        Where the history is.
    reporter : StatusReporter
        Knows the name of the device, the source of the answers.
    ending : Ending
        Asked where nobody reads any more.
    as_json : bool
        Whether to print lines of JSON.
    """

    def __init__(self, home: Home, reporter: StatusReporter, ending: Ending, as_json: bool) -> None:
        self._home: Home | None = home
        self._reporter = reporter
        self._ending = ending
        self._as_json = as_json
        self._terminal = sys.stdout.isatty() and not as_json

    def take(self, result: Answer | Failure) -> None:
        """Take a result, on the worker's thread."""
        try:
            self._print(result)
        except OSError:
            # Nobody reads any more, or there is no room for what is said.
            self._ending.ask()
        if isinstance(result, Answer) and not result.provisional:
            self._remember(result)

    def _print(self, result: Answer | Failure) -> None:
        if isinstance(result, Failure):
            say(result.message)
        elif self._as_json:
            if not result.provisional:
                print(json.dumps(as_entry(result)), flush=True)
        elif self._terminal:
            end = "" if result.provisional else "\n"
            print(f"\r\x1b[K{_line(result)}", end=end, flush=True)
        elif not result.provisional:
            print(_line(result), flush=True)

    def _remember(self, answer: Answer) -> None:
        if self._home is None:
            return
        try:
            append_answer(self._home, self._reporter.device_name, as_entry(answer))
        except HomeError as error:
            say(f"{error} What is said from now on is not kept in the history.")
            self._home = None


def _line(answer: Answer) -> str:
    decision = answer.decision
    sign = {Verdict.DIGIT: decision.best, Verdict.NOT_SURE: "?", Verdict.NO_DIGIT: "–"}
    words = describe(decision) + (" …" if answer.provisional else "")
    latency = "" if answer.latency_ms is None else f"{answer.latency_ms:.0f} ms"
    return f"{sign[decision.verdict]:>3}  {words:<28}{percent(decision.confidence):>6}{latency:>10}"
