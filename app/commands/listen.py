"""``spoken-digits listen``: the microphone, live in the terminal."""

import argparse
import json
import sys

from app.commands.live import NEVER_HEARD, Ending, StatusReporter, recognize_live
from app.commands.session import begin, say
from app.errors import HomeError
from app.history import append_entries, new_entry
from app.home import Home
from app.recognition.answer import Answer, Failure, as_entry
from app.recognition.decision import Verdict
from app.wording import DIGITS, describe, percent


def run(options: argparse.Namespace) -> int:
    """Listen until Ctrl+C, or for the seconds that were asked for.

    Returns
    -------
    int
        0 where the microphone was heard, 1 where it never was.
    """
    session = begin(options)
    ending, reporter = Ending(), StatusReporter()
    printer = AnswerPrinter(ending, options.json)
    keeper = HistoryKeeper(session.home)

    def take(result: Answer | Failure) -> None:
        printer.take(result)
        keeper.take(reporter.device_name, result)

    greeting = "Say digits, alone or several in one breath. Ctrl+C ends it."
    recognize_live(
        options,
        session.settings,
        greeting=greeting,
        ending=ending,
        reporter=reporter,
        on_result=take,
    )
    if printer.failure is not None:
        raise printer.failure
    if not reporter.ever_ran:
        say(NEVER_HEARD)
        return 1
    return 0


class HistoryKeeper:
    """Keeps confirmed answers in the history; where that fails, says so once and goes on.

    Parameters
    ----------
    home : Home
        Where the history is.
    """

    def __init__(self, home: Home) -> None:
        self._home: Home | None = home

    def take(self, source: str, result: Answer | Failure) -> None:
        """Take a result, on the worker's thread; `source` is the name of the microphone."""
        if self._home is None or isinstance(result, Failure) or result.provisional:
            return
        entry = new_entry(source, as_entry(result), result.is_part)
        try:
            append_entries(self._home, [entry])
        except HomeError as error:
            say(f"{error} What is said from now on is not kept in the history.")
            self._home = None


class AnswerPrinter:
    """Prints answers as they come.

    On a terminal a provisional answer stands on the line until the confirmed one takes its
    place; elsewhere, and as JSON, confirmed answers alone are printed.

    Parameters
    ----------
    ending : Ending
        Asked where nobody reads any more.
    as_json : bool
        Whether to print lines of JSON.

    Attributes
    ----------
    failure : OSError or None
        Why an answer could not be printed.
    """

    def __init__(self, ending: Ending, as_json: bool) -> None:
        self._ending = ending
        self._as_json = as_json
        self.failure: OSError | None = None
        self._terminal = sys.stdout.isatty() and not as_json

    def take(self, result: Answer | Failure) -> None:
        """Take a result, on the worker's thread."""
        try:
            self._print(result)
        except OSError as error:
            # Nobody reads any more, or there is no room for what is said.
            self.failure = error
            self._ending.ask()

    def _print(self, result: Answer | Failure) -> None:
        if isinstance(result, Failure):
            say(result.message)
        elif self._terminal:
            end = "" if result.provisional else "\n"
            print(f"\r\x1b[K{_line(result)}", end=end, flush=True)
        elif not result.provisional:
            print(json.dumps(as_entry(result)) if self._as_json else _line(result), flush=True)


def _line(answer: Answer) -> str:
    decision = answer.decision
    # A word stands for itself, a digit's sign is seen from further away.
    digit = decision.best if decision.best in DIGITS else ""
    sign = {Verdict.DIGIT: digit, Verdict.NO_DIGIT: "–"}.get(decision.verdict, "?")
    words = describe(decision) + (" …" if answer.provisional else "")
    sure = "" if decision.verdict is Verdict.NO_DIGIT else percent(decision.confidence)
    latency = "" if answer.latency_ms is None else f"{answer.latency_ms:.0f} ms"
    return f"{sign:>3}  {words:<28}{sure:>6}{latency:>10}"
