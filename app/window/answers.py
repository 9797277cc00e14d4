"""All answers of the window: the history, and the line of digits that is made from it."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.audio.source import Samples
from app.history import HistoryEntry
from app.history_keeper import HistoryKeeper
from app.home import Home
from app.recognition.answer import join_digits
from app.settings import Keep
from app.window.answer_commands import ClearHistory, Correct, LeaveLine
from app.window.answered import Answered
from app.window.voices import Voices

_UNDO_STEPS = 200


class Answers(QObject):
    """Holds the answers in their order, keeps them on disk, and undoes what the user did to them.

    Parameters
    ----------
    home : Home
        Where the history is.
    voices : Voices
        Knows how the answers sounded.

    Attributes
    ----------
    rows : list of Answered
        Oldest first; a row's `number` is its place in it.
    keep : str
        Which voices the user wants on disk, as in the settings.
    undo_stack : QUndoStack
        What can be undone.

    Signals
    -------
    added(first, count)
        When `count` rows have been added at the end, the first at place `first`.
    changed(answered)
        When a row has changed: it was corrected, or its voice kept.
    reset()
        When all rows are others: the history was read, cleared or brought back.
    line_changed()
        When the line reads differently.
    failed(message)
        When something could not be read or written: what, and what to do.
    """

    added = Signal(int, int)
    changed = Signal(object)
    reset = Signal()
    line_changed = Signal()
    failed = Signal(str)
    _voice_moved = Signal(object)
    _read = Signal(object, int)

    def __init__(self, home: Home, voices: Voices) -> None:
        super().__init__()
        self.rows: list[Answered] = []
        self.keep: Keep = "ask"
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(_UNDO_STEPS)
        self._voices = voices
        self._by_entry: dict[HistoryEntry, Answered] = {}
        self._line: list[Answered] = []
        self.keeper = HistoryKeeper(home, self.failed.emit, self._voice_moved.emit)
        self._voice_moved.connect(self._on_voice_moved)
        self._read.connect(self._take_history)
        self._is_reading = False

    # --- what comes in

    def read_history(self) -> None:
        """Read the history of earlier days; it comes before what is said meanwhile."""
        self._is_reading = True
        self.keeper.read(self._read.emit)

    def load(self, entries: Iterable[HistoryEntry]) -> None:
        """Put the history of earlier days before what is here."""
        self.replace_rows([*map(self._row_of, entries), *self.rows])

    def add(self, entry: HistoryEntry, voice: Samples) -> Answered:
        """Add what was said just now; its digit stands in the line.

        Parameters
        ----------
        entry : HistoryEntry
        voice : ndarray of float32, shape (n,)
            How it sounded.
        """
        answered = self._row_of(entry)
        answered.in_line = True
        self._line.append(answered)
        self._voices.remember(answered, voice)
        if self._keep_of(entry) == "everything":
            self.keeper.keep_voice(entry, voice)
        self._append([answered])
        if answered.label is not None:
            self.line_changed.emit()
        return answered

    def add_recording(self, entries: Iterable[HistoryEntry]) -> list[Answered]:
        """Add what was heard in a recording; the line is what was said live."""
        rows = [self._row_of(entry) for entry in entries]
        if rows:
            self._append(rows)
        return rows

    # --- what the user does

    def correct(self, answered: Answered, said: str | None) -> None:
        """Say what it really was: a label, "other" for no digit, None for what was answered."""
        if said != answered.entry.said:
            self.undo_stack.push(Correct(self, answered, said))

    def keep_corrected(self, answered: Answered) -> None:
        """Keep the voice of an answer that was corrected before the user agreed to it."""
        voice = self._voices.remembered(answered)
        self.keeper.correct(
            answered.entry, answered.entry.said, voice, self._keep_of(answered.entry)
        )

    def delete_last(self) -> None:
        """Take the last digit out of the line."""
        if shown := self.in_line():
            self.undo_stack.push(LeaveLine(self, shown[-1:], "Delete the last digit"))

    def clear_line(self) -> None:
        """Begin a new line."""
        if shown := self.in_line():
            self.undo_stack.push(LeaveLine(self, shown, "Clear the line"))

    def clear_history(self) -> None:
        """Forget all answers; the line stays."""
        if self.rows and not self._is_reading:
            self.undo_stack.push(ClearHistory(self))

    # --- what can be read

    @property
    def line(self) -> str:
        """The digits said so far, as in "4071"."""
        labels = (answered.label for answered in self._line if answered.in_line)
        return join_digits([label for label in labels if label is not None])

    def in_line(self) -> list[Answered]:
        """Give the answers whose digits are the line."""
        return [each for each in self._line if each.in_line and each.label is not None]

    # --- what the commands do

    def set_said(self, answered: Answered, said: str | None) -> None:
        """Set a correction, on disk too."""
        answered.entry.said = said
        voice = self._voices.remembered(answered)
        self.keeper.correct(answered.entry, said, voice, self._keep_of(answered.entry))
        self.changed.emit(answered)
        if answered.in_line:
            self.line_changed.emit()

    def set_in_line(self, rows: list[Answered], in_line: bool) -> None:
        """Take answers out of the line, or put them back where they were."""
        for answered in rows:
            answered.in_line = in_line
        self.line_changed.emit()

    def replace_rows(self, rows: list[Answered]) -> None:
        """Have other rows from now on."""
        self.rows = rows
        self._by_entry = {answered.entry: answered for answered in rows}
        for number, answered in enumerate(rows):
            answered.number = number
        self.reset.emit()

    def _keep_of(self, entry: HistoryEntry) -> Keep:
        """Tell what the user wants kept; never the sound of a "double" as that of a digit."""
        return "nothing" if entry.copy else self.keep

    def _row_of(self, entry: HistoryEntry) -> Answered:
        return Answered(entry, len(self.rows))

    def _append(self, rows: list[Answered]) -> None:
        first = len(self.rows)
        for number, answered in enumerate(rows, first):
            answered.number = number
            self._by_entry[answered.entry] = answered
        self.rows += rows
        self.keeper.append([answered.entry for answered in rows])
        self.added.emit(first, len(rows))

    def _on_voice_moved(self, entry: HistoryEntry) -> None:
        # An answer that was cleared meanwhile is shown nowhere.
        if (answered := self._by_entry.get(entry)) is not None:
            self.changed.emit(answered)

    def _take_history(self, entries: list[HistoryEntry], damaged: int) -> None:
        self._is_reading = False
        self.load(entries)
        if damaged:
            lines = (
                "1 line of the history is"
                if damaged == 1
                else f"{damaged} lines of the history are"
            )
            self.failed.emit(f"{lines} damaged and left out here; the rest is shown.")
