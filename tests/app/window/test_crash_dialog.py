"""Errors that nobody caught are heard of, shown, and can be copied."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.window.crash_dialog import CrashDialog, UncaughtErrors


@pytest.fixture
def errors(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[UncaughtErrors]:
    """Hear of errors, in the place of pytest's own hooks, which would fail the test."""
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    errors = UncaughtErrors()
    yield errors
    errors.end()


def test_an_error_in_the_window_is_heard_of(qtbot: QtBot, errors: UncaughtErrors) -> None:
    with qtbot.waitSignal(errors.uncaught) as uncaught:
        try:
            raise ValueError("in a slot")
        except ValueError:
            sys.excepthook(*sys.exc_info())
    assert uncaught.args[0].endswith("ValueError: in a slot")


def test_an_error_on_another_thread_is_heard_of(qtbot: QtBot, errors: UncaughtErrors) -> None:
    def fail() -> None:
        raise ValueError("on a thread")

    thread = threading.Thread(target=fail)
    with qtbot.waitSignal(errors.uncaught) as uncaught:
        thread.start()
    thread.join()
    assert uncaught.args[0].endswith("ValueError: on a thread")


def test_ctrl_c_is_none(qtbot: QtBot, errors: UncaughtErrors) -> None:
    with qtbot.assertNotEmitted(errors.uncaught):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)


def test_the_hooks_before_it_come_back(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sys.excepthook, threading.excepthook
    UncaughtErrors().end()
    assert (sys.excepthook, threading.excepthook) == before


def test_the_report_can_be_copied(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = CrashDialog("It broke.", "where it was", Path("/home/log"), parent)
    dialog.open()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "where it was"
    assert dialog.findChild(QPlainTextEdit).isReadOnly()
    dialog.reject()
