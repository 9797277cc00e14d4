"""The bar shows what is on, asks for what the user wants, and nothing in it moves."""

from collections.abc import Iterator

import pytest
from dressed import dressed
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.audio.devices import Device
from app.audio.microphone_status import MicrophoneStatus
from app.settings import DeviceName
from app.window.bar_button import BarButton, Form
from app.window.control_bar import ControlBar
from app.window.look import Look
from app.window.push_to_talk import PushToTalk

LEFT = Qt.MouseButton.LeftButton
BUILT_IN = Device("Built-in microphone", "ALSA", 2, 48_000, is_default=True)


@pytest.fixture(autouse=True, params=[1.0, 2.0], ids=["font", "double font"])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Look]:
    """Dress the application as the program does, with a usual and with a large font."""
    with dressed(qapp, "dark", request.param) as look:
        yield look


@pytest.fixture
def bar(qtbot: QtBot, look: Look) -> ControlBar:
    meter = QWidget()
    meter.setMinimumSize(60, 10)
    bar = ControlBar(look, meter)
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(14, 14, 14, 14)
    layout.addWidget(bar)
    page.resize(1200, 60)
    qtbot.addWidget(page)
    page.show()
    bar.page = page
    return bar


def button(bar: ControlBar, name: str) -> QPushButton:
    found = [each for each in bar.findChildren(QPushButton) if each.accessibleName() == name]
    assert len(found) == 1, [each.accessibleName() for each in bar.findChildren(QPushButton)]
    return found[0]


def places(bar: ControlBar) -> list[object]:
    QApplication.processEvents()
    return [each.geometry() for each in bar.findChildren(QPushButton)]


def test_the_listen_switch_asks_for_the_other_state(bar: ControlBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.listening_wanted) as wanted:
        button(bar, "Listening").click()
    assert wanted.args == [True]
    bar.show_listening(True)
    with qtbot.waitSignal(bar.listening_wanted) as wanted:
        button(bar, "Listening").click()
    assert wanted.args == [False]


def test_the_listen_switch_tells_its_state_without_colour(bar: ControlBar) -> None:
    bar.show_listening(True)
    assert button(bar, "Listening").isChecked()
    bar.show_listening(False)
    assert not button(bar, "Listening").isChecked()


@pytest.mark.parametrize("width", [600, 700, 900, 1200])
def test_nothing_moves_when_states_change(bar: ControlBar, width: int) -> None:
    bar.page.resize(width, 60)
    before = places(bar)
    for on in (True, False, True):
        bar.show_listening(on)
        bar.show_talking(on)
        bar.show_paused(on)
        bar.show_settings_open(on)
        assert places(bar) == before


def test_the_talk_button_is_held_with_the_mouse(bar: ControlBar, qtbot: QtBot) -> None:
    steps: list[str] = []
    bar.talk_began.connect(lambda: steps.append("began"))
    bar.talk_ended.connect(lambda: steps.append("ended"))
    talk = button(bar, "Hold to talk")
    qtbot.mousePress(talk, LEFT)
    assert steps == ["began"]
    qtbot.mouseRelease(talk, LEFT)
    assert steps == ["began", "ended"]


def test_the_pointer_may_slide_off_the_talk_button(bar: ControlBar, qtbot: QtBot) -> None:
    steps: list[str] = []
    bar.talk_began.connect(lambda: steps.append("began"))
    bar.talk_ended.connect(lambda: steps.append("ended"))
    talk = button(bar, "Hold to talk")
    away = QPoint(talk.width() + 300, 500)
    qtbot.mousePress(talk, LEFT)
    QTest.mouseMove(talk, away)
    assert steps == ["began"]
    qtbot.mouseRelease(talk, LEFT, pos=away)
    assert steps == ["began", "ended"]


def test_the_talk_button_is_held_with_enter(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = ControlBar(Look("dark"), QWidget())
    window.setCentralWidget(bar)
    talk = PushToTalk(window)
    bar.talk_began.connect(talk.begin)
    bar.talk_ended.connect(talk.end)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    button(bar, "Hold to talk").setFocus()
    with qtbot.waitSignal(talk.began):
        QTest.keyPress(window.windowHandle(), Qt.Key.Key_Return)
    with qtbot.waitSignal(talk.ended):
        QTest.keyRelease(window.windowHandle(), Qt.Key.Key_Return)


def test_the_talk_button_shows_that_it_is_held(bar: ControlBar) -> None:
    talk = button(bar, "Hold to talk")
    bar.show_talking(True)
    assert talk.property("kind") == "primary"
    assert talk.accessibleDescription() == "Held: you are heard"
    bar.show_talking(False)
    assert talk.property("kind") == ""
    assert talk.accessibleDescription() == ""


def test_pause_settings_and_help_ask_for_what_they_say(bar: ControlBar, qtbot: QtBot) -> None:
    for name, signal in (("Pause", bar.pause_wanted), ("Settings", bar.settings_wanted)):
        with qtbot.waitSignal(signal) as wanted:
            button(bar, name).click()
        assert wanted.args == [True]
        with qtbot.waitSignal(signal) as wanted:
            button(bar, name).click()
        assert wanted.args == [False]
    with qtbot.waitSignal(bar.help_wanted):
        button(bar, "Help").click()


def test_pause_becomes_run(bar: ControlBar) -> None:
    bar.show_paused(True)
    assert button(bar, "Pause").isChecked()
    assert "(P)" in button(bar, "Pause").toolTip()
    bar.show_paused(False)
    assert not button(bar, "Pause").isChecked()


def test_the_open_menu_has_recordings_and_folders(bar: ControlBar, qtbot: QtBot) -> None:
    recordings, folder, opened = button(bar, "Open").menu().actions()
    assert not opened.isEnabled()
    bar.show_recordings_open(True)
    with qtbot.waitSignal(bar.recordings_wanted):
        opened.trigger()
    with qtbot.waitSignal(bar.open_wanted):
        recordings.trigger()
    with qtbot.waitSignal(bar.open_folder_wanted):
        folder.trigger()


def test_the_keys_in_the_open_menu_are_only_shown(bar: ControlBar) -> None:
    for action in button(bar, "Open").menu().actions():
        assert action.shortcut().isEmpty()
        assert "Ctrl+" in action.text()


def test_the_microphone_is_named(bar: ControlBar) -> None:
    bar.show_status(MicrophoneStatus("running", "Listening to it.", device=BUILT_IN))
    device = button(bar, "Microphone: Built-in microphone")
    assert device.accessibleDescription() == device.toolTip() == "Listening to it."


def test_a_chosen_microphone_is_asked_for(bar: ControlBar, qtbot: QtBot) -> None:
    bar.show_status(MicrophoneStatus("running", "", DeviceName("USB mic"), BUILT_IN))
    menu = button(bar, "Microphone: Built-in microphone").menu()
    with qtbot.waitSignal(bar.device_wanted) as wanted:
        menu.device_wanted.emit(None)
    assert wanted.args == [None]


def test_all_fits_at_900_pixels(bar: ControlBar) -> None:
    bar.show_status(
        MicrophoneStatus("running", "", device=Device("A long name " * 5, "", 1, 48_000, True))
    )
    bar.page.resize(900, 80)
    assert bar.page.minimumSizeHint().width() <= 900
    QApplication.processEvents()
    right = 0
    for each in bar.findChildren(QPushButton):
        assert each.width() >= each.minimumSizeHint().width()
        assert each.x() >= right
        right = each.geometry().right()
    assert right <= 872


def test_no_text_is_cut_where_the_button_has_its_least_width(qtbot: QtBot, look: Look) -> None:
    for text in ("Listen", "Listening", "Not listening", "Hold to talk", "Settings"):
        for kind in ("", "primary"):
            button = BarButton(look)
            qtbot.addWidget(button)
            button.show_forms({0: Form(dot=True, text=text)})
            button.show_kind(kind)
            button.resize(button.minimumSizeHint())
            assert shown_text(button) == text


def shown_text(button: BarButton) -> str:
    """Give the text as it is painted."""
    painted: list[str] = []

    class Painter(QPainter):
        def drawText(self, place: object, flags: object, text: str) -> None:  # noqa: N802
            painted.append(text)

    image = QImage(button.size(), QImage.Format.Format_RGB32)
    painter = Painter(image)
    painter.setFont(button.font())
    contents = QStyle.SubElement.SE_PushButtonContents
    button._paint_form(painter, button.style().subElementRect(contents, button._option(), button))
    painter.end()
    return painted[0]


def test_every_button_has_a_name_and_a_tool_tip(bar: ControlBar) -> None:
    bar.page.resize(640, 60)
    for each in bar.findChildren(QPushButton):
        assert each.accessibleName()
        assert each.toolTip()
        assert each.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_it_is_painted_in_every_form(bar: ControlBar) -> None:
    bar.show_status(MicrophoneStatus("lost", "It is gone.", DeviceName("USB mic")))
    for width in range(480, 1200, 60):
        bar.page.resize(width, 60)
        bar.show_listening(width % 120 == 0)
        assert not bar.page.grab().isNull()
