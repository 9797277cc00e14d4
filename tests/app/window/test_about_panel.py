"""About says which program, model and licences these are, and sets the settings back."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app import __version__
from app.home import Home
from app.licences import Part
from app.settings import Settings
from app.window.about_panel import AboutPanel
from app.window.folders import open_folder
from app.window.licences_dialog import LicencesDialog
from app.window.look import Look
from app.window.settings_keeper import SettingsKeeper


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home.in_folder(tmp_path)


@pytest.fixture
def keeper(qapp: object, place: Home) -> SettingsKeeper:
    return SettingsKeeper(place, Settings(threshold=0.9, theme="dark"), {})


@pytest.fixture
def panel(qtbot: QtBot, place: Home, keeper: SettingsKeeper) -> AboutPanel:
    panel = AboutPanel(place, keeper, Look("dark"))
    keeper.changed.connect(panel.show_settings)
    qtbot.addWidget(panel)
    panel.resize(panel.sizeHint().width(), 600)
    panel.show()
    return panel


def _text(panel: AboutPanel) -> str:
    return " ".join(label.text().replace("\u200b", "") for label in panel.findChildren(QLabel))


def test_it_names_the_version_the_model_and_the_licences(panel: AboutPanel) -> None:
    told = _text(panel)
    for said in (
        f"Spoken Digits {__version__}",
        "“spoken digits”",
        "fsdd",
        "MIT licence",
        "Lesser",
    ):
        assert said in told


def test_it_says_where_the_files_are(panel: AboutPanel, tmp_path: Path) -> None:
    told = _text(panel)
    for name in ("history.jsonl", "settings.json", "recordings", "voices", "spoken-digits.log"):
        assert str(tmp_path / name) in told


def test_the_folder_of_a_file_is_opened_or_the_next_that_is_there(
    panel: AboutPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    buttons = [each for each in panel.findChildren(QPushButton) if each.text() == "Open"]
    assert len(buttons) == 6
    buttons[0].click()
    open_folder(tmp_path / "is" / "not" / "there")
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path, tmp_path]


def test_settings_are_set_back_and_that_is_taken_back(
    panel: AboutPanel, keeper: SettingsKeeper
) -> None:
    before = keeper.settings
    panel.reset.click()
    assert keeper.settings == Settings()
    panel.reset.click()
    assert keeper.settings == before
    keeper.save()


def test_what_was_set_since_is_not_taken_back(panel: AboutPanel, keeper: SettingsKeeper) -> None:
    panel.reset.click()
    keeper.change(threshold=0.7)
    assert panel.reset.text() == "Set all settings back"
    panel.reset.click()
    assert keeper.settings == Settings()
    keeper.save()


def test_a_model_that_is_not_there_is_no_mystery(panel: AboutPanel, tmp_path: Path) -> None:
    panel.show_settings(msgspec.structs.replace(Settings(), model=str(tmp_path)))
    assert "no card.json" in panel.model.text().replace("\u200b", "")


def test_all_of_it_fits_the_width_of_the_panel(panel: AboutPanel) -> None:
    content = panel.scroll_area.widget()
    assert content.minimumSizeHint().width() <= panel.scroll_area.viewport().width()


def test_licences_are_read_part_by_part(qtbot: QtBot, panel: AboutPanel) -> None:
    parts = [
        Part("a", "1", "MIT", "a.org", lambda: "text of a"),
        Part("b", "2", "LGPL", "b.org", lambda: "of b"),
    ]
    dialog = LicencesDialog(parts, panel)
    dialog.open()
    assert dialog.text.toPlainText() == "MIT\na.org\n\ntext of a"
    dialog.names.setCurrentRow(1)
    assert dialog.text.toPlainText() == "LGPL\nb.org\n\nof b"
    dialog.reject()
