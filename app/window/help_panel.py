"""Help, for somebody who sees the program for the first time."""

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel

from app.window.help_drawing import EXPLAINED, HelpDrawing
from app.window.keys import KEYS
from app.window.look import Look
from app.window.panel import Panel

_FIRST = (
    "Say a digit, from zero to nine, or a whole number in one breath, digit by digit. Each answer "
    "appears at once: large at the side, on the sound that it came from, in the line, and in the "
    "history. Within a number “double five” and “triple nine” are understood too.",
    "While the program is listening, it answers all that you say. When it is not, hold Space, or "
    "the button at the top, while you speak.",
    "Recordings, and folders of them, are recognised too: drop them on the window, or open them.",
)
_SURE = (
    "The bar under the large digit says how sure the answer is. Where it does not reach the mark, "
    "the program says “not sure”. You can move the mark in the settings.",
    "The bar at the top is your microphone. Past its mark the sound counts as a voice; where its "
    "light comes on, you are too loud or too near.",
)
_WRONG = (
    "Choose the answer in the history and press the digit that you said, or press the pencil "
    "there. In the picture, click on it with the right button.",
    "Your corrections can teach the program your voice, if you let it keep them.",
)


class HelpPanel(Panel):
    """How to begin, what the picture shows, what the keys do.

    Parameters
    ----------
    look : Look

    Signals
    -------
    closed
        When the user wants the panel away.
    about_wanted
        When the user wants to know more of the program itself.
    """

    about_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__("Help", look)
        self._add_part("How to begin", _FIRST)
        self.add_heading("What the picture shows")
        self.add(HelpDrawing(look))
        self._add_table([("", EXPLAINED)])
        self._add_part("How sure it is", _SURE)
        self._add_part("When an answer is wrong", _WRONG)
        self.add_heading("Keys")
        groups = groupby(KEYS, key=lambda key: key.group)
        self._add_table(
            [(group, [(key.in_words, key.description) for key in keys]) for group, keys in groups]
        )
        self.add_heading("The program")
        self.add_text("Its version and licences, its model, and where your files are.")
        self.add_button("About Spoken Digits").clicked.connect(self.about_wanted)

    def _add_part(self, heading: str, paragraphs: tuple[str, ...]) -> None:
        self.add_heading(heading)
        for paragraph in paragraphs:
            self.add_text(paragraph)

    def _add_table(self, groups: list[tuple[str, Iterable[tuple[str, str]]]]) -> None:
        """Add lines of two columns; each group of them may have a name above it."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for name, lines in groups:
            if name:
                above = QLabel(name)
                above.setProperty("role", "muted")
                above.setContentsMargins(0, 6, 0, 0)
                grid.addWidget(above, grid.rowCount(), 0, 1, 2)
            for term, text in lines:
                left, right = QLabel(term), QLabel(text, wordWrap=True)
                left.setProperty("role", "heading")
                row = grid.rowCount()
                grid.addWidget(left, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(right, row, 1, Qt.AlignmentFlag.AlignTop)
        self.add(grid)
