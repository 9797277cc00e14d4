"""Recordings that are opened are listed and shown, with their digits."""

import os
import shutil
from itertools import pairwise

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton
from shown_recordings import INSTANT, SAMPLE_PATH, button, copies, pretend, shown, wait_until_done

from app.window import recording_decoder
from app.window.recordings_model import Column
from assets import SAMPLE, SAMPLE_DIGITS


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


def test_each_digit_of_a_number_is_marked_over_its_stretch(qtbot, view, opened, answers, data):
    number = "9568214730"
    (recording,) = opened(data / "numbers" / "5dc4ecec.flac")
    picture = shown(qtbot, view, "5dc4ecec.flac")
    assert recording.digits == number
    # What comes after the number is a click.
    assert "".join(mark.text for mark in picture.marks) == number + "–"
    stretches = [(mark.start, mark.end) for mark in picture.marks]
    entries = [row.entry for row in answers.rows]
    assert stretches == [(round(16_000 * e.start), round(16_000 * e.end)) for e in entries]
    power = np.square(picture.samples.astype(float))  # they are whole numbers
    voices = [power[start:end].mean() for start, end in stretches[: len(number)]]
    pauses = [power[end:start].mean() for (_, end), (start, _) in pairwise(stretches)]
    # Each digit is 10 dB louder than the pauses on both sides of it.
    for before, voice, after in zip([0, *pauses], voices, pauses, strict=False):
        assert voice > 10 * max(before, after)


def test_several_drops_make_one_list(qtbot, view, opened, answers, tmp_path):
    opened(*copies(tmp_path / "one", 2))
    view.open(copies(tmp_path / "two", 1))
    qtbot.waitUntil(lambda: len(view._model.recordings) == 3)
    wait_until_done(qtbot, view)
    assert view._list.isVisible()
    assert view._list.summary == "3 recordings"
    assert len(answers.rows) == 18
    assert view._pane.recording.path.parent.name == "two"


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


def test_the_list_can_be_cleared(qtbot, view, opened, answers, tmp_path):
    opened(*copies(tmp_path, 2))
    qtbot.mouseClick(button(view, "Clear"), Qt.MouseButton.LeftButton)
    assert view._model.recordings == []
    assert view._pane._title.text() == "No recordings here"
    assert "Ctrl+O" in view._pane._text.text()
    assert len(answers.rows) == 12
    opened(tmp_path)
    assert len(answers.rows) == 24


def test_every_control_has_a_name(view):
    for each in view.findChildren(QPushButton):
        assert each.text() or each.accessibleName()


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
