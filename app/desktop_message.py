"""A message on the desktop where the window itself cannot be opened."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_TITLE = "Spoken Digits"
# What desktops bring along: GNOME and its relatives, KDE, plain X11, and whatever shows notices.
_SHOWING = (
    ("zenity", "--error", "--no-markup", f"--title={_TITLE}", "--text"),
    ("kdialog", "--title", _TITLE, "--error"),
    ("xmessage", "-center", "-title", _TITLE),
    ("notify-send", "--urgency=critical", _TITLE),
)


@contextmanager
def errors_on_desktop() -> Iterator[None]:
    """Show an error that comes up to somebody who started the program without a terminal.

    Whoever called this gets the error all the same, once it was read. Where there is a terminal, or
    no program that could show it, that is all that happens.
    """
    try:
        yield
    except Exception as error:
        if not sys.stderr.isatty():
            _show(f"Spoken Digits cannot open its window. {error}")
        raise


def _show(message: str) -> None:
    for program, *options in _SHOWING:
        if shutil.which(program) is None:
            continue
        shown = subprocess.run(
            [program, *options, message],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if shown.returncode == 0:
            return
