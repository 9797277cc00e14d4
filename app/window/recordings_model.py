"""The list of recordings, sorted by what the user chose."""

from collections.abc import Callable, Iterable
from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from app.window.recording import Recording

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

RECORDING_ROLE = Role.UserRole
"""The `Recording` of a row."""


class Column(IntEnum):
    """What stands in which column."""

    NAME = 0
    HEARD = 1
    LENGTH = 2


_TITLES = {Column.NAME: "Recording", Column.HEARD: "Heard", Column.LENGTH: "Length"}
_UNSORTED = -1


def _by_heard(recording: Recording) -> tuple[bool, str]:
    return (not recording.digits, recording.heard)


def _by_length(recording: Recording) -> float:
    return -1.0 if recording.seconds is None else recording.seconds


_KEYS: dict[int, Callable[[Recording], Any]] = {
    Column.NAME: Recording.name_key,
    Column.HEARD: _by_heard,
    Column.LENGTH: _by_length,
}


class RecordingsModel(QAbstractTableModel):
    """Recordings in the order that they came, or sorted.

    The rows stay where they are while results come in; `sort_again` sorts them anew.
    """

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Recording] = []
        self._shown: list[Recording] = []
        self._by_path: dict[Path, Recording] = {}
        self._rows: dict[int, int] = {}
        self._column = _UNSORTED
        self._order = Qt.SortOrder.AscendingOrder

    # --- what is in it

    @property
    def recordings(self) -> list[Recording]:
        """All of them, in the order that they came."""
        return self._all

    def recording_at(self, path: Path) -> Recording | None:
        """Give the recording at a path, if it is in the list."""
        return self._by_path.get(path)

    def index_of(self, recording: Recording) -> QModelIndex:
        """Give the place of a recording in the list."""
        row = self._rows.get(id(recording))
        return QModelIndex() if row is None else self.index(row, Column.NAME)

    def add(self, paths: Iterable[Path]) -> None:
        """Add recordings at the end, each of which is not in the list yet."""
        new = [Recording(path) for path in paths]
        if not new:
            return
        first = len(self._shown)
        self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
        self._all += new
        self._shown += new
        for row, recording in enumerate(new, first):
            self._by_path[recording.path] = recording
            self._rows[id(recording)] = row
        self.endInsertRows()

    def keep_only(self, wanted: Callable[[Recording], bool]) -> None:
        """Take all others out of the list."""
        kept = [each for each in self._all if wanted(each)]
        if len(kept) == len(self._all):
            return
        shown = [each for each in self._shown if wanted(each)]
        self.beginResetModel()
        self._all, self._shown = kept, shown
        self._by_path = {each.path: each for each in kept}
        self._number_rows()
        self.endResetModel()

    def tell_changed(self, recordings: Iterable[Recording]) -> None:
        """Have recordings shown as they are now."""
        for recording in recordings:
            index = self.index_of(recording)
            if index.isValid():
                self.dataChanged.emit(index, index.siblingAtColumn(Column.LENGTH))

    # --- sorting

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by -1, put them in the order that they came."""
        self._column, self._order = column, order
        self.sort_again()

    def sort_again(self) -> None:
        """Sort by the same column, as what stands in it may have changed."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [(self._shown[index.row()], index.column()) for index in before]
        if self._column == _UNSORTED:
            self._shown = list(self._all)
        else:
            backwards = self._order == Qt.SortOrder.DescendingOrder
            self._shown = sorted(self._all, key=_KEYS[self._column], reverse=backwards)
        self._number_rows()
        after = [self.index(self._rows[id(each)], column) for each, column in held]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _number_rows(self) -> None:
        self._rows = {id(each): row for row, each in enumerate(self._shown)}

    # --- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's names
        """Give the number of recordings."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's names
        """Give the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Give what is shown, or said, of a recording."""
        recording = self._shown[index.row()]
        if role == RECORDING_ROLE:
            return recording
        column = index.column()
        if role == Role.DisplayRole:
            if column == Column.NAME:
                return recording.name
            return recording.heard if column == Column.HEARD else recording.length
        if role == Role.AccessibleTextRole and column == Column.NAME:
            return recording.description
        if role == Role.ToolTipRole:
            return f"{recording.folder}\n{recording.description}"
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Give the title of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return _TITLES[Column(section)]
        if role == Role.TextAlignmentRole and section == Column.LENGTH:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
