"""Which of the files that PyInstaller found belong into the program.

An entry is PyInstaller's: where a file is to lie, where it comes from, and its kind. One that is a
link comes from where it points to.
"""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from PyInstaller.depend.bindepend import get_imports

Entry = tuple[str, str, str]

# Qt loads its plugins by their names; without the prefix "lib" and the suffix.
_PLUGINS = (
    # Drawings as icons. All other pictures are painted.
    "iconengines/qsvgicon",
    "imageformats/qsvg",
    "platforms/qcocoa",
    "platforms/qoffscreen",  # the smoke test's
    "platforms/qwayland",
    "platforms/qwindows",
    "platforms/qxcb",
    # Accents by two keys, and what East Asian languages type with.
    "platforminputcontexts/composeplatforminputcontextplugin",
    "platforminputcontexts/ibusplatforminputcontextplugin",
    "platformthemes/qxdgdesktopportal",
    "styles/",
    # Window frames, and what makes a window of a surface. Not what shares graphics memory with the
    # screen: like X11's plugins for OpenGL, which would load the system's drivers, it is for
    # programs that draw by OpenGL, and this one does not.
    "wayland-decoration-client/",
    "wayland-shell-integration/xdg-shell",
)
_UNUSED = (
    # PortAudio a second time, for Windows' studio hardware: the program asks for the usual one.
    "-asio.dll",
    # They run networks on graphics cards and other chips; ours takes a millisecond.
    "libLiteRtWebGpuAccelerator",
    "ai_edge_litert/vendors/",
    # Qt's own words in other languages: the window speaks English.
    "PySide6/Qt/translations/",
    "PySide6/translations/",
    # Tables of colours, of which the program has its own, and its library's mascot.
    "pyqtgraph/colors/",
    "pyqtgraph/icons/peegee/",
)
# Every desktop has them. Some have to fit to the rest of the system, as they read its configuration
# or load its parts (sound, fonts, the screen); the others are needed by those parts too, in the
# system's own version, and one of ours would be loaded in its place.
_LEFT_TO_LINUX = (
    "libX11",
    "libasound.",
    "libdbus-1.",
    "libfontconfig.",
    "libfreetype.",
    "libgcc_s.",
    "libglib-2.0.",
    "libgthread-2.0.",
    "libmvec.",  # a part of the C library, which fits to no other version of it
    "libstdc++.",
    "libz.",
    "libzstd.",
)
# The bootloader and sounddevice load them by their names.
_LOADED_BY_NAME = ("libpython", "libportaudio", "python3")


def used(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out the files that the program does without."""
    return [entry for entry in entries if _is_used(PurePosixPath(entry[0].replace("\\", "/")))]


def _is_used(place: PurePosixPath) -> bool:
    if any(part in str(place) for part in _UNUSED):
        return False
    if sys.platform == "linux" and place.name.startswith(_LEFT_TO_LINUX):
        return False
    if "plugins" in place.parts and place.parts[0] == "PySide6":
        plugin = f"{place.parent.name}/{place.name.removeprefix('lib')}"
        return plugin.startswith(_PLUGINS)
    return True


def needed(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out the libraries that only left-out files needed.

    Where PyInstaller found them, it has followed what all files need, those included that the
    program does without: Qt's plugin for GTK alone brings all of GTK along.
    """
    if sys.platform == "darwin":  # there, libraries of Qt are folders with links, and none is large
        return list(entries)
    waiting: dict[str, list[Entry]] = defaultdict(list)
    found: list[Entry] = []
    for entry in entries:
        place = PurePosixPath(entry[0].replace("\\", "/"))
        (waiting[place.name.lower()] if _waits(place, entry[2]) else found).append(entry)
    for entry in found:  # which grows meanwhile
        if entry[2] in ("BINARY", "EXTENSION"):
            for name in _names_of_needed(entry[1]):
                found += waiting.pop(name.lower(), [])
    return found


def without_dangling(entries: Iterable[Entry], binaries: Iterable[Entry]) -> list[Entry]:
    """Leave out the links to libraries that were left out."""
    places = {entry[0] for entry in binaries}
    return [entry for entry in entries if entry[2] != "SYMLINK" or entry[1] in places]


def _waits(place: PurePosixPath, kind: str) -> bool:
    """Tell whether a file is a library that is there for others only.

    LiteRT's are among them: libLiteRt, which its package loads where it is there, is for a newer
    interface than the interpreter that the program uses.
    """
    if kind == "EXTENSION" or place.name.startswith(_LOADED_BY_NAME):
        return False
    qt = "PySide6/Qt/lib" if sys.platform == "linux" else "PySide6"
    is_library = ".so" in place.name or place.suffix == ".dll"
    return is_library and str(place.parent) in (".", qt, "ai_edge_litert")


def _names_of_needed(library: str) -> list[str]:
    """Name the libraries that a file asks for itself, not those that these ask for in turn."""
    if sys.platform != "linux":
        return [Path(name).name for name, _ in get_imports(library)]
    said = subprocess.run(
        ["objdump", "-p", library], check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout
    return [line.split()[1] for line in said.splitlines() if line.strip().startswith("NEEDED")]
