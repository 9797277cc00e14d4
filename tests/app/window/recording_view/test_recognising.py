"""Recordings are recognised while the window goes on, and what fails is tried again."""

import shutil
import subprocess
import time
from pathlib import Path
from statistics import median

import psutil
import pytest
from PySide6.QtCore import Qt
from shown_recordings import (
    END_MS,
    INSTANT,
    SAMPLE_PATH,
    button,
    copies,
    picture_of,
    pretend,
    wait_until_done,
)

from app.window.recordings_model import Column
from assets import SAMPLE_DIGITS


def test_a_drop_while_another_is_recognised_joins_it(qtbot, view, answers, tmp_path):
    first, second = copies(tmp_path / "one", 3), copies(tmp_path / "two", 3)
    view.open(first)
    qtbot.waitUntil(lambda: view._job.is_recognising)
    view.open([*second, first[2]])
    qtbot.waitUntil(lambda: len(view._model.recordings) == 6)
    wait_until_done(qtbot, view)
    assert len(answers.rows) == 6 * 6


def test_progress_and_the_time_that_remains_are_shown(qtbot, view, monkeypatch, tmp_path):
    slow = INSTANT.replace("    line =", "    import time; time.sleep(0.05)\n    line =")
    pretend(monkeypatch, slow)
    told: list[str] = []
    view.busy_changed.connect(told.append)
    view.open([Path(f"/nowhere/{number}.wav") for number in range(60)])
    wait_until_done(qtbot, view)
    assert "0 of 60 recognised" in told
    assert any(message.endswith("left") for message in told)
    assert told[-1] == ""
    assert view._bar.message == ""


def test_cancelled_it_keeps_what_was_recognised(qtbot, view, answers, tmp_path):
    paths = copies(tmp_path, 150)
    view.open([tmp_path])
    qtbot.waitUntil(lambda: len(answers.rows) > 0, timeout=END_MS)
    qtbot.mouseClick(button(view, "Cancel"), Qt.MouseButton.LeftButton)
    recordings = list(view._model.recordings)
    assert 0 < len(recordings) < 150
    assert all(each.digits == SAMPLE_DIGITS for each in recordings)
    assert len(answers.rows) == 6 * len(recordings)
    assert not button(view, "Cancel").isVisible()
    assert view._bar.message == "Cancelled"
    qtbot.waitUntil(lambda: not psutil.Process().children())
    # Dropped again, it goes on where it was.
    keep = 3
    for path in paths[len(recordings) + keep :]:
        path.unlink()
    view.open([tmp_path])
    qtbot.waitUntil(lambda: len(view._model.recordings) == len(recordings) + keep)
    wait_until_done(qtbot, view)
    assert len(answers.rows) == 6 * (len(recordings) + keep)


def test_closed_in_the_middle_it_ends_soon(qtbot, view, answers, tmp_path):
    copies(tmp_path, 150)
    view.open([tmp_path])
    qtbot.waitUntil(lambda: len(answers.rows) > 0, timeout=END_MS)
    began = time.monotonic()
    view.shut_down()
    assert time.monotonic() - began < 3
    assert not psutil.Process().children()


def test_thousands_of_recordings_never_hold_the_window_up(qtbot, view, answers, monkeypatch):
    pretend(monkeypatch, INSTANT)
    longest_s = []

    def measured(function):
        def call(*arguments):
            began = time.perf_counter()
            function(*arguments)
            longest_s.append(time.perf_counter() - began)

        return call

    job = view._job
    job._timer.timeout.disconnect()
    job._timer.timeout.connect(measured(job._hand_on))
    paths = [Path(f"/nowhere/some folder/take {number}.wav") for number in range(3000)]
    view.open(paths)
    wait_until_done(qtbot, view)
    assert len(answers.rows) == 3000
    assert len(longest_s) >= 75
    # How long that is depends on the machine, and is measured in the benchmarks; that it does not
    # grow with what is there already does not.
    quarter = len(longest_s) // 4
    early_s, late_s = median(longest_s[:quarter]), median(longest_s[-quarter:])
    assert late_s < 3 * early_s + 0.005
    began = time.perf_counter()
    view._list.table.sortByColumn(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert time.perf_counter() - began < 0.5


def test_the_settings_of_the_window_hold(qtbot, view, keeper, opened, answers):
    keeper.change(threshold=1.0)
    (recording,) = opened(SAMPLE_PATH)
    assert recording.heard == "not sure"
    assert len(answers.rows) == 6


def test_what_espeak_says_is_recognised(qtbot, opened, tmp_path):
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    path = tmp_path / "nine.wav"
    subprocess.run(["espeak-ng", "-w", path, "nine"], check=True)
    (recording,) = opened(path)
    assert recording.digits == "9"


# --- failures


def test_a_model_that_is_missing_is_told_and_can_be_tried_again(
    qtbot, view, keeper, answers, tmp_path
):
    keeper.change(model=str(tmp_path / "none"))
    view.open([SAMPLE_PATH])
    qtbot.waitUntil(lambda: button(view, "Try again").isVisible(), timeout=END_MS)
    assert "none" in view._bar.message
    assert answers.rows == []
    keeper.change(model=None)
    qtbot.mouseClick(button(view, "Try again"), Qt.MouseButton.LeftButton)
    wait_until_done(qtbot, view)
    assert len(answers.rows) == 6
    assert not button(view, "Try again").isVisible()


def test_what_failed_is_tried_again_with_what_is_opened_next(
    qtbot, view, keeper, answers, tmp_path
):
    keeper.change(model=str(tmp_path / "none"))
    first, second = copies(tmp_path, 2)
    view.open([first])
    qtbot.waitUntil(lambda: button(view, "Try again").isVisible(), timeout=END_MS)
    keeper.change(model=None)
    view.open([second])
    qtbot.waitUntil(lambda: len(answers.rows) == 12, timeout=END_MS)
    wait_until_done(qtbot, view)
    assert view._bar.message == ""


def test_what_could_not_be_read_is_tried_again_when_it_is_dropped_again(
    qtbot, view, opened, tmp_path
):
    path = tmp_path / "a.flac"
    path.write_bytes(b"nothing")
    (recording,) = opened(path)
    assert recording.heard == "not readable"
    qtbot.waitUntil(lambda: view._pane._title.text() == "a.flac cannot be read")
    assert view._pane._text.text().startswith("It is no recording")
    shutil.copy(SAMPLE_PATH, path)
    opened(path)
    assert recording.digits == SAMPLE_DIGITS
    qtbot.waitUntil(lambda: len(picture_of(view).marks) == 6)


def test_what_could_be_read_of_a_damaged_recording_is_in_the_history_once(
    qtbot, view, opened, answers, tmp_path
):
    path = tmp_path / "cut.flac"
    path.write_bytes(SAMPLE_PATH.read_bytes()[:60_000])
    (recording,) = opened(path)
    before = list(answers.rows)
    answers.correct(before[0], "9")
    opened(path)
    assert answers.rows == before == recording.answered
    assert recording.digits == "90"
    shutil.copy(SAMPLE_PATH, path)
    opened(path)
    assert recording.digits == "9" + SAMPLE_DIGITS[1:]
    assert [each for each in recording.answered if each not in before] == answers.rows[
        len(before) :
    ]
