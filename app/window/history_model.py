"""The history as a table of Qt."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.window.answered import Answered
from app.window.answers import Answers
from app.window.history_order import SORTED_BY, Column, Filter, HistoryOrder
from app.window.history_text import (
    confidence_text,
    digit_text,
    digit_words,
    milliseconds_text,
    source_text,
    time_text,
)
from app.window.voices import Voices

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
ANSWERED_ROLE = _Role.UserRole
"""Gives the `Answered` of a row."""
PLAYABLE_ROLE = _Role.UserRole + 1
"""Tells whether the voice of a row can be played."""

COLUMN_NAMES = ("Time", "Source", "Digit", "Confidence", "After", "", "")
_HEADER_WORDS = (
    "Time",
    "Source",
    "Digit",
    "Confidence: how probable the best digit was",
    "Milliseconds from the end of the voice to the answer",
    "Play",
    "Correct",
)
_SHOWN: dict[int, Callable[[Answered], str]] = {
    Column.TIME: lambda answered: time_text(answered, datetime.now().date()),
    Column.SOURCE: source_text,
    Column.DIGIT: digit_text,
    Column.CONFIDENCE: confidence_text,
    Column.MILLISECONDS: milliseconds_text,
}
_WORDS: dict[Column, Callable[[Answered], str]] = {
    # The column of the source is not there where there is no room for it.
    Column.TIME: lambda answered: f"{_SHOWN[Column.TIME](answered)}, {answered.entry.source}",
    Column.SOURCE: lambda answered: answered.entry.source,
    Column.DIGIT: digit_words,
    Column.CONFIDENCE: lambda answered: f"{confidence_text(answered)} sure",
    Column.MILLISECONDS: milliseconds_text,
    Column.CORRECT: lambda _: "Say what it really was (0 to 9, Delete for no digit, F2)",
}
_MOST_SINGLE_ROWS = 50


class HistoryModel(QAbstractTableModel):
    """Shows some or all of the answers, in some order.

    Parameters
    ----------
    answers : Answers
    voices : Voices
        Knows which answers can be played.
    parent : QObject
    """

    def __init__(self, answers: Answers, voices: Voices, parent: QObject) -> None:
        super().__init__(parent)
        self._answers = answers
        self._voices = voices
        self._order = HistoryOrder()
        self._order.arrange(answers.rows)
        answers.added.connect(self._on_added)
        answers.changed.connect(self._on_changed)
        answers.reset.connect(self._arrange)

    @property
    def filter(self) -> Filter:
        """Which answers are shown."""
        return self._order.filter

    @filter.setter
    def filter(self, wanted: Filter) -> None:
        self._order.filter = wanted
        self._arrange()

    @property
    def sorting(self) -> tuple[Column, Qt.SortOrder]:
        """What the rows are sorted by."""
        order = _descending if self._order.descending else _ascending
        return self._order.column, order

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        if Column(column) in SORTED_BY:
            self._order.column = Column(column)
            self._order.descending = order == _descending
            self._arrange()

    def answered_at(self, row: int) -> Answered:
        """Give the answer of a row."""
        return self._order[row]

    def row_of(self, answered: Answered) -> int | None:
        """Find the row of an answer; None where it is not shown."""
        return self._order.row_of(answered)

    def is_playable(self, answered: Answered) -> bool:
        """Tell whether an answer can be heard again."""
        return self._voices.why_not(answered) is None

    def shown(self) -> list[Answered]:
        """Give the answers that are shown, from top to bottom."""
        return list(self._order)

    # --- what Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Count the answers that are shown."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Count the columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Name the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.DisplayRole:
            name = COLUMN_NAMES[section]
            if section != self._order.column:
                return name
            return f"{name} {'▾' if self._order.descending else '▴'}"
        if role == _Role.TextAlignmentRole:
            centred = section == Column.DIGIT
            side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            return _HEADER_WORDS[section]
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Give what a cell shows, says and tips."""
        answered = self._order[index.row()]
        if role == ANSWERED_ROLE:
            return answered
        if role == PLAYABLE_ROLE:
            return self.is_playable(answered)
        if role == _Role.DisplayRole:
            shown = _SHOWN.get(index.column())
            return "" if shown is None else shown(answered)
        if role in (_Role.AccessibleTextRole, _Role.ToolTipRole):
            return self._words(answered, Column(index.column()))
        return None

    # --- inside

    def _words(self, answered: Answered, column: Column) -> str:
        if column is Column.PLAY:
            return self._voices.why_not(answered) or "Play it (Enter)"
        return _WORDS[column](answered)

    def _arrange(self) -> None:
        """Show all answers anew; views ask for the headers again, too."""
        self.beginResetModel()
        self._order.arrange(self._answers.rows)
        self.endResetModel()

    def _on_added(self, first: int, count: int) -> None:
        if count > _MOST_SINGLE_ROWS:
            self._arrange()
            return
        for answered in self._answers.rows[first : first + count]:
            row = self._order.row_for(answered)
            if row is not None:
                self.beginInsertRows(QModelIndex(), row, row)
                self._order.insert(answered)
                self.endInsertRows()

    def _on_changed(self, answered: Answered) -> None:
        row = self._order.row_of(answered)
        if row is not None:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))


_ascending, _descending = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
