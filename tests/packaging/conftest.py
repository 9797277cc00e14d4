"""The package, and users to try it."""

import os
from collections.abc import Iterator
from pathlib import Path

import packaged
import pytest
from packaged import User


@pytest.fixture(scope="session", autouse=True)
def _package() -> None:
    if not packaged.FOLDER.is_dir():
        pytest.skip("there is no package in dist/: make test-package builds it first")


@pytest.fixture
def user() -> Iterator[User]:
    """Another user where that is possible; else this one."""
    somebody = User(is_other=os.geteuid() == 0)
    yield somebody
    somebody.leave()


@pytest.fixture(scope="session")
def program() -> Iterator[Path]:
    """The program of the .tar.gz, in a read-only folder."""
    with packaged.unpacked(packaged.package("*-{version}-linux-*.tar.gz")) as folder:
        yield folder / "spoken-digits"
