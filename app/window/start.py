"""Opens the window, and ends the program when it is closed."""

import argparse
import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLibraryInfo
from PySide6.QtWidgets import QMessageBox

from app.crash import end_watch, report_of, watch_for_crashes
from app.desktop_message import has_terminal
from app.errors import MissingLibraryError, SpokenDigitsError
from app.home import Home, find_home
from app.places import is_there
from app.settings import load_settings
from app.window.application import Application
from app.window.crash_dialog import CrashDialog, UncaughtErrors
from app.window.garbage import GarbageCollection
from app.window.live import Live
from app.window.one_window import OneWindow, Wish
from app.window.settings_keeper import SettingsKeeper
from app.window.signals import EndSignals
from app.window.trace import Trace

_BROKE = (
    "Something in the program broke. It goes on, but a part of it may not work until you start it "
    "again. If you report it, what stands below helps."
)
_NO_WINDOW = (
    "Something in the program broke before its window was there. Start it again. If that does not "
    "help, report it, with what stands below."
)
_BROKE_LAST_TIME = (
    "The last time, the program broke down. Nothing that stood in the history is lost. If you "
    "report it, what stands below helps."
)


def load_platform() -> None:
    """Load what Qt draws with here, as Qt itself ends the program where that fails.

    Raises
    ------
    OSError
        If a library that it needs is missing.
    MissingLibraryError
        If it is not where Qt looks for it.
    """
    usual = "wayland;xcb" if "WAYLAND_DISPLAY" in os.environ else "xcb"
    names = (os.environ.get("QT_QPA_PLATFORM") or usual).split(";")
    if not sys.platform.startswith("linux") or not set(names) <= {"wayland", "xcb"}:
        return
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    plugins = [folder / f"libq{name}.so" for name in names]
    if not is_there(plugins[-1]):
        raise MissingLibraryError(
            f"{plugins[-1]} is not there. Move the program into a folder whose name, and those "
            "above it, have no semicolon or line break; or install it again."
        )
    for plugin in plugins[:-1]:
        with suppress(OSError):
            ctypes.CDLL(str(plugin))
            return
    ctypes.CDLL(str(plugins[-1]))


def run(options: argparse.Namespace) -> int:
    """Open the window, and return when it is closed.

    Where there is a window already, it comes to the front instead and takes the files.

    Parameters
    ----------
    options : argparse.Namespace
        ``listen``, ``files`` and ``model``, as the user typed them.

    Returns
    -------
    int
        The exit status: 0.

    Raises
    ------
    AnotherWindowError
        If there is another window, which does not answer.
    """
    trace = Trace()
    application = Application()
    home = find_home()
    one_window = OneWindow(home)
    try:
        if one_window.is_first(Wish.of_start(options.files, options.listen, options.model)):
            one_window.listen()
            _show_window(options, application, home, one_window, trace)
    except Exception as error:
        # Whoever double-clicked sees no terminal.
        if not has_terminal():
            _tell(error, home)
        raise
    return 0


def _tell(error: Exception, home: Home) -> None:
    """Say why there is no window; of what nobody had thought of, with a report to be copied."""
    if isinstance(error, (SpokenDigitsError, OSError)):
        QMessageBox.critical(None, "Spoken Digits", str(error))
    else:
        CrashDialog(_NO_WINDOW, report_of(error), home.log, None).exec()


def _show_window(
    options: argparse.Namespace,
    application: Application,
    home: Home,
    one_window: OneWindow,
    trace: Trace,
) -> None:
    garbage = GarbageCollection(application)
    crash = watch_for_crashes(home)
    errors = UncaughtErrors()
    is_first_start = not is_there(home.history) and not is_there(home.settings)
    settings, notices = load_settings(home)
    session: dict[str, object] = {"listening": True} if options.listen else {}
    if options.model is not None:
        session["model"] = str(options.model)
    keeper = SettingsKeeper(home, settings, session)
    # The microphone takes the longest: it opens while the window is being built.
    live = Live(keeper.settings)
    live.start_microphone()
    live.load_network()

    from app.window.program import Program  # noqa: PLC0415 - see above

    program = Program(home, keeper, live, trace)
    for notice in notices:
        program.say(notice)
    if is_first_start:
        program.welcome()
    one_window.asked.connect(program.take_wish)
    application.opened.connect(program.open_recordings)
    errors.uncaught.connect(lambda report: program.show_crash(_BROKE, report))
    program.window.show()
    if options.files:
        program.open_recordings(options.files)
    if crash is not None:
        program.show_crash(_BROKE_LAST_TIME, crash)
    EndSignals(program.window)
    program.window.painted.connect(garbage.begin)
    program.window.painted.connect(application.wear_icon)
    application.exec()
    # Whoever starts it again now gets a window of its own.
    one_window.close()
    errors.end()
    program.end()
    end_watch(home)
