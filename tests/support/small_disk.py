"""A disk so small that it can be full, or read-only, for tests run by root on Linux."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class SmallDisk:
    """A mounted disk of some kilobytes; `path` is its folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self) -> Path:
        """Leave no room; give the file that takes it all."""
        filler = self.path / "filler"
        with filler.open("ab", buffering=0) as file:
            size = 4096
            while size:
                try:
                    file.write(bytes(size))
                except OSError:
                    size //= 2
        return filler

    def make_room(self, kilobytes: int) -> None:
        """Let it have so much room in all."""
        remount = ["mount", "-o", f"remount,size={kilobytes}k", self.path]
        subprocess.run(remount, check=True)

    def make_read_only(self) -> None:
        """Take the rights to write away, even from root."""
        subprocess.run(["mount", "-o", "remount,ro", self.path], check=True)


@contextmanager
def small_disk(folder: Path, kilobytes: int = 64) -> Iterator[SmallDisk]:
    """Mount a small disk in a new folder, or skip the test where that is not allowed."""
    if not shutil.which("mount"):
        pytest.skip("there is no mount here")
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted: not root")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", folder], check=True)
