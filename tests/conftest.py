"""What all tests share: a home of their own, the recordings, a sound server and a screen."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import accessibility
import psutil
import pytest
import screen as screen_module
import virtual_sound as virtual_sound_module
from accessibility import AccessibilityBus
from hypothesis import settings
from screen import Screen
from virtual_sound import VirtualSound

_ENDING_SECONDS = 10.0

# No deadline: nothing fails because a machine is slow.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """Fail a test that leaves a thread or a child process behind."""
    threads = set(threading.enumerate())
    children = _children()
    yield
    end = time.monotonic() + _ENDING_SECONDS
    while left := _still_running(threads, children):
        if time.monotonic() > end:
            pytest.fail(f"still running after the test: {', '.join(left)}")
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a folder of its own for what the program writes."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("SPOKEN_DIGITS_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Let Qt draw without a screen; what a test starts as a process of its own still has one."""
    return ["spoken-digits", "-platform", "offscreen"]


@pytest.fixture(scope="session")
def data() -> Path:
    """Give the folder of recordings that SPOKEN_DIGITS_DATA names, or skip."""
    folder = os.environ.get("SPOKEN_DIGITS_DATA")
    if not folder:
        pytest.skip("SPOKEN_DIGITS_DATA does not name the folder of recordings")
    return Path(folder)


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """A copy of the bundled model, to be changed or damaged."""
    folder = tmp_path / "model"
    with as_file(files("model") / "bundled") as bundled:
        shutil.copytree(bundled, folder)
    return folder


@pytest.fixture
def virtual_sound(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualSound]:
    """Run a sound server with two virtual microphones; child processes see it and no other."""
    if missing := virtual_sound_module.missing_programs():
        pytest.skip(f"PulseAudio is not installed: no {', '.join(missing)}")
    with VirtualSound() as sound:
        for name, value in sound.env.items():
            monkeypatch.setenv(name, value)
        yield sound


def _children() -> set[psutil.Process]:
    return {
        child
        for child in psutil.Process().children(recursive=True)
        if child.pid not in virtual_sound_module.running_pids
    }


def _still_running(threads: set[threading.Thread], children: set[psutil.Process]) -> list[str]:
    names = [thread.name for thread in threading.enumerate() if thread not in threads]
    for child in _children() - children:
        try:
            names.append(f"{child.name()} ({child.pid})")
        except psutil.NoSuchProcess:
            continue
    return names


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """Run a screen with a window manager."""
    if missing := screen_module.missing_programs():
        pytest.skip(f"there can be no screen: no {', '.join(missing)}")
    with Screen() as running:
        yield running


@pytest.fixture(scope="session")
def bus() -> Iterator[AccessibilityBus]:
    """Run an accessibility bus."""
    if missing := accessibility.missing_programs():
        pytest.skip(f"windows cannot be read: no {', '.join(missing)}")
    with AccessibilityBus() as running:
        yield running
