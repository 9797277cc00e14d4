"""Asks what was really said, with one key or one click."""

from typing import cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.recognition.decision import OTHER, Verdict
from app.window.answered import Answered
from app.window.history_text import confidence_text, heard_words
from app.window.look import Look
from app.window.painting import tabular
from app.wording import DIGITS, word_of

_COLUMNS = 5
_COLUMNS_OF_WORDS = 3
_DIGIT_SCALE = 1.4
_NO_DIGIT_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Minus)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class CorrectionPopup(QFrame):
    """A small window with a button for each label, which keys press as well.

    Parameters
    ----------
    look : Look
    parent : QWidget or None
        Whose window it belongs to.

    Signals
    -------
    chosen(answered, said)
        When the user said what it was: a label, "other" for no digit, or None for what the
        program had answered.
    """

    chosen = Signal(object, object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "panel")
        self.setAccessibleName("What was really said?")
        self._look = look
        self._answered: Answered | None = None
        self._title = QLabel("What was really said?")
        self._title.setProperty("role", "heading")
        self._heard = QLabel()
        self._heard.setProperty("role", "muted")
        self._buttons: dict[str | None, _Choice] = {}
        self._grid = QGridLayout()
        column = QVBoxLayout(self)
        column.addWidget(self._title)
        column.addWidget(self._heard)
        column.addLayout(self._grid)

    def ask(self, answered: Answered, at: QPoint, labels: tuple[str, ...]) -> None:
        """Show it at a place on the screen.

        Parameters
        ----------
        answered : Answered
            What it is about.
        at : QPoint
            The place, in pixels of the screen.
        labels : tuple of str
            What the network tells apart; without any, the digits.
        """
        self._answered = answered
        heard = heard_words(answered)
        if answered.heard is Verdict.DIGIT:
            heard = f"heard as {heard}, {confidence_text(answered)} sure"
        self._heard.setText(heard)
        digits = tuple(label for label in labels if label != OTHER) or DIGITS
        self._make_buttons(digits, with_heard=answered.corrected)
        now = OTHER if answered.verdict is Verdict.NO_DIGIT else answered.label or ""
        self._mark(now)
        self.adjustSize()
        self.setGeometry(QRect(self._place_near(at), self.size()))
        self.show()
        first = self._buttons.get(now) or next(iter(self._buttons.values()))
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take the key of a label, go to a neighbour, or close."""
        if event.text() and event.text() in self._buttons:
            self._choose(event.text())
        elif event.key() in _NO_DIGIT_KEYS:
            self._choose(OTHER)
        elif event.key() in _STEPS:
            self._step(*_STEPS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self.close()

    def _make_buttons(self, digits: tuple[str, ...], with_heard: bool) -> None:
        for button in self._buttons.values():
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        are_words = any(len(label) > 1 for label in digits)
        columns = _COLUMNS_OF_WORDS if are_words else _COLUMNS
        self._buttons = {}
        for place, label in enumerate(digits):
            button = self._add(label, label, word_of(label))
            button.setFont(tabular(button.font(), _DIGIT_SCALE, QFont.Weight.DemiBold))
            self._grid.addWidget(button, place // columns, place % columns)
        row = (len(digits) + columns - 1) // columns
        none = "None of the words" if are_words else "No digit"
        self._add(OTHER, none, f"{none} (Delete)")
        self._grid.addWidget(self._buttons[OTHER], row, 0, 1, columns)
        if with_heard:
            self._add(None, "As it was heard", "Take the correction back")
            self._grid.addWidget(self._buttons[None], row + 1, 0, 1, columns)
        before: QWidget | None = None
        for button in self._buttons.values():
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button

    def _add(self, said: str | None, text: str, words: str) -> "_Choice":
        button = _Choice(text, self)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.clicked.connect(lambda: self._choose(said))
        self._buttons[said] = button
        return button

    def _mark(self, now: str) -> None:
        """Show which one it is now."""
        for said, button in self._buttons.items():
            is_now = said == now
            button.setProperty("kind", "primary" if is_now else None)
            if is_now:
                button.setAccessibleDescription("as it is now")

    def _choose(self, said: str | None) -> None:
        answered = self._answered
        self.close()
        if answered is not None:
            self._answered = None
            self.chosen.emit(answered, said)

    def _step(self, rows: int, columns: int) -> None:
        """Go to the next button in a direction, if there is one."""
        focused = self.focusWidget()
        if not isinstance(focused, _Choice):
            return
        place = cast(tuple[int, ...], self._grid.getItemPosition(self._grid.indexOf(focused)))
        row, column = place[0] + rows, place[1] + columns
        item = self._grid.itemAtPosition(row, column) if min(row, column) >= 0 else None
        if item is not None and (button := item.widget()) is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_near(self, at: QPoint) -> QPoint:
        """Give a place beside a point at which all of it is on the screen."""
        size = self.size()
        screen = QGuiApplication.screenAt(at) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        left = min(at.x() - size.width() // 2, room.right() - size.width())
        top = at.y() + self.fontMetrics().height() // 2
        if top + size.height() > room.bottom():
            top = at.y() - self.fontMetrics().height() // 2 - size.height()
        return QPoint(max(room.left(), left), max(room.top(), top))


class _Choice(QPushButton):
    """Pressed by Enter; the keys of the labels and the arrows are the popup's."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Be at least as wide as high."""
        hint = super().sizeHint()
        return hint.expandedTo(QSize(round(hint.height() * 1.1), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Press it with Enter, not with Space, which is for talking."""
        if event.key() in _ENTER:
            self.click()
        else:
            event.ignore()
