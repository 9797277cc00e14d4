"""What the user does to answers, so that it can be undone."""

import weakref
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from app.history_keeper import HistoryKeeper
from app.recognition.decision import OTHER
from app.window.answered import Answered
from app.wording import word_of

CLEAR_TEXT = "Clear the history"
"""What clearing the history is called where it can be undone."""


class Correctable(Protocol):
    """What the commands need of the answers."""

    keeper: HistoryKeeper
    rows: list[Answered]

    def set_said(self, answered: Answered, said: str | None) -> None:
        """Set a correction."""

    def set_in_line(self, rows: list[Answered], in_line: bool) -> None:
        """Take answers out of the line, or put them back."""

    def replace_rows(self, rows: list[Answered]) -> None:
        """Have other rows from now on."""


class Correct(QUndoCommand):
    """Say what an answer really was."""

    def __init__(self, answers: Correctable, answered: Answered, said: str | None) -> None:
        what = "no digit" if said == OTHER else "" if said is None else word_of(said)
        super().__init__(f"Correct to {what}" if what else "Take back a correction")
        self._answers, self._answered = _held_loosely(answers), answered
        self._before, self._after = answered.entry.said, said

    def redo(self) -> None:
        """Set the correction."""
        self._answers.set_said(self._answered, self._after)

    def undo(self) -> None:
        """Set what was before."""
        self._answers.set_said(self._answered, self._before)


class LeaveLine(QUndoCommand):
    """Take digits out of the line."""

    def __init__(self, answers: Correctable, rows: list[Answered], text: str) -> None:
        super().__init__(text)
        self._answers, self._rows = _held_loosely(answers), rows

    def redo(self) -> None:
        """Take them out."""
        self._answers.set_in_line(self._rows, False)

    def undo(self) -> None:
        """Put them back."""
        self._answers.set_in_line(self._rows, True)


class ClearHistory(QUndoCommand):
    """Forget all answers."""

    def __init__(self, answers: Correctable) -> None:
        super().__init__(CLEAR_TEXT)
        self._answers = _held_loosely(answers)
        self._rows: list[Answered] = []

    def redo(self) -> None:
        """Forget them, on disk too, and with them what has come since an undo."""
        self._rows = self._answers.rows
        self._answers.keeper.clear()
        self._answers.replace_rows([])

    def undo(self) -> None:
        """Bring them back, before what has come since."""
        self._answers.keeper.undo_clear()
        self._answers.replace_rows(self._rows + self._answers.rows)


def _held_loosely(answers: Correctable) -> Correctable:
    """Hold what holds the commands without a circle.

    The garbage collector breaks circles on whichever thread it runs, and Qt's objects cannot be
    deleted on another than their own.
    """
    loosely: Correctable = weakref.proxy(answers)
    return loosely
