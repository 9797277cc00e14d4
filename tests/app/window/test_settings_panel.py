"""Each setting counts at once, says what it does, and can be put back by itself."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from dressed import dressed
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from word_model import WORDS, word_model

from app.home import Home
from app.settings import DeviceName, GateSettings, PictureSettings, Settings
from app.window.look import Look
from app.window.settings_choices import Strip
from app.window.settings_fields import Field
from app.window.settings_panel import SettingsPanel
from app.window.settings_rows import Row

ELSEWHERE = Settings(
    threshold=0.55,
    gate=GateSettings(vad_mode=3, margin_db=9.0, onset_ms=50, hangover_ms=400),
    microphone=DeviceName("USB mic", "ALSA"),
    model="/nowhere/at/all",
    theme="light",
    picture=PictureSettings(colour_map="cividis", floor_db=-100.0, range_db=50.0),
    copy_after_ms=3000,
    keep="everything",
)
NUMBERS = {
    "threshold": (30, 0.3),
    "gate.vad_mode": (0, 0),
    "gate.margin_db": (12, 12.0),
    "gate.onset_ms": (60, 60),
    "gate.hangover_ms": (500, 500),
    "copy_after_ms": (2, 2000),
    "picture.floor_db": (-70, -70.0),
    "picture.range_db": (40, 40.0),
}


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home.in_folder(tmp_path_factory.mktemp("place"))


@pytest.fixture
def panel(qtbot: QtBot, place: Home) -> SettingsPanel:
    panel = SettingsPanel(Settings(), place, Look("dark"))
    qtbot.addWidget(panel)
    panel.resize(panel.sizeHint().width(), 500)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.got = []
    panel.changed.connect(panel.got.append)
    return panel


def row(panel: SettingsPanel, name: str) -> Row:
    return next(each for each in panel.findChildren(Row) if each.field.name == name)


def reset(panel: SettingsPanel, name: str) -> QToolButton:
    return row(panel, name).findChild(QToolButton)


def radio(panel: SettingsPanel, text: str) -> QRadioButton:
    return next(each for each in panel.findChildren(QRadioButton) if each.text() == text)


def button(panel: SettingsPanel, text: str) -> QPushButton:
    return next(each for each in panel.findChildren(QPushButton) if each.text() == text)


def sentences(panel: SettingsPanel, name: str) -> str:
    return " ".join(label.text() for label in row(panel, name).findChildren(QLabel))


@pytest.mark.parametrize("name", NUMBERS)
def test_moving_a_slider_changes_the_settings(panel: SettingsPanel, name: str) -> None:
    shown, value = NUMBERS[name]
    row(panel, name).findChild(QSlider).setValue(shown)
    assert Field(name).read(panel.got[-1]) == value
    assert type(Field(name).read(panel.got[-1])) is type(value)
    assert row(panel, name).findChild(QSpinBox).value() == shown


@pytest.mark.parametrize("name", NUMBERS)
def test_typing_a_number_changes_the_settings(panel: SettingsPanel, name: str) -> None:
    shown, value = NUMBERS[name]
    number = row(panel, name).findChild(QSpinBox)
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, str(shown))
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert [Field(name).read(each) for each in panel.got] == [value]
    assert row(panel, name).findChild(QSlider).value() == shown


@pytest.mark.parametrize("name", NUMBERS)
def test_a_slider_goes_as_far_as_the_settings_allow(panel: SettingsPanel, name: str) -> None:
    panel.show_settings(ELSEWHERE)
    slider = row(panel, name).findChild(QSlider)
    low, high = Field(name).bounds
    for place, bound in ((slider.minimum(), low), (slider.maximum(), high)):
        slider.setValue(place)
        assert Field(name).read(panel.got[-1]) == pytest.approx(bound)


def test_milliseconds_move_in_whole_frames(panel: SettingsPanel) -> None:
    slider = row(panel, "gate.hangover_ms").findChild(QSlider)
    slider.setValue(333)
    assert panel.got[-1].gate.hangover_ms == 330
    assert slider.value() == 330


def test_a_value_out_of_bounds_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        Field("gate.margin_db").write(Settings(), 50.0)
    with pytest.raises(msgspec.ValidationError):
        Field("theme").write(Settings(), "pink")


def test_one_change_leaves_all_else(panel: SettingsPanel) -> None:
    panel.show_settings(ELSEWHERE)
    row(panel, "gate.margin_db").findChild(QSlider).setValue(20)
    gate = msgspec.structs.replace(ELSEWHERE.gate, margin_db=20.0)
    assert panel.got == [msgspec.structs.replace(ELSEWHERE, gate=gate)]


def test_what_comes_from_elsewhere_is_shown_and_not_emitted(panel: SettingsPanel) -> None:
    panel.show_settings(ELSEWHERE)
    assert panel.got == []
    assert row(panel, "threshold").findChild(QSpinBox).text() == "55 %"
    assert row(panel, "gate.hangover_ms").findChild(QSlider).value() == 400
    assert row(panel, "copy_after_ms").findChild(QSpinBox).text() == "3 s"
    assert radio(panel, "Blue to yellow").isChecked()
    assert radio(panel, "Every answer's voice").isChecked()
    assert button_named(panel, "Light or dark: Light").isChecked()
    assert "USB mic" in sentences(panel, "microphone")


def button_named(panel: SettingsPanel, name: str) -> QAbstractButton:
    return next(
        each for each in panel.findChildren(QAbstractButton) if each.accessibleName() == name
    )


def test_a_value_between_two_steps_is_kept_until_it_is_moved(panel: SettingsPanel) -> None:
    settings = Settings(threshold=0.805, gate=GateSettings(margin_db=6.4))
    panel.show_settings(settings)
    row(panel, "copy_after_ms").findChild(QSlider).setValue(1)
    assert panel.got[-1].threshold == 0.805
    assert panel.got[-1].gate.margin_db == 6.4


def test_each_setting_is_put_back_by_itself(panel: SettingsPanel) -> None:
    rows = panel.findChildren(Row)
    assert len(rows) == 13
    for each in rows:
        panel.show_settings(ELSEWHERE)
        panel.got.clear()
        reset(panel, each.field.name).click()
        expected = each.field.write(ELSEWHERE, each.field.default)
        assert panel.got == [expected]
        assert not reset(panel, each.field.name).isVisible()


def test_the_way_back_is_seen_only_where_there_is_one(panel: SettingsPanel) -> None:
    assert not any(reset(panel, each.field.name).isVisible() for each in panel.findChildren(Row))
    panel.show_settings(ELSEWHERE)
    assert all(reset(panel, each.field.name).isVisible() for each in panel.findChildren(Row))


def test_nothing_moves_when_the_way_back_appears(panel: SettingsPanel) -> None:
    def places() -> list[object]:
        QApplication.processEvents()
        return [
            (each.mapTo(panel, QPoint(0, 0)), each.size())
            for kind in (QSlider, QSpinBox, QRadioButton)
            for each in panel.findChildren(kind)
        ]

    before = places()
    row(panel, "threshold").findChild(QSlider).setValue(40)
    row(panel, "gate.margin_db").findChild(QSlider).setValue(40)
    button_named(panel, "Light or dark: Dark").click()
    radio(panel, "Green").click()
    assert places() == before


def test_the_focus_goes_to_what_was_put_back(panel: SettingsPanel) -> None:
    panel.show_settings(ELSEWHERE)
    for name, control in (("threshold", QSlider), ("theme", QPushButton), ("keep", QRadioButton)):
        reset(panel, name).setFocus()
        reset(panel, name).click()
        assert isinstance(QApplication.focusWidget(), control)
        assert row(panel, name).isAncestorOf(QApplication.focusWidget())


def test_the_wheel_scrolls_and_changes_nothing(panel: SettingsPanel) -> None:
    bar = panel.scroll_area.verticalScrollBar()
    for kind in (QSlider, QSpinBox):
        control = row(panel, "gate.vad_mode").findChild(kind)
        control.setFocus()
        before = bar.value()
        place = QPointF(control.mapTo(panel, QPoint(5, 5)))
        QTest.wheelEvent(panel.windowHandle(), place, QPoint(0, -120))
        assert bar.value() > before
    assert panel.got == []


def test_themes_are_chosen(panel: SettingsPanel) -> None:
    for text, theme in (("Light", "light"), ("Dark", "dark"), ("System", "system")):
        button_named(panel, f"Light or dark: {text}").click()
        assert panel.got[-1].theme == theme


def test_a_colour_map_is_chosen_by_its_name_or_its_colours(
    panel: SettingsPanel, qtbot: QtBot
) -> None:
    radio(panel, "Green").click()
    assert panel.got[-1].picture.colour_map == "viridis"
    qtbot.mouseClick(panel.findChildren(Strip)[3], Qt.MouseButton.LeftButton)
    assert panel.got[-1].picture.colour_map == "grey"
    assert radio(panel, "Grey").isChecked()


def test_nothing_is_kept_until_the_user_says_so(panel: SettingsPanel) -> None:
    assert radio(panel, "Nothing").isChecked()
    assert "asked once" in sentences(panel, "keep")


def test_the_user_can_say_that_nothing_is_ever_kept(panel: SettingsPanel) -> None:
    radio(panel, "Nothing").click()
    assert panel.got[-1].keep == "nothing"
    assert "asked once" not in sentences(panel, "keep")


def test_what_is_kept_is_chosen(panel: SettingsPanel) -> None:
    radio(panel, "Only what I correct").click()
    radio(panel, "Every answer's voice").click()
    assert [each.keep for each in panel.got] == ["corrections", "everything"]


def test_what_assistive_technology_checks_is_chosen(panel: SettingsPanel) -> None:
    for text in ("Only what I correct", "Nothing", "Grey"):
        action = QAccessible.queryAccessibleInterface(radio(panel, text)).actionInterface()
        action.doAction(action.actionNames()[0])
    assert [each.keep for each in panel.got] == ["corrections", "nothing", "nothing"]
    assert panel.got[-1].picture.colour_map == "grey"


def test_nothing_is_kept_again_until_the_user_says_so(panel: SettingsPanel) -> None:
    radio(panel, "Only what I correct").click()
    button_named(panel, "Voices on this computer: back to the default").click()
    assert panel.got[-1].keep == "ask"


def test_it_says_where_voices_lie(panel: SettingsPanel, place: Home) -> None:
    said = sentences(panel, "keep").replace("\u200b", "")
    assert str(place.recordings) in said
    assert str(place.voices) in said


def test_what_is_kept_can_be_asked_for(panel: SettingsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.kept_voices_wanted):
        button(panel, "See what is kept").click()


def test_the_bundled_model_is_described(panel: SettingsPanel) -> None:
    said = sentences(panel, "model")
    assert "came with the program" in said
    assert "In its test it was right" in said
    assert not button(panel, "Use the bundled model").isEnabled()


def test_another_model_is_described_with_what_it_tells_apart(
    panel: SettingsPanel, tmp_path: Path
) -> None:
    panel.show_settings(Settings(model=str(word_model(tmp_path / "mine"))))
    said = sentences(panel, "model")
    assert "“words” was made on" in said
    assert f"It tells apart {', '.join(WORDS)}." in said
    many = [f"word {number}" for number in range(100)]
    card = json.loads((tmp_path / "mine" / "card.json").read_text())
    (tmp_path / "mine" / "card.json").write_text(json.dumps(card | {"labels": many}))
    panel.show_settings(Settings())
    panel.show_settings(Settings(model=str(tmp_path / "mine")))
    assert "word 39 and 60 more." in sentences(panel, "model")


def test_another_model_can_be_asked_for(panel: SettingsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.model_file_wanted):
        button(panel, "Choose another folder…").click()


def test_a_missing_model_is_said_and_the_bundled_one_is_a_click_away(
    panel: SettingsPanel, tmp_path: Path
) -> None:
    panel.show_settings(Settings(model=str(tmp_path)))
    assert "There is no card.json" in sentences(panel, "model")
    button(panel, "Use the bundled model").click()
    assert panel.got[-1].model is None
    assert "came with the program" in sentences(panel, "model")


def test_esc_and_the_cross_close_it(panel: SettingsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(row(panel, "threshold").findChild(QSlider), Qt.Key.Key_Escape)
    with qtbot.waitSignal(panel.closed):
        button_named(panel, "Close: Settings").click()


def test_it_gives_the_focus_to_its_first_control(panel: SettingsPanel) -> None:
    panel.setFocus()
    assert QApplication.focusWidget() is row(panel, "threshold").findChild(QSlider)


def test_every_control_is_reached_by_tab_and_has_a_name(panel: SettingsPanel) -> None:
    panel.show_settings(ELSEWHERE)
    controls: set[QWidget] = {
        each
        for kind in (QSlider, QSpinBox, QAbstractButton)
        for each in panel.findChildren(kind)
        if each.isVisibleTo(panel) and each.isEnabled()
    }
    reached: set[QWidget] = set()
    panel.setFocus()
    for _ in range(3 * len(controls)):
        reached.add(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    # Of the radio buttons of one choice, only the checked one takes Tab; arrows do the rest.
    missed = [
        each
        for each in controls - reached
        if not isinstance(each, QRadioButton)
        and not (isinstance(each, QPushButton) and each.isCheckable())
    ]
    assert [each.accessibleName() for each in missed] == []
    for each in controls:
        assert each.accessibleName() or each.text()


@pytest.fixture(params=[1.0, 2.0], ids=["font", "double font"])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Look]:
    """Dress the application as the program does, with a usual and with a large font."""
    with dressed(qapp, "light", request.param) as look:
        yield look


def test_it_fits_its_width(qtbot: QtBot, place: Home, look: Look) -> None:
    panel = SettingsPanel(ELSEWHERE, place, look)
    qtbot.addWidget(panel)
    width = panel.sizeHint().width()
    assert 320 <= width <= 420
    panel.resize(width, 500)
    panel.show()
    content = panel.scroll_area.widget()
    assert content.minimumSizeHint().width() <= panel.scroll_area.viewport().width()
    assert not panel.grab().isNull()
