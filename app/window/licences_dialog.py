"""The licences of everything that the program is made of, to be read."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.licences import Part

_WIDTH, _HEIGHT = 860, 520
_NAMES_SHARE, _TEXT_SHARE = 1, 2
_LINES_A_ROW = 1.7


class LicencesDialog(QDialog):
    """The parts at the left; the licence of the one that is chosen at the right.

    Parameters
    ----------
    parts : list of Part
    parent : QWidget
    """

    def __init__(self, parts: list[Part], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Licences")
        self._parts = parts
        self.names = QListWidget()
        self.names.setAccessibleName("Parts")
        height = round(_LINES_A_ROW * self.fontMetrics().height())
        for part in parts:
            row = QListWidgetItem(f"{part.name} {part.version}", self.names)
            row.setSizeHint(QSize(0, height))
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName("Licence")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.names.currentRowChanged.connect(self._show)
        both = QSplitter()
        both.addWidget(self.names)
        both.addWidget(self.text)
        both.setStretchFactor(0, _NAMES_SHARE)
        both.setStretchFactor(1, _TEXT_SHARE)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(both, 1)
        column.addWidget(buttons)
        self.resize(_WIDTH, _HEIGHT)
        self.names.setCurrentRow(0)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._parts):
            part = self._parts[row]
            self.text.setPlainText(f"{part.licence}\n{part.home}\n\n{part.text()}".strip())
