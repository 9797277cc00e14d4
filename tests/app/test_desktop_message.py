"""Whoever has no terminal is told on the desktop why there is no window."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.desktop_message import errors_on_desktop
from app.errors import MissingLibraryError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are scripts here")

_MESSAGE = 'The window needs "libEGL.so.1", <which> is missing'


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Put a program onto the path, alone there, that writes down what it is asked to show."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)

    def install_one(name: str, status: int = 0) -> Path:
        program, shown = tmp_path / name, tmp_path / f"shown by {name}"
        program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{shown}"\nexit {status}\n')
        program.chmod(0o755)
        return shown

    return install_one


def _fail() -> None:
    with pytest.raises(MissingLibraryError, match="libEGL"), errors_on_desktop():
        raise MissingLibraryError(_MESSAGE)


@pytest.mark.parametrize("name", ["zenity", "kdialog", "xmessage", "notify-send"])
def test_the_desktops_own_program_shows_it(name: str, install: Callable[..., Path]) -> None:
    shown = install(name)
    _fail()
    assert _MESSAGE in shown.read_text()


def test_the_first_that_works_is_enough(install: Callable[..., Path]) -> None:
    broken, working, other = install("zenity", 1), install("kdialog"), install("xmessage")
    _fail()
    assert broken.exists() and working.exists() and not other.exists()


def test_one_that_cannot_be_started_is_passed_over(
    install: Callable[..., Path], tmp_path: Path
) -> None:
    install("zenity")
    (tmp_path / "zenity").write_bytes(b"\0")
    shown = install("kdialog")
    _fail()
    assert _MESSAGE in shown.read_text()


@pytest.mark.usefixtures("install")
def test_without_such_a_program_the_error_goes_on() -> None:
    _fail()


def test_in_a_terminal_nothing_is_shown(
    install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = install("zenity")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    _fail()
    assert not shown.exists()


def test_where_all_goes_well_nothing_is_shown(install: Callable[..., Path]) -> None:
    shown = install("zenity")
    with errors_on_desktop():
        pass
    assert not shown.exists()
