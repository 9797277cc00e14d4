"""Folders, shown in the system's own program for them."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.places import is_folder


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own program for them; of one that is not there, the next."""
    while not is_folder(folder) and folder != folder.parent:
        folder = folder.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
