"""``python -m training install``: have the program use a model, or the one before."""

import sys
from argparse import Namespace
from pathlib import Path

from app.home import find_home
from training.commands.output import say
from training.commands.parsers import Commands
from training.commands.typed import typed_command


def add_parser(commands: Commands) -> None:
    """Describe the command and its options."""
    install = commands.add_parser("install", help="have the program use a model")
    which = install.add_mutually_exclusive_group(required=True)
    which.add_argument("source", nargs="?", type=Path, metavar="RUN_OR_MODEL", help="its folder")
    which.add_argument("--previous", action="store_true", help="go back to the one before")
    install.add_argument("--name", help="what it shall be called (default: what its card says)")
    install.set_defaults(run=run, wrong_usage=install.error)


def run(options: Namespace) -> int:
    """Install, and say what the program uses now."""
    from training.install import install, install_previous  # noqa: PLC0415 - only here

    if options.previous and options.name is not None:
        # A group of what excludes each other cannot hold it: with a source it goes together.
        options.wrong_usage("argument --name: not allowed with argument --previous")
    home = find_home()
    if options.previous:
        installed = install_previous(home)
    else:
        installed = install(options.source, options.name, home, typed_command())
    for notice in installed.notices:
        print(notice, file=sys.stderr)
    which = "the model that comes with it" if installed.folder is None else str(installed.folder)
    card = installed.card
    say(f"The program uses {which} now: “{card.name}”, which answers {' '.join(card.labels)}.")
    say(
        "If it is open, close it and start it again. "
        "To go back: python -m training install --previous"
    )
    return 0
