"""What the running and the still picture have in common about the utterance that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.recognition.decision import OTHER
from app.window.mark import Mark
from app.window.picture.live_marks import words_of
from app.wording import DIGITS

if TYPE_CHECKING:
    from app.window.picture.live_picture import LivePicture
    from app.window.picture.still_picture import StillPicture

KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
"""Why a picture has got the focus where that is to be seen: the keys led to it."""


def press_on_chosen(picture: LivePicture | StillPicture, event: QKeyEvent) -> bool:
    """Play or correct the chosen utterance by a key; tell whether the key is for that.

    Enter plays it, a digit corrects it, Delete and "-" say that it was none, F2 asks.
    """
    chosen, key, text = picture.chosen, event.key(), event.text()
    if chosen is None:
        return False
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        picture.clicked.emit(chosen.answered)
    elif key == Qt.Key.Key_F2:
        picture.ask_about_chosen()
    elif key == Qt.Key.Key_Delete or text == "-":
        picture.key_correction_wanted.emit(chosen.answered, OTHER)
    elif text in DIGITS:
        picture.key_correction_wanted.emit(chosen.answered, text)
    else:
        return False
    return True


def show_tip(picture: QWidget, mark: Mark | None, at: QPoint) -> None:
    """Say in a tool tip, at a place on the screen, what a mark is; None for no tool tip."""
    if mark is None:
        QToolTip.hideText()
    else:
        text = f"{words_of(mark).capitalize()}\nClick to hear it, right-click to correct it"
        QToolTip.showText(at, text, picture)
