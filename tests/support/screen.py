"""A screen of its own (Xvfb) with a window manager, and hands for it: keys, mouse, pictures.

Its programs are Debian's xvfb, openbox and xdotool.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from virtual_sound import running_pids, wait_until

_PROGRAMS = ("Xvfb", "openbox", "xdotool", "xprop", "setpriv")
_WAIT_S = 30.0

# No frames around windows, so that a window of 1200×700 has these pixels and begins at the
# corner; the keys by which people close and minimise windows.
_MANAGER = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <theme><keepBorder>no</keepBorder></theme>
  <focus><focusNew>yes</focusNew></focus>
  <keyboard>
    <keybind key="A-F4"><action name="Close"/></keybind>
    <keybind key="A-F9"><action name="Iconify"/></keybind>
  </keyboard>
  <applications>
    <application class="*">
      <decor>no</decor><position force="yes"><x>0</x><y>0</y></position>
    </application>
    <application title="Drag from here">
      <decor>no</decor><position force="yes"><x>-0</x><y>-0</y></position>
    </application>
  </applications>
</openbox_config>
"""


def missing_programs() -> list[str]:
    """Name the programs that this machine lacks."""
    return [name for name in _PROGRAMS if shutil.which(name) is None]


class Screen:
    """The screen, as a context manager; all its processes end with it.

    Parameters
    ----------
    width, height : int
        In pixels.

    Attributes
    ----------
    env : dict of str to str
        What a program needs in its environment to be seen there.
    """

    def __init__(self, width: int = 1400, height: int = 900) -> None:
        self.width, self.height = width, height
        self.env: dict[str, str] = {}
        self._folder = Path(tempfile.mkdtemp(prefix="screen-"))
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            self._start_server()
            self._start_manager()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=_WAIT_S)
            running_pids.discard(process.pid)
        self._processes.clear()
        shutil.rmtree(self._folder, ignore_errors=True)

    # --- windows

    def windows(self, pid: int) -> list[str]:
        """Give the windows of a process that can be seen now."""
        found = self._run("xdotool", "search", "--onlyvisible", "--pid", str(pid), check=False)
        return found.split()

    def wait_for_window(self, pid: int) -> str:
        """Wait until a process shows a window."""
        wait_until(lambda: self.windows(pid), f"a window of process {pid}")
        return self.windows(pid)[0]

    def activate(self, window: str) -> None:
        """Bring a window to the front, out of being minimised too, with the keys going to it."""
        self._run("xdotool", "windowactivate", "--sync", window)
        self._wait_for_focus(window)

    def minimise(self, window: str) -> None:
        """Minimise a window."""
        self._run("xdotool", "windowminimize", "--sync", window)

    def resize(self, window: str, width: int, height: int) -> None:
        """Give a window another size, in pixels."""
        self._run("xdotool", "windowsize", "--sync", window, str(width), str(height))

    def close(self, window: str) -> None:
        """Ask a window to close, as its close button does."""
        self.activate(window)
        self.key("alt+F4")

    # --- keys and mouse

    def key(self, *keys: str) -> None:
        """Press and release keys ("space", "ctrl+z") one after another."""
        self._run("xdotool", "key", *keys)

    @contextlib.contextmanager
    def held(self, key: str) -> Iterator[None]:
        """Hold a key."""
        self.key_down(key)
        try:
            yield
        finally:
            self.key_up(key)

    def key_down(self, key: str) -> None:
        """Press a key; the server repeats it as a keyboard does."""
        self._run("xdotool", "keydown", key)

    def key_up(self, key: str) -> None:
        """Release a key."""
        self._run("xdotool", "keyup", key)

    def type(self, text: str) -> None:
        """Type a text."""
        self._run("xdotool", "type", text)

    def move(self, x: int, y: int) -> None:
        """Move the pointer."""
        # Not --sync: it waits long for a pointer that is there already.
        self._run("xdotool", "mousemove", str(x), str(y))

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Click at a place."""
        self.move(x, y)
        self._run("xdotool", "click", str(button))

    @contextlib.contextmanager
    def button_held(self) -> Iterator[None]:
        """Hold the left button of the mouse."""
        self._run("xdotool", "mousedown", "1")
        try:
            yield
        finally:
            self._run("xdotool", "mouseup", "1")

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 8) -> None:
        """Press the button at one place and release it at another."""
        self.move(*start)
        with self.button_held():
            for step in range(1, steps + 1):
                x, y = (a + (b - a) * step // steps for a, b in zip(start, end, strict=True))
                self.move(x, y)
            # The other program has to answer the last move before the button is released.
            self._run("xdotool", "sleep", "0.2")

    # --- what is seen

    def pixels(self) -> NDArray[np.uint8]:
        """Give what the screen shows now, shape (height, width, 3): red, green, blue."""
        # The server keeps its memory in a file in X's own format: a header, a colour map, pixels.
        raw = (self._folder / "Xvfb_screen0").read_bytes()
        header = np.frombuffer(raw, ">u4", 25)
        begin = int(header[0] + header[19] * 12)
        height, row_bytes, width = int(header[5]), int(header[12]), int(header[4])
        rows = np.frombuffer(raw, np.uint8, height * row_bytes, begin).reshape(height, row_bytes)
        return rows[:, : width * 4].reshape(height, width, 4)[:, :, 2::-1]

    def save(self, path: Path, width: int | None = None, height: int | None = None) -> None:
        """Write what the screen shows, or its upper left part, to a picture file."""
        pixels = np.ascontiguousarray(self.pixels()[:height, :width])
        rows, columns, colours = pixels.shape
        image = QImage(
            pixels.tobytes(), columns, rows, columns * colours, QImage.Format.Format_RGB888
        )
        if not image.save(str(path)):
            raise OSError(f"cannot write {path}")

    # --- inner workings

    def _start_server(self) -> None:
        reading, writing = os.pipe()
        size = f"{self.width}x{self.height}x24"
        try:
            self._start(
                *("Xvfb", "-displayfd", str(writing), "-screen", "0", size),
                *("-nolisten", "tcp", "-noreset", "-fbdir", str(self._folder)),
                pass_fds=(writing,),
            )
        finally:
            os.close(writing)
        with os.fdopen(reading) as file:
            number = file.readline().strip()
        if not number:
            raise AssertionError(f"Xvfb did not start:\n{self._log()}")
        self.env = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}

    def _start_manager(self) -> None:
        configuration = self._folder / "rc.xml"
        configuration.write_text(_MANAGER)
        self._start("openbox", "--sm-disable", "--config-file", str(configuration))
        wait_until(
            lambda: "window id #" in self._run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"),
            "the window manager runs",
        )

    def _start(self, *command: str, pass_fds: tuple[int, ...] = ()) -> None:
        with self._log_path.open("ab") as log:
            process = subprocess.Popen(
                # It does not outlive a test run that is killed.
                ["setpriv", "--pdeathsig", "KILL", *command],
                env=os.environ | self.env | {"HOME": str(self._folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        running_pids.add(process.pid)
        self._processes.append(process)

    def _wait_for_focus(self, window: str) -> None:
        def focused() -> bool:
            now = self._run("xdotool", "getwindowfocus", check=False).strip()
            return now == window

        wait_until(focused, "the window has the keys")

    def _run(self, *command: str, check: bool = True) -> str:
        finished = subprocess.run(
            command,
            env=os.environ | self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=_WAIT_S,
        )
        if check and finished.returncode:
            raise AssertionError(f"{' '.join(command)}: {finished.stderr}")
        return finished.stdout

    @property
    def _log_path(self) -> Path:
        return self._folder / "log"

    def _log(self) -> str:
        return self._log_path.read_text()
