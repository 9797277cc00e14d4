"""The kept voices as a table of Qt."""

from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.kept_voices import KeptVoice
from app.recognition.decision import OTHER
from app.window.history_model import PLAYABLE_ROLE
from app.window.history_text import moment_text

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
NO_LABEL = "–"
"""What stands in the place of a label that nobody gave."""


class VoiceColumn(IntEnum):
    """The columns of the kept voices."""

    LABEL = 0
    KEPT = 1
    PLAY = 2
    DELETE = 3


class KeptVoicesModel(QAbstractTableModel):
    """Shows kept voices, in the order in which they are given.

    Parameters
    ----------
    parent : QObject
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._voices: list[KeptVoice] = []

    def show(self, voices: list[KeptVoice]) -> None:
        """Show these from now on."""
        if voices != self._voices:
            self.beginResetModel()
            self._voices = voices
            self.endResetModel()

    def voice_at(self, row: int) -> KeptVoice:
        """Give the voice of a row."""
        return self._voices[row]

    def row_of(self, path: Path) -> int | None:
        """Find the row of a file; None where it is not shown."""
        rows = (row for row, voice in enumerate(self._voices) if voice.path == path)
        return next(rows, None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Count the voices."""
        return 0 if parent.isValid() else len(self._voices)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Count the columns."""
        return 0 if parent.isValid() else len(VoiceColumn)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Give what a cell shows, says and tips."""
        voice = self._voices[index.row()]
        column = VoiceColumn(index.column())
        if role == _Role.DisplayRole:
            return self._shown(voice, column)
        if role == PLAYABLE_ROLE:
            return True
        if role == _Role.ToolTipRole and column is VoiceColumn.KEPT:
            return str(voice.path)
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            return self._words(voice, column)
        return None

    def _shown(self, voice: KeptVoice, column: VoiceColumn) -> str:
        if column is VoiceColumn.LABEL:
            return NO_LABEL if voice.label is None else label_words(voice.label)
        if column is VoiceColumn.KEPT:
            return moment_text(datetime.fromtimestamp(voice.kept_s), datetime.now().date())
        return ""

    def _words(self, voice: KeptVoice, column: VoiceColumn) -> str:
        if column is VoiceColumn.LABEL:
            return label_words(voice.label)
        if column is VoiceColumn.PLAY:
            return "Play it (Enter)"
        if column is VoiceColumn.DELETE:
            return "Delete it (Delete)"
        return self._shown(voice, column)


def label_words(label: str | None) -> str:
    """Say what a label means."""
    if label is None:
        return "nobody said what it is"
    return "no digit" if label == OTHER else label
