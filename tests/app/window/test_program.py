"""The whole window in this process, with the sample recording in the microphone's place."""

import json
import os
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from word_model import WORDS, word_model

from app.home import find_home
from app.settings import Settings
from app.window.answered import Answered
from app.window.crash_dialog import CrashDialog
from app.window.licences_dialog import LicencesDialog
from app.window.live import Live
from app.window.one_window import Wish
from app.window.program import Program
from app.window.settings_keeper import SettingsKeeper
from app.window.trace import Trace
from assets import SAMPLE, SAMPLE_DIGITS

OpenProgram = Callable[..., Program]

_LINE = '{"time": "2026-01-02T03:04:05.678+00:00", "source": "mic", "digit": "8"}\n'


@pytest.fixture
def open_program(qtbot, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenProgram]:
    """Open the window without any sound server, so that there is no microphone."""
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent")
    opened = []

    def open_one(settings: Settings | None = None, **session: object) -> Program:
        home = find_home()
        settings = settings or Settings()
        keeper = SettingsKeeper(home, settings, session)
        live = Live(keeper.settings)
        live.start_microphone()
        live.load_network()
        program = Program(home, keeper, live, Trace())
        program.window.show()
        qtbot.waitUntil(lambda: bool(live.labels) or bool(settings.model))
        opened.append(program)
        return program

    yield open_one
    for program in opened:
        program.window.close()
        program.end()


def play_sample(program: Program, qtbot) -> None:
    program.play_sample()
    with qtbot.waitSignal(program._live.sample_ended, timeout=20_000):
        pass
    qtbot.waitUntil(lambda: len(program._answers.in_line()) >= len(SAMPLE_DIGITS), timeout=5000)


def correct_third(program: Program, qtbot) -> Answered:
    play_sample(program, qtbot)
    answered = program._answers.in_line()[2]
    program._corrections.correct(answered, "5")
    return answered


def test_every_digit_of_the_sample_stands_in_line_picture_and_history(
    open_program: OpenProgram, qtbot, home: Path
) -> None:
    program = open_program()
    play_sample(program, qtbot)
    assert program._answers.line == SAMPLE_DIGITS
    said = [each for each in program._answers.rows if each.label is not None]
    assert "".join(str(each.label) for each in said) == SAMPLE_DIGITS
    assert all(each.entry.source == "the sample recording" for each in said)
    assert all(each.entry.latency_ms is not None for each in said)
    program.end()
    lines = [json.loads(line) for line in (home / "history.jsonl").read_text().splitlines()]
    assert "".join(line["digit"] or "" for line in lines) == SAMPLE_DIGITS


def test_a_correction_changes_line_history_and_file_and_is_kept_once_the_user_agreed(
    open_program: OpenProgram, qtbot, home: Path
) -> None:
    program = open_program()
    answered = correct_third(program, qtbot)
    assert program._answers.line == SAMPLE_DIGITS[:2] + "5" + SAMPLE_DIGITS[3:]
    assert not (home / "recordings").exists()
    program._keeper.change(keep="corrections")
    qtbot.waitUntil(lambda: answered.entry.voice is not None)
    assert [path.parent.name for path in (home / "recordings").rglob("*.flac")] == ["5"]
    program._answers.undo_stack.undo()
    assert program._answers.line == SAMPLE_DIGITS
    qtbot.waitUntil(lambda: not list((home / "recordings").rglob("*.flac")))
    program._keeper.save()
    assert json.loads((home / "settings.json").read_text())["keep"] == "corrections"


def test_whether_voices_are_kept_can_be_answered_in_the_settings_too(
    open_program: OpenProgram, qtbot, home: Path
) -> None:
    program = open_program()
    answered = correct_third(program, qtbot)
    notices = program.window.notices
    assert "keep" in [each.key for each in notices._notices]
    program._keeper.change(keep="everything")
    assert "keep" not in [each.key for each in notices._notices]
    qtbot.waitUntil(lambda: answered.entry.voice is not None)
    assert program._keeper.settings.keep == "everything"


def test_playing_ends_a_key_that_is_held(open_program: OpenProgram, qtbot) -> None:
    program = open_program()
    play_sample(program, qtbot)
    program._talk.begin()
    assert program._talk.talking
    program._player.started.emit(None)
    assert not program._talk.talking


def test_the_picture_stands_while_paused_and_recognition_goes_on(
    open_program: OpenProgram, qtbot
) -> None:
    program = open_program()
    program.play_sample()
    qtbot.waitUntil(lambda: len(program._answers.in_line()) >= 1, timeout=10_000)
    program.toggle_pause()
    assert program.window.views.paused
    qtbot.waitUntil(lambda: len(program._answers.in_line()) >= 3, timeout=10_000)
    assert program.window.views.paused
    program.go_back()
    assert program.window.views.is_live


def test_settings_take_effect_at_once_and_last(
    open_program: OpenProgram, qtbot, home: Path
) -> None:
    program = open_program()
    program._keeper.change(threshold=0.9, theme="dark")
    assert program._look.theme.is_dark
    assert program._live._recognizer is not None
    assert program._live._recognizer.settings.threshold == 0.9
    qtbot.waitUntil((home / "settings.json").exists)
    assert json.loads((home / "settings.json").read_text())["threshold"] == 0.9


def test_what_an_option_says_holds_for_this_start_alone(
    open_program: OpenProgram, home: Path
) -> None:
    program = open_program(Settings(listening=False), listening=True)
    assert program._live.listening
    program._keeper.change(threshold=0.7)
    program._keeper.save()
    assert json.loads((home / "settings.json").read_text())["listening"] is False


def test_listening_can_be_turned_off_and_is_so_at_the_next_start(
    open_program: OpenProgram, home: Path
) -> None:
    program = open_program()
    program.set_listening(False)
    assert not program._live.listening
    program._keeper.save()
    assert json.loads((home / "settings.json").read_text())["listening"] is False


def test_without_a_microphone_the_window_says_so_and_offers_the_sample(
    open_program: OpenProgram, qtbot
) -> None:
    program = open_program()
    qtbot.waitUntil(lambda: program.window.face.kind == "no-microphone", timeout=10_000)
    assert program.window.face.isVisible()


def test_without_a_model_the_window_says_so_and_the_bundled_one_can_be_taken(
    open_program: OpenProgram, qtbot, tmp_path: Path
) -> None:
    program = open_program(Settings(model=str(tmp_path / "missing")))
    qtbot.waitUntil(lambda: program.window.face.kind == "no-model", timeout=10_000)
    program._states.bundled_model_wanted.emit()
    qtbot.waitUntil(lambda: bool(program._live.labels))
    with qtbot.waitSignal(program._live.network_changed):
        program._states.bundled_model_wanted.emit()
    qtbot.waitUntil(lambda: program.window.face.kind != "no-model")


def test_a_model_of_words_answers_with_its_words_everywhere(
    open_program: OpenProgram, qtbot, home: Path, tmp_path: Path
) -> None:
    program = open_program(model=str(word_model(tmp_path / "words")))
    qtbot.waitUntil(lambda: program._live.labels == (*WORDS, "other"))
    play_sample(program, qtbot)
    words = [WORDS[int(digit)] for digit in SAMPLE_DIGITS]
    assert program._answers.line == " ".join(words)
    window = program.window
    assert window.line.text.text == " ".join(words)
    assert window.answer.digit.text == words[-1]
    assert window.answer.accessibleName().startswith(words[-1])
    assert [window.history.filters.itemText(place) for place in (1, 2)] == [*WORDS[:2]]
    answered = program._answers.in_line()[0]
    program._corrections.correct(answered, "go")
    assert program._answers.line == " ".join(["go", *words[1:]])
    program.end()
    lines = [json.loads(line) for line in (home / "history.jsonl").read_text().splitlines()]
    assert [line["digit"] for line in lines if line["digit"]] == words


def test_the_line_is_copied_by_its_key_and_edited_by_others(
    open_program: OpenProgram, qtbot
) -> None:
    program = open_program()
    play_sample(program, qtbot)
    window = program.window
    window.activateWindow()
    program.copy()
    assert QGuiApplication.clipboard().text() == SAMPLE_DIGITS
    qtbot.keyClick(window.picture, Qt.Key.Key_Backspace)
    assert program._answers.line == SAMPLE_DIGITS[:-1]
    qtbot.keyClick(window.picture, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert program._answers.line == ""
    qtbot.keyClick(window.picture, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.picture, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert program._answers.line == SAMPLE_DIGITS


@pytest.mark.parametrize("name", ["settings", "help", "kept", "about"])
def test_panels_open_at_the_side_and_close_with_escape(
    open_program: OpenProgram, name: str
) -> None:
    program = open_program()
    program.window.side.show_panel(name)
    assert program.window.side.isVisible()
    program.go_back()
    assert not program.window.side.isVisible()


def test_another_start_hands_over_files_and_brings_the_window_to_the_front(
    open_program: OpenProgram, home: Path
) -> None:
    program = open_program(Settings(listening=False))
    with as_file(files("assets") / SAMPLE) as path:
        program.take_wish(Wish(files=(os.fsencode(path),), listen=True))
        assert not program.window.views.is_live
    assert program._live.listening and program._keeper.settings.listening
    program._keeper.save()
    assert not (home / "settings.json").exists()  # it held for that start


def test_another_model_that_a_start_names_answers_from_then_on(
    open_program: OpenProgram, qtbot, tmp_path: Path
) -> None:
    program = open_program()
    program.take_wish(Wish(model=os.fsencode(word_model(tmp_path / "words"))))
    qtbot.waitUntil(lambda: program._live.labels == (*WORDS, "other"))


def test_what_breaks_is_shown_once_with_its_report(open_program: OpenProgram, qtbot) -> None:
    program = open_program()
    program.show_crash("It broke.", "the report")
    program.show_crash("It broke again.", "another report")
    (dialog,) = program.window.findChildren(CrashDialog)
    assert dialog.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: not program.window.findChildren(CrashDialog))
    program.show_crash("It broke.", "the report")
    assert not program.window.findChildren(CrashDialog)


def test_after_a_reset_it_listens_as_it_says(open_program: OpenProgram) -> None:
    program = open_program(Settings(listening=False))
    before = program._keeper.reset()
    assert program._live.listening
    program._keeper.take(before)
    assert not program._live.listening


def test_about_is_reached_from_help(open_program: OpenProgram, qtbot) -> None:
    program = open_program()
    program.window.side.toggle("help")
    program.window.side.currentWidget().about_wanted.emit()
    assert program.window.side.open_name == "about"
    program.window.side.currentWidget().licences_wanted.emit()
    (dialog,) = program.window.findChildren(LicencesDialog)
    assert dialog.names.count() > 10
    dialog.reject()


def test_history_of_earlier_days_is_there_again(
    open_program: OpenProgram, qtbot, home: Path
) -> None:
    (home / "history.jsonl").write_text(_LINE)
    program = open_program()
    qtbot.waitUntil(lambda: len(program._answers.rows) == 1)
    assert program._answers.rows[0].label == "8"
    assert program._answers.line == ""


def test_tab_goes_through_the_whole_window_and_comes_back(
    open_program: OpenProgram, qtbot, home: Path
) -> None:
    (home / "history.jsonl").write_text(_LINE)
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: len(program._answers.rows) == 1)
    window.activateWindow()
    window.picture.setFocus()
    qtbot.waitUntil(window.picture.hasFocus)
    met = []
    while not met or met[-1] is not window.picture:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        met.append(window.focusWidget())
        assert len(met) < 40
    assert window.history.table in met
    assert any(window.controls.isAncestorOf(each) for each in met)


def test_window_begins_no_larger_than_the_screen(open_program: OpenProgram) -> None:
    window = open_program().window
    screen = window.screen().availableSize()
    assert window.size().boundedTo(screen) == window.size()


def test_notices_lie_over_the_picture_and_move_no_control(open_program: OpenProgram) -> None:
    program = open_program()
    window = program.window
    before = window.picture.mapTo(window, window.picture.rect().topLeft())
    program.say("The settings are broken; defaults are used.")
    assert window.notices.isVisible()
    assert window.picture.mapTo(window, window.picture.rect().topLeft()) == before
    assert window.notices.parentWidget().rect().contains(window.notices.geometry())
    program.go_back()
    assert not window.notices.isVisible()


def test_recordings_can_be_left_and_come_back_to(
    open_program: OpenProgram, qtbot, tmp_path: Path
) -> None:
    program = open_program()
    views = program.window.views
    with as_file(files("assets") / SAMPLE) as path:
        program.open_recordings([path])
    assert views.shows_recordings
    program.go_back()
    assert views.is_live
    program.toggle_recordings()
    assert views.shows_recordings
    digits = lambda: "".join(str(each.label) for each in program._answers.rows)  # noqa: E731
    qtbot.waitUntil(lambda: digits() == SAMPLE_DIGITS, timeout=20_000)
    assert program._answers.line == ""


def test_what_the_program_plays_itself_is_not_answered(open_program: OpenProgram, qtbot) -> None:
    program = open_program()
    play_sample(program, qtbot)
    program._player.started.emit(None)
    assert not program._live._recognizer.listening
    program.begin_talk()
    assert program._live._recognizer.listening
    program.end_talk()


def test_a_click_on_an_utterance_plays_it_and_shows_its_answer_again(
    open_program: OpenProgram, qtbot
) -> None:
    program = open_program()
    play_sample(program, qtbot)
    first = program._answers.in_line()[0]
    assert program.window.answer.digit.text != first.label
    with qtbot.waitSignal(program._player.started) as started:
        program.window.picture.clicked.emit(first)
    assert started.args == [first]
    assert program.window.answer.digit.text == first.label
