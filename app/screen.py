"""Whether there is a screen for a window."""

import os
import socket
import sys


def has_screen() -> bool:
    """Tell whether a window can be opened here.

    Qt ends the whole program where it finds no screen, so this is asked before Qt is.

    Returns
    -------
    bool
        On Linux and its like, whether a Wayland or X11 server is named and, if X11's is on this
        machine, answers. True on other systems.
    """
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    display = os.environ.get("DISPLAY", "")
    host, _, number = display.partition(":")
    if not number:
        return False
    return bool(host) or _x_server_answers(number.partition(".")[0])


def _x_server_answers(number: str) -> bool:
    path = f"/tmp/.X11-unix/X{number}"
    for address in (f"\0{path}", path):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            try:
                connection.connect(address)
            except OSError:
                continue
            return True
    return False
