"""The program for Windows: a ``.zip``, and an installer where Inno Setup is there to make one."""

import os
import shutil
from pathlib import Path

from project import BUILD, DIST, ICONS, NAME, PACKAGING, ROOT, run, version


def pack(folder: Path, machine: str) -> list[Path]:
    """Pack the program's folder, and make the installer of it."""
    staged = BUILD / "zip"
    shutil.copytree(folder, staged / NAME)
    shutil.copy(ROOT / "LICENSE", staged / NAME / "LICENSE.txt")
    base = f"{NAME}-{version()}-windows-{machine}"
    packages = [Path(shutil.make_archive(str(DIST / base), "zip", staged, NAME))]
    compiler = _inno_setup()
    if compiler is None:
        if "CI" in os.environ:
            raise SystemExit("Inno Setup is not there, so that there would be no installer.")
        print("Without Inno Setup there is no installer: the .zip alone is made.")
        return packages
    definitions = {
        "Version": version(),
        "Source": staged / NAME,
        "Icon": ICONS / f"{NAME}.ico",
        "Output": DIST,
        "Base": f"{base}-setup",
    }
    run(
        *(compiler, "/Qp", *(f"/D{name}={value}" for name, value in definitions.items())),
        PACKAGING / "windows" / f"{NAME}.iss",
    )
    return [*packages, DIST / f"{base}-setup.exe"]


def _inno_setup() -> str | None:
    """Find Inno Setup's compiler, which does not put itself on the path."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "")) / "Inno Setup 6" / "ISCC.exe"
    return shutil.which("iscc") or (str(usual) if usual.is_file() else None)
