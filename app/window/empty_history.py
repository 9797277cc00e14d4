"""What stands in the place of the history while there is nothing to be shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.window.answer_commands import CLEAR_TEXT
from app.window.answers import Answers

_EMPTY = "What you say is written down here."
_CLEARED = "The history has been cleared."
_NONE_SHOWN = "No answer is like this."


class EmptyHistory(QWidget):
    """Says why there is no answer, and offers the way back.

    Parameters
    ----------
    answers : Answers

    Signals
    -------
    all_wanted
        When the user wants to see all answers again.
    """

    all_wanted = Signal()

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self._is_filtered = False
        self._undo_text = answers.undo_stack.undoText()
        self._text = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._text.setProperty("role", "muted")
        self._all = QPushButton("Show all answers")
        self._undo = QPushButton("Bring it back")
        self._all.clicked.connect(self.all_wanted)
        self._undo.clicked.connect(answers.undo_stack.undo)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self._all, self._undo):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        column.addWidget(self._text)
        column.addLayout(buttons)
        column.addStretch(1)
        answers.undo_stack.undoTextChanged.connect(self._take_undo_text)
        self.describe(is_filtered=False)

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def describe(self, is_filtered: bool) -> None:
        """Say why there is nothing, and offer the way back."""
        self._is_filtered = is_filtered
        was_cleared = not is_filtered and self._undo_text == CLEAR_TEXT
        text = _NONE_SHOWN if is_filtered else _CLEARED if was_cleared else _EMPTY
        self._text.setText(text)
        self._all.setVisible(is_filtered)
        self._undo.setVisible(was_cleared)

    def _take_undo_text(self, text: str) -> None:
        self._undo_text = text
        self.describe(self._is_filtered)
