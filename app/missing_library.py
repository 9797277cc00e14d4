"""Libraries of the system that are missing, and the packages that they come with."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from app.errors import MissingLibraryError

_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libasound.so.2": "libasound2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libzstd.so.1": "libzstd1",
}
"""Debian's packages; other systems have them under names that are alike."""

_MISSING = re.compile(r"(lib[\w.+-]+?\.so(?:\.\d+)*): cannot open shared object file")


@contextmanager
def naming_missing_libraries() -> Iterator[None]:
    """Import or load something that needs libraries of the system.

    Raises
    ------
    MissingLibraryError
        In place of the error of the import, if one of them is not there: which, and the package
        to install.
    """
    try:
        yield
    except (ImportError, OSError) as error:
        # In the packaged program, what the system said is only the cause of what PyInstaller says.
        found = _MISSING.search(f"{error} {error.__cause__}")
        if found is None:
            raise
        library = found[1]
        package = _PACKAGES.get(library)
        how = (
            "the package that it comes with"
            if package is None
            else f"it, on Debian and Ubuntu: sudo apt install {package}"
        )
        raise MissingLibraryError(
            f"The window needs {library}, which is missing. Install {how}"
        ) from error
