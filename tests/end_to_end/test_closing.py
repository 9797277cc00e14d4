"""Closing the window in the middle of everything: at once, cleanly, and nothing is lost."""

import json
import shutil
import signal
import time
from pathlib import Path

import pytest
from program import Live
from seen import SAMPLE_PATH, SHORT_DIGITS, Window, digits_on_disk, say_two_digits
from virtual_sound import VirtualSound

from assets import SAMPLE_DIGITS

pytestmark = pytest.mark.virtual_microphone

# What has to end within a second is given more here: a machine may be slow, and do much else.
ENDED_S = 2.0
START_S = 60.0


@pytest.fixture
def window(open_window, virtual_sound: VirtualSound) -> Window:
    window = open_window()
    window.wait_until(lambda: virtual_sound.listeners("a"), "the microphone is heard")
    return window


@pytest.fixture
def many_recordings(tmp_path: Path) -> Path:
    """A folder that takes a while to be recognised."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        shutil.copy(SAMPLE_PATH, folder / f"{number}.flac")
    return folder


def assert_ends_well(window: Window) -> None:
    status, seconds = window.close()
    assert status == 0
    assert window.program.errors == ""
    assert seconds < ENDED_S


def test_closing_while_somebody_speaks_keeps_what_was_said(window, virtual_sound, home):
    say_two_digits(virtual_sound)
    window.wait_for_line(SHORT_DIGITS)
    player = virtual_sound.play(SAMPLE_PATH, wait=False)
    window.wait_until(lambda: len(window.line) > 3, "the next digits come")
    seen = window.line
    assert_ends_well(window)
    player.kill()
    assert digits_on_disk(home).startswith(seen)


def test_closing_while_a_folder_is_recognised_and_all_else_goes_on(
    window, virtual_sound, many_recordings, home, screen
):
    say_two_digits(virtual_sound)
    window.wait_for_line(SHORT_DIGITS)
    player = virtual_sound.play(SAMPLE_PATH, wait=False)
    assert window.drop("Live picture", many_recordings) == "dropped"
    window.wait_until(
        lambda: window.element("HistoryTable").rows > 100, "recordings are recognised"
    )
    seen = window.element("HistoryTable").rows
    screen.activate(window.window)
    screen.key_down("space")
    assert_ends_well(window)
    screen.key_up("space")
    player.kill()
    lines = (home / "history.jsonl").read_text().splitlines()
    assert len(lines) >= seen
    assert all(json.loads(line)["time"] for line in lines)


def test_closing_while_an_answer_is_played(window, virtual_sound, screen):
    say_two_digits(virtual_sound)
    window.wait_for_line(SHORT_DIGITS)
    screen.activate(window.window)
    window.focus("HistoryTable")
    screen.key("ctrl+h", "Home", "Return")
    assert_ends_well(window)


def test_closing_while_the_sound_server_hangs(window, virtual_sound):
    virtual_sound.freeze()
    try:
        time.sleep(0.5)
        assert_ends_well(window)
    finally:
        virtual_sound.thaw()


def test_closing_as_soon_as_it_is_seen(open_window, virtual_sound):
    assert_ends_well(open_window())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_as_closing_does(window, virtual_sound, home, number):
    say_two_digits(virtual_sound)
    window.wait_for_line(SHORT_DIGITS)
    began = time.monotonic()
    assert window.program.end(number) == 0
    assert time.monotonic() - began < ENDED_S
    assert window.program.errors == ""
    assert digits_on_disk(home) == SHORT_DIGITS


def test_a_second_start_hands_its_files_to_the_window_and_ends(open_window, home, tmp_path):
    window = open_window()
    with Live(tmp_path / "second", SAMPLE_PATH, **window.screen.env) as second:
        assert second.process.wait(START_S) == 0
        assert second.errors == ""
    window.wait_until(
        lambda: window.digits_in_history(SAMPLE_PATH.name) == SAMPLE_DIGITS,
        "the digits in the first window's history",
    )
    assert_ends_well(window)
