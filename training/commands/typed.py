"""What the user typed, as runs and cards keep it."""

import shlex
import sys

from training.data.folders import printable


def typed_command() -> str:
    """Return the command line of this process, so that it can be typed again."""
    return printable(shlex.join(["python", "-m", "training", *sys.argv[1:]]))
