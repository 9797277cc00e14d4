"""What whoever double-clicked is told where there will be no window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from app.errors import HomeError
from app.home import Home
from app.window import start
from app.window.crash_dialog import CrashDialog


@pytest.fixture
def shown(qapp: object, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What boxes say that nobody closes."""
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "critical", lambda parent, title, text: said.append(text))
    monkeypatch.setattr(CrashDialog, "exec", lambda dialog: said.append(dialog._report))
    return said


def test_what_can_be_mended_is_said_in_a_sentence(shown: list[str], tmp_path: Path) -> None:
    start._tell(HomeError("There is no room. Make some."), Home.in_folder(tmp_path))
    assert shown == ["There is no room. Make some."]


def test_what_nobody_thought_of_comes_with_a_report(shown: list[str], tmp_path: Path) -> None:
    try:
        raise ValueError("nobody thought of it")
    except ValueError as error:
        start._tell(error, Home.in_folder(tmp_path))
    (report,) = shown
    assert report.endswith("ValueError: nobody thought of it")
    assert "Traceback" in report
