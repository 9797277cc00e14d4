"""The table of the history: its columns, its keys, and what stays put while answers come."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from app.recognition.decision import OTHER
from app.window.answered import Answered
from app.window.history_columns import column_widths
from app.window.history_delegates import (
    CellDelegate,
    ConfidenceDelegate,
    DigitDelegate,
    IconDelegate,
)
from app.window.history_model import HistoryModel
from app.window.history_order import SORTED_BY, Column
from app.window.history_text import row_text
from app.window.look import Look
from app.window.painting import tabular
from app.window.row_table import RowTable
from app.wording import DIGITS

_ROW_IN_EM = 2.0
_ROWS_FOR_NAMES = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NO_DIGIT = (Qt.Key.Key_Delete, Qt.Key.Key_Minus)


class HistoryTable(RowTable):
    """Shows the history and takes the keys and clicks that are about one of its answers.

    Parameters
    ----------
    model : HistoryModel
    look : Look

    Signals
    -------
    play_wanted(answered)
        When the user wants to hear an answer.
    correction_wanted(answered, place)
        When the user wants to be asked what it was, at a place on the screen.
    key_correction_wanted(answered, said)
        When the user said what it was with one key: a label, or "other" for no digit.
    selected(answered)
        When the user goes to another answer.
    """

    play_wanted = Signal(object)
    correction_wanted = Signal(object, QPoint)
    key_correction_wanted = Signal(object, str)
    selected = Signal(object)

    def __init__(self, model: HistoryModel, look: Look) -> None:
        super().__init__()
        # By a filter: what fails in a handler that a Python event() has called ends the program.
        self.installEventFilter(self)
        self._labels: tuple[str, ...] = ()
        self._model = model
        self._kept: tuple[list[Answered], Answered | None] = ([], None)
        self._is_restoring = False
        self._rows_above = 0
        self.setAccessibleName("History")
        self.setModel(model)
        self._set_up(look)
        look.changed.connect(self.viewport().update)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        model.rowsAboutToBeInserted.connect(self._before_insertion)
        model.rowsInserted.connect(self._after_insertion)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.clicked.connect(self._on_click)
        self.doubleClicked.connect(self._on_double_click)
        self.horizontalHeader().sectionClicked.connect(self.sort_by)

    # --- what can be read and done

    def chosen(self) -> list[Answered]:
        """Give the answers that are selected, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._model.answered_at(row) for row in rows]

    def current(self) -> Answered | None:
        """Give the answer that keys are for, if there is one."""
        index = self.currentIndex()
        if index.isValid() and self.selectionModel().isSelected(index):
            return self._model.answered_at(index.row())
        return None

    def copy(self) -> None:
        """Copy the selected answers as text."""
        today = datetime.now().date()
        lines = [row_text(answered, today) for answered in self.chosen()]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def sort_by(self, column: int) -> None:
        """Sort by a column; once more for the other way round."""
        before, order = self._model.sorting
        if column in SORTED_BY:
            ascending = column in (Column.SOURCE, Column.DIGIT)
            if column == before:
                ascending = order == Qt.SortOrder.DescendingOrder
            order = Qt.SortOrder.AscendingOrder if ascending else Qt.SortOrder.DescendingOrder
            self._model.sort(column, order)

    def ask_about_current(self) -> None:
        """Have the user asked what the current answer was."""
        answered = self.current()
        if answered is not None:
            index = self.currentIndex().siblingAtColumn(Column.CORRECT)
            self._ask(answered, index)

    # --- size

    def set_labels(self, labels: tuple[str, ...]) -> None:
        """Have room for these labels."""
        self._labels = labels
        self.lay_out_columns()

    def lay_out_columns(self) -> None:
        """Give each column what it needs, and share the rest."""
        metrics = QFontMetrics(tabular(self.font(), DigitDelegate.scale, DigitDelegate.weight))
        widest = max(map(metrics.horizontalAdvance, self._labels), default=0)
        widths = column_widths(self.fontMetrics(), self.viewport().width(), widest)
        for column, width in widths.items():
            self.setColumnHidden(column, width == 0)
            if width and self.columnWidth(column) != width:
                self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the columns; where few rows have room, the names of the columns give theirs."""
        super().resizeEvent(event)
        row = self.verticalHeader().defaultSectionSize()
        self.horizontalHeader().setVisible(self.height() >= _ROWS_FOR_NAMES * row)
        self.lay_out_columns()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Fit rows and columns to another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()
            self.lay_out_columns()

    # --- keys and mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the keys of a chosen answer before the window's shortcuts do."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if watched is self and is_override and self._is_own_key(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Play, correct or copy what is chosen."""
        answered = self.current()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif answered is not None and event.key() in _ENTER:
            self.play_wanted.emit(answered)
        elif answered is not None and event.key() == Qt.Key.Key_F2:
            self.ask_about_current()
        elif answered is not None and _is_digit(event):
            self.key_correction_wanted.emit(answered, event.text())
        elif answered is not None and event.key() in _NO_DIGIT and _is_plain(event):
            self.key_correction_wanted.emit(answered, OTHER)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Search nothing: letters are keys of the window."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show what can be pressed."""
        super().mouseMoveEvent(event)
        pressable = self.indexAt(event.position().toPoint()).column() in (
            Column.PLAY,
            Column.CORRECT,
        )
        shape = Qt.CursorShape.PointingHandCursor if pressable else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    # --- what stays put

    def _before_insertion(self, _: QModelIndex, first: int, last: int) -> None:
        """See whether rows come above what the user is looking at."""
        is_scrolled = self.verticalScrollBar().value() > 0
        self._rows_above = last - first + 1 if is_scrolled and first <= self.rowAt(0) else 0

    def _after_insertion(self) -> None:
        """Keep what the user is looking at where it is."""
        if self._rows_above:
            self.updateGeometries()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self._rows_above * self.rowHeight(0))

    # --- inside

    def _set_up(self, look: Look) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setItemDelegate(CellDelegate(look, self))
        self.setItemDelegateForColumn(Column.DIGIT, DigitDelegate(look, self))
        self.setItemDelegateForColumn(Column.CONFIDENCE, ConfidenceDelegate(look, self))
        self.setItemDelegateForColumn(Column.PLAY, IconDelegate(look, self, "play"))
        self.setItemDelegateForColumn(Column.CORRECT, IconDelegate(look, self, "pencil"))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(1)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        self._fit_rows()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * _ROW_IN_EM))

    def _is_own_key(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or self.current() is None:
            return False
        return (
            event.matches(QKeySequence.StandardKey.Copy)
            or _is_digit(event)
            or (event.key() in (*_ENTER, *_NO_DIGIT, Qt.Key.Key_F2) and _is_plain(event))
        )

    def _on_click(self, index: QModelIndex) -> None:
        answered = self._model.answered_at(index.row())
        if index.column() == Column.PLAY:
            self.play_wanted.emit(answered)
        elif index.column() == Column.CORRECT:
            self._ask(answered, index)

    def _on_double_click(self, index: QModelIndex) -> None:
        if index.column() < Column.PLAY:
            self.play_wanted.emit(self._model.answered_at(index.row()))

    def _ask(self, answered: Answered, index: QModelIndex) -> None:
        self.scrollTo(index)
        place = self.visualRect(index).center()
        self.correction_wanted.emit(answered, self.viewport().mapToGlobal(place))

    def _on_selection(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        # Qt tells of a change of nothing, too, when rows come in above what is selected.
        if self._is_restoring or (selected.isEmpty() and deselected.isEmpty()):
            return
        answered = self.current()
        if answered is not None:
            self.selected.emit(answered)

    def _remember(self) -> None:
        self._kept = self.chosen(), self.current()

    def _restore(self) -> None:
        chosen, current = self._kept
        self._kept = ([], None)
        with self._restoring():
            if chosen:
                self.selectionModel().select(self._selection_of(chosen), _SELECT_ROWS)
            row = None if current is None else self._model.row_of(current)
            if row is not None:
                index = self._model.index(row, 0)
                self.selectionModel().setCurrentIndex(index, _ONLY_CURRENT)
                self.scrollTo(index)

    def _selection_of(self, chosen: list[Answered]) -> QItemSelection:
        """Select rows in as few ranges as there are."""
        rows = sorted(row for each in chosen if (row := self._model.row_of(each)) is not None)
        selection = QItemSelection()
        for place, row in enumerate(rows):
            if not place or rows[place - 1] != row - 1:
                first = row
            if place + 1 == len(rows) or rows[place + 1] != row + 1:
                last = self._model.index(row, len(Column) - 1)
                selection.select(self._model.index(first, 0), last)
        return selection

    @contextmanager
    def _restoring(self) -> Iterator[None]:
        self._is_restoring = True
        try:
            yield
        finally:
            self._is_restoring = False


_SELECT_ROWS = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
_ONLY_CURRENT = QItemSelectionModel.SelectionFlag.NoUpdate


def _is_plain(event: QKeyEvent) -> bool:
    return event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )


def _is_digit(event: QKeyEvent) -> bool:
    return event.text() in DIGITS and _is_plain(event)
