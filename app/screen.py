"""Whether there is a screen for a window."""

import os
import socket
import sys
from pathlib import Path

_X11_PORT = 6000
_FAR_S = 5.0


def has_screen() -> bool:
    """Tell whether a window can be opened here.

    Qt ends the whole program where it finds no screen, so this is asked before Qt is.

    Returns
    -------
    bool
        On Linux and its like, whether a platform of Qt's is named, or the named Wayland or X11
        server answers. True on other systems.
    """
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return _wayland_answers() or _x11_answers()


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and _answers(str(Path(os.environ.get("XDG_RUNTIME_DIR", ""), name)))


def _x11_answers() -> bool:
    host, _, number = os.environ.get("DISPLAY", "").rpartition(":")
    screen = number.partition(".")[0]
    if not screen.isdecimal():
        return False
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{screen}"
        return _answers(f"\0{path}") or _answers(path)
    try:
        # As over SSH.
        with socket.create_connection((host, _X11_PORT + int(screen)), _FAR_S):
            return True
    except (OSError, OverflowError):
        return False


def _answers(address: str) -> bool:
    """Tell whether a server of this machine takes connections."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.connect(address)
        except OSError:
            return False
        return True
