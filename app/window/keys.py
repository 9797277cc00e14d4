"""Every key of the window: what `install_keys` installs, and what help and tool tips tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Key:
    """A key, or several that do the same.

    Attributes
    ----------
    name : str
        What it is called in the program.
    group : str
        The heading that it stands under in the help.
    sequences : tuple of str
        As `QKeySequence` takes them. For keys that a part of the window has for itself, also a
        range ("0–9").
    description : str
        What it does, for the user.
    is_shortcut : bool
        Whether it works in the whole window by a shortcut; the others are taken by what has the
        focus, and Space by `app.window.push_to_talk`.
    """

    name: str
    group: str
    sequences: tuple[str, ...]
    description: str
    is_shortcut: bool = True

    @property
    def in_words(self) -> str:
        """The keys as this system writes them: "L or Ctrl+L"."""
        return " or ".join(map(_as_written, self.sequences))


SPEAKING, LINE, CHOSEN, WINDOW = "Speaking", "The line", "A chosen answer", "The window"
STANDING = "A paused picture, or a recording"

KEYS = (
    Key(
        "talk", SPEAKING, ("Space",), "Hold it, say a digit or a number, let go", is_shortcut=False
    ),
    Key("listen", SPEAKING, ("L", "Ctrl+L"), "Turn listening on or off"),
    Key("pause", SPEAKING, ("P", "Ctrl+P"), "Stop the picture, or let it run on"),
    Key("copy_line", LINE, ("Ctrl+C",), "Copy the line"),
    Key("delete_last", LINE, ("Backspace",), "Delete the last digit"),
    Key("clear_line", LINE, ("Ctrl+Backspace",), "Clear the line"),
    Key("undo", LINE, ("Ctrl+Z",), "Undo"),
    Key("redo", LINE, ("Ctrl+Shift+Z",), "Do it again"),
    Key(
        "choose", CHOSEN, ("Left", "Right"), "Choose one on the running picture", is_shortcut=False
    ),
    Key("play", CHOSEN, ("Enter",), "Play it", is_shortcut=False),
    Key("correct", CHOSEN, ("0–9",), "Say which digit it really was", is_shortcut=False),
    Key("ask", CHOSEN, ("F2",), "Choose from a list what it was", is_shortcut=False),
    Key("no_digit", CHOSEN, ("Delete",), "Say that it was no digit", is_shortcut=False),
    Key("zoom", STANDING, ("+", "−"), "Look closer, or from farther away", is_shortcut=False),
    Key("move", STANDING, ("Left", "Right"), "Move along the sound", is_shortcut=False),
    Key("ends", STANDING, ("Home", "End"), "Go to its beginning, or its end", is_shortcut=False),
    Key(
        "mark",
        STANDING,
        ("N", "Shift+N"),
        "Choose the next answer, or the one before",
        is_shortcut=False,
    ),
    Key("read", STANDING, ("Ctrl+Arrows",), "Read values off it", is_shortcut=False),
    Key("history", WINDOW, ("Ctrl+H",), "Go to the history"),
    Key("open", WINDOW, ("Ctrl+O",), "Open recordings"),
    Key("open_folder", WINDOW, ("Ctrl+Shift+O",), "Open a folder of recordings"),
    Key("recordings", WINDOW, ("Ctrl+R",), "Go to the recordings that are open, and back"),
    Key("settings", WINDOW, ("Ctrl+,",), "Open or close the settings"),
    Key("help", WINDOW, ("F1",), "Open or close this help"),
    Key("back", WINDOW, ("Esc",), "Close what is open; go back to the live picture"),
    Key("next", WINDOW, ("Tab",), "Go to the next button", is_shortcut=False),
    Key("press", WINDOW, ("Enter",), "Press the button that has the frame", is_shortcut=False),
)
"""In the order of the help."""

_BY_NAME = {key.name: key for key in KEYS}


def tip(text: str, name: str) -> str:
    """Put the first key of that name behind a tool tip: "Pause the picture (P)"."""
    return f"{text} ({in_words(name)})"


def in_words(name: str) -> str:
    """Give the first key of that name as this system writes it: "Ctrl+O"."""
    return _as_written(_BY_NAME[name].sequences[0])


def install_keys(window: QWidget, actions: Mapping[str, Callable[[], None]]) -> None:
    """Let the shortcuts do something anywhere in a window.

    Parameters
    ----------
    window : QWidget
    actions : mapping of str to callable
        What each does, by the key's name; there is one for each shortcut of `KEYS`.

    Raises
    ------
    KeyError
        If a shortcut has no action.
    """
    for key in KEYS:
        if key.is_shortcut:
            shortcut = QShortcut(window)
            shortcut.setKeys([QKeySequence(sequence) for sequence in key.sequences])
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(key.name == "delete_last")
            shortcut.activated.connect(actions[key.name])


def _as_written(sequence: str) -> str:
    native = QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)
    return native or sequence
