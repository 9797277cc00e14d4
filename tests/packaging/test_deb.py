"""The .deb is installed with apt, used as its menu entry says, and removed."""

import configparser
import os
import shutil
import subprocess
from pathlib import Path

import psutil
import pytest
from packaged import User, hearing_the_sample, package
from screen import Screen
from virtual_sound import VirtualSound

_NAME = "spoken-digits"
_HOME = Path("/usr/lib") / _NAME
_ENTRY = Path("/usr/share/applications") / f"{_NAME}.desktop"


def _said(*command: object, check: bool = True) -> str:
    return subprocess.run(
        [*map(str, command)],
        check=check,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
    ).stdout


def _apt(*arguments: object) -> None:
    apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
    try:
        _said(*apt, *arguments)
    except subprocess.CalledProcessError:
        _said(*apt, "update")
        _said(*apt, *arguments)


@pytest.fixture
def deb() -> Path:
    return package("*_{version}_*.deb")


@pytest.fixture
def staged(deb: Path, tmp_path: Path) -> Path:
    """The package's files, without an installation."""
    subprocess.run(["dpkg-deb", "-x", deb, tmp_path], check=True)
    return tmp_path


def test_it_names_what_it_needs(deb: Path):
    depends = _said("dpkg-deb", "-f", deb, "Depends")
    for name in ("libc6 (>= ", "libstdc++6 (>= ", "libasound2", "libegl1", "libgl1", "libxcb1"):
        assert name in depends
    assert "libasound2-plugins" in depends
    assert "libxcb-cursor0" not in depends  # it is shipped
    assert "ffmpeg" in _said("dpkg-deb", "-f", deb, "Recommends")


def test_a_desktop_finds_its_entry_its_icon_and_its_description(staged: Path):
    share = staged / "usr/share"
    entry = share / "applications" / f"{_NAME}.desktop"
    metadata = share / "metainfo/org.spoken_digits.SpokenDigits.metainfo.xml"
    for size in ("16x16", "48x48", "256x256"):
        assert (share / "icons/hicolor" / size / "apps" / f"{_NAME}.png").is_file()
    assert (share / "icons/hicolor/scalable/apps" / f"{_NAME}.svg").is_file()
    for tool, *arguments in (
        ("desktop-file-validate", entry),
        ("appstreamcli", "validate", "--no-net", metadata),
    ):
        if shutil.which(tool):
            _said(tool, *arguments)


def test_files_belong_to_root_and_nobody_else_may_write_them(deb: Path):
    for line in _said("dpkg-deb", "-c", deb).splitlines():
        rights, owner, *_ = line.split()
        assert owner == "root/root"
        assert rights.startswith("l") or (rights[5], rights[8]) == ("-", "-"), line


@pytest.mark.virtual_microphone
@pytest.mark.timeout(900)
def test_it_is_installed_used_from_its_menu_entry_and_removed(
    deb: Path, user: User, screen: Screen, virtual_sound: VirtualSound, tmp_path: Path
):
    if os.geteuid() != 0:
        pytest.skip("only root can install it")
    # apt's own user, who fetches, cannot look into the folders of root.
    copy = Path(shutil.copy(deb, "/var/tmp"))
    try:
        _apt("install", "--yes", "--no-install-recommends", copy)
        files = [Path(line) for line in _said("dpkg", "-L", _NAME).splitlines()]
        assert _HOME / _NAME in files
        with hearing_the_sample(_command_of_entry(), user, screen, virtual_sound) as process:
            _assert_everything_loaded_is_named(process.pid)
        assert user.run(f"/usr/bin/{_NAME}", "--version")
    finally:
        copy.unlink()
        _apt("purge", "--yes", _NAME)
    left = [path for path in files if path.is_symlink() or path.is_file()]
    assert not left
    assert not _HOME.exists()
    assert not _said("dpkg-query", "--show", "--showformat=${Status}", _NAME, check=False)


def _command_of_entry() -> list[str]:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(_ENTRY, encoding="utf-8")
    command, place_of_files = entry["Desktop Entry"]["Exec"].split()
    assert place_of_files == "%F"
    assert shutil.which(command) == f"/usr/bin/{_NAME}"
    return [command]


def _assert_everything_loaded_is_named(pid: int) -> None:
    """See that what the running program has taken of the system comes with its dependencies."""
    process = psutil.Process(pid)
    family = [process, *process.children(recursive=True)]
    loaded = {each.path for one in family for each in one.memory_maps() if ".so" in each.path}
    foreign = [path for path in loaded if not Path(path).is_relative_to(_HOME)]
    assert foreign
    # Packages older than the merging of /lib into /usr/lib still name /lib.
    wanted = [*foreign, *(path.removeprefix("/usr") for path in foreign)]
    owners = {
        path: package.partition(":")[0]
        for line in _said("dpkg", "-S", *wanted, check=False).splitlines()
        for package, _, path in (line.partition(": "),)
    }
    kinds = ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")
    named = _said(
        *("apt-cache", "depends", "--recurse", *(f"--no-{kind}" for kind in kinds), _NAME)
    ).split()
    for path in foreign:
        owner = owners.get(path) or owners.get(path.removeprefix("/usr"))
        assert owner in named, f"{path} of {owner}"
