"""What is put right in the packaged program before it starts; nobody imports it."""

import ctypes.util
import os
import sys
from pathlib import Path


def _find_shipped_libraries() -> None:
    """Let libraries be found that lie in the program's own folder.

    sounddevice asks Python where PortAudio is, and Python asks the system's list of libraries, and
    a compiler: on the computers of users, neither knows of it.
    """
    find_in_system = ctypes.util.find_library

    def find_library(name: str) -> str | None:
        found = sorted(Path(sys._MEIPASS).glob(f"lib{name}.so*"))
        return str(found[0]) if found else find_in_system(name)

    ctypes.util.find_library = find_library


def _leave_children_the_systems_libraries() -> None:
    """Let programs of the system that are started (ffmpeg, the file manager) find what is theirs.

    PyInstaller's bootloader puts the program's folder into LD_LIBRARY_PATH, which this process has
    taken note of and needs no more. Of the program itself, children start as it did: they put it
    there again (PyInstaller, "Independent subprocess").
    """
    wished = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    if wished:
        os.environ["LD_LIBRARY_PATH"] = wished
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


def _print_into_nothing() -> None:
    """Give the program without a terminal something to print to."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # Open to the end.
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


if sys.platform == "linux":
    _find_shipped_libraries()
    _leave_children_the_systems_libraries()
if sys.platform == "win32":
    _print_into_nothing()
