"""Collects the licences of everything that is shipped, for the program's About and beside it."""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import distribution, packages_distributions, version
from pathlib import Path
from typing import NamedTuple

from app import __version__
from app.licences import home_of, licence_of, texts_of

_ROOT = Path(__file__).resolve().parents[1]
_OWN_TEXTS = Path(__file__).with_name("licences")
_COMMON = Path("/usr/share/common-licenses")
_COMMON_FOLDER = "common-licenses"
_COMMON_NAME = re.compile(r"/usr/share/common-licenses/([A-Za-z]+(?:-[\d.]*\d)?)")
_MICROSOFTS = re.compile(r"(vcruntime|msvcp|concrt|ucrtbase|api-ms-win-)", re.IGNORECASE)

_QT = ("qt.txt", "LGPL-3.txt", "GPL-3.txt")
# Their wheels come without a text.
_TEXTS_OF = {"pyside6-essentials": _QT, "shiboken6": _QT}


class Part(NamedTuple):
    """A part of the program that somebody else made.

    Attributes
    ----------
    name, version, licence : str
    home : str
        Its address.
    text : str
        Of its licence.
    """

    name: str
    version: str
    licence: str
    home: str
    text: str


def write(folder: Path, modules: Iterable[str], libraries: Iterable[str]) -> None:
    """Write the licences of all parts into a folder: a text for each, and a list, licences.json.

    Parameters
    ----------
    folder : Path
    modules : iterable of str
        The names of all modules of Python's that are shipped.
    libraries : iterable of str
        Where all shipped libraries come from.

    Raises
    ------
    SystemExit
        If nobody knows the licence of a library, or a part has no text.
    """
    files = [Path(each) for each in libraries]
    parts = [_program(), _python(), _of_distribution("pyinstaller")]
    parts += [_of_distribution(name) for name in _distributions_of(modules)]
    parts += [*_inside_of_wheels(files), *_of_system(files)]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    listed = []
    for part in sorted(parts, key=lambda each: each.name.lower()):
        if not part.text.strip():
            raise SystemExit(f"There is no text of the licence of {part.name}: see {__file__}.")
        file = re.sub(r"[^\w.+-]+", "-", part.name).strip("-") + ".txt"
        (folder / file).write_text(_with_common_licences(part.text, folder), encoding="utf-8")
        listed.append({**part._asdict(), "file": file})
        del listed[-1]["text"]
    content = json.dumps(listed, indent=1, ensure_ascii=False) + "\n"
    (folder / "licences.json").write_text(content, encoding="utf-8")


def _program() -> Part:
    text = (_ROOT / "LICENSE").read_text(encoding="utf-8")
    return Part("Spoken Digits", __version__, "MIT", "", text)


def _python() -> Part:
    folders = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    texts = [file for folder in folders if (file := folder / "LICENSE.txt").is_file()]
    text = texts[0].read_text(encoding="utf-8") if texts else ""
    number = ".".join(map(str, sys.version_info[:3]))
    return Part("Python", number, "PSF-2.0", "https://www.python.org", text)


# --- Python's libraries


def _distributions_of(modules: Iterable[str]) -> list[str]:
    """Name the distributions that modules come from: those that only build are not in it."""
    providers = packages_distributions()
    tops = {name.partition(".")[0] for name in modules}
    names = {_canonical(name) for top in tops for name in providers.get(top, ())}
    return sorted(names - {"spoken-digits", "pyinstaller"})


def _canonical(name: str) -> str:
    """Write a distribution's name as the specifications say ("Names and normalization")."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _of_distribution(name: str) -> Part:
    found = distribution(name)
    own = _TEXTS_OF.get(name)
    text = texts_of(found) if own is None else _own_text(*own, version=found.version)
    return Part(
        found.name, found.version, licence_of(found) or "see its text", home_of(found), text
    )


def _own_text(*names: str, version: str = "") -> str:
    texts = [(_OWN_TEXTS / name).read_text(encoding="utf-8") for name in names]
    return "\n\n".join(texts).replace("@VERSION@", version)


# --- libraries of others


def _inside_of_wheels(libraries: list[Path]) -> list[Part]:
    """Describe what wheels bring along without saying so."""
    qt = f"of Qt {version('PySide6-Essentials')}"
    soundfile = f"of soundfile {version('soundfile')}"
    sounddevice = f"of sounddevice {version('sounddevice')}"
    known = (
        # What the library's file begins with; the rest is the part.
        ("QtCore", "Qt's third-party code", qt, "see its text", "doc.qt.io", "qt-third-party.txt"),
        ("icudata", "ICU", qt, "Unicode-3.0", "icu.unicode.org", "icu.txt"),
        ("sndfile", "libsndfile", soundfile, "LGPL-2.1-or-later", "libsndfile.github.io/libsndfile",
         "libsndfile.txt", "LGPL-2.1.txt"),
        ("portaudio", "PortAudio", sounddevice, "MIT", "www.portaudio.com", "portaudio.txt"),
    )  # fmt: skip
    names = {path.name.removeprefix("lib") for path in libraries if path.is_relative_to(sys.prefix)}
    return [
        Part(name, number, licence, f"https://{home}", _own_text(*texts))
        for beginning, name, number, licence, home, *texts in known
        if any(library.startswith(beginning) for library in names)
    ]


def _is_of_python(library: Path) -> bool:
    """Tell whether a library comes from the build's environment, or with Python itself."""
    return library.is_relative_to(sys.prefix) or library.is_relative_to(sys.base_prefix)


def _of_system(libraries: list[Path]) -> list[Part]:
    """Describe the libraries that were taken from the system."""
    if sys.platform == "linux":
        packages = {package for each in libraries if (package := _debian_package(each))}
        return [_of_debian_package(package) for package in sorted(packages)]
    taken = [path for path in libraries if not _is_of_python(path)]
    foreign = [str(path) for path in taken if not _MICROSOFTS.match(path.name)]
    if foreign:
        raise SystemExit(f"Nobody knows the licence of {', '.join(foreign)}.")
    text = _own_text("visual-c-runtime.txt")
    runtime = Part("Microsoft's C and C++ runtime", "14", "see its text", "", text)
    return [runtime] if taken else []


def _debian_package(library: Path) -> str | None:
    """Name the package that a library was installed with; None where it came otherwise."""
    real = str(library.resolve())
    # Packages that are older than the merging of /lib into /usr/lib still name /lib.
    for path in (real, real.removeprefix("/usr")):
        said = subprocess.run(
            ["dpkg", "-S", path],
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        if said.returncode == 0:
            return said.stdout.partition(":")[0]
    if not _is_of_python(library):
        raise SystemExit(f"Nobody knows the licence of {library}: no package has it.")
    return None


def _of_debian_package(name: str) -> Part:
    said = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}\n${Homepage}\n", name],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ).stdout.splitlines()
    file = Path("/usr/share/doc") / name / "copyright"
    text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    # Where it can be read by machines (Debian, "Machine-readable debian/copyright file"), the first
    # licence that it names is that of all files but for some.
    found = re.search(r"^Files: ?\*\s.*?^License: ?(\S.*?)$", text, re.MULTILINE | re.DOTALL)
    return Part(name, said[0], found[1] if found else "see its text", said[1], text)


def _with_common_licences(text: str, folder: Path) -> str:
    """Put the texts beside it that Debian does not repeat in each package."""
    for name in sorted({*_COMMON_NAME.findall(text)}):
        if (_COMMON / name).is_file():
            (folder / _COMMON_FOLDER).mkdir(exist_ok=True)
            shutil.copy(_COMMON / name, folder / _COMMON_FOLDER / f"{name}.txt")
    if str(_COMMON) not in text:
        return text
    return f"{text}\n[The texts of {_COMMON} lie in the folder {_COMMON_FOLDER} beside this.]\n"
