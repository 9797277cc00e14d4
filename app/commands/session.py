"""What every command begins with: the home folder, the settings."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.home import Home, find_home
from app.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Session:
    """The ground that a command stands on.

    Attributes
    ----------
    home : Home
        Where the program writes.
    settings : Settings
        As the user set them, with what this call's options change.
    """

    home: Home
    settings: Settings


def begin(options: argparse.Namespace) -> Session:
    """Find the home folder, read the settings; say what was odd with them.

    Parameters
    ----------
    options : argparse.Namespace
        A ``threshold`` in it takes the place of the settings'.

    Returns
    -------
    Session
    """
    home = find_home()
    settings, notices = load_settings(home)
    for notice in notices:
        say(notice)
    threshold = getattr(options, "threshold", None)
    if threshold is not None:
        settings = msgspec.structs.replace(settings, threshold=threshold)
    return Session(home, settings)


def wished_model(options: argparse.Namespace, settings: Settings) -> Path | None:
    """Tell which model is wanted: the option's, else the settings'; None for the bundled one."""
    if options.model is not None:
        return Path(options.model)
    return Path(settings.model) if settings.model else None


def say(message: str) -> None:
    """Tell the user something that is no answer: on standard error."""
    print(message, file=sys.stderr, flush=True)
