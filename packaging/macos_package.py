"""The program for macOS: a ``.dmg`` with the application, to be dragged into its folder."""

import shutil
from pathlib import Path

from project import BUILD, DIST, NAME, TITLE, run, version

APP = DIST / f"{TITLE}.app"
"""The application, as PyInstaller makes and signs it.

Nothing in it may be changed afterwards: it would have to be signed once more, and then macOS would
not ask for the microphone any longer, and give silence, unless the entitlements are named again.
"""


def pack(machine: str) -> Path:
    """Put the application into a disk image, beside a link to where it belongs."""
    staged = BUILD / "dmg"
    staged.mkdir()
    shutil.copytree(APP, staged / APP.name, symlinks=True)
    (staged / "Applications").symlink_to("/Applications")
    path = DIST / f"{NAME}-{version()}-macos-{machine}.dmg"
    run("hdiutil", "create", "-volname", TITLE, "-srcfolder", staged, "-format", "UDZO", path)
    return path
