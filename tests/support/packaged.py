"""The packaged program as a user of another machine has it: nothing of the repository around it."""

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from screen import Screen
from seen import SAMPLE_PATH, digits_on_disk
from virtual_sound import VirtualSound, wait_until

from app import __version__
from assets import SAMPLE_DIGITS

DIST = Path(__file__).resolve().parents[2] / "dist"
FOLDER = DIST / "spoken-digits"
"""The program's folder, as PyInstaller made it."""

_NOBODY = 65534
_END_S = 30


def package(pattern: str) -> Path:
    """Give the package of this version; what ``make package`` has not built is missing."""
    (found,) = DIST.glob(pattern.format(version=__version__))
    return found


class User:
    """Somebody with an empty home, the system's usual programs, and no other environment.

    Parameters
    ----------
    is_other : bool
        Whether it is another user than the one of this process, who has to be root then.
    """

    def __init__(self, is_other: bool) -> None:
        self._is_other = is_other
        # Not pytest's own folder, into which others cannot look.
        self.home = Path(tempfile.mkdtemp(prefix="user-"))
        if is_other:
            os.chown(self.home, _NOBODY, _NOBODY)

    @property
    def program_home(self) -> Path:
        """Where the program writes."""
        return self.home / "kept here"

    def start(self, *command: object, **environment: str) -> "subprocess.Popen[str]":
        """Start a program in the user's home."""
        rights = ("--reuid", _NOBODY, "--regid", _NOBODY, "--clear-groups")
        variables = {
            "HOME": self.home,
            "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "SPOKEN_DIGITS_HOME": self.program_home,
        } | environment
        prefix = (
            *("setpriv", "--pdeathsig", "KILL", *(rights if self._is_other else ())),
            *("env", "-i", *(f"{name}={value}" for name, value in variables.items())),
        )
        return subprocess.Popen(
            [str(each) for each in (*prefix, *command)],
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *command: object, **environment: str) -> str:
        """Run a program to its end, which has to be a good one, and give what it printed."""
        process = self.start(*command, **environment)
        output, errors = process.communicate(timeout=240)
        assert process.returncode == 0, f"{output}\n{errors}"
        return output

    def leave(self) -> None:
        """Take everything of the user away."""
        shutil.rmtree(self.home)


@contextmanager
def unpacked(archive: Path) -> Iterator[Path]:
    """Unpack the program into a read-only folder, whose name is not an easy one."""
    folder = Path(tempfile.mkdtemp(prefix="Größe 4 – programs of 日本 "))
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
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
) -> Iterator["subprocess.Popen[str]"]:
    """Have the window hear the sample recording in the microphone, and close it at the end.

    Yields
    ------
    Popen
        The program, when the digits are in its history file.
    """
    _open_to_all(sound)
    process = user.start(*command, "--listen", **screen.env, **sound.env)
    try:
        window = screen.wait_for_window(process.pid)
        wait_until(lambda: sound.listeners("a"), "the microphone is heard")
        with sound.room_noise():
            sound.play(SAMPLE_PATH)
            history = user.program_home / "history.jsonl"
            wait_until(
                lambda: history.exists() and digits_on_disk(user.program_home) == SAMPLE_DIGITS,
                "the digits are in the history file",
            )
        yield process
        screen.close(window)
        assert process.wait(_END_S) == 0
    finally:
        process.kill()
        output, errors = process.communicate()
        print(output, errors)


def _open_to_all(sound: VirtualSound) -> None:
    """Let other users into the sound server's folder."""
    folder = Path(sound.env["ALSA_CONFIG_PATH"]).parent
    for each in (folder, folder / "pulse"):
        each.chmod(0o755)
