"""The package, and users to try it."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import packaged
import pytest
from packaged import NOBODY, User, Users


@pytest.fixture(scope="session", autouse=True)
def _package() -> None:
    if not packaged.FOLDER.is_dir():
        pytest.skip("there is no package in dist/: make test-package builds it first")


@pytest.fixture
def users() -> Iterator[Users]:
    """Give users; they leave at the end."""
    with contextlib.ExitStack() as leaving:

        def make(number: int | None = None) -> User:
            if number is not None and os.geteuid() != 0:
                pytest.skip("only root can be somebody else")
            user = User(number)
            leaving.callback(user.leave)
            return user

        yield make


@pytest.fixture
def user(users: Users) -> User:
    """Another user where that is possible; else this one."""
    return users(NOBODY if os.geteuid() == 0 else None)


@pytest.fixture(scope="session")
def program() -> Iterator[Path]:
    """The program of the .tar.gz, in a read-only folder."""
    with packaged.unpacked(packaged.package("*-{version}-linux-*.tar.gz")) as folder:
        yield folder / "spoken-digits"
