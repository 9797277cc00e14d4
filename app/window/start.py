"""Opens the window, and ends the program when it is closed."""

import argparse
import sys

from PySide6.QtWidgets import QApplication

from app import __version__
from app.home import find_home
from app.settings import load_settings
from app.window.garbage import GarbageCollection
from app.window.live import Live
from app.window.settings_keeper import SettingsKeeper
from app.window.signals import EndSignals
from app.window.trace import Trace


def run(options: argparse.Namespace) -> int:
    """Open the window, and return when it is closed.

    Parameters
    ----------
    options : argparse.Namespace
        ``listen``, ``files`` and ``model``, as the user typed them.

    Returns
    -------
    int
        The exit status: 0.
    """
    trace = Trace()
    application = QApplication(sys.argv[:1])
    garbage = GarbageCollection(application)
    application.setApplicationName("spoken-digits")
    application.setApplicationDisplayName("Spoken Digits")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("spoken-digits")
    home = find_home()
    is_first_start = not home.history.exists() and not home.settings.exists()
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
    program.window.show()
    if options.files:
        program.open_recordings(options.files)
    EndSignals(program.window)
    program.window.painted.connect(garbage.begin)
    application.exec()
    program.end()
    return 0
