"""Where and when garbage is collected."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from app.window.garbage import GarbageCollection


class Circle:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_no_other_thread_collects_and_the_window_does(qtbot) -> None:
    parent = QObject()
    garbage = GarbageCollection(parent)
    garbage.begin()
    circle = weakref.ref(Circle())

    def allocate() -> None:
        assert len([[] for _ in range(100_000)]) == 100_000

    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert circle() is not None
    garbage._timer.timeout.emit()
    assert circle() is None
    garbage._timer.stop()
