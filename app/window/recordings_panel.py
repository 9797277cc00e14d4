"""The list of recordings at the side of the picture."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from app.window.elided_label import ElidedLabel
from app.window.icons import wear_icon
from app.window.look import Look
from app.window.recording import Recording
from app.window.recordings_delegate import RecordingsDelegate
from app.window.recordings_model import RECORDING_ROLE, Column, RecordingsModel
from app.window.row_table import RowTable

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SIDE_IN_LINES = 1.0
_WIDEST_HEARD = "nothing heard"
_WIDEST_LENGTH = "59:59 min"
_LEAST_WIDTH_IN_LINES = 7
# With less than this for the name, other columns are left out.
_LEAST_NAME_IN_LINES = 6.5


class RecordingsPanel(QFrame):
    """Shows the recordings, and lets one be chosen.

    Parameters
    ----------
    model : RecordingsModel
    look : Look

    Signals
    -------
    chosen(recording)
        When another recording is the current one, or none (None).
    play_wanted
        When the chosen one shall be played: Enter, or a double click.
    clear_wanted
        When the user wants the list empty.
    """

    chosen = Signal(object)
    play_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, model: RecordingsModel, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._model = model
        self._summary = ElidedLabel()
        self._summary.setProperty("role", "muted")
        self._summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        clear = QPushButton("Clear")
        clear.setAccessibleName("Clear the list")
        clear.setProperty("kind", "quiet")
        wear_icon(clear, "trash", look)
        clear.setToolTip("Take all recordings out of the list. The files and the history stay.")
        clear.clicked.connect(self.clear_wanted)
        self.table = _Table(model, look)
        self.table.play_wanted.connect(self.play_wanted)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        above = QHBoxLayout()
        above.addWidget(self._summary, 1)
        above.addWidget(clear)
        column = QVBoxLayout(self)
        column.setSpacing(2)
        column.setContentsMargins(8, 6, 6, 6)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        model.rowsInserted.connect(self.show_summary)
        model.modelReset.connect(self.show_summary)

    def choose(self, recording: Recording) -> None:
        """Make a recording the current one, and show where it is."""
        index = self._model.index_of(recording)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)

    def sort_again(self) -> None:
        """Sort anew, and keep the current recording in sight."""
        self._model.sort_again()
        self.table.scrollTo(self.table.currentIndex())

    @property
    def summary(self) -> str:
        """How many there are: "48 recordings, 4 with problems"."""
        recordings = self._model.recordings
        bad = sum(each.error is not None for each in recordings)
        count = f"{len(recordings):,} recording{'s' * (len(recordings) != 1)}"
        return f"{count}, {bad:,} with problems" if bad else count

    def show_summary(self) -> None:
        """Show how many there are, and how many could not be read."""
        self._summary.setText(self.summary)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(RECORDING_ROLE) if index.isValid() else None)


class _Table(RowTable):
    """A table whose keys play rather than search."""

    play_wanted = Signal()

    def __init__(self, model: RecordingsModel, look: Look) -> None:
        super().__init__()
        self._delegate = RecordingsDelegate(look)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.setAccessibleName("Recordings")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(self.play_wanted)
        look.changed.connect(self.viewport().update)
        self._take_font()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Play with Enter; leave letters to the window, which has keys of its own."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.play_wanted.emit()
        elif event.text().strip() or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_font()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._make_room()

    def _take_font(self) -> None:
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height(metrics))
        self.setMinimumWidth(metrics.height() * _LEAST_WIDTH_IN_LINES)
        side = round(metrics.height() * _SIDE_IN_LINES)
        self._heard_width = metrics.horizontalAdvance(_WIDEST_HEARD) + side
        self._length_width = metrics.horizontalAdvance(_WIDEST_LENGTH) + side
        self.horizontalHeader().resizeSection(Column.HEARD, self._heard_width)
        self.horizontalHeader().resizeSection(Column.LENGTH, self._length_width)
        self._make_room()

    def _make_room(self) -> None:
        width = self.viewport().width()
        least = self.fontMetrics().height() * _LEAST_NAME_IN_LINES
        self._delegate.heard_below = width < least + self._heard_width
        self.setColumnHidden(Column.HEARD, self._delegate.heard_below)
        self.setColumnHidden(Column.LENGTH, width < least + self._heard_width + self._length_width)
