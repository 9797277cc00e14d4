"""An accessibility bus for all tests here, and windows on the screen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import accessibility
import pytest
from accessibility import AccessibilityBus
from screen import Screen
from seen import Window

OpenWindow = Callable[..., Window]


@pytest.fixture(scope="session")
def bus() -> Iterator[AccessibilityBus]:
    """Run an accessibility bus."""
    if missing := accessibility.missing_programs():
        pytest.skip(f"windows cannot be read: no {', '.join(missing)}")
    with AccessibilityBus() as running:
        yield running


@pytest.fixture
def open_window(
    screen: Screen, bus: AccessibilityBus, tmp_path: Path, home: Path
) -> Iterator[OpenWindow]:
    """Open windows; those still open at the end are closed, which has to go well."""
    opened: list[Window] = []

    def open_one(*arguments: object, first_start: bool = False, **environment: str) -> Window:
        if not first_start:
            (home / "history.jsonl").touch()
        window = Window(tmp_path / f"window-{len(opened)}", screen, bus, *arguments, **environment)
        opened.append(window)
        return window

    yield open_one
    try:
        for window in opened:
            if window.program.process.poll() is None:
                window.close()
            assert window.program.process.returncode == 0
            # Neither Qt nor Python has anything to complain of.
            assert window.program.errors == ""
    finally:
        for window in opened:
            window.__exit__()
