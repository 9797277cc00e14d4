"""``make package``: builds the program for the system that it runs on, into ``dist/``.

Any Python from 3.11 on will do: all that the build needs comes into an environment of its own,
without the training's libraries, and in the versions that ``constraints.txt`` names.
"""

import platform
import shutil
import sys
from pathlib import Path

import debian_package
import linux_package
import macos_package
import windows_package
from project import BUILD, DIST, ICONS, NAME, PACKAGING, ROOT, TITLE, run, source_date

FOLDER = DIST / NAME
"""The program, as PyInstaller puts it together."""


def main() -> None:
    """Build everything, try it, and say how large it is."""
    if sys.platform == "linux":
        linux_package.check_tools()
    # setuptools puts into every wheel what an earlier one has left in build/lib.
    for left in (BUILD, DIST, ROOT / "build" / "lib"):
        shutil.rmtree(left, ignore_errors=True)
    python = make_environment()
    run(python, PACKAGING / "icons.py", ROOT / "assets" / "icon.svg", ICONS)
    freeze(python)
    if sys.platform == "linux":
        linux_package.strip_libraries(FOLDER)
    try_program()
    packages = pack()
    for path in (FOLDER, *packages):
        print(f"{size_of(path) / 1e6:6.1f} MB  {path.relative_to(ROOT)}")


def make_environment() -> Path:
    """Make a fresh environment with the program's libraries and PyInstaller; give its Python."""
    folder = BUILD / "venv"
    run(sys.executable, "-m", "venv", "--clear", folder)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    pip = (python, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--constraint", ROOT / "constraints.txt", f"{ROOT}[package]")
    shutil.rmtree(ROOT / "build" / "lib", ignore_errors=True)
    return python


def freeze(python: Path) -> None:
    """Have PyInstaller put the program and all that it needs into one folder."""
    run(
        *(python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
        *("--distpath", DIST, "--workpath", BUILD / "work", PACKAGING / f"{NAME}.spec"),
        # Of the same sources the same files come (PyInstaller, "Creating a Reproducible Build").
        PYTHONHASHSEED="1",
        SOURCE_DATE_EPOCH=str(source_date()),
        # Unsigned, the application would get silence in place of the microphone on macOS.
        PYINSTALLER_STRICT_BUNDLE_CODESIGN_ERROR="1",
        PYINSTALLER_VERIFY_BUNDLE_SIGNATURE="1",
    )


def try_program() -> None:
    """Have the packaged program look at itself, without a screen: it fails here, not elsewhere."""
    programs = {
        "darwin": [macos_package.APP / "Contents" / "MacOS" / NAME],
        "win32": [FOLDER / f"{NAME}.exe", FOLDER / f"{TITLE}.exe"],
        "linux": [FOLDER / NAME],
    }
    for program in programs[sys.platform]:
        run(program, "--smoke-test", "all")


def pack() -> list[Path]:
    """Pack the folder as it is usual on this system."""
    machine = platform.machine().lower()
    if sys.platform == "win32":
        return windows_package.pack(FOLDER, machine.replace("amd64", "x86_64"))
    if sys.platform == "darwin":
        return [macos_package.pack(machine)]
    return [linux_package.pack_tar(FOLDER, machine), debian_package.pack_deb(FOLDER)]


def size_of(path: Path) -> int:
    """Add up the bytes of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink())


if __name__ == "__main__":
    main()
