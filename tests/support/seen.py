"""The program's window from outside: a process of its own, on a screen, read by its names."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
from accessibility import AccessibilityBus, Element, Gone
from numpy.typing import NDArray
from program import Running
from screen import Screen
from virtual_sound import VirtualSound, wait_until

from app.audio.files import read_recording
from assets import SAMPLE, SAMPLE_DIGITS
from model.audio_format import SAMPLE_RATE

SAMPLE_PATH = Path(str(files("assets") / SAMPLE))
"""The recording that the program brings along."""

SHORT_S = 2.8
SHORT_DIGITS = SAMPLE_DIGITS[:2]
"""What is said in the first seconds of it."""

WORDS = "zero one two three four five six seven eight nine".split()

_DRAG_SOURCE = Path(__file__).with_name("drag_source.py")
_START_S = 60.0


class Window:
    """The program with its window, as a context manager.

    Parameters
    ----------
    screen : Screen
    bus : AccessibilityBus
    program : Running
        Which was just started, with the environments of both.
    """

    def __init__(self, screen: Screen, bus: AccessibilityBus, program: Running) -> None:
        self.screen = screen
        self._bus = bus
        self.program = program
        self._root: Element | None = None
        self._found: dict[str, Element] = {}
        self._drag_sources = contextlib.ExitStack()
        try:
            self._wait_for_start()
        except BaseException:
            self.program.__exit__()
            raise

    def __enter__(self) -> "Window":
        return self

    def __exit__(self, *_: object) -> None:
        self.program.__exit__()
        self._drag_sources.close()

    # --- reading

    def element(self, name: str) -> Element:
        """Give what has that accessible name, or is that part of the program.

        Where there are several, it is one that can be seen.

        Parameters
        ----------
        name : str
            "Hold to talk" as a screen reader says it, or "AnswerPanel" as the program calls
            what says something else each time.
        """
        known = self._found.get(name)
        if known is not None:
            with contextlib.suppress(Gone):
                if _is_called(known, name) and "showing" in known.states:
                    return known
        assert self._root is not None
        named = [each for each in self._root.walk() if _is_called(each, name)]
        showing = [each for each in named if "showing" in each.states]
        if not named:
            raise Gone(f"Nothing is called “{name}” in:\n{self.tree()}")
        self._found[name] = (showing or named)[0]
        return self._found[name]

    def value(self, name: str) -> str:
        """Read what something says: its text, else its number, else its description."""
        element = self.element(name)
        interfaces = element.interfaces
        if "Text" in interfaces:
            return element.text
        if "Value" in interfaces:
            return f"{element.number:g}"
        return element.description

    def is_on(self, name: str) -> bool:
        """Tell whether a switch is on."""
        return bool(self.element(name).states & {"checked", "pressed"})

    def is_showing(self, name: str) -> bool:
        """Tell whether something of that name can be seen."""
        try:
            return "showing" in self.element(name).states
        except Gone:
            return False

    def rows(self, name: str) -> list[list[str]]:
        """Read a table, from the top."""
        table = self.element(name)
        return [table.row(number) for number in range(table.rows)]

    @property
    def line(self) -> str:
        """The digits in the line."""
        text = self.element("LineText").name
        return text if text.isdigit() else ""

    @property
    def answer(self) -> str:
        """What the answer says: "five, 98 % sure"."""
        return self.element("AnswerPanel").name

    def digits_in_history(self, source: str = "") -> str:
        """Give the digits in the history's table from the oldest to the newest, of one source."""
        rows = reversed(self.rows("HistoryTable"))
        said = (row[2] for row in rows if source in row[1])
        return "".join(str(WORDS.index(word)) for word in said if word in WORDS)

    def texts(self) -> str:
        """Give every name and description that can be seen, one a line."""
        assert self._root is not None
        lines = []
        for each in self._root.walk():
            with contextlib.suppress(Gone):
                if "showing" in each.states:
                    lines += [each.name, each.description]
        return "\n".join(line for line in lines if line)

    def picture_of(self, name: str) -> NDArray[np.uint8]:
        """Give what is painted of something, shape (height, width, 3)."""
        x, y, width, height = self.element(name).rectangle
        return self.screen.pixels()[y : y + height, x : x + width]

    def tree(self) -> str:
        """Give all that the window shows, for a message."""
        assert self._root is not None
        return "\n".join(
            f"{each!r} {each.description!r} {sorted(each.states)}" for each in self._root.walk()
        )

    # --- waiting

    def wait_until(self, condition: Callable[[], object], what: str, timeout_s: float = 30) -> None:
        """Wait for a state of the window, or fail with all that it shows."""

        def fulfilled() -> object:
            assert self.program.process.poll() is None, f"ended early:\n{self.program.errors}"
            try:
                return condition()
            except Gone:
                return False

        try:
            wait_until(fulfilled, what, timeout_s)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.program.errors}\n{self.tree()}") from None

    def wait_for(self, name: str, text: str, timeout_s: float = 30) -> None:
        """Wait until something says a text, among other things."""
        self.wait_until(lambda: text in self.value(name), f"“{text}” in “{name}”", timeout_s)

    def wait_for_line(self, digits: str, timeout_s: float = 30) -> None:
        """Wait until the line is these digits."""
        self.wait_until(lambda: self.line == digits, f"{digits} in the line", timeout_s)

    def wait_for_text(self, text: str, timeout_s: float = 30) -> None:
        """Wait until a text can be read anywhere in the window."""
        self.wait_until(lambda: text in self.texts(), f"“{text}”", timeout_s)

    # --- doing

    def press(self, name: str) -> None:
        """Press a button as assistive technology does."""
        self.element(name).press()

    def click(self, name: str, button: int = 1) -> None:
        """Click on the middle of something with the mouse."""
        self.screen.click(*self.element(name).middle, button)

    @contextlib.contextmanager
    def mouse_held(self, name: str) -> Iterator[None]:
        """Hold the mouse's button down on something."""
        self.screen.move(*self.element(name).middle)
        with self.screen.button_held():
            yield

    def focus(self, name: str) -> None:
        """Let something have the keys."""
        self.element(name).focus()

    @property
    def window(self) -> str:
        """The number by which the screen knows the window."""
        return self.screen.wait_for_window(self.pid)

    @property
    def pid(self) -> int:
        """Of the program."""
        return self.program.process.pid

    def drop(self, target: str, *paths: Path) -> str:
        """Drag files from a second program onto something; give "dropped" or "refused"."""
        x, y = self.element(target).middle
        # What is dropped is fetched from the second program later, so that has to stay.
        self._drag_sources.close()
        source, window = self._drag_sources.enter_context(drag_source(self.screen, *paths))
        self.screen.activate(window)
        corner = (self.screen.width - 60, self.screen.height - 50)
        self.screen.drag(corner, (x, y))
        assert source.stdout is not None
        return source.stdout.readline().strip()

    def close(self, timeout_s: float = 30.0) -> tuple[int, float]:
        """Close the window as its close button does.

        Returns
        -------
        status : int
            The exit status.
        seconds : float
            From the press of the button to the end of the process.
        """
        window = self.window
        self.screen.activate(window)
        began = time.monotonic()
        self.screen.key("alt+F4")
        return self.program.process.wait(timeout=timeout_s), time.monotonic() - began

    def interrupt(self) -> int:
        """End the program as Ctrl+C does, and give the exit status."""
        return self.program.end(signal.SIGINT)

    def _wait_for_start(self) -> None:
        def there() -> bool:
            process = self.program.process
            assert process.poll() is None, f"ended early:\n{self.program.errors}"
            self._root = self._bus.program(process.pid)
            if self._root is None or not self.screen.windows(process.pid):
                return False
            # It is on the bus a moment before it can be read.
            with contextlib.suppress(Gone):
                return bool(self._root.states)
            return False

        wait_until(there, "the window is there", _START_S)


def _is_called(element: Element, name: str) -> bool:
    return element.name == name or element.identifier.rpartition(".")[2] == name


@contextlib.contextmanager
def drag_source(screen: Screen, *paths: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Run a second program in the lower right corner, from which files can be dragged."""
    process = subprocess.Popen(
        [sys.executable, str(_DRAG_SOURCE), *map(str, paths)],
        env=os.environ | screen.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield process, screen.wait_for_window(process.pid)
    finally:
        process.kill()
        process.wait(timeout=30)
        assert process.stdout is not None
        process.stdout.close()


def say_two_digits(sound: VirtualSound, after_s: float = 0.0) -> None:
    """Let the first two digits of the sample be said into the microphone, after a silence."""
    samples = read_recording(SAMPLE_PATH)[: round(SHORT_S * SAMPLE_RATE)]
    silence = np.zeros(round(after_s * SAMPLE_RATE), np.float32)
    sound.play((np.concatenate([silence, samples]), SAMPLE_RATE))


def digits_on_disk(home: Path) -> str:
    """Give the digits in the history file of a home, from the oldest to the newest."""
    history = home / "history.jsonl"
    lines = history.read_text().splitlines() if history.exists() else []
    return "".join(json.loads(line)["digit"] or "" for line in lines)
