"""The command line: which command is meant, its options, and its exit status."""

import argparse
import difflib
import importlib
import io
import logging
import math
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app import __version__
from app.errors import SpokenDigitsError, UsageError
from app.home import find_home
from app.log import log_to
from app.places import is_there
from app.screen import has_screen
from app.wording import printable

logger = logging.getLogger(__name__)

Command = Callable[[argparse.Namespace], int]
"""Does what the options say, and gives the exit status."""

_DESCRIPTION = """\
Hears spoken digits, from the microphone or from recordings, and says which they are
and how sure it is. Works offline."""

_COMMANDS = """\
commands (each explains itself: spoken-digits COMMAND --help):
  listen      say digits into the microphone and read them here
  recognize   recognise recordings, and folders of them
  record      record from the microphone, or samples for the training
  devices     which microphones there are, and which one is used
  doctor      what works, what does not, and how to mend it

example:
  spoken-digits recognize call.wav memo.m4a"""


def main(arguments: Sequence[str], open_window: Command) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str
        What stands behind the program's name.
    open_window : callable
        What is done without a command, where there is a screen.

    Returns
    -------
    int
        0 all well, 1 something could not be done, 2 wrong usage.
    """
    can_print = sys.stdout is not None
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # Open to the end.
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        # Whatever a file is called, its name can be printed.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        run, options = _parse(list(arguments), open_window)
    except SystemExit as wrong_usage:  # argparse's way to end after help, too
        return int(wrong_usage.code or 0)
    except UsageError as error:
        _complain(str(error))
        return 2
    if not can_print and run is not open_window:
        _complain("There is nowhere to write to: standard output is closed.")
        return 1
    if getattr(options, "smoke_test", None) is not None:
        # It writes nothing of the user's, not even a log.
        return _run(run, options)
    with log_to(find_home()) as notices:
        for notice in notices:
            print(notice, file=sys.stderr)
        return _run(run, options)


def _run(run: Command, options: argparse.Namespace) -> int:
    try:
        status = run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our lines has had enough.
        return 0
    except UsageError as error:
        _complain(str(error))
        return 2
    except SpokenDigitsError as error:
        logger.error("%s", error)
        _complain(str(error))
        return 1
    except OSError as error:
        logger.exception("The system refused something.")
        what = f" ({error.filename})" if error.filename else " when the answers were written"
        _complain(f"{error.strerror or error}{what}.")
        return 1
    except Exception as error:
        logger.exception("This should not have happened.")
        _complain(
            f"{type(error).__name__}: {error}. This should not have happened. Please report it, "
            f"with the end of {find_home().log}."
        )
        return 1
    return status


def _complain(message: str) -> None:
    print(f"spoken-digits: {printable(message)}", file=sys.stderr)


def _parse(arguments: list[str], open_window: Command) -> tuple[Command, argparse.Namespace]:
    command = arguments[0] if arguments else ""
    if command in _PARSERS:
        options = _PARSERS[command]().parse_args(arguments[1:])
    else:
        command = "start"
        options = _start_parser().parse_args(arguments)
        _see_that_no_command_is_among(options.files)
        if options.smoke_test is not None and (options.files or options.listen):
            raise UsageError("--smoke-test opens no files and does not listen: leave them out.")
        if options.smoke_test is not None or has_screen():
            return open_window, options
    # Each command imports what it needs: the start of the program counts.
    run: Command = importlib.import_module(f"app.commands.{command}").run
    return run, options


def _see_that_no_command_is_among(files: list[Path]) -> None:
    """Raise an error for a word that was meant as a command: misspelt, or not put first."""
    for file in files:
        word = str(file)
        if file.suffix or len(file.parts) != 1 or is_there(file):
            continue
        if word in _PARSERS:
            raise UsageError(f"The command comes first: spoken-digits {word} …")
        meant = difflib.get_close_matches(word.lower(), _PARSERS, n=1)
        hint = f"Did you mean {meant[0]}?" if meant else "spoken-digits --help names the commands."
        raise UsageError(f'There is no command and no file "{word}". {hint}')


def _parser(name: str, description: str, epilog: str | None = None) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"spoken-digits {name}".strip(),
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _start_parser() -> argparse.ArgumentParser:
    parser = _parser("", _DESCRIPTION, _COMMANDS)
    parser.add_argument("--version", action="version", version=f"spoken-digits {__version__}")
    parser.add_argument("--listen", action="store_true", help="start listening at once")
    _add_model(parser)
    parser.add_argument(
        "--smoke-test",
        nargs="?",
        choices=("window", "all"),
        const="window",
        help="try whether all parts of the program are there, without a screen; all: every one",
    )
    parser.add_argument("files", nargs="*", type=_path, metavar="FILE", help="recognise these")
    return parser


def _recognize_parser() -> argparse.ArgumentParser:
    parser = _parser(
        "recognize",
        "Recognise the digits in recordings. Folders are searched for recordings\n"
        "(WAV, FLAC, OGG, MP3; M4A and others where ffmpeg is installed).",
    )
    parser.add_argument("paths", nargs="+", type=_path, metavar="PATH", help="file or folder")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one line of JSON for each file")
    form.add_argument("--csv", action="store_true", help="one line of CSV for each answer")
    parser.add_argument(
        "--whole",
        action="store_true",
        help="take each file as one clip (of its strongest second): one answer each",
    )
    _add_threshold(parser)
    _add_model(parser)
    return parser


def _listen_parser() -> argparse.ArgumentParser:
    parser = _parser(
        "listen", "Listen to the microphone and print each digit as it is said. Ctrl+C ends it."
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON for each answer")
    _add_device(parser)
    parser.add_argument("--seconds", type=_positive, metavar="N", help="end after N seconds")
    _add_threshold(parser)
    _add_model(parser)
    return parser


def _record_parser() -> argparse.ArgumentParser:
    parser = _parser(
        "record",
        "Record from the microphone. Without --label: everything, into one WAV file, until\n"
        "Ctrl+C. With --label: each utterance as a sample of that label for the training.",
    )
    parser.add_argument("--label", metavar="7", help="keep utterances in recordings/LABEL/")
    parser.add_argument("--seconds", type=_positive, metavar="N", help="end after N seconds")
    _add_device(parser)
    _add_model(parser)
    parser.add_argument("file", nargs="?", type=_path, metavar="FILE", help="the WAV file to write")
    return parser


def _devices_parser() -> argparse.ArgumentParser:
    parser = _parser("devices", "List the microphones, and which one is used.")
    parser.add_argument("--use", metavar="NAME", help="remember this microphone; '' for none")
    return parser


def _doctor_parser() -> argparse.ArgumentParser:
    parser = _parser("doctor", "Say what works here, what does not, and how to mend it.")
    _add_model(parser)
    return parser


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", type=_path, metavar="PATH", help="folder of another model than the bundled one"
    )


def _add_device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--device", metavar="NAME", help="the microphone, by its name or a part of it"
    )


def _add_threshold(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--threshold", type=_fraction, metavar="X", help="least confidence of a digit, 0 to 1"
    )


def _path(text: str) -> Path:
    # An empty variable of a shell would else mean all of the current folder.
    if not text:
        raise argparse.ArgumentTypeError('has to be the name of a file or folder, not ""')
    return Path(text)


def _positive(text: str) -> float:
    return _number(text, lambda value: 0 < value < math.inf, "greater than 0")


def _fraction(text: str) -> float:
    return _number(text, lambda value: 0 <= value <= 1, "from 0 to 1")


def _number(text: str, fits: Callable[[float], bool], what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not fits(value):
        raise argparse.ArgumentTypeError(f'has to be a number {what}, not "{text}"')
    return value


_PARSERS = {
    "recognize": _recognize_parser,
    "listen": _listen_parser,
    "record": _record_parser,
    "devices": _devices_parser,
    "doctor": _doctor_parser,
}
