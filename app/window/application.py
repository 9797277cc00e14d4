"""The application: its name, and what the desktop hands to it while it runs."""

import sys
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from app import __version__


class Application(QApplication):
    """Qt's application, with our name.

    Signals
    -------
    opened(paths)
        With a list of one `Path`: a file that was opened with the program, or dropped on its icon,
        while it runs. Only macOS hands over files like this.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(sys.argv[:1])
        self.setApplicationName("spoken-digits")
        self.setApplicationDisplayName("Spoken Digits")
        self.setApplicationVersion(__version__)
        self.setDesktopFileName("spoken-digits")

    def wear_icon(self) -> None:
        """Show the program's icon where the desktop does not know it from its menu."""
        self.setWindowIcon(QIcon(str(files("assets") / "icon.svg")))

    def event(self, event: QEvent) -> bool:
        """Take the events that name a file."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.opened.emit([Path(event.file())])
            return True
        return super().event(event)
