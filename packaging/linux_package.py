"""The program for any Linux: a folder in a ``.tar.gz``, which runs wherever it is unpacked."""

import gzip
import shutil
import tarfile
from pathlib import Path

from project import BUILD, DIST, ICONS, NAME, PACKAGING, ROOT, run, source_date, version

_TOOLS = ("dpkg", "dpkg-deb", "dpkg-shlibdeps", "objdump", "strip")
# Python's own, and LiteRT's. Not those of wheels that auditwheel has put together: strip moves what
# it has patched, and they cannot be loaded any more.
_WITH_SYMBOLS = ("libpython*.so*", "lib-dynload/*.so", "libpywrap_litert_common.so")


def check_tools() -> None:
    """End where a tool is missing, and say how to get it."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        raise SystemExit(
            f"{', '.join(missing)} not found. The Linux packages are made on Debian or a relative, "
            "whose tools know the licences of its libraries and the package of each. To install "
            "them: packaging/system_packages.sh package"
        )


def strip_libraries(folder: Path) -> None:
    """Take the symbols out of the libraries that still have them."""
    for pattern in _WITH_SYMBOLS:
        libraries = [path for path in folder.rglob(pattern) if not path.is_symlink()]
        if not libraries:
            raise SystemExit(f"There is no {pattern} in {folder}: look where it is now.")
        run("strip", "--strip-unneeded", *libraries)


def pack_tar(folder: Path, machine: str) -> Path:
    """Pack the program with what a desktop wants to know of it."""
    staged = BUILD / "tar" / NAME
    shutil.copytree(folder, staged, symlinks=True)
    (staged / "licences").symlink_to("_internal/licences")
    shutil.copy(ROOT / "LICENSE", staged)
    for name in ("README.txt", f"{NAME}.desktop"):
        shutil.copy(PACKAGING / "linux" / name, staged)
    shutil.copy(ROOT / "assets" / "icon.svg", staged / f"{NAME}.svg")
    shutil.copy(ICONS / "256.png", staged / f"{NAME}.png")
    path = DIST / f"{NAME}-{version()}-linux-{machine}.tar.gz"
    with (
        path.open("wb") as file,
        # Without a name, which would be written into it.
        gzip.GzipFile("", "wb", 9, file, mtime=source_date()) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        for each in sorted([staged, *staged.rglob("*")]):
            name = str(each.relative_to(staged.parent))
            archive.add(each, name, recursive=False, filter=_of_nobody_in_particular)
    return path


def _of_nobody_in_particular(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Forget who built it, and when."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = source_date()
    member.mode = usual_mode(member.mode)
    return member


def usual_mode(mode: int) -> int:
    """Give the rights that a file in a package has, whatever the umask was."""
    return 0o755 if mode & 0o100 else 0o644
