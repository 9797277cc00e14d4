import pytest
from answer_rows import VOICE, entry_of
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton

from app.home import Home
from app.keeping import keep_recording, keep_voice
from app.window.answers import Answers
from app.window.kept_voices import KeptVoicesPanel
from app.window.kept_voices_model import VoiceColumn
from app.window.look import Look
from app.window.voices import Voices


@pytest.fixture
def place(tmp_path):
    return Home.in_folder(tmp_path / "home")


@pytest.fixture
def answers(place):
    answers = Answers(place, Voices(place))
    yield answers
    answers.keeper.close(20)


@pytest.fixture
def panel(place, answers, qtbot):
    files = [keep_recording(place, label, VOICE) for label in ("7", "7", "other")]
    files.append(keep_voice(place, VOICE))
    panel = KeptVoicesPanel(place, answers, Look("dark"))
    panel.files = files
    panel.show()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 4)
    return panel


def choices(panel):
    return [panel.filters.itemText(place) for place in range(panel.filters.count())]


def labels(panel):
    model = panel.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def click(qtbot, panel, row, column):
    place = panel.table.visualRect(panel.model.index(row, column)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def button(panel, text):
    return next(each for each in panel.findChildren(QPushButton) if each.text() == text)


def test_all_of_it_has_room_in_its_place_at_the_side(panel):
    assert panel.minimumSizeHint().width() <= panel.sizeHint().width()


def test_what_is_kept_is_listed_and_can_be_filtered_by_its_label(panel):
    assert sorted(labels(panel)) == ["7", "7", "no digit", "–"]
    assert choices(panel)[1:] == ["7 (2)", "No digit (1)", "Without a label (1)"]
    assert choices(panel)[0].startswith("All 4, ")
    panel.filters.setCurrentIndex(1)
    assert labels(panel) == ["7", "7"]


def test_voice_is_played_by_click_and_by_enter(panel, qtbot):
    for do in (
        lambda: click(qtbot, panel, 1, VoiceColumn.PLAY),
        lambda: qtbot.keyClick(panel.table, Qt.Key.Key_Return),
    ):
        with qtbot.waitSignal(panel.play_wanted) as played:
            do()
        assert played.args == [panel.model.voice_at(1).path]


def test_deleted_voice_can_be_brought_back(panel, qtbot):
    path = panel.model.voice_at(1).path
    click(qtbot, panel, 1, VoiceColumn.DELETE)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    assert not path.exists()
    assert "1 voice deleted." in [each.text() for each in panel.findChildren(QLabel)]
    qtbot.mouseClick(button(panel, "Bring back"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 4)
    assert path.exists()
    assert not button(panel, "Bring back").isVisible()


def test_voice_that_is_brought_back_has_the_label_that_its_answer_has_by_then(
    panel, answers, qtbot
):
    answers.keep = "corrections"
    said = answers.add(entry_of("1"), VOICE)
    answers.correct(said, "3")
    qtbot.waitUntil(lambda: "3" in labels(panel))
    click(qtbot, panel, labels(panel).index("3"), VoiceColumn.DELETE)
    qtbot.waitUntil(lambda: "3" not in labels(panel))
    with qtbot.waitSignal(answers.changed, check_params_cb=lambda row: "/9/" in row.entry.voice):
        answers.correct(said, "9")
    qtbot.mouseClick(button(panel, "Bring back"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 5)
    assert sorted(labels(panel)) == ["7", "7", "9", "no digit", "–"]


def test_selected_voices_are_deleted_with_one_key_and_the_next_is_selected(panel, qtbot):
    panel.table.selectRow(1)
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    assert [index.row() for index in panel.table.selectionModel().selectedRows()] == [1]
    panel.table.selectAll()
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 0)
    assert not panel.table.isVisible()
    assert any("No voice is kept" in each.text() for each in panel.findChildren(QLabel))


def test_last_voice_of_a_label_that_is_deleted_shows_all_again(panel, qtbot):
    panel.filters.setCurrentIndex(2)
    click(qtbot, panel, 0, VoiceColumn.DELETE)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    assert panel.filters.currentIndex() == 0


def test_what_was_deleted_is_gone_for_good_when_the_panel_goes(panel, place, qtbot):
    click(qtbot, panel, 0, VoiceColumn.DELETE)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    panel.hide()
    assert len(list(place.voices.parent.rglob("*.flac"))) == 3


def test_voice_that_is_kept_meanwhile_appears(panel, answers, place, qtbot):
    answers.keep = "everything"
    answers.add(entry_of("1"), VOICE)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 5)


def test_what_cannot_be_deleted_is_said(panel, monkeypatch, qtbot):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.rename", refuse)
    click(qtbot, panel, 0, VoiceColumn.DELETE)
    assert any("Permission denied" in each.text() for each in panel.findChildren(QLabel))
    assert panel.model.rowCount() == 4


def test_folder_is_opened(panel, place, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    button(panel, "Open the folder").click()
    assert opened == [str(place.recordings)]


def test_escape_and_the_cross_close_it(panel, qtbot):
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel.table, Qt.Key.Key_Escape)
    with qtbot.waitSignal(panel.closed):
        next(each for each in panel.findChildren(object) if _is_close(each)).click()


def _is_close(each):
    return getattr(each, "accessibleName", lambda: "")() == "Close"
