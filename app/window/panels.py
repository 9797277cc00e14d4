"""The panels at the side: the settings, what is kept, help, and about; each made when opened."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.home import Home
from app.window.answers import Answers
from app.window.look import Look
from app.window.settings_keeper import SettingsKeeper
from app.window.side_panels import SidePanels


class Panels(QObject):
    """Makes the panels and connects them.

    Parameters
    ----------
    side : SidePanels
        Where they open.
    home : Home
    look : Look
    keeper : SettingsKeeper
    answers : Answers
        Hears of voices that are deleted.

    Signals
    -------
    play_wanted(path)
        When the user wants to hear a voice that is kept.
    """

    play_wanted = Signal(object)

    def __init__(
        self, side: SidePanels, home: Home, look: Look, keeper: SettingsKeeper, answers: Answers
    ) -> None:
        super().__init__()
        self._side = side
        self._home = home
        self._look = look
        self._keeper = keeper
        self._answers = answers
        side.add_panel("settings", self._new_settings)
        side.add_panel("kept", self._new_kept)
        side.add_panel("help", self._new_help)
        side.add_panel("about", self._new_about)

    def _new_settings(self) -> QWidget:
        from app.window.settings_panel import SettingsPanel  # noqa: PLC0415 - for a quick start

        panel = SettingsPanel(self._keeper.settings, self._home, self._look)
        panel.changed.connect(self._keeper.take)
        self._keeper.changed.connect(panel.show_settings)
        panel.kept_voices_wanted.connect(lambda: self._side.show_panel("kept"))
        panel.model_file_wanted.connect(self._ask_for_model)
        return panel

    def _new_kept(self) -> QWidget:
        from app.window.kept_voices import KeptVoicesPanel  # noqa: PLC0415 - for a quick start

        panel = KeptVoicesPanel(self._home, self._answers, self._look)
        panel.play_wanted.connect(self.play_wanted)
        return panel

    def _new_help(self) -> QWidget:
        from app.window.help_panel import HelpPanel  # noqa: PLC0415 - for a quick start

        panel = HelpPanel(self._look)
        panel.about_wanted.connect(lambda: self._side.show_panel("about"))
        return panel

    def _new_about(self) -> QWidget:
        from app.window.about_panel import AboutPanel  # noqa: PLC0415 - for a quick start

        panel = AboutPanel(self._home, self._keeper, self._look)
        self._keeper.changed.connect(panel.show_settings)
        panel.licences_wanted.connect(self._show_licences)
        return panel

    def _show_licences(self) -> None:
        from app.licences import parts  # noqa: PLC0415 - for a quick start
        from app.window.licences_dialog import LicencesDialog  # noqa: PLC0415 - as above

        LicencesDialog(parts(), self._side.window()).open()

    def _ask_for_model(self) -> None:
        dialog = QFileDialog(self._side, "Choose the folder of a model")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self._keeper.change(model=str(Path(name))))
        dialog.open()
