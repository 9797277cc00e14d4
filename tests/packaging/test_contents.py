"""What is in the package, and what is not."""

import json
import os
import re
import subprocess
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaged import DIST, FOLDER, package
from PyInstaller.archive.readers import CArchiveReader

_INTERNAL = FOLDER / "_internal"
_LICENCES = _INTERNAL / "licences"
_ROOT = DIST.parent
_MEGABYTE = 1_000_000
_FOREIGN = {
    *("tensorflow", "keras", "librosa", "scipy", "sklearn", "pyarrow", "h5py"),
    *("tests", "training", "packaging", "pytest", "PyInstaller", "pip", "setuptools"),
}  # fmt: skip


def _files() -> list[Path]:
    return [path for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink()]


def _modules() -> set[str]:
    """Name the modules that are packed into the program itself."""
    archive = CArchiveReader(str(FOLDER / "spoken-digits"))
    (packed,) = (name for name in archive.toc if name.endswith(".pyz"))
    return set(archive.open_embedded_archive(packed).toc)


def _binaries() -> list[Path]:
    return [path for path in _files() if path.read_bytes()[:4] == b"\x7fELF"]


def _listed() -> list[dict[str, str]]:
    return json.loads((_LICENCES / "licences.json").read_text(encoding="utf-8"))


def _canonical(name: str) -> str:
    return re.sub(r"[-_. ]+", "-", name).lower()


def test_the_packages_are_small():
    assert sum(path.stat().st_size for path in _files()) <= 200 * _MEGABYTE
    assert package("*-{version}-linux-*.tar.gz").stat().st_size <= 80 * _MEGABYTE
    assert package("*_{version}_*.deb").stat().st_size <= 80 * _MEGABYTE


def test_nothing_of_the_training_the_tests_or_the_build_is_inside():
    tops = {name.partition(".")[0] for name in _modules()}
    assert {"app", "model", "assets", "numpy", "PySide6"} <= tops
    assert not tops & _FOREIGN
    assert not {path.name for path in _INTERNAL.iterdir()} & _FOREIGN
    assert not list(FOLDER.rglob("*.keras"))
    assert not any("test" in path.name.lower() for path in _binaries())


def test_nothing_tells_where_it_was_built():
    folder = os.fsencode(_ROOT / "build" / "package")
    assert not [path for path in _files() if folder in path.read_bytes()]


def test_every_library_finds_all_that_it_needs():
    environment = os.environ | {"LD_LIBRARY_PATH": str(_INTERNAL)}
    missing = []
    for path in _binaries():
        said = subprocess.run(
            ["ldd", path], check=True, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
        ).stdout
        missing += [
            f"{path.name}: {line.strip()}" for line in said.splitlines() if "not found" in line
        ]
    assert not missing  # fmt: skip


def test_every_part_is_listed_with_the_text_of_its_licence():
    for part in _listed():
        assert set(part) == {"name", "version", "licence", "home", "file"}
        assert part["name"] and part["version"] and part["licence"], part
        assert len((_LICENCES / part["file"]).read_text(encoding="utf-8")) > 300, part
    assert len({part["name"] for part in _listed()}) == len(_listed())


def test_every_distribution_has_its_licence_listed():
    listed = {_canonical(part["name"]) for part in _listed()}
    providers = packages_distributions()
    tops = {name.partition(".")[0] for name in _modules()}
    tops |= {path.name.partition(".")[0] for path in _INTERNAL.iterdir()}
    shipped = {_canonical(name) for top in tops for name in providers.get(top, ())}
    assert {"numpy", "soxr", "soundfile", "sounddevice", "cffi", "pyside6-essentials"} <= shipped
    assert shipped <= listed
    assert {"python", "pyinstaller", "libsndfile", "spoken-digits"} <= listed


def test_qt_can_be_replaced_and_says_how():
    libraries = [path.name for path in _INTERNAL.glob("PySide6/Qt/lib/*.so*")]
    assert "libQt6Widgets.so.6" in libraries
    texts = {part["name"]: (_LICENCES / part["file"]).read_text("utf-8") for part in _listed()}
    for name in libraries:
        assert name.startswith("libQt6") or (name.startswith("libicu") and "ICU" in texts), name
    for name in ("PySide6_Essentials", "shiboken6"):
        for part in ("LESSER GENERAL PUBLIC LICENSE", "Source code", "How to use another Qt"):
            assert part in texts[name]
        assert "@VERSION@" not in texts[name]


def test_every_library_of_the_system_has_its_package_listed():
    listed = {part["name"] for part in _listed()}
    for path in _INTERNAL.glob("lib*.so*"):
        if path.is_symlink() or path.name.startswith("libpython"):
            continue
        # Where the library that is installed here lies; the tests run where the package was built.
        said = subprocess.run(
            ["dpkg", "-S", f"*/{path.name}"], check=True, stdout=subprocess.PIPE, encoding="utf-8"
        ).stdout
        assert {line.partition(":")[0] for line in said.splitlines()} & listed, path.name


@pytest.mark.parametrize("name", ["card.json", "digits.tflite"])
def test_the_model_is_the_repositorys(name):
    bundled = _ROOT / "model" / "bundled" / name
    assert (_INTERNAL / "model" / "bundled" / name).read_bytes() == bundled.read_bytes()
