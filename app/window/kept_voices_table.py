"""The table of the kept voices, with its keys and clicks."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from app.kept_voices import KeptVoice
from app.window.history_delegates import CellDelegate, IconDelegate
from app.window.icons import icon_size
from app.window.kept_voices_model import KeptVoicesModel, VoiceColumn
from app.window.look import Look
from app.window.row_table import RowTable

_ROW_IN_EM = 2.0
_LABEL_IN_EM = 5
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class KeptVoicesTable(RowTable):
    """Shows kept voices; Enter plays one, Delete deletes what is selected.

    Parameters
    ----------
    model : KeptVoicesModel
    look : Look

    Signals
    -------
    play_wanted(voice)
        When the user wants to hear a `KeptVoice`.
    delete_wanted(voices)
        When the user wants some to be deleted: a list of `KeptVoice`.
    """

    play_wanted = Signal(object)
    delete_wanted = Signal(list)

    def __init__(self, model: KeptVoicesModel, look: Look) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName("Kept voices")
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(CellDelegate(look, self))
        self.setItemDelegateForColumn(VoiceColumn.PLAY, IconDelegate(look, self, "play"))
        self.setItemDelegateForColumn(VoiceColumn.DELETE, IconDelegate(look, self, "trash"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * _ROW_IN_EM))
        header = self.horizontalHeader()
        header.hide()
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(VoiceColumn.KEPT, QHeaderView.ResizeMode.Stretch)
        line = self.fontMetrics().height()
        header.resizeSection(VoiceColumn.LABEL, _LABEL_IN_EM * line)
        for column in (VoiceColumn.PLAY, VoiceColumn.DELETE):
            header.resizeSection(column, icon_size(self.fontMetrics()) + line)
        look.changed.connect(self.viewport().update)
        self.clicked.connect(self._on_click)

    def show_voices(self, voices: list[KeptVoice]) -> None:
        """Show other voices; what is selected stays, or gives way to what is in its place."""
        row = self.currentIndex().row()
        path = self._model.voice_at(row).path if row >= 0 else None
        had_selection = self.selectionModel().hasSelection()
        self._model.show(voices)
        if path is not None and had_selection and voices:
            found = self._model.row_of(path)
            self.selectRow(min(row, len(voices) - 1) if found is None else found)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Play or delete what is selected."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        if rows and event.key() in _ENTER:
            self.play_wanted.emit(self._model.voice_at(rows[0]))
        elif rows and event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit([self._model.voice_at(row) for row in rows])
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Search nothing: letters are keys of the window."""

    def _on_click(self, index: QModelIndex) -> None:
        voice = self._model.voice_at(index.row())
        if index.column() == VoiceColumn.PLAY:
            self.play_wanted.emit(voice)
        elif index.column() == VoiceColumn.DELETE:
            self.delete_wanted.emit([voice])
