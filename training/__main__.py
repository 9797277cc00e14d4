"""``python -m training``: from recordings to a model that the program uses."""

import argparse
import logging
import os
import sys

from model.errors import SpokenDigitsError
from training.commands import evaluate, export, fetch, fit, inspect, install


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (fetch, inspect, fit, evaluate, export, install):
        command.add_parser(commands)
    return parser


def main() -> int:
    """Run a command; return the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    options = _parser().parse_args()
    try:
        status: int = options.run(options)
    except SpokenDigitsError as error:
        print(error, file=sys.stderr)
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
