"""The program for macOS: a ``.dmg`` with the application, to be dragged into its folder."""

import shutil
import subprocess
import time
from pathlib import Path

from project import BUILD, DIST, NAME, TITLE, run, version

APP = DIST / f"{TITLE}.app"
"""The application, as PyInstaller makes and signs it.

Nothing in it may be changed afterwards: it would have to be signed once more, and then macOS would
not ask for the microphone any longer, and give silence, unless the entitlements are named again.
"""

_ATTEMPTS, _WAIT_S = 10, 5


def pack(machine: str) -> Path:
    """Put the application into a disk image, beside a link to where it belongs."""
    staged = BUILD / "dmg"
    staged.mkdir()
    shutil.copytree(APP, staged / APP.name, symlinks=True)
    (staged / "Applications").symlink_to("/Applications")
    path = DIST / f"{NAME}-{version()}-macos-{machine}.dmg"
    command = ("hdiutil", "create", "-ov", "-volname", TITLE, "-srcfolder", staged)
    for attempt in range(_ATTEMPTS):
        try:
            run(*command, "-format", "UDZO", path)
        except subprocess.CalledProcessError:
            # "Resource busy": the system still looks through what was only just written.
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(_WAIT_S)
        else:
            break
    return path
