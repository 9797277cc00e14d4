"""The microphones are listed anew each time, and the wish stays while it is away."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMainWindow, QWidgetAction
from pytestqt.qtbot import QtBot

from app.audio.devices import Device
from app.audio.microphone_status import MicrophoneStatus
from app.errors import MicrophoneError
from app.settings import DeviceName
from app.window import device_menu
from app.window.device_menu import DeviceButton, DeviceLister, DeviceMenu, make_entries
from app.window.look import Look

BUILT_IN = Device("Built-in microphone", "ALSA", 2, 48_000, is_default=True)
USB = Device("USB mic", "ALSA", 1, 48_000, is_default=False)
USB_AGAIN = Device("USB mic", "JACK", 1, 48_000, is_default=False)


class System:
    """Stands for the system: which microphones there are, and what is wrong."""

    def __init__(self) -> None:
        self.devices: list[Device] | str = [BUILT_IN, USB]
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.asked = 0

    def list_devices(self) -> list[Device]:
        self.asked += 1
        assert threading.current_thread() is not threading.main_thread()
        assert self.may_answer.wait(10)
        if isinstance(self.devices, str):
            raise MicrophoneError(self.devices)
        return self.devices


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    system = System()
    monkeypatch.setattr(device_menu, "list_devices", system.list_devices)
    yield system
    system.may_answer.set()


@pytest.fixture
def menu(qtbot: QtBot, system: System) -> Iterator[DeviceMenu]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    yield DeviceMenu(window)


def texts(menu: DeviceMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def chosen(menu: DeviceMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isChecked()]


def entry(menu: DeviceMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def open_menu(qtbot: QtBot, menu: DeviceMenu, until: Callable[[], bool]) -> None:
    menu.popup(QPoint(0, 0))
    qtbot.waitUntil(until, timeout=5000)


def test_the_systems_choice_stands_first_and_names_it() -> None:
    entries = make_entries([USB, BUILT_IN], None)
    assert entries[0].text == "System's choice (Built-in microphone)"
    assert [each.is_chosen for each in entries] == [True, False, False]


def test_the_wish_is_chosen_where_it_is_there() -> None:
    entries = make_entries([BUILT_IN, USB], USB.remembered_as)
    assert [each.text for each in entries if each.is_chosen] == ["USB mic"]
    assert [each.wish for each in entries] == [None, BUILT_IN.remembered_as, USB.remembered_as]


def test_an_absent_wish_stays_in_the_menu() -> None:
    wish = DeviceName("USB mic", "ALSA")
    last = make_entries([BUILT_IN], wish)[-1]
    assert (last.text, last.wish, last.is_chosen) == ("USB mic: not connected", wish, True)


def test_nothing_is_said_of_the_wish_before_the_list_is_there() -> None:
    assert make_entries(None, DeviceName("USB mic"))[-1].text == "USB mic"


def test_equal_names_are_told_apart() -> None:
    names = [each.text for each in make_entries([BUILT_IN, USB, USB_AGAIN], None)[1:]]
    assert names == ["Built-in microphone", "USB mic (ALSA)", "USB mic (JACK)"]


def test_the_menu_says_that_it_is_looking(menu: DeviceMenu, system: System, qtbot: QtBot) -> None:
    system.may_answer.clear()
    menu.popup(QPoint(0, 0))
    assert texts(menu) == ["System's choice", "Looking for microphones…"]
    system.may_answer.set()
    qtbot.waitUntil(lambda: "USB mic" in texts(menu))
    assert "Looking for microphones…" not in texts(menu)


def test_the_menu_follows_plugging_and_unplugging_while_it_is_open(
    menu: DeviceMenu, system: System, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu._timer.setInterval(20)
    open_menu(qtbot, menu, lambda: "USB mic" in texts(menu))
    system.devices = [BUILT_IN]
    qtbot.waitUntil(lambda: "USB mic" not in texts(menu))
    system.devices = [BUILT_IN, USB]
    qtbot.waitUntil(lambda: "USB mic" in texts(menu))


def test_it_is_listed_anew_when_the_menu_opens_again(
    menu: DeviceMenu, system: System, qtbot: QtBot
) -> None:
    open_menu(qtbot, menu, lambda: "USB mic" in texts(menu))
    menu.close()
    system.devices = [USB]
    open_menu(qtbot, menu, lambda: "Built-in microphone" not in texts(menu))


def test_nothing_is_listed_while_the_menu_is_closed(
    menu: DeviceMenu, system: System, qtbot: QtBot
) -> None:
    menu._timer.setInterval(10)
    open_menu(qtbot, menu, lambda: system.asked > 2)
    menu.close()
    assert not menu._timer.isActive()


def test_a_slow_system_is_asked_once_at_a_time(system: System, qtbot: QtBot) -> None:
    system.may_answer.clear()
    lister = DeviceLister()
    for _ in range(5):
        lister.refresh()
    with qtbot.waitSignal(lister.listed):
        system.may_answer.set()
    assert system.asked == 1


def test_the_pointed_entry_stays_pointed_at_when_the_list_changes(
    menu: DeviceMenu, system: System, qtbot: QtBot
) -> None:
    menu._timer.setInterval(20)
    open_menu(qtbot, menu, lambda: "USB mic" in texts(menu))
    menu.setActiveAction(entry(menu, "USB mic"))
    system.devices = [USB]
    qtbot.waitUntil(lambda: "Built-in microphone" not in texts(menu))
    assert menu.activeAction().text() == "USB mic"


def test_what_is_wrong_is_a_sentence_that_cannot_be_chosen(
    menu: DeviceMenu, system: System, qtbot: QtBot
) -> None:
    system.devices = "The sound server does not answer. Restart it."
    open_menu(qtbot, menu, lambda: system.devices in texts(menu))
    action = entry(menu, system.devices)
    assert not action.isEnabled()
    assert isinstance(action, QWidgetAction)
    label = action.defaultWidget()
    assert isinstance(label, QLabel)
    assert label.wordWrap()


def test_a_machine_without_microphones_says_so(
    menu: DeviceMenu, system: System, qtbot: QtBot
) -> None:
    system.devices = []
    open_menu(qtbot, menu, lambda: "No microphone is connected" in texts(menu))
    assert not entry(menu, "No microphone is connected").isEnabled()


def test_choosing_asks_for_the_device(menu: DeviceMenu, qtbot: QtBot) -> None:
    open_menu(qtbot, menu, lambda: "USB mic" in texts(menu))
    with qtbot.waitSignal(menu.device_wanted) as wanted:
        entry(menu, "USB mic").trigger()
    assert wanted.args == [USB.remembered_as]
    with qtbot.waitSignal(menu.device_wanted) as wanted:
        menu.actions()[0].trigger()
    assert wanted.args == [None]


def test_names_with_an_ampersand_are_shown_whole(
    menu: DeviceMenu, system: System, qtbot: QtBot
) -> None:
    system.devices = [Device("Mixer & more", "ALSA", 1, 48_000, True)]
    open_menu(qtbot, menu, lambda: "Mixer && more" in texts(menu))


def test_a_thread_that_ends_after_the_menu_harms_nothing(system: System, qtbot: QtBot) -> None:
    system.may_answer.clear()
    lister = DeviceLister()
    lister.refresh()
    del lister
    threads = [each for each in threading.enumerate() if each.name == "list devices"]
    assert len(threads) == 1
    system.may_answer.set()
    threads[0].join(5)
    assert not threads[0].is_alive()


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (MicrophoneStatus("running", "m", device=BUILT_IN), "Built-in microphone"),
        (MicrophoneStatus("opening", "m", DeviceName("USB mic")), "USB mic"),
        (MicrophoneStatus("lost", "m", DeviceName("USB mic")), "USB mic"),
        (MicrophoneStatus("opening", "m"), "Microphone"),
        (MicrophoneStatus("absent", "m"), "No microphone"),
    ],
)
def test_the_button_names_what_is_heard(qtbot: QtBot, status: MicrophoneStatus, name: str) -> None:
    button = DeviceButton(Look("dark"))
    qtbot.addWidget(button)
    button.show_status(status)
    assert button.accessibleName() == f"Microphone: {name}"


@pytest.mark.parametrize(
    ("status", "is_well"),
    [
        (MicrophoneStatus("running", "", device=BUILT_IN), True),
        (MicrophoneStatus("running", "", USB.remembered_as, USB), True),
        (MicrophoneStatus("running", "", USB.remembered_as, BUILT_IN), False),
        (MicrophoneStatus("running", "", device=BUILT_IN, system_silence=True), False),
        (MicrophoneStatus("opening", ""), True),
        (MicrophoneStatus("refused", ""), False),
    ],
)
def test_the_button_warns_where_something_is_not_well(
    qtbot: QtBot, status: MicrophoneStatus, is_well: bool
) -> None:
    button = DeviceButton(Look("dark"))
    qtbot.addWidget(button)
    button.show_status(status)
    assert (button._form().icon == "warning") is not is_well
