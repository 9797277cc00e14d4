"""What the user typed, as runs and cards keep it."""

import shlex
import sys


def typed_command() -> str:
    """Return the command line of this process, so that it can be typed again."""
    return shlex.join(["python", "-m", "training", *sys.argv[1:]])
