"""The history: what is shown of it, what is done with it, and the table."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from app.recognition.decision import OTHER
from app.window.answered import Answered
from app.window.answers import Answers
from app.window.empty_history import EmptyHistory
from app.window.export import EXPORTS, Export, ExportKind
from app.window.history_model import COLUMN_NAMES, HistoryModel
from app.window.history_order import SORTED_BY, Filter, Kind
from app.window.history_table import HistoryTable
from app.window.icons import wear_icon
from app.window.look import Look
from app.window.voices import Voices
from app.wording import DIGITS, word_of

_MARGIN = 12


class HistoryPanel(QFrame):
    """Shows the answers of today and of earlier days; the newest are on top.

    Parameters
    ----------
    answers : Answers
    voices : Voices
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
    notice(message)
        When something was exported, or could not be.
    """

    play_wanted = Signal(object)
    correction_wanted = Signal(object, QPoint)
    key_correction_wanted = Signal(object, str)
    selected = Signal(object)
    notice = Signal(str)

    def __init__(self, answers: Answers, voices: Voices, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName("History")
        self.look = look
        self._answers = answers
        self._labels: tuple[str, ...] = ()
        self._choices: list[Filter] = []
        self._export = Export(voices, self)
        self._export.done.connect(self.notice)
        self.model = HistoryModel(answers, voices, self)
        self.table = HistoryTable(self.model, look)
        self.filters = QComboBox()
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._count.setMinimumWidth(1)  # it may be cut off; the window shall not become wider
        self._export_button = QPushButton("Export")
        self._clear_button = QPushButton("Clear")
        self._empty = EmptyHistory(answers)
        self._stack = QStackedWidget()
        self._set_up_bar(look)
        self._lay_out()
        self.set_labels(DIGITS)
        self._connect()
        self._update()

    # --- what can be done

    def set_labels(self, labels: tuple[str, ...]) -> None:
        """Offer these labels to be filtered by; `other` is no digit."""
        digits = tuple(label for label in labels if label != OTHER)
        if digits == self._labels:
            return
        self._labels = digits
        self.table.set_labels(digits)
        choices = {"All answers": Filter()}
        choices |= {_named(label): Filter(Kind.DIGIT, label) for label in digits}
        choices |= {
            "Not sure": Filter(Kind.NOT_SURE),
            "No digit": Filter(Kind.NO_DIGIT),
            "Corrected": Filter(Kind.CORRECTED),
        }
        self._choices = list(choices.values())
        self.filters.clear()
        self.filters.addItems(list(choices))

    def show_only(self, wanted: Filter) -> None:
        """Show some of the answers; one of those that can be chosen."""
        self.filters.setCurrentIndex(self._choices.index(wanted))

    def go(self) -> None:
        """Let the keys be for an answer: the one that was chosen, or else the top one."""
        self.table.setFocus()
        if self.table.current() is None:
            self.table.selectRow(0)

    def copy(self) -> None:
        """Copy the selected answers as text."""
        self.table.copy()

    def export_to(self, kind: ExportKind, path: Path) -> None:
        """Write what is selected, where that is several answers, else all that is shown.

        Parameters
        ----------
        kind : ExportKind
        path : Path
            The file; for voices a folder, in which each gets a file of its own.
        """
        self._export.start(kind, self._wanted_rows(), path)

    def close_export(self) -> None:
        """End an export that is being written; what is written of it is whole."""
        self._export.close()

    @property
    def count_text(self) -> str:
        """What is said of how many answers are shown."""
        return self._count.text()

    @property
    def empty_text(self) -> str:
        """What is said where nothing is shown."""
        return self._empty.text

    # --- inside

    def _set_up_bar(self, look: Look) -> None:
        self.filters.setAccessibleName("Which answers are shown")
        self.filters.setToolTip("Show only some of the answers")
        self.filters.setMaxVisibleItems(20)
        self._count.setAccessibleDescription("How many answers are shown")
        for button, icon, tip in (
            (self._export_button, "export", "Write the answers or their voices to files"),
            (self._clear_button, "trash", "Forget all answers; this can be undone"),
        ):
            wear_icon(button, icon, look)
            button.setToolTip(tip)
            button.setProperty("kind", "quiet")
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill_export_menu)
        self._export_button.setMenu(menu)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(_MARGIN)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self.filters)
        bar.addWidget(self._count, 1)
        bar.addWidget(self._export_button)
        bar.addWidget(self._clear_button)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setSpacing(_MARGIN // 2)
        column.setContentsMargins(_MARGIN, _MARGIN // 2, _MARGIN, _MARGIN // 2)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        table = self.table
        table.play_wanted.connect(self.play_wanted)
        table.correction_wanted.connect(self.correction_wanted)
        table.key_correction_wanted.connect(self.key_correction_wanted)
        table.selected.connect(self.selected)
        table.customContextMenuRequested.connect(self._show_menu)
        self.filters.currentIndexChanged.connect(self._on_filter)
        self._clear_button.clicked.connect(self._answers.clear_history)
        self._empty.all_wanted.connect(lambda: self.show_only(Filter()))
        self.model.modelReset.connect(self._update)
        self._answers.added.connect(self._update)

    def _on_filter(self, place: int) -> None:
        wanted = self._choices[max(0, place)]
        if wanted != self.model.filter:
            self.model.filter = wanted

    def _update(self) -> None:
        shown, total = self.model.rowCount(), len(self._answers.rows)
        count = f"{total:,} answer{'' if total == 1 else 's'}" if total else ""
        if shown != total:
            count = f"{shown:,} of {total:,}"
        if count != self._count.text():
            self._count.setText(count)
        self._clear_button.setEnabled(total > 0)
        self._export_button.setEnabled(shown > 0)
        self._stack.setCurrentWidget(self.table if shown else self._empty)
        if not shown:
            self._empty.describe(is_filtered=total > 0)

    def _wanted_rows(self) -> list[Answered]:
        chosen = self.table.chosen()
        return chosen if len(chosen) > 1 else self.model.shown()

    def _fill_export_menu(self) -> None:
        menu = self._export_button.menu()
        menu.clear()
        self._add_exports(menu)

    def _add_exports(self, menu: QMenu) -> None:
        count = len(self._wanted_rows())
        of_what = "1 answer" if count == 1 else f"{count:,} answers"
        menu.addAction(of_what).setEnabled(False)
        for kind, text in EXPORTS.items():
            menu.addAction(text).triggered.connect(lambda _, kind=kind: self._ask_where(kind))

    def _ask_where(self, kind: ExportKind) -> None:
        dialog = QFileDialog(self, "Export")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if kind is ExportKind.VOICES:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(kind.value)
            dialog.setNameFilter(f"*.{kind.value}")
            dialog.selectFile(f"spoken digits {datetime.now():%Y-%m-%d}.{kind.value}")
        dialog.fileSelected.connect(lambda name: self.export_to(kind, Path(name)))
        dialog.open()

    def _show_menu(self, place: QPoint) -> None:
        self.menu().popup(self.table.viewport().mapToGlobal(place))

    def menu(self) -> QMenu:
        """Offer everything that is done with an answer, for who does not know the keys."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        answered = self.table.current()
        if answered is not None:
            play = menu.addAction("Play\tEnter", lambda: self.play_wanted.emit(answered))
            play.setEnabled(self.model.is_playable(answered))
            menu.addAction("Correct …\tF2", self.table.ask_about_current)
            menu.addAction("Copy\tCtrl+C", self.copy)
            menu.addSeparator()
        sort = menu.addMenu("Sort by")
        for column in SORTED_BY:
            by = sort.addAction(COLUMN_NAMES[column])
            by.triggered.connect(lambda _, column=column: self.table.sort_by(column))
        self._add_exports(menu.addMenu("Export"))
        return menu


def _named(label: str) -> str:
    word = word_of(label)
    return label if word == label else f"{label}  {word}"
