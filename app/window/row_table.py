"""A table of which whole rows are chosen."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

_Action = QAbstractItemView.CursorAction


class RowTable(QTableView):
    """A table in which Home and End go to the first and the last row.

    A table of Qt goes to the first and the last column, which nobody sees where rows are chosen.
    """

    def moveCursor(  # noqa: N802 - Qt's name
        self, action: _Action, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Give the place to which a key goes."""
        if action in (_Action.MoveHome, _Action.MoveEnd):
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)
