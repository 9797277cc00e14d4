"""Messages for somebody who started the program without a terminal, where Qt cannot show them."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_TITLE = "Spoken Digits"
# What desktops of Linux bring along: GNOME and its relatives, KDE, plain X11, and whatever shows
# notices.
_SHOWING = (
    ("zenity", "--error", "--no-markup", f"--title={_TITLE}", "--text"),
    ("kdialog", "--title", _TITLE, "--error"),
    ("xmessage", "-center", "-title", _TITLE),
    ("notify-send", "--urgency=critical", _TITLE),
)
# The message is an argument, so that nothing in it is taken for a part of the script.
_SHOWING_ON_MACOS = (
    *("osascript", "-e", "on run argv"),
    *("-e", f'display alert "{_TITLE}" message (item 1 of argv) as critical', "-e", "end run"),
)
_ICON_OF_ERRORS = 0x10  # MB_ICONERROR


def has_terminal() -> bool:
    """Tell whether what is printed as an error can be read."""
    # Windows takes the place where nothing is kept for a terminal.
    return sys.stderr.isatty() and sys.stderr.name != os.devnull


@contextmanager
def errors_on_desktop() -> Iterator[None]:
    """Show an error that comes up, where there is no terminal, with the desktop's own program.

    Whoever called this gets the error all the same, once it was shown. Where there is a terminal,
    or no such program, that is all that happens.
    """
    try:
        yield
    except Exception as error:
        if not has_terminal():
            _show(f"Spoken Digits cannot open its window. {error}")
        raise


def _show(message: str) -> None:
    if sys.platform == "win32":
        ctypes.windll.user32.MessageBoxW(None, message, _TITLE, _ICON_OF_ERRORS)
        return
    for program, *options in (_SHOWING_ON_MACOS, *_SHOWING):
        if shutil.which(program) is None:
            continue
        with suppress(OSError, subprocess.CalledProcessError):
            subprocess.run(
                [program, *options, message],
                check=True,
                # Closed by the key Escape, zenity has shown it too.
                env=os.environ | {"ZENITY_ESC": "0"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return
