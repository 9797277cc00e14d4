"""The program for Debian and its relatives: a ``.deb``."""

import gzip
import hashlib
import re
import shutil
import textwrap
from email.utils import formatdate
from pathlib import Path

from linux_package import usual_mode
from project import (
    BUILD,
    DIST,
    ICONS,
    NAME,
    PACKAGING,
    ROOT,
    run,
    said_by,
    source_date,
    version,
)

_HOME = Path("usr/lib") / NAME
_ID = "org.spoken_digits.SpokenDigits"
_MAINTAINER = "The Spoken Digits project <packages@spoken-digits.invalid>"
_ELF = b"\x7fELF"
# As "libX.so.6", or "libdb-5.3.so": the library's name, and the version of its interface.
_SONAMES = (re.compile(r"(lib.+)\.so\.(\d+)"), re.compile(r"(lib.+)-([\d.]+)\.so$"))
# What is loaded by its name at run time, and so stands in no file's list of libraries.
_LOADED_BY_NAME = (
    # How ALSA, and so PortAudio, reaches the sound server.
    "libasound2-plugins | pipewire-alsa",
    # The keyboards that libxkbcommon reads.
    "xkb-data",
)
_RECOMMENDED = ("ffmpeg", "fonts-dejavu-core | fonts-liberation | fonts-noto-core", "xdg-utils")
_DESCRIPTION = """\
See and recognise spoken digits
Say digits, or a whole number in one breath, and see them at once: the sound as it runs, the digit
on the stretch that it came from, and how sure the program is. Where it is not sure, it says so
instead of guessing. It works without the internet, and what it hears stays on this computer.
"""


def pack_deb(folder: Path) -> Path:
    """Pack the program, with its place in the menu, its icon and its manual."""
    staged = BUILD / "deb"
    # dpkg-shlibdeps knows the root of a package by this folder.
    (staged / "DEBIAN").mkdir(parents=True)
    shutil.copytree(folder, staged / _HOME, symlinks=True)
    (staged / "usr/bin").mkdir()
    (staged / "usr/bin" / NAME).symlink_to(Path("../lib") / NAME / NAME)
    _stage_shared(staged / "usr/share")
    _give_usual_rights(staged)
    architecture = said_by("dpkg", "--print-architecture")
    depends = f"{_needed_packages(staged / _HOME)}, {', '.join(_LOADED_BY_NAME)}"
    _write_control(staged, architecture, depends)
    path = DIST / f"{NAME}_{version()}_{architecture}.deb"
    run(
        *("dpkg-deb", "--root-owner-group", "-Zxz", "--build", staged, path),
        # No file in it is younger.
        SOURCE_DATE_EPOCH=str(source_date()),
    )
    return path


def _stage_shared(share: Path) -> None:
    """Lay out what the desktop and the reader of manuals look for."""
    own = PACKAGING / "linux"
    icons = share / "icons/hicolor"
    _copy(own / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    _copy(own / f"{_ID}.metainfo.xml", share / "metainfo" / f"{_ID}.metainfo.xml")
    _copy(ROOT / "assets/icon.svg", icons / "scalable/apps" / f"{NAME}.svg")
    for picture in ICONS.glob("*.png"):
        side = picture.stem
        _copy(picture, icons / f"{side}x{side}" / "apps" / f"{NAME}.png")
    _copy(own / "copyright", share / "doc" / NAME / "copyright")
    _write_packed(share / "doc" / NAME / "changelog.gz", _changelog())
    manual = (own / f"{NAME}.1").read_text(encoding="utf-8")
    _write_packed(share / "man/man1" / f"{NAME}.1.gz", manual.replace("@VERSION@", version()))


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def _write_packed(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _changelog() -> str:
    """Give what a Debian package has to have; the changes themselves stand in git."""
    return (
        f"{NAME} ({version()}) stable; urgency=medium\n\n"
        f"  * Version {version()}.\n\n"
        f" -- {_MAINTAINER}  {formatdate(source_date())}\n"
    )


def _give_usual_rights(staged: Path) -> None:
    for path in [staged, *staged.rglob("*")]:
        if not path.is_symlink():
            path.chmod(usual_mode(path.stat().st_mode))


def _needed_packages(home: Path) -> str:
    """Name the packages of all libraries that are needed and not shipped, with their versions."""
    work = BUILD / "shlibdeps"
    # dpkg-shlibdeps runs in the source of a package only; this is all that it looks at.
    (work / "debian").mkdir(parents=True)
    stanzas = f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n"
    (work / "debian" / "control").write_text(stanzas)
    files = sorted(path for path in home.rglob("*") if path.is_file() and not path.is_symlink())
    binaries = [path for path in files if path.open("rb").read(4) == _ELF]
    own_folders = {path.parent for path in binaries}
    # What is shipped needs no package, even where the system has one of it.
    (work / "debian" / "shlibs.local").write_text(
        "".join(
            f"{name[1]} {name[2]}\n"
            for path in binaries
            for form in _SONAMES
            if (name := form.match(path.name))
        )
    )
    said = said_by(
        # Nor is a package known for those that came with a wheel.
        *("dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0"),
        *(f"-l{folder}" for folder in sorted(own_folders)),
        *(f"-e{path}" for path in binaries),
        folder=work,
    )
    return said.removeprefix("shlibs:Depends=")


def _write_control(staged: Path, architecture: str, depends: str) -> None:
    """Write what dpkg has to know of the package."""
    files = sorted(path for path in staged.rglob("*") if path.is_file() and not path.is_symlink())
    control = staged / "DEBIAN"
    sums = [
        f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(staged)}\n"
        for path in files
    ]
    (control / "md5sums").write_text("".join(sums))
    title, _, text = _DESCRIPTION.partition("\n")
    lines = [
        f"Package: {NAME}",
        f"Version: {version()}",
        f"Architecture: {architecture}",
        f"Maintainer: {_MAINTAINER}",
        f"Installed-Size: {sum(path.stat().st_size for path in files) // 1024}",
        f"Depends: {depends}",
        f"Recommends: {', '.join(_RECOMMENDED)}",
        "Section: sound",
        "Priority: optional",
        f"Description: {title}",
        *(f" {line}" for line in textwrap.wrap(text, 78)),
        "",
    ]
    (control / "control").write_text("\n".join(lines), encoding="utf-8")
    for path in control.iterdir():
        path.chmod(0o644)
