import os

import pytest
from answer_rows import VOICE, entry_of, no_digit
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.errors import AudioFileError
from app.home import Home
from app.window.answers import Answers
from app.window.history_model import PLAYABLE_ROLE
from app.window.history_order import Column, Filter, Kind
from app.window.history_panel import HistoryPanel
from app.window.look import Look
from app.window.voices import Voices


@pytest.fixture
def voices(tmp_path):
    return Voices(Home.in_folder(tmp_path / "home"))


@pytest.fixture
def answers(tmp_path, voices):
    answers = Answers(Home.in_folder(tmp_path / "home"), voices)
    yield answers
    answers.keeper.close(20)


@pytest.fixture
def panel(answers, voices, qtbot):
    panel = HistoryPanel(answers, voices, Look("dark"))
    panel.resize(1000, 300)
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    return panel


def say(answers, digits):
    return [answers.add(entry_of(None if each == "?" else each), VOICE) for each in digits]


def shown(panel):
    column = Column.DIGIT
    return "".join(panel.model.index(row, column).data() for row in range(panel.model.rowCount()))


def button(panel, text):
    return next(each for each in panel.findChildren(QPushButton) if each.text() == text)


def click(qtbot, panel, row, column, **more):
    index = panel.model.index(row, column)
    place = panel.table.visualRect(index).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place, **more)


def click_header(qtbot, panel, column):
    header = panel.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + 10, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def press(qtbot, panel, key):
    qtbot.keyClick(panel.table, key)


def test_newest_answer_is_on_top(panel, answers):
    say(answers, "12?")
    answers.load([entry_of("9")])
    assert shown(panel) == "?219"


def test_header_sorts_and_turns_round(panel, answers, qtbot):
    say(answers, "31?2")
    click_header(qtbot, panel, Column.DIGIT)
    assert shown(panel) == "123?"
    click_header(qtbot, panel, Column.DIGIT)
    assert shown(panel) == "?321"
    click_header(qtbot, panel, Column.PLAY)
    assert shown(panel) == "?321"
    click_header(qtbot, panel, Column.TIME)
    assert shown(panel) == "2?13"
    say(answers, "5")
    assert shown(panel) == "52?13"


def test_sorted_column_is_marked_by_more_than_a_colour(panel, answers, qtbot):
    say(answers, "1")
    header = [
        panel.model.headerData(column, Qt.Orientation.Horizontal) for column in (Column.TIME, 1)
    ]
    assert header == ["Time ▾", "Source"]
    click_header(qtbot, panel, Column.SOURCE)
    assert panel.model.headerData(Column.SOURCE, Qt.Orientation.Horizontal) == "Source ▴"


def test_filter_shows_what_is_like_it_and_how_many_that_are(panel, answers):
    say(answers, "12?2")
    answers.add(no_digit(), VOICE)
    answers.correct(answers.rows[0], "2")
    for wanted, digits in (
        (Filter(Kind.DIGIT, "2"), "222"),
        (Filter(Kind.NOT_SURE), "?"),
        (Filter(Kind.NO_DIGIT), "–"),
        (Filter(Kind.CORRECTED), "2"),
        (Filter(), "–2?22"),
    ):
        panel.show_only(wanted)
        assert shown(panel) == digits
        count = f"{len(digits)} of 5" if len(digits) < 5 else "5 answers"
        assert panel.count_text == count
    assert panel.filters.currentText() == "All answers"


def test_answer_that_the_filter_does_not_take_is_counted_only(panel, answers):
    say(answers, "1")
    panel.show_only(Filter(Kind.DIGIT, "1"))
    say(answers, "2")
    assert shown(panel) == "1"
    assert panel.count_text == "1 of 2"


def test_labels_of_another_network_can_be_filtered(panel, answers):
    panel.set_labels(("yes", "no", "other"))
    texts = [panel.filters.itemText(place) for place in range(panel.filters.count())]
    assert texts == ["All answers", "yes", "no", "Not sure", "No digit", "Corrected"]


def test_words_of_another_network_have_room_in_their_column(panel, answers):
    before = panel.table.columnWidth(Column.DIGIT)
    panel.set_labels(("yes", "a longer word than that", "other"))
    assert panel.table.columnWidth(Column.DIGIT) > before


def test_what_is_selected_and_seen_stays_when_answers_come(panel, answers, qtbot):
    rows = say(answers, "1234567890" * 5)
    panel.table.selectRow(20)
    bar = panel.table.verticalScrollBar()
    bar.setValue(10 * panel.table.rowHeight(0) + 7)
    seen = panel.model.answered_at(panel.table.rowAt(0))
    offset = panel.table.rowViewportPosition(panel.table.rowAt(0))
    say(answers, "77")
    QGuiApplication.processEvents()
    assert panel.model.answered_at(panel.table.rowAt(0)) is seen
    assert panel.table.rowViewportPosition(panel.table.rowAt(0)) == offset
    assert panel.table.chosen() == [rows[29]]
    assert panel.table.current() is rows[29]


def test_home_and_end_go_to_the_first_and_the_last_row(panel, answers, qtbot):
    rows = say(answers, "123")
    panel.table.selectRow(1)
    press(qtbot, panel, Qt.Key.Key_End)
    assert panel.table.chosen() == [rows[0]]
    press(qtbot, panel, Qt.Key.Key_Home)
    assert panel.table.chosen() == [rows[2]]


def test_newest_answer_is_chosen_by_going_to_the_history(panel, answers, qtbot):
    panel.go()
    rows = say(answers, "12")
    panel.go()
    assert panel.table.current() is rows[1]
    press(qtbot, panel, Qt.Key.Key_Down)
    panel.go()
    assert panel.table.current() is rows[0]


def test_answers_that_come_do_not_tell_of_the_selected_one_again(panel, answers, qtbot):
    say(answers, "12")
    panel.table.selectRow(1)
    with qtbot.assertNotEmitted(panel.selected):
        say(answers, "3")


def test_top_of_the_list_stays_on_top_when_answers_come(panel, answers):
    say(answers, "1234567890" * 5)
    say(answers, "7")
    QGuiApplication.processEvents()
    assert panel.table.verticalScrollBar().value() == 0


def test_selection_stays_when_the_rows_are_sorted_or_filtered(panel, answers, qtbot):
    rows = say(answers, "312")
    panel.table.selectRow(1)
    with qtbot.assertNotEmitted(panel.selected):
        panel.table.sort_by(Column.DIGIT)
        assert panel.table.current() is rows[1]
        panel.show_only(Filter(Kind.DIGIT, "1"))
        assert panel.table.chosen() == [rows[1]]
        panel.show_only(Filter(Kind.DIGIT, "2"))
    assert panel.table.chosen() == []


def test_many_answers_at_once_keep_the_selection(panel, answers):
    (only,) = say(answers, "1")
    panel.table.selectRow(0)
    answers.add_recording([entry_of("2") for _ in range(200)])
    assert panel.model.rowCount() == 201
    assert panel.table.chosen() == [only]


def test_going_to_an_answer_is_told_once(panel, answers, qtbot):
    rows = say(answers, "12")
    with qtbot.waitSignal(panel.selected) as selected:
        click(qtbot, panel, 1, Column.SOURCE)
    assert selected.args == [rows[0]]
    with qtbot.waitSignal(panel.selected) as selected:
        press(qtbot, panel, Qt.Key.Key_Up)
    assert selected.args == [rows[1]]


def test_play_and_pencil_are_clicked(panel, answers, qtbot):
    rows = say(answers, "12")
    with qtbot.waitSignal(panel.play_wanted) as played:
        click(qtbot, panel, 1, Column.PLAY)
    assert played.args == [rows[0]]
    with qtbot.waitSignal(panel.correction_wanted) as asked:
        click(qtbot, panel, 0, Column.CORRECT)
    assert asked.args[0] is rows[1]
    cell = panel.table.visualRect(panel.model.index(0, Column.CORRECT))
    assert cell.contains(panel.table.viewport().mapFromGlobal(asked.args[1]))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (Qt.Key.Key_0, "0"),
        (Qt.Key.Key_7, "7"),
        (Qt.Key.Key_Delete, "other"),
        (Qt.Key.Key_Minus, "other"),
    ],
)
def test_one_key_corrects_the_chosen_answer(panel, answers, qtbot, key, said):
    rows = say(answers, "12")
    panel.table.selectRow(0)
    with qtbot.waitSignal(panel.key_correction_wanted) as corrected:
        press(qtbot, panel, key)
    assert corrected.args == [rows[1], said]


def test_enter_plays_and_f2_asks(panel, answers, qtbot):
    rows = say(answers, "1")
    panel.table.selectRow(0)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(panel.play_wanted) as played:
            press(qtbot, panel, key)
        assert played.args == [rows[0]]
    with qtbot.waitSignal(panel.correction_wanted) as asked:
        press(qtbot, panel, Qt.Key.Key_F2)
    assert asked.args[0] is rows[0]


def test_keys_do_nothing_while_no_answer_is_chosen(panel, answers, qtbot):
    say(answers, "1")
    panel.table.setFocus()
    with (
        qtbot.assertNotEmitted(panel.key_correction_wanted),
        qtbot.assertNotEmitted(panel.play_wanted),
    ):
        press(qtbot, panel, Qt.Key.Key_7)
        press(qtbot, panel, Qt.Key.Key_Return)


def test_keys_of_a_chosen_answer_go_before_the_shortcuts_of_the_window(panel, answers, qtbot):
    rows = say(answers, "12")
    stolen = []
    for keys in ("Ctrl+C", "Delete", "7"):
        QShortcut(QKeySequence(keys), panel, lambda keys=keys: stolen.append(keys))
    panel.table.setFocus()
    panel.table.selectRow(0)
    qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "\t2\t90 %\t80 ms" in QGuiApplication.clipboard().text()
    with qtbot.waitSignals([panel.key_correction_wanted] * 2):
        press(qtbot, panel, Qt.Key.Key_7)
        press(qtbot, panel, Qt.Key.Key_Delete)
    assert stolen == []
    panel.table.clearSelection()
    qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert stolen == ["Ctrl+C"]
    assert rows


def test_corrected_answer_shows_its_new_digit_in_its_place(panel, answers, qtbot):
    rows = say(answers, "12")
    panel.table.sort_by(Column.DIGIT)
    answers.correct(rows[0], "9")
    index = panel.model.index(0, Column.DIGIT)
    assert shown(panel) == "92"
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert index.data(role) == "9, heard as 1"


def test_answer_whose_voice_is_gone_cannot_be_played_and_says_why(panel, answers):
    answers.load([entry_of("1")])
    say(answers, "2")
    gone, kept = (panel.model.index(row, Column.PLAY) for row in (1, 0))
    assert kept.data(PLAYABLE_ROLE)
    assert not gone.data(PLAYABLE_ROLE)
    assert "not kept" in gone.data(Qt.ItemDataRole.ToolTipRole)


def test_answer_whose_kept_voice_was_deleted_cannot_be_played(panel, answers):
    answers.load([entry_of("1", voice="voices/a.flac")])
    index = panel.model.index(0, Column.PLAY)
    assert not index.data(PLAYABLE_ROLE)
    assert "deleted" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_history_of_recordings_does_not_wait_for_their_disk(
    panel, answers, voices, monkeypatch, tmp_path
):
    recording = tmp_path / "share" / "said.wav"
    asked = []
    stat = os.stat
    monkeypatch.setattr(
        os, "stat", lambda path, **more: (asked.append(path), stat(path, **more))[1]
    )
    answers.load([entry_of("1", str(recording), latency_ms=None)])
    panel.table.selectRow(0)
    panel.grab()
    panel.menu()
    assert panel.model.index(0, Column.PLAY).data(Qt.ItemDataRole.ToolTipRole) == "Play it (Enter)"
    assert recording not in asked
    with pytest.raises(AudioFileError, match=r"said\.wav is not there any more"):
        voices.read(answers.rows[0])
    assert recording in asked


def test_several_chosen_answers_are_copied_from_top_to_bottom(panel, answers):
    say(answers, "123")
    panel.table.selectAll()
    panel.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[2] for line in lines] == ["3", "2", "1"]


def test_cleared_history_can_be_brought_back_where_it_was(panel, answers, qtbot):
    say(answers, "12")
    qtbot.mouseClick(button(panel, "Clear"), Qt.MouseButton.LeftButton)
    assert panel.model.rowCount() == 0
    assert not button(panel, "Clear").isEnabled()
    qtbot.mouseClick(button(panel, "Bring it back"), Qt.MouseButton.LeftButton)
    assert shown(panel) == "21"
    assert panel.table.isVisible()


def test_empty_history_says_so_and_a_filter_without_answers_offers_all(panel, answers, qtbot):
    assert panel.empty_text == "What you say is written down here."
    say(answers, "1")
    panel.show_only(Filter(Kind.NO_DIGIT))
    assert panel.empty_text == "No answer is like this."
    qtbot.mouseClick(button(panel, "Show all answers"), Qt.MouseButton.LeftButton)
    assert shown(panel) == "1"


def test_everything_that_keys_do_is_in_the_menu_too(panel, answers, qtbot):
    say(answers, "21")
    panel.table.selectRow(0)
    menu = panel.menu()
    texts = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert texts == ["Play", "Correct …", "Copy", "Sort by", "Export"]
    sorts = next(each for each in menu.findChildren(QMenu) if each.title() == "Sort by")
    next(each for each in sorts.actions() if each.text() == "Digit").trigger()
    assert shown(panel) == "12"
    menu.close()


def test_screen_reader_finds_every_cell_in_words(panel, answers):
    say(answers, "?")
    table = QAccessible.queryAccessibleInterface(panel.table)
    assert table.text(QAccessible.Text.Name) == "History"
    words = [
        panel.model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in Column
    ]
    assert words[1:5] == ["mic", "not sure: four or seven?", "50 % sure", "80 ms"]
    assert words[Column.PLAY].startswith("Play")


def test_every_control_has_a_name_and_can_be_reached_by_key(panel, answers):
    say(answers, "1")
    for control in (panel.filters, button(panel, "Export"), button(panel, "Clear"), panel.table):
        assert isinstance(control, QWidget)
        assert control.accessibleName() or control.text()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_rows_are_as_tall_as_the_font_needs(panel, answers, qapp):
    say(answers, "1")
    before = panel.table.rowHeight(0)
    font = panel.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    panel.setFont(font)
    QGuiApplication.processEvents()
    assert panel.table.rowHeight(0) >= 1.8 * before


def test_low_panel_has_room_for_rows_instead_of_names(panel, answers, qtbot):
    say(answers, "1234567")
    header = panel.table.horizontalHeader()
    assert header.isVisible()
    panel.resize(900, 130)
    qtbot.waitUntil(lambda: not header.isVisible())
    panel.resize(900, 300)
    qtbot.waitUntil(header.isVisible)


def test_other_theme_repaints_the_table(panel, answers, qtbot):
    say(answers, "1")
    before = panel.table.viewport().grab().toImage()
    panel.look.choose("light")
    after = panel.table.viewport().grab().toImage()
    assert before != after
