"""The command line: which command is meant, its options, and its exit status."""

import argparse
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

logger = logging.getLogger(__name__)

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

_EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str
        What stands behind the program's name.

    Returns
    -------
    int
        0 all well, 1 something could not be done, 2 wrong usage, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        # Whatever a file is called, its name can be printed.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        return _run(list(arguments))
    except BrokenPipeError:
        # Whoever read our lines has had enough; nothing may be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except UsageError as error:
        print(f"spoken-digits: {error}", file=sys.stderr)
        return 2
    except SpokenDigitsError as error:
        print(f"spoken-digits: {error}", file=sys.stderr)
        return 1
    except Exception as error:
        # A fault of ours; the log has its traceback.
        print(
            f"spoken-digits: {type(error).__name__}: {error}. This should not have happened. "
            f"Please report it, with the end of {find_home().log}.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return _EXIT_INTERRUPTED


def _run(arguments: list[str]) -> int:
    parsers = {
        "recognize": _recognize_parser,
        "listen": _listen_parser,
        "record": _record_parser,
        "devices": _devices_parser,
        "doctor": _doctor_parser,
    }
    command = arguments[0] if arguments else ""
    if command in parsers:
        options = parsers[command]().parse_args(arguments[1:])
    else:
        command = "start"
        options = _start_parser().parse_args(arguments)
    # Each command imports what it needs: the start of the program counts.
    module = importlib.import_module(f"app.commands.{command}")
    run: Callable[[argparse.Namespace], int] = module.run
    with log_to(find_home()) as notices:
        for notice in notices:
            print(notice, file=sys.stderr)
        try:
            return run(options)
        except SpokenDigitsError as error:
            logger.error("%s", error)
            raise


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
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="recognise these")
    return parser


def _recognize_parser() -> argparse.ArgumentParser:
    parser = _parser(
        "recognize",
        "Recognise the digits in recordings. Folders are searched for recordings\n"
        "(WAV, FLAC, OGG, MP3; M4A and others where ffmpeg is installed).",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one line of JSON for each file")
    form.add_argument("--csv", action="store_true", help="one line of CSV for each answer")
    parser.add_argument(
        "--whole", action="store_true", help="take each file as one clip: one answer each"
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
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the WAV file to write")
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
        "--model", type=Path, metavar="PATH", help="folder of another model than the bundled one"
    )


def _add_device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--device", metavar="NAME", help="the microphone, by its name or a part of it"
    )


def _add_threshold(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--threshold", type=_fraction, metavar="X", help="least confidence of a digit, 0 to 1"
    )


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
