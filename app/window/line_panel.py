"""The line of digits said so far, with what can be done to it."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from app.window.answers import Answers
from app.window.icons import wear_icon
from app.window.line_text import LineText
from app.window.look import Look
from app.window.painting import announce

_SAID_COPIED_MS = 2500


class LinePanel(QFrame):
    """Shows the line and copies it, also by itself after a silence.

    Parameters
    ----------
    answers : Answers
        What the line is made from.
    look : Look
    """

    def __init__(self, answers: Answers, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._answers = answers
        self._look = look
        self.text = LineText(look)
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.undo_button = self._tool("undo", "Undo", answers.undo_stack.undo)
        self.undo_button.setProperty("kind", "quiet")
        self.copy_button = self._button("Copy", self.copy)
        self.delete_button = self._tool("delete-last", "Delete last", answers.delete_last)
        self.clear_button = self._button("Clear", answers.clear_line)
        self._lay_out()
        self._copy_timer = QTimer(self, singleShot=True)
        self._copy_timer.timeout.connect(self.copy)
        self._said_timer = QTimer(self, singleShot=True, interval=_SAID_COPIED_MS)
        self._said_timer.timeout.connect(self.said.clear)
        answers.line_changed.connect(self._show_line)
        answers.undo_stack.canUndoChanged.connect(self.undo_button.setEnabled)
        answers.undo_stack.undoTextChanged.connect(self._say_what_undo_does)
        self._say_what_the_others_do()
        self._show_line()
        self.undo_button.setEnabled(answers.undo_stack.canUndo())
        self._say_what_undo_does(answers.undo_stack.undoText())

    def copy(self) -> None:
        """Put the line on the clipboard, if there is one."""
        self._copy_timer.stop()
        line = self._answers.line
        if line:
            QGuiApplication.clipboard().setText(line)
            self.said.setText("copied")
            self._said_timer.start()
            announce(self.said, "copied")

    def set_copy_after_ms(self, copy_after_ms: int) -> None:
        """Copy by itself so long after the last new digit, in ms; 0 for never."""
        # Any setting that is changed comes here; a silence that is being waited for goes on.
        if copy_after_ms != self._copy_timer.interval():
            self._copy_timer.stop()
            self._copy_timer.setInterval(copy_after_ms)

    # --- inside

    def _show_line(self) -> None:
        line = self._answers.line
        for button in (self.copy_button, self.delete_button, self.clear_button):
            button.setEnabled(bool(line))
        if line == self.text.text:
            return
        self.text.show_text(line)
        self.said.clear()
        self._copy_timer.stop()
        if line and self._copy_timer.interval():
            self._copy_timer.start()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        line = self.fontMetrics().height()
        row.setContentsMargins(round(0.7 * line), round(0.5 * line), line, round(0.5 * line))
        row.setSpacing(round(0.6 * line))
        row.addWidget(self.text, 1)
        row.addWidget(self.said)
        # It must not move the buttons, nor the digits, when it comes and goes.
        self.said.setFixedWidth(self.said.fontMetrics().horizontalAdvance("copied") + 2)
        for button in (self.undo_button, self.copy_button, self.delete_button, self.clear_button):
            row.addWidget(button)

    def _button(self, text: str, action: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(action)
        return button

    def _tool(self, icon: str, name: str, action: object) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(name)
        wear_icon(button, icon, self._look)
        button.clicked.connect(action)
        return button

    def _say_what_the_others_do(self) -> None:
        copy = QKeySequence(QKeySequence.StandardKey.Copy)
        _describe(self.copy_button, "Copy the digits", copy)
        _describe(self.delete_button, "Delete the last digit", QKeySequence("Backspace"))
        _describe(self.clear_button, "Begin a new line", None)
        self.copy_button.setAccessibleName("Copy")
        self.clear_button.setAccessibleName("Clear")

    def _say_what_undo_does(self, what: str) -> None:
        undo = QKeySequence(QKeySequence.StandardKey.Undo)
        _describe(self.undo_button, f"Undo: {what}" if what else "Nothing to undo", undo)


def _describe(button: QAbstractButton, what: str, keys: QKeySequence | None) -> None:
    native = QKeySequence.SequenceFormat.NativeText
    button.setToolTip(f"{what} ({keys.toString(native)})" if keys is not None else what)
