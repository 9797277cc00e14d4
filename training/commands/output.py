"""What commands answer, on standard output."""

import os
import sys

from training.errors import OutputError


def say(text: str) -> None:
    """Print a text at once.

    Raises
    ------
    OutputError
        If it cannot be written, as where the disk is full.
    BrokenPipeError
        If whoever read it has had enough.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        raise OutputError(
            f"{error.strerror or error} when standard output was written. Make room where it goes, "
            "or have it go elsewhere."
        ) from error


def drop_output() -> None:
    """Have what is not written yet go nowhere, where it would be an error again at the exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
