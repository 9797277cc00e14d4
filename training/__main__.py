"""``python -m training``: from recordings to a model that the program uses."""

import argparse
import errno
import io
import logging
import os
import sys

from model.errors import SpokenDigitsError
from training.commands import evaluate, export, fetch, fit, inspect, install, loso
from training.commands.exit_status import FAILED, INTERRUPTED
from training.commands.output import drop_output


def main() -> int:
    """Run a command; return the exit status.

    It is 0 where all went well, 1 where something could not be done, 2 for wrong usage, and 130
    after Ctrl+C.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    # Tells where it keeps half-made models for a moment, and warns those who program with it.
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    for stream in (sys.stdout, sys.stderr):
        # Whatever a file is called, its name can be printed.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        status = _run()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our lines has had enough.
        drop_output()
        return 0
    return status


def _run() -> int:
    try:
        # Without a command, what there is to choose from.
        options = _parser().parse_args(sys.argv[1:] or ["--help"])
        status: int = options.run(options)
    except SystemExit as end:  # argparse's way to end after help, and for wrong usage
        return int(end.code or 0)
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except SpokenDigitsError as error:
        print(error, file=sys.stderr)
        return FAILED
    except ImportError as error:
        print(_what_to_install(error), file=sys.stderr)
        return FAILED
    except OSError as error:
        what = f" ({error.filename})" if error.filename else ""
        advice = " Make room there, or name another folder in TMPDIR." if _is_full(error) else ""
        print(f"{error.strerror or error}{what}.{advice}", file=sys.stderr)
        return FAILED
    return status


def _what_to_install(error: ImportError) -> str:
    missing = isinstance(error, ModuleNotFoundError) and error.name
    if missing and missing == os.environ.get("KERAS_BACKEND"):
        return (
            f"{missing} is missing, which KERAS_BACKEND asks for. Install it, or set KERAS_BACKEND "
            "to tensorflow."
        )
    trouble = f"{missing} is missing, which the training needs" if missing else str(error)
    return f"{trouble}. Install it: make setup-train, or pip install '.[train]'"


def _is_full(error: OSError) -> bool:
    return error.errno == errno.ENOSPC


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training",
        description="From recordings to a model that the program uses.",
        epilog="What a command takes: python -m training COMMAND --help",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in (fetch, inspect, fit, evaluate, loso, export, install):
        command.add_parser(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
