"""What a program that broke leaves behind: where it was, never what was said."""

import faulthandler
import logging
import platform
import traceback
from contextlib import suppress
from pathlib import Path

from app import __version__
from app.errors import HomeError
from app.home import Home, make_folder

logger = logging.getLogger(__name__)

_MOST_CHARACTERS = 20_000


def watch_for_crashes(home: Home) -> str | None:
    """Have a crash of this process, even one of a library, written down.

    Parameters
    ----------
    home : Home
        Beside whose log it is written.

    Returns
    -------
    str or None
        The report of the crash that ended the program the last time, if one did.
    """
    path = crash_file(home)
    before = _take(path)
    try:
        make_folder(path.parent)
        # Open until the process ends: in a crash nothing can be opened any more.
        # Without a buffer, as what a full disk did not take would be tried again at the end.
        file = path.open("wb", buffering=0)
        file.write(f"{about_this_system()}\n\n".encode())
    except (HomeError, OSError) as error:
        logger.warning("A crash could not be written down: %s", error)
    else:
        faulthandler.enable(file)
    return before


def end_watch(home: Home) -> None:
    """Tell the next start that this one ended well."""
    faulthandler.disable()
    with suppress(OSError):
        crash_file(home).unlink(missing_ok=True)


def crash_file(home: Home) -> Path:
    """Tell where a crash is written down."""
    return home.log.with_name("crash.txt")


def report_of(error: BaseException) -> str:
    """Put an error that nobody caught into a report."""
    return f"{about_this_system()}\n\n{''.join(traceback.format_exception(error)).strip()}"


def about_this_system() -> str:
    """Name the program and what it runs on."""
    return f"Spoken Digits {__version__}, Python {platform.python_version()}, {platform.platform()}"


def _take(path: Path) -> str | None:
    """Read what a crash left below the line that every start writes, if anything."""
    try:
        content = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return content[:_MOST_CHARACTERS].strip() if content.partition("\n")[2].strip() else None
