"""About: which program and which model this is, where its files are, and what it is made of."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy

from app import __version__
from app.crash import about_this_system
from app.home import HOME_VARIABLE, NOWHERE, Home
from app.settings import Settings
from app.window.folders import open_folder
from app.window.look import Look
from app.window.model_facts import what_it_was_made_of
from app.window.panel import Panel
from app.window.settings_keeper import SettingsKeeper
from app.window.settings_rows import breakable

_WHAT = (
    "See and recognise spoken digits: live from the microphone or from recordings, on this "
    "computer alone. The program is free software under the MIT licence."
)
_QT = (
    "It is drawn with Qt, which is under the GNU Lesser General Public License, version 3, and "
    "lies in the program's folder as libraries of its own: you may replace them with others of "
    "the same interface. Its source code is at code.qt.io."
)
_RESET, _TAKE_BACK = "Set all settings back", "Take that back"


class AboutPanel(Panel):
    """What one wants to know of a program, and two things to do with it.

    Parameters
    ----------
    home : Home
        Where its files are.
    keeper : SettingsKeeper
        Holds the settings, to be set back.
    look : Look

    Signals
    -------
    closed
        When the user wants the panel away.
    licences_wanted
        When the user wants to read the licences of all parts.
    """

    licences_wanted = Signal()

    def __init__(self, home: Home, keeper: SettingsKeeper, look: Look) -> None:
        super().__init__("About", look)
        self._keeper = keeper
        self._before_reset: Settings | None = None
        name = QLabel(f"Spoken Digits {__version__}")
        name.setProperty("role", "heading")
        self.add(name)
        self.add_text(_WHAT)
        self.system = self.add_text(about_this_system().partition(", ")[2])
        self.system.setProperty("role", "muted")
        self.add_heading("Model")
        self.model = self.add_text("")
        self.add_heading("Where your files are")
        self.add_text("All stays on this computer. Nothing is sent anywhere.")
        self._add_places(home)
        self.add_heading("Settings")
        self.add_text("History, voices and models stay as they are.")
        self.reset = self.add_button(_RESET)
        self.reset.clicked.connect(self._reset_or_take_back)
        self.add_heading("Licences")
        self.add_text(_QT)
        self.add_button("Licences of all parts…").clicked.connect(self.licences_wanted)
        self.show_settings(keeper.settings)

    def show_settings(self, settings: Settings) -> None:
        """Show which model answers; what was set since a reset, taking it back would undo."""
        self.model.setText(what_it_was_made_of(settings.model))
        if settings != Settings():
            self._before_reset = None
            self.reset.setText(_RESET)

    def _add_places(self, home: Home) -> None:
        if home == NOWHERE:
            self.add_text(f"There is no home folder: nothing is kept. Name one in {HOME_VARIABLE}.")
            return
        for title, path in (
            ("History", home.history),
            ("Settings", home.settings),
            ("Voices that you corrected", home.recordings),
            ("Voices of other answers", home.voices),
            ("Models that were installed", home.models),
            ("Log", home.log),
        ):
            self._add_place(title, path)

    def _add_place(self, title: str, path: Path) -> None:
        text = QLabel(f"{title}:\n{breakable(path)}", wordWrap=True)
        text.setAccessibleName(f"{title}: {path}")
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        button = QPushButton("Open")
        button.setAccessibleName(f"Open the folder: {title}")
        button.setToolTip("Open the folder that it lies in")
        folder = path if path.suffix == "" else path.parent
        button.clicked.connect(lambda: open_folder(folder))
        row = QHBoxLayout()
        row.addWidget(text, 1)
        row.addWidget(button)
        self.add(row)

    def _reset_or_take_back(self) -> None:
        if self._before_reset is None:
            self._before_reset = self._keeper.reset()
            self.reset.setText(_TAKE_BACK)
        else:
            self._keeper.take(self._before_reset)
