"""What the tests of the window share: a room to talk in, and nothing of Qt left after a test."""

import gc
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from qt_leftovers import Leftovers
from talk_room import Room, show_in_front


@pytest.fixture(autouse=True)
def _no_garbage_collected_by_other_threads() -> Iterator[None]:
    """Collect between tests, on this thread, as the program does: see `app.window.garbage`."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _nothing_of_qt_left(
    qapp: object,
    monkeypatch: pytest.MonkeyPatch,
    _nothing_left_running: None,
    _no_garbage_collected_by_other_threads: None,
) -> Iterator[None]:
    """Fail a test whose timers or threads go on after it; close the windows it left open."""
    leftovers = Leftovers(monkeypatch)
    yield
    leftovers.close_windows()
    if still := leftovers.still_running():
        pytest.fail(f"still running after the test: {', '.join(still)}")


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    """A window in front, with the keys going to no field of it."""
    room = Room()
    qtbot.addWidget(room)
    show_in_front(qtbot, room)
    room.page.setFocus()
    return room
