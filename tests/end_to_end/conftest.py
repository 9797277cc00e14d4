"""Windows on the screen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from accessibility import AccessibilityBus
from program import Live
from screen import Screen
from seen import Window

OpenWindow = Callable[..., Window]


@pytest.fixture
def open_window(
    screen: Screen, bus: AccessibilityBus, tmp_path: Path, home: Path
) -> Iterator[OpenWindow]:
    """Open windows; those still open at the end are closed, which has to go well."""
    opened: list[Window] = []

    def open_one(*arguments: object, first_start: bool = False, **environment: str) -> Window:
        if not first_start:
            (home / "history.jsonl").touch()
        where = tmp_path / f"window-{len(opened)}"
        program = Live(where, *arguments, **(screen.env | bus.env | environment))
        window = Window(screen, bus, program)
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
