"""The packaged program as a user of another machine has it: nothing of the repository around it."""

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from accessibility import AccessibilityBus
from program import Running
from screen import Screen
from seen import SAMPLE_PATH, digits_on_disk
from virtual_sound import VirtualSound, wait_until

from app import __version__
from assets import SAMPLE_DIGITS

DIST = Path(__file__).resolve().parents[2] / "dist"
FOLDER = DIST / "spoken-digits"
"""The program's folder, as PyInstaller made it."""

NOBODY = 65534
"""The number of the user who has no home folder."""

_END_S = 30


def package(pattern: str) -> Path:
    """Give the package of this version; what ``make package`` has not built is missing."""
    (found,) = DIST.glob(pattern.format(version=__version__))
    return found


class User:
    """Somebody with an empty home, the system's usual programs, and no other environment.

    Parameters
    ----------
    number : int, optional
        By which the system knows another user than the one of this process, who has to be root
        then; nobody has to be called that.
    """

    def __init__(self, number: int | None = None) -> None:
        self._number = number
        # Not pytest's own folder, into which others cannot look.
        self.home = Path(tempfile.mkdtemp(prefix="user-"))
        self._outputs = Path(tempfile.mkdtemp(prefix="outputs-"))
        self._running: list[Running] = []
        if number is not None:
            os.chown(self.home, number, number)

    @property
    def program_home(self) -> Path:
        """Where the program writes."""
        return self.home / "kept here"

    def start(self, *command: object, **environment: str) -> Running:
        """Start a program in the user's home."""
        number = self._number
        rights = () if number is None else ("--reuid", number, "--regid", number, "--clear-groups")
        variables = {
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "SPOKEN_DIGITS_HOME": str(self.program_home),
        } | environment
        prefix = ("setpriv", "--pdeathsig", "KILL", *rights, "--")
        started = Running(
            self._outputs / str(len(self._running)),
            [str(each) for each in (*prefix, *command)],
            variables,
            self.home,
        )
        self._running.append(started)
        return started

    def run(self, *command: object, status: int = 0, **environment: str) -> Running:
        """Run a program to its end, which has to be the one that was expected."""
        program = self.start(*command, **environment)
        ended = program.process.wait(timeout=240)
        assert ended == status, f"{ended}\n{program.output}\n{program.errors}"
        return program

    def leave(self) -> None:
        """End all programs of the user, and take everything away."""
        for program in self._running:
            program.__exit__()
        for folder in (self.home, self._outputs):
            shutil.rmtree(folder)


Users = Callable[..., User]
"""Makes users, of the numbers that are given."""


@contextmanager
def unpacked(archive: Path) -> Iterator[Path]:
    """Unpack the program into a read-only folder, whose name is not an easy one."""
    folder = Path(tempfile.mkdtemp(prefix="Größe 4 – programs of 日本 "))
    try:
        with tarfile.open(archive) as tar:
            # Python 3.11.3 and older know no filters, and this archive is our own.
            tar.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
            tar.extractall(folder)
        _let(folder, 0o555, 0o444)
        yield folder / "spoken-digits"
    finally:
        _let(folder, 0o755, 0o644)
        shutil.rmtree(folder)


def _let(folder: Path, of_folders: int, of_files: int) -> None:
    for path in [folder, *folder.rglob("*")]:
        if path.is_symlink():
            continue
        if path.is_dir():
            path.chmod(of_folders)
        else:
            path.chmod(of_files | path.stat().st_mode & 0o111)


@contextmanager
def hearing_the_sample(
    command: list[str], user: User, screen: Screen, sound: VirtualSound
) -> Iterator["subprocess.Popen[bytes]"]:
    """Have the window hear the sample recording in the microphone, and close it at the end.

    Yields
    ------
    Popen
        The program, when the digits are in its history file.
    """
    let_others_in(sound)
    program = user.start(*command, "--listen", **screen.env, **sound.env)
    process = program.process
    try:
        window = screen.wait_for_window(process.pid)
        wait_until(lambda: sound.listeners("a"), "the microphone is heard")
        with sound.room_noise():
            sound.play(SAMPLE_PATH)
            wait_until(
                lambda: digits_on_disk(user.program_home) == SAMPLE_DIGITS,
                "the digits are in the history file",
            )
        yield process
        screen.close(window)
        assert process.wait(_END_S) == 0
    finally:
        print(program.output, program.errors)


def let_others_in(server: VirtualSound | AccessibilityBus) -> None:
    """Let other users than this one use a server."""
    inner = (path for path in server.folder.iterdir() if path.is_dir())
    for folder in (server.folder, *inner):
        folder.chmod(0o755)
