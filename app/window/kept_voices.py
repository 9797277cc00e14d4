"""What is kept of voices: seen, heard, deleted."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFocusEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
)

from app.errors import HomeError
from app.home import Home
from app.kept_voices import KeptVoice, Search, total_size
from app.places import is_folder
from app.window.answers import Answers
from app.window.icons import wear_icon
from app.window.kept_voices_model import KeptVoicesModel, label_words
from app.window.kept_voices_table import KeptVoicesTable
from app.window.look import Look
from app.window.panel import panel_size

_REFRESH_MS = 300
_SEARCH_MS = 20
_EMPTY = (
    "No voice is kept. The settings say which voices are; those of corrections are what the "
    "training learns from."
)


class KeptVoicesPanel(QFrame):
    """Lists the voices that are kept; the last ones deleted can be brought back while it is open.

    Parameters
    ----------
    home : Home
    answers : Answers
        Tell when a voice is kept or moved, and know which were deleted.
    look : Look

    Signals
    -------
    play_wanted(path)
        When the user wants to hear a voice.
    closed
        When the user wants the panel to go.
    """

    play_wanted = Signal(Path)
    closed = Signal()

    def __init__(self, home: Home, answers: Answers, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName("What is kept")
        self._home = home
        self._bin = answers.keeper.bin
        self._voices: list[KeptVoice] = []
        self._labels: list[str | None] = []
        self._search: Search | None = None
        self._search_again = False
        self._look_at_search = QTimer(self, interval=_SEARCH_MS)
        self._look_at_search.timeout.connect(self._take_search)
        self._refresh_soon = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._refresh_soon.timeout.connect(self.refresh)
        self.model = KeptVoicesModel(self)
        self.table = KeptVoicesTable(self.model, look)
        self.filters = QComboBox()
        self.filters.setAccessibleName("Which voices are shown")
        self._close_button = QToolButton()
        self._folder_button = QPushButton("Open the folder")
        self._message = QLabel(wordWrap=True)
        self._message.setProperty("role", "muted")
        self._undo_button = QPushButton("Bring back")
        self._empty = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("role", "muted")
        self._lay_out(look)
        self._connect(answers)
        self._show_bin()

    def refresh(self) -> None:
        """Look again for what is kept, on a thread: there may be thousands of files."""
        self._search_again = self._search is not None
        if self._search is None:
            self._search = Search(self._home)
            self._look_at_search.start()

    def open_folder(self) -> None:
        """Show the folder to the user, in the system's own program for that."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder())))

    def delete(self, voices: list[KeptVoice]) -> None:
        """Delete voices."""
        try:
            self._bin.delete([voice.path for voice in voices])
        except HomeError as error:
            self._say(str(error))
        else:
            self._show_bin()
        self.refresh()

    def bring_back(self) -> None:
        """Bring back what was deleted last."""
        try:
            self._bin.bring_back()
        except HomeError as error:
            self._say(str(error))
        else:
            self._show_bin()
        self.refresh()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Be as wide as the other panels."""
        return panel_size(self)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look for what is kept."""
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Let what was deleted be gone for good; a window that is minimised hides nothing."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._refresh_soon.stop()
            self._bin.empty()
            self._show_bin()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Hand the focus on; a focus proxy would let Tab go round in here for ever."""
        (self.table if self.table.isVisible() else self._close_button).setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # --- inside

    def _lay_out(self, look: Look) -> None:
        title = QLabel("What is kept")
        title.setProperty("role", "title")
        where = QLabel("Voices on this computer, and nowhere else", wordWrap=True)
        where.setProperty("role", "muted")
        where.setToolTip(f"{self._home.recordings}\n{self._home.voices}")
        self._empty.setText(_EMPTY)
        wear_icon(self._close_button, "close", look)
        self._close_button.setProperty("kind", "quiet")
        self._close_button.setAccessibleName("Close")
        self._close_button.setToolTip("Close (Esc)")
        wear_icon(self._folder_button, "folder", look)
        wear_icon(self._undo_button, "undo", look)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._close_button)
        folder = QHBoxLayout()
        folder.addWidget(self._folder_button)
        folder.addStretch(1)
        undo = QHBoxLayout()
        undo.addWidget(self._message, 1)
        undo.addWidget(self._undo_button)
        column = QVBoxLayout(self)
        column.addLayout(head)
        column.addWidget(where)
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        column.addLayout(undo)
        column.addLayout(folder)

    def _connect(self, answers: Answers) -> None:
        self.table.play_wanted.connect(lambda voice: self.play_wanted.emit(voice.path))
        self.table.delete_wanted.connect(self.delete)
        self.filters.currentIndexChanged.connect(self._show_chosen)
        self._close_button.clicked.connect(self.closed)
        self._folder_button.clicked.connect(self.open_folder)
        self._undo_button.clicked.connect(self.bring_back)
        answers.changed.connect(self._on_answer_changed)

    def _on_answer_changed(self) -> None:
        if self.isVisible():
            self._refresh_soon.start()

    def _take_search(self) -> None:
        """Show what was found, once the search has ended."""
        if self._search is None or self._search.is_running:
            return
        found, self._search = self._search.found, None
        self._look_at_search.stop()
        self._take(found)
        if self._search_again:
            self.refresh()

    def _take(self, voices: list[KeptVoice]) -> None:
        """Offer every label that there is, and show the voices of the one that was chosen."""
        chosen = self._chosen_label()
        self._voices = voices
        found = {voice.label for voice in voices}
        self._labels = sorted(found, key=_label_order)
        self.filters.blockSignals(True)
        self.filters.clear()
        size = f", {total_size(voices)}" if voices else ""
        self.filters.addItem(f"All {len(voices):,}{size}")
        for label in self._labels:
            count = sum(voice.label == label for voice in voices)
            name = "Without a label" if label is None else label_words(label).capitalize()
            self.filters.addItem(f"{name} ({count:,})")
        if chosen and chosen[0] in found:
            self.filters.setCurrentIndex(1 + self._labels.index(chosen[0]))
        self.filters.blockSignals(False)
        self._show_chosen()

    def _chosen_label(self) -> list[str | None]:
        """Give the label that is chosen, if one is that is still there."""
        place = self.filters.currentIndex() - 1
        return self._labels[place : place + 1] if place >= 0 else []

    def _show_chosen(self) -> None:
        chosen = self._chosen_label()
        shown = [each for each in self._voices if not chosen or each.label == chosen[0]]
        self.table.show_voices(shown)
        self.table.setVisible(bool(self._voices))
        self.filters.setEnabled(bool(self._voices))
        self._empty.setVisible(not self._voices)
        self._folder_button.setEnabled(is_folder(self._folder()))

    def _folder(self) -> Path:
        recordings = self._home.recordings
        return recordings if is_folder(recordings) else recordings.parent

    def _show_bin(self) -> None:
        count = self._bin.count
        self._say("" if not count else "1 voice deleted." if count == 1 else f"{count:,} deleted.")

    def _say(self, message: str) -> None:
        self._message.setText(message)
        self._message.setVisible(bool(message))
        self._undo_button.setVisible(self._bin.count > 0)


def _label_order(label: str | None) -> tuple[bool, bool, str]:
    """Put the digits first, and what has no label last."""
    return label is None, len(label or "") > 1, label or ""
