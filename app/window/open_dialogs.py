"""The dialogs in which recordings are chosen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.audio.files import RECORDING_SUFFIXES

Take = Callable[[list[Path]], None]


def ask_for_files(window: QWidget, take: Take) -> None:
    """Let the user choose recordings; `take` gets them."""
    names = " ".join(f"*{suffix}" for suffix in sorted(RECORDING_SUFFIXES))
    filters = f"Recordings ({names});;All files (*)"
    dialog = QFileDialog(window, "Open recordings", "", filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    _open(dialog, take)


def ask_for_folder(window: QWidget, take: Take) -> None:
    """Let the user choose a folder; `take` gets it."""
    dialog = QFileDialog(window, "Open a folder of recordings")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _open(dialog, take)


def _open(dialog: QFileDialog, take: Take) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: take([Path(name) for name in names]))
    dialog.open()
