import gc
import itertools
import random
import weakref
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from small_disk import small_disk

from app.errors import AudioFileError
from app.history import History, HistoryEntry, append_entries, new_entry
from app.home import Home
from app.recognition.decision import Verdict
from app.window.answered import Answered
from app.window.answers import Answers
from app.window.voices import Voices

VOICE = (np.sin(np.arange(8000) * 0.2) * 0.5).astype(np.float32)
END_S = 20
_numbers = itertools.count(1)


def entry_of(digit: str | None, **more: object) -> HistoryEntry:
    answer = {"digit": digit, "confidence": 0.9, "probabilities": {"4": 0.6, "7": 0.3}}
    number = next(_numbers)
    return new_entry("mic", answer | {"latency_ms": 80.0, "utterance": number} | more)


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home.in_folder(tmp_path / "home")


@pytest.fixture
def voices(place: Home) -> Voices:
    return Voices(place)


@pytest.fixture
def answers(place: Home, voices: Voices) -> Iterator[Answers]:
    answers = Answers(place, voices)
    yield answers
    answers.keeper.close(END_S)


def say(answers: Answers, digits: str) -> list[Answered]:
    return [answers.add(entry_of(None if each == "?" else each), VOICE) for each in digits]


def state_of(answers: Answers) -> object:
    return answers.line, [(each.label, each.number) for each in answers.rows]


def read_back(answers: Answers, place: Home) -> list[tuple[str | None, str | None]]:
    assert answers.keeper.close(END_S)
    return [(entry.digit, entry.said) for entry in History(place)]


def shown(answers: Answers) -> list[tuple[str | None, str | None]]:
    return [(each.entry.digit, each.entry.said) for each in answers.rows]


def test_line_is_what_was_said_live(answers):
    say(answers, "40?7")
    answers.add_recording([entry_of("9")])
    assert answers.line == "407"
    assert [each.label for each in answers.rows] == ["4", "0", None, "7", "9"]
    assert [each.number for each in answers.rows] == [0, 1, 2, 3, 4]


def test_labels_of_more_than_one_character_are_kept_apart(answers):
    for label in ("yes", "no"):
        answers.add(entry_of(label), VOICE)
    assert answers.line == "yes no"


def test_history_of_earlier_days_comes_before_what_is_said_while_it_is_read(place, voices, qtbot):
    append_entries(place, [entry_of("1"), entry_of("2")])
    answers = Answers(place, voices)
    with qtbot.waitSignal(answers.reset):
        answers.read_history()
        say(answers, "3")
    assert state_of(answers) == ("3", [("1", 0), ("2", 1), ("3", 2)])
    assert read_back(answers, place) == [("1", None), ("2", None), ("3", None)]


def test_history_is_not_cleared_before_it_is_read(place, voices, qtbot):
    append_entries(place, [entry_of("1")])
    answers = Answers(place, voices)
    with qtbot.waitSignal(answers.reset):
        answers.read_history()
        say(answers, "2")
        answers.clear_history()
    assert [each.label for each in answers.rows] == ["1", "2"]
    assert len(read_back(answers, place)) == 2


def test_damaged_lines_are_told(place, voices, qtbot):
    append_entries(place, [entry_of("1")])
    with place.history.open("a") as file:
        file.write("{}\n")
    answers = Answers(place, voices)
    with qtbot.waitSignal(answers.failed) as failed:
        answers.read_history()
    assert "damaged" in failed.args[0]
    assert len(answers.rows) == 1
    answers.keeper.close(END_S)


def test_correction_changes_the_line_and_the_history_and_can_be_undone(answers, place, qtbot):
    first, second = say(answers, "47")
    with qtbot.waitSignals([answers.changed, answers.line_changed]):
        answers.correct(first, "1")
    assert answers.line == "17"
    answers.correct(second, "other")
    assert answers.line == "1"
    assert second.verdict is Verdict.NO_DIGIT
    answers.undo_stack.undo()
    assert answers.line == "17"
    answers.undo_stack.undo()
    assert answers.line == "47"
    answers.undo_stack.redo()
    assert read_back(answers, place) == [("4", "1"), ("7", None)]


def test_correcting_to_what_it_is_already_leaves_nothing_to_undo(answers):
    (only,) = say(answers, "4")
    answers.correct(only, None)
    assert not answers.undo_stack.canUndo()


def test_what_was_not_sure_stands_in_its_place_of_the_line_once_it_is_corrected(answers):
    _, unsure, _ = say(answers, "1?3")
    answers.correct(unsure, "2")
    assert answers.line == "123"


def test_last_digit_is_deleted_over_what_is_no_digit(answers):
    say(answers, "12?")
    answers.delete_last()
    assert answers.line == "1"
    answers.delete_last()
    answers.delete_last()
    assert answers.line == ""
    answers.undo_stack.undo()
    answers.undo_stack.undo()
    assert answers.line == "12"


def test_line_that_is_brought_back_stands_before_what_was_said_since(answers):
    say(answers, "12")
    answers.clear_line()
    say(answers, "3")
    assert answers.line == "3"
    answers.undo_stack.undo()
    assert answers.line == "123"
    assert len(answers.rows) == 3


def test_clearing_nothing_leaves_nothing_to_undo(answers):
    answers.clear_line()
    answers.clear_history()
    answers.delete_last()
    assert not answers.undo_stack.canUndo()


def test_cleared_history_comes_back_before_what_was_said_since(answers, place):
    say(answers, "12")
    answers.clear_history()
    assert answers.rows == []
    assert answers.line == "12"
    say(answers, "3")
    answers.undo_stack.undo()
    assert [(each.label, each.number) for each in answers.rows] == [("1", 0), ("2", 1), ("3", 2)]
    assert read_back(answers, place) == [("1", None), ("2", None), ("3", None)]


def test_history_cleared_once_more_is_cleared_on_disk_as_it_is_in_the_window(answers, place):
    say(answers, "12")
    answers.clear_history()
    answers.undo_stack.undo()
    say(answers, "3")
    answers.undo_stack.redo()
    assert answers.rows == []
    say(answers, "4")
    answers.undo_stack.undo()
    assert [each.label for each in answers.rows] == ["1", "2", "3", "4"]
    answers.undo_stack.redo()
    assert read_back(answers, place) == []


def test_answer_that_was_cleared_can_still_be_corrected_on_the_picture(answers, place):
    first, second = say(answers, "12")
    answers.clear_history()
    answers.correct(first, "9")
    assert answers.line == "92"
    answers.undo_stack.undo()
    answers.undo_stack.undo()
    assert shown(answers) == [("1", None), ("2", None)]
    answers.correct(second, "8")
    assert read_back(answers, place) == [("1", None), ("2", "8")]


@pytest.mark.parametrize("seed", range(6))
def test_disk_and_window_agree_after_anything_in_any_order(answers, place, qtbot, seed):
    chance = random.Random(seed)
    answers.keep = chance.choice(["ask", "nothing", "corrections", "everything"])
    doings = [
        lambda: say(answers, chance.choice("0123456789?")),
        lambda: answers.rows and answers.correct(chance.choice(answers.rows), "7"),
        lambda: answers.rows and answers.correct(chance.choice(answers.rows), None),
        lambda: answers.rows and answers.correct(chance.choice(answers.rows), "other"),
        answers.delete_last,
        answers.clear_line,
        answers.clear_history,
        answers.undo_stack.undo,
        answers.undo_stack.undo,
        answers.undo_stack.redo,
        lambda: answers.add_recording([entry_of("5")]),
    ]
    for _ in range(150):
        chance.choice(doings)()
        assert [each.number for each in answers.rows] == list(range(len(answers.rows)))
    while answers.undo_stack.canUndo():
        answers.undo_stack.undo()
    before_redo = len(answers.rows)
    assert read_back(answers, place) == shown(answers)
    assert before_redo == len(answers.rows)
    kept = set(place.history.parent.rglob("*.flac"))
    said = {place.history.parent / each.entry.voice for each in answers.rows if each.entry.voice}
    assert said <= kept


@pytest.mark.parametrize("seed", range(3))
def test_undoing_and_redoing_everything_leads_back(answers, seed):
    chance = random.Random(seed)
    say(answers, "123456789")
    for _ in range(40):
        chance.choice(
            [
                lambda: answers.rows and answers.correct(chance.choice(answers.rows), "0"),
                answers.delete_last,
                answers.clear_line,
                answers.clear_history,
            ]
        )()
    after = state_of(answers)
    while answers.undo_stack.canUndo():
        answers.undo_stack.undo()
    assert answers.line == "123456789"
    while answers.undo_stack.canRedo():
        answers.undo_stack.redo()
    assert state_of(answers) == after


def test_voice_is_kept_and_moved_where_the_user_wants_that(answers, place, qtbot):
    answers.keep = "everything"
    (said,) = say(answers, "4")
    qtbot.waitUntil(lambda: said.entry.voice is not None)
    with qtbot.waitSignal(answers.changed, check_params_cb=lambda row: row.entry.voice[0] == "r"):
        answers.correct(said, "7")
    assert [path.parent.name for path in place.recordings.rglob("*.flac")] == ["7"]
    assert not list(place.voices.glob("*"))
    answers.undo_stack.undo()
    answers.keeper.close(END_S)
    assert not list(place.recordings.rglob("*.flac"))
    assert next(iter(History(place))).voice == said.entry.voice


def test_the_sound_of_a_double_is_never_kept_as_that_of_its_digit(answers, place, qtbot):
    answers.keep = "everything"
    (said,) = say(answers, "5")
    qtbot.waitUntil(lambda: said.entry.voice is not None)
    copy = msgspec.structs.replace(said.entry, start=0.5, copy=True, voice=None)
    answers.correct(answers.add(copy, VOICE), "9")
    answers.keeper.close(END_S)
    assert [each.said for each in History(place)] == [None, "9"]
    assert [each.voice is None for each in History(place)] == [False, True]
    assert not place.recordings.exists()


def test_full_disk_is_told_once_and_the_window_goes_on(tmp_path, qtbot):
    # Room for the voices that are still to be written when there is room again.
    with small_disk(tmp_path / "disk", kilobytes=4096) as disk:
        place = Home.in_folder(disk.path)
        answers = Answers(place, Voices(place))
        said: list[str] = []
        answers.failed.connect(said.append)
        say(answers, "1")
        answers.keep = "everything"
        filler = disk.fill()
        say(answers, "23" * 20)
        qtbot.waitUntil(lambda: len(said) == 2)
        assert all("No space left" in each for each in said)
        assert answers.line == "1" + "23" * 20
        filler.unlink()
        say(answers, "4")
        assert read_back(answers, place) == shown(answers)


def test_memory_holds_the_last_voices_only(answers, voices, place):
    rows = say(answers, "1" * 200)
    assert voices.why_not(rows[0]) is not None
    assert "not kept" in voices.why_not(rows[0])
    assert voices.why_not(rows[-1]) is None
    assert 0 < sum(voices.remembered(each) is not None for each in rows) < len(rows)
    with pytest.raises(AudioFileError, match="not kept"):
        voices.read(rows[0])


def test_loud_voice_stays_what_it_was(voices):
    answered = Answered(entry_of("1"), 0)
    voices.remember(answered, np.array([1.2, -1.3, 0.5, 0.0], np.float32))
    np.testing.assert_allclose(voices.read(answered), [1.0, -1.0, 0.5, 0.0], atol=1e-4)


def test_answers_that_were_cleared_and_cannot_come_back_are_let_go(answers, qtbot):
    (gone,) = say(answers, "?")
    answers.clear_history()
    for _ in range(210):
        say(answers, "1")
        answers.delete_last()
    gc.collect()
    assert gone not in answers.rows
    assert sum(isinstance(each, Answered) for each in gc.get_referrers(gone.entry)) == 1


def test_corrections_can_be_kept_once_the_user_agrees(answers, place, qtbot):
    answers.keep = "ask"
    (said,) = say(answers, "4")
    answers.correct(said, "7")
    answers.keep = "corrections"
    answers.keep_corrected(said)
    qtbot.waitUntil(lambda: said.entry.voice is not None)
    assert said.entry.voice.startswith("recordings/7/")


def test_answers_are_let_go_on_their_own_thread_and_wait_for_no_garbage_collector(place, voices):
    answers = Answers(place, voices)
    rows = say(answers, "12")
    answers.correct(rows[0], "7")
    answers.clear_line()
    answers.clear_history()
    answers.keeper.close(END_S)
    gone = weakref.ref(answers)
    gc.disable()
    try:
        del answers
        assert gone() is None
    finally:
        gc.enable()
