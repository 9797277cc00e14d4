import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.history import HistoryEntry
from app.window.answered import Answered
from app.window.recording import Recording, duration
from app.window.recordings_model import RECORDING_ROLE, Column, RecordingsModel

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def model(qapp):
    return RecordingsModel()


def add(model: RecordingsModel, *names: str) -> list[Recording]:
    paths = [Path("/sounds") / name for name in names]
    model.add(paths)
    return [model.recording_at(path) for path in paths]


def names(model: RecordingsModel) -> list[str]:
    return [model.index(row, Column.NAME).data() for row in range(model.rowCount())]


def answer(digit: str | None, **fields) -> Answered:
    probabilities = {digit or "5": 0.6, "9": 0.3, "other": 0.1}
    entry = HistoryEntry("", "", digit=digit, confidence=0.6, probabilities=probabilities, **fields)
    return Answered(entry, 0)


def test_names_are_sorted_with_their_numbers_as_numbers(model):
    add(model, "take 10.wav", "Take 2.wav", "a.wav", "take 1.wav")
    model.sort(Column.NAME, UP)
    assert names(model) == ["a.wav", "take 1.wav", "Take 2.wav", "take 10.wav"]
    model.sort(Column.NAME, DOWN)
    assert names(model) == ["take 10.wav", "Take 2.wav", "take 1.wav", "a.wav"]


def test_sorting_can_be_undone(model):
    add(model, "b.wav", "a.wav")
    model.sort(Column.NAME, UP)
    model.sort(-1, UP)
    assert names(model) == ["b.wav", "a.wav"]


def test_lengths_are_sorted_as_numbers(model):
    for recording, seconds in zip(add(model, "a", "b", "c"), (90.0, None, 9.5), strict=True):
        recording.seconds = seconds
    model.sort(Column.LENGTH, UP)
    assert names(model) == ["b", "c", "a"]


def test_those_with_digits_are_sorted_before_those_without(model):
    first, second, third = add(model, "a", "b", "c")
    second.answered, third.answered = [answer("7")], [answer("2")]
    model.sort(Column.HEARD, UP)
    assert names(model) == ["c", "b", "a"]
    assert not first.digits


def test_rows_stay_where_they_are_while_results_come_in(model):
    first, second = add(model, "a", "b")
    model.sort(Column.LENGTH, UP)
    first.seconds, second.seconds = 5.0, 1.0
    model.tell_changed([first, second])
    assert names(model) == ["a", "b"]
    model.sort_again()
    assert names(model) == ["b", "a"]


def test_sorting_keeps_hold_of_the_current_row(model):
    from PySide6.QtCore import QPersistentModelIndex

    add(model, "c", "a", "b")
    held = QPersistentModelIndex(model.index(0, Column.HEARD))
    model.sort(Column.NAME, UP)
    assert held.row() == 2
    assert held.column() == Column.HEARD
    assert held.data(RECORDING_ROLE).name == "c"


def test_what_is_taken_out_is_gone(model):
    _, second, third = add(model, "a", "b", "c")
    model.keep_only(lambda recording: recording is not second)
    assert names(model) == ["a", "c"]
    assert model.recording_at(second.path) is None
    assert not model.index_of(second).isValid()
    assert model.index_of(third).row() == 1


def test_three_thousand_recordings_take_no_time(model):
    began = time.perf_counter()
    recordings = add(model, *(f"take {number}.wav" for number in range(3000, 0, -1)))
    added = time.perf_counter()
    for number, recording in enumerate(recordings):
        recording.seconds = float(number % 17)
        recording.is_done = True
    for column in Column:
        model.sort(column, UP)
        assert time.perf_counter() - added < 0.5
        added = time.perf_counter()
    assert added - began < 3


@pytest.mark.parametrize(
    ("answered", "fields", "heard"),
    [
        ([], {}, "waiting"),
        ([], {"is_done": True}, "nothing heard"),
        (["4", None, "7"], {"is_done": True}, "47"),
        ([None], {"is_done": True}, "not sure"),
        ([], {"is_done": True, "error": "no"}, "not readable"),
        ([], {"is_done": True, "error": "no", "seconds": 1.0}, "not whole"),
        (["4"], {"is_done": True, "error": "no", "seconds": 1.0}, "4"),
    ],
)
def test_what_was_heard_is_said_in_a_word(answered, fields, heard):
    recording = Recording(Path("/a.wav"), **fields)
    recording.answered = [answer(digit) for digit in answered]
    assert recording.heard == heard


def test_what_was_no_digit_is_said(qapp):
    recording = Recording(Path("/a.wav"), is_done=True)
    recording.answered = [answer(None)]
    recording.answered[0].entry.said = "other"
    assert recording.heard == "no digit"


def test_a_correction_counts():
    recording = Recording(Path("/a.wav"), is_done=True, answered=[answer("4"), answer("7")])
    recording.answered[0].entry.said = "other"
    recording.answered[1].entry.said = "9"
    assert recording.digits == "9"


def test_a_name_that_is_no_text_can_be_shown():
    recording = Recording(Path("/sounds/caf\udce9\n.wav"))
    assert recording.name == "caf\\udce9\\n.wav"
    recording.name.encode()


def test_an_error_is_a_sentence_without_the_path():
    recording = Recording(Path("/a.wav"), error="/a.wav is empty. Record it or copy it again.")
    assert recording.sentence == "It is empty. Record it or copy it again."
    other = Recording(Path("/a.wav"), error="The library is missing.")
    assert other.sentence == "The library is missing."


def test_a_row_can_be_read_aloud(model):
    (recording,) = add(model, "a.wav")
    recording.answered, recording.seconds = [answer("4"), answer("0")], 2.41
    index = model.index(0, Column.NAME)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "a.wav, four zero, 2.4 s"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.04, "0.0 s"),
        (59.94, "59.9 s"),
        (59.99, "1:00 min"),
        (247.2, "4:07 min"),
        (3723, "1:02:03 h"),
    ],
)
def test_a_length_is_said(seconds, said):
    assert duration(seconds) == said
