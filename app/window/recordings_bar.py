"""Above the recordings: the way back, and how far their recognition is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.window.elided_label import ElidedLabel
from app.window.icons import wear_icon
from app.window.look import Look
from app.window.remaining_time import remaining_in_words

_WIDTH_IN_LINES = 9
_LEAST_WIDTH_IN_LINES = 2


class RecordingsBar(QWidget):
    """A line of controls.

    Parameters
    ----------
    look : Look

    Signals
    -------
    back_wanted
        When the user wants to see the live picture again.
    cancel_wanted
        When the user wants no more recognised.
    again_wanted
        When the user wants what failed tried again.
    busy_changed(message)
        How far it is, in words; empty when nothing is done any more.
    """

    back_wanted = Signal()
    cancel_wanted = Signal()
    again_wanted = Signal()
    busy_changed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        back = QPushButton("Back to live")
        back.setToolTip("Show what the microphone hears again (Esc)")
        wear_icon(back, "chevron-left", look)
        back.clicked.connect(self.back_wanted)
        self._message = ElidedLabel()
        self._message.setAccessibleDescription("Recognition")
        self._progress = QProgressBar(textVisible=False)
        self._progress.setAccessibleName("Recordings recognised")
        line = self.fontMetrics().height()
        self._progress.setMinimumWidth(line * _LEAST_WIDTH_IN_LINES)
        self._progress.setMaximumWidth(line * _WIDTH_IN_LINES)
        self._again = QPushButton("Try again")
        self._again.clicked.connect(self.again_wanted)
        self._cancel = QPushButton("Cancel")
        self._cancel.setToolTip("Leave what is not recognised yet. What was, stays.")
        self._cancel.clicked.connect(self.cancel_wanted)
        self._failure = QLabel(wordWrap=True)
        self._failure.setProperty("role", "warning")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(back)
        row.addWidget(self._message, 2)
        row.addWidget(self._progress, 1)
        row.addWidget(self._again)
        row.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._failure)
        self.show_idle("")

    @property
    def message(self) -> str:
        """What it says."""
        return self._failure.text() or self._message.text()

    @property
    def has_failed(self) -> bool:
        """Whether it says what went wrong."""
        return bool(self._failure.text())

    def show_searching(self) -> None:
        """Say that folders are being looked into; what is shown of progress stays."""
        if self._progress.isHidden():
            self._show_busy("Looking for recordings …")
            self._progress.setRange(0, 0)

    def show_progress(self, done: int, total: int, remaining_s: float | None) -> None:
        """Say how many recordings are done, and how long the others will take."""
        remaining = remaining_in_words(remaining_s)
        if total == 1:
            message = "Recognising …"
        else:
            message = f"{done:,} of {total:,} recognised" + f", {remaining}" * bool(remaining)
        self._show_busy(message)
        # Of one recording nobody knows how far it is.
        self._progress.setRange(0, total if total > 1 else 0)
        self._progress.setValue(done)

    def show_idle(self, message: str) -> None:
        """Say how it ended."""
        self._show(message)
        self.busy_changed.emit("")

    def show_failure(self, message: str) -> None:
        """Say what went wrong, and let it be tried again."""
        self._show("", failure=message)
        self.busy_changed.emit("")

    def _show_busy(self, message: str) -> None:
        self._show(message, busy=True)
        self.busy_changed.emit(message)

    def _show(self, message: str, failure: str = "", busy: bool = False) -> None:
        self._message.setText(message)
        self._failure.setText(failure)
        self._failure.setVisible(bool(failure))
        self._progress.setVisible(busy)
        if not busy:
            # A bar that is hidden is not to be moved all the same.
            self._progress.setRange(0, 1)
        self._again.setVisible(bool(failure))
        self._cancel.setVisible(busy or bool(failure))
