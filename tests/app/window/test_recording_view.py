import os
import shutil
import subprocess
import time
from importlib.resources import files
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from app.home import find_home
from app.settings import Settings
from app.voice_place import BEFORE_VOICE_S
from app.window import recognition_run, recording_decoder
from app.window.answered import Answered
from app.window.answers import Answers
from app.window.look import Look
from app.window.player import Player
from app.window.recording_view import RecordingView
from app.window.recordings_model import Column
from app.window.settings_keeper import SettingsKeeper
from app.window.voices import Voices
from assets import SAMPLE, SAMPLE_DIGITS

SAMPLE_PATH = Path(str(files("assets") / SAMPLE))
END_MS = 60_000
INSTANT = """
import json, sys
answer = {"start": 0.1, "end": 0.4, "digit": "4", "confidence": 0.9, "probabilities": {"4": 0.9},
          "utterance": 1, "latency_ms": None, "compute_ms": 1.0}
for path in sys.argv[sys.argv.index("--") + 1:]:
    line = {"path": path, "seconds": 1.0, "error": None, "utterances": [answer]}
    print(json.dumps(line), flush=True)
"""


class Picture(QWidget):
    """What was shown, in the place of the still picture."""

    clicked = Signal(object)
    correction_wanted = Signal(object, QPoint)
    key_correction_wanted = Signal(object, str)
    play_from_wanted = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.samples = np.empty(0)
        self.marks: list = []
        self.refreshed: list[Answered] = []
        self.line_s: float | None = None

    def show_sound(self, samples, first_sample, marks, seconds_to_end) -> None:
        assert (first_sample, seconds_to_end) == (0, False)
        self.samples, self.marks = samples, list(marks)

    def set_picture(self, picture) -> None:
        self.picture = picture

    def add_marks(self, marks) -> None:
        self.marks += marks

    def refresh(self, answered) -> None:
        self.refreshed.append(answered)

    def set_playing(self, seconds) -> None:
        self.line_s = seconds


class Loud(QObject):
    """A player that plays when it is told to."""

    started = Signal(object)
    position = Signal(float)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first_s: float | None = None
        self.samples = np.empty(0)

    def play(self, samples, key=None, first_s=0.0) -> None:
        self.stop()
        self.samples, self.first_s = samples, first_s
        self.started.emit(key)

    def stop(self) -> None:
        if self.first_s is not None:
            self.first_s = None
            self.stopped.emit()


@pytest.fixture
def player(qapp):
    return Loud()


@pytest.fixture
def answers(qapp):
    home = find_home()
    answers = Answers(home, Voices(home))
    yield answers
    answers.keeper.close(10)


@pytest.fixture
def keeper(qapp):
    keeper = SettingsKeeper(find_home(), Settings(), {})
    yield keeper
    keeper.save()


@pytest.fixture
def view(qtbot, answers, player, keeper):
    view = RecordingView(Look("dark"), answers, player, Picture, keeper)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    yield view
    view.shut_down()


@pytest.fixture
def opened(qtbot, view):
    """Open recordings, and wait until all are recognised and one is shown."""

    def open_all(*paths: Path) -> list:
        view.open(list(paths))
        wait_until_done(qtbot, view)
        return view._model.recordings

    return open_all


def wait_until_done(qtbot, view) -> None:
    def done() -> bool:
        recordings, job = view._model.recordings, view._job
        busy = job.is_searching or job.is_recognising
        return bool(recordings) and not busy and all(each.is_done for each in recordings)

    qtbot.waitUntil(done, timeout=END_MS)


def copies(folder: Path, count: int) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"take {number:04}.flac" for number in range(count)]
    for path in paths:
        shutil.copy(SAMPLE_PATH, path)
    return paths


def pretend(monkeypatch, script: str) -> None:
    monkeypatch.setattr(recognition_run, "_program", lambda: ["python3", "-S", "-c", script])


def picture_of(view) -> Picture:
    return view.findChild(Picture)


def shown(qtbot, view, name: str) -> Picture:
    """Wait until a recording is to be seen."""
    pane = view._pane
    qtbot.waitUntil(
        lambda: pane._decoded is not None and pane._decoded.path.name == name, timeout=END_MS
    )
    return picture_of(view)


def button(view, text: str) -> QPushButton:
    return next(each for each in view.findChildren(QPushButton) if each.text() == text)


def test_one_recording_is_shown_whole_with_its_digits_and_no_list(qtbot, view, opened, answers):
    (recording,) = opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    assert recording.digits == SAMPLE_DIGITS
    assert "".join(mark.text for mark in picture.marks) == SAMPLE_DIGITS
    assert [each.entry.source for each in answers.rows] == [str(SAMPLE_PATH)] * 6
    assert [mark.answered for mark in picture.marks] == answers.rows
    assert len(picture.samples) == pytest.approx(7.806 * 16_000, abs=16)
    assert answers.line == ""
    assert not view._list.isVisible()
    assert view._bar.message == ""


def test_several_drops_make_one_list(qtbot, view, opened, answers, tmp_path):
    opened(*copies(tmp_path / "one", 2))
    view.open(copies(tmp_path / "two", 1))
    qtbot.waitUntil(lambda: len(view._model.recordings) == 3)
    wait_until_done(qtbot, view)
    assert view._list.isVisible()
    assert view._list.summary == "3 recordings"
    assert len(answers.rows) == 18
    assert view._pane.recording.path.parent.name == "two"


def test_a_drop_while_another_is_recognised_joins_it(qtbot, view, answers, tmp_path):
    first, second = copies(tmp_path / "one", 3), copies(tmp_path / "two", 3)
    view.open(first)
    qtbot.waitUntil(lambda: view._job.is_recognising)
    view.open([*second, first[2]])
    qtbot.waitUntil(lambda: len(view._model.recordings) == 6)
    wait_until_done(qtbot, view)
    assert len(answers.rows) == 6 * 6


def test_a_recording_dropped_again_is_shown_and_not_recognised_again(
    qtbot, view, opened, answers, tmp_path
):
    paths = copies(tmp_path, 2)
    opened(*paths)
    assert view._pane.recording.path == paths[0]
    opened(paths[1])
    qtbot.waitUntil(lambda: view._pane.recording.path == paths[1])
    assert len(view._model.recordings) == 2
    assert len(answers.rows) == 12


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


def test_names_that_are_no_text_and_folders_without_recordings_do_no_harm(
    qtbot, view, opened, tmp_path
):
    strange = tmp_path / os.fsdecode(b"caf\xe9 \xff.flac")
    shutil.copy(SAMPLE_PATH, strange)
    empty = tmp_path / "empty"
    empty.mkdir()
    closed = tmp_path / "missing.wav"
    recordings = opened(strange, empty, closed)
    assert recordings[0].digits == SAMPLE_DIGITS
    assert recordings[1].sentence.startswith("It is a folder without recordings")
    assert recordings[2].sentence.startswith("It cannot be read")
    assert view._list.summary == "3 recordings, 2 with problems"
    view.grab()


def test_a_recording_that_is_cut_short_is_shown_as_far_as_it_goes(qtbot, view, opened, tmp_path):
    path = tmp_path / "cut.flac"
    path.write_bytes(SAMPLE_PATH.read_bytes()[:60_000])
    (recording,) = opened(path)
    picture = shown(qtbot, view, "cut.flac")
    assert recording.digits == "40"
    assert len(picture.marks) == len(recording.answered)
    assert view._pane._note.isVisible()
    assert "ends early" in view._pane._note.text()


def test_what_is_longer_than_can_be_shown_says_so(qtbot, view, opened, monkeypatch, tmp_path):
    monkeypatch.setattr(recording_decoder, "_MOST_SAMPLES", 48_000)
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    assert len(picture.samples) == 3 * 16_000
    assert "All of it is recognised" in view._pane._note.text()


def test_marks_come_in_while_the_recording_is_shown(qtbot, view, monkeypatch):
    wait = """
import json, sys, time
time.sleep(0.6)
"""
    pretend(monkeypatch, wait + INSTANT)
    view.open([SAMPLE_PATH])
    picture = shown(qtbot, view, SAMPLE)
    assert picture.marks == []
    wait_until_done(qtbot, view)
    assert [mark.text for mark in picture.marks] == ["4"]


def test_another_recording_that_is_chosen_takes_the_place_of_one_being_read(
    qtbot, view, opened, tmp_path
):
    long = tmp_path / "long.wav"
    soundfile.write(long, np.zeros(16_000 * 1200, np.int16), 16_000)
    shutil.copy(SAMPLE_PATH, tmp_path / "short.flac")
    opened(tmp_path)
    shown(qtbot, view, "long.wav")
    view._list.choose(view._model.recordings[1])
    shown(qtbot, view, "short.flac")
    for _ in range(3):
        view._list.choose(view._model.recordings[0])
        view._list.choose(view._model.recordings[1])
    picture = shown(qtbot, view, "short.flac")
    assert len(picture.samples) < 16_000 * 10
    assert len(picture.marks) == 6


# --- progress


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


def test_closed_in_the_middle_it_ends_within_a_second(qtbot, view, answers, tmp_path):
    copies(tmp_path, 150)
    view.open([tmp_path])
    qtbot.waitUntil(lambda: len(answers.rows) > 0, timeout=END_MS)
    began = time.monotonic()
    view.shut_down()
    assert time.monotonic() - began < 1.0
    assert not psutil.Process().children()


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


def test_a_recording_that_is_gone_when_it_is_chosen_says_so(qtbot, view, opened, tmp_path):
    first, second = copies(tmp_path, 2)
    opened(first, second)
    second.unlink()
    view._list.choose(view._model.recordings[1])
    qtbot.waitUntil(lambda: view._pane._title.text() == "take 0001.flac cannot be read")
    assert view._pane._text.text() == "It cannot be read: No such file or directory."
    assert view._model.recordings[1].digits == SAMPLE_DIGITS
    view._list.choose(view._model.recordings[0])
    shown(qtbot, view, "take 0000.flac")
    assert button(view, "Play").isVisible()


def test_the_settings_of_the_window_hold(qtbot, view, keeper, opened, answers):
    keeper.change(threshold=1.0)
    (recording,) = opened(SAMPLE_PATH)
    assert recording.heard == "not sure"
    assert len(answers.rows) == 6


def test_the_list_can_be_cleared(qtbot, view, opened, answers, tmp_path):
    opened(*copies(tmp_path, 2))
    qtbot.mouseClick(button(view, "Clear"), Qt.MouseButton.LeftButton)
    assert view._model.recordings == []
    assert view._pane._title.text() == "No recordings here"
    assert "Ctrl+O" in view._pane._text.text()
    assert len(answers.rows) == 12
    opened(tmp_path)
    assert len(answers.rows) == 24


# --- corrections


def test_a_correction_is_seen_in_the_list_and_on_the_picture(qtbot, view, opened, answers):
    (recording,) = opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    answers.correct(answers.rows[0], "9")
    assert recording.digits == "9" + SAMPLE_DIGITS[1:]
    assert view._model.index(0, Column.HEARD).data() == recording.digits
    assert picture.refreshed == [answers.rows[0]]


def test_what_the_picture_wants_is_handed_on(qtbot, view, opened, answers):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    answered = answers.rows[1]
    with qtbot.waitSignal(view.answered_clicked) as clicked:
        picture.clicked.emit(answered)
    with qtbot.waitSignal(view.correction_wanted) as wanted:
        picture.correction_wanted.emit(answered, QPoint(1, 2))
    with qtbot.waitSignal(view.key_correction_wanted) as by_key:
        picture.key_correction_wanted.emit(answered, "3")
    assert clicked.args == [answered]
    assert wanted.args == [answered, QPoint(1, 2)]
    assert by_key.args == [answered, "3"]


# --- playing


def test_p_plays_and_pauses_and_goes_on_where_it_was(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    qtbot.keyClick(picture, Qt.Key.Key_P)
    assert player.first_s == 0.0
    assert player.samples is picture.samples
    player.position.emit(2.5)
    assert picture.line_s == 2.5
    assert view._pane._bar._position.text() == "0:02.5 / 0:07.8"
    qtbot.keyClick(picture, Qt.Key.Key_P)
    assert player.first_s is None
    assert picture.line_s == 2.5
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    assert player.first_s == 2.5


def test_p_is_not_the_windows_while_the_focus_is_on_a_recording(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    shortcut = QShortcut(QKeySequence("P"), view)
    picture.setFocus()
    qtbot.waitUntil(picture.hasFocus)
    with qtbot.assertNotEmitted(shortcut.activated):
        QTest.keyClick(view.windowHandle(), Qt.Key.Key_P)
    assert player.first_s == 0.0


def test_at_its_end_it_is_where_it_began(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    qtbot.mouseClick(button(view, "Play"), Qt.MouseButton.LeftButton)
    assert button(view, "Pause").accessibleName() == "Pause"
    player.position.emit(7.6)
    player.stop()
    assert picture.line_s is None
    assert view._pane._bar._position.text() == "0:00.0 / 0:07.8"
    assert button(view, "Play").isVisible()


def test_a_double_click_on_the_sound_plays_from_there(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    shown(qtbot, view, SAMPLE).play_from_wanted.emit(3.25)
    assert player.first_s == 3.25


def test_an_utterance_that_is_played_has_the_line_where_it_is(qtbot, view, opened, answers, player):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    answered = answers.rows[2]
    player.play(np.zeros(9), key=answered)
    player.position.emit(0.25)
    assert picture.line_s == pytest.approx(answered.entry.start - BEFORE_VOICE_S + 0.25)
    assert button(view, "Play").isVisible()
    player.stop()
    assert picture.line_s is None


def test_what_is_not_seen_any_more_is_not_heard_either(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    qtbot.keyClick(shown(qtbot, view, SAMPLE), Qt.Key.Key_P)
    assert player.first_s == 0.0
    view.hide()
    assert player.first_s is None


def test_what_the_window_plays_otherwise_moves_no_line(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    player.play(np.zeros(9), key="something else")
    player.position.emit(1.0)
    assert picture.line_s is None
    qtbot.keyClick(picture, Qt.Key.Key_Escape)
    assert player.first_s == 0.0


def test_escape_and_the_button_go_back_to_live_and_are_silent(qtbot, view, opened, player):
    opened(SAMPLE_PATH)
    picture = shown(qtbot, view, SAMPLE)
    qtbot.keyClick(picture, Qt.Key.Key_P)
    with qtbot.waitSignal(view.back_wanted):
        qtbot.keyClick(picture, Qt.Key.Key_Escape)
    assert player.first_s is None
    with qtbot.waitSignal(view.back_wanted):
        qtbot.mouseClick(button(view, "Back to live"), Qt.MouseButton.LeftButton)


def test_another_recording_chosen_by_key_is_silent_until_enter_plays_it(
    qtbot, view, opened, player, tmp_path
):
    opened(*copies(tmp_path, 2))
    shown(qtbot, view, "take 0000.flac")
    table = view._list.table
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert player.first_s == 0.0
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert player.first_s is None
    shown(qtbot, view, "take 0001.flac")
    qtbot.keyClick(table, Qt.Key.Key_P)
    assert player.first_s == 0.0
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert player.first_s is None


def test_every_control_has_a_name(view):
    for each in view.findChildren(QPushButton):
        assert each.text() or each.accessibleName()


# --- the real thing


def test_the_still_picture_shows_it_and_is_played_by_the_player(qtbot, answers, keeper):
    from app.window.picture.still_picture import StillPicture

    look, player = Look("light"), Player()
    view = RecordingView(look, answers, player, lambda: StillPicture(look), keeper)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    view.open([SAMPLE_PATH])
    wait_until_done(qtbot, view)
    qtbot.waitUntil(lambda: view._pane._still is not None)
    still = view._pane._still
    qtbot.waitUntil(lambda: len(still.marks) == 6)
    qtbot.waitUntil(still.isVisible)
    with qtbot.waitSignal(player.started) as started:
        qtbot.keyClick(still, Qt.Key.Key_P)
    assert started.args == [view._model.recordings[0]]
    with qtbot.waitSignal(view.back_wanted):
        qtbot.keyClick(still, Qt.Key.Key_Escape)
    assert not player.is_playing
    answers.correct(answers.rows[0], "8")
    assert still.marks[0].text == "8"
    view.shut_down()
    player.close()


# --- many


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
    assert sorted(longest_s)[len(longest_s) // 2] < 0.005
    began = time.perf_counter()
    view._list.table.sortByColumn(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert time.perf_counter() - began < 0.05


def test_what_espeak_says_is_recognised(qtbot, opened, tmp_path):
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    path = tmp_path / "nine.wav"
    subprocess.run(["espeak-ng", "-w", path, "nine"], check=True)
    (recording,) = opened(path)
    assert recording.digits == "9"
