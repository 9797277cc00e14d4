"""The choice of the microphone: what there is, looked up each time anew, and what is wanted."""

import threading
from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QLabel, QMenu, QWidget, QWidgetAction

from app.audio.devices import Device, default_device, find_device, list_devices
from app.audio.microphone_status import MicrophoneStatus
from app.errors import MicrophoneError
from app.settings import DeviceName
from app.window.bar_button import BarButton, Form
from app.window.look import Look

SYSTEMS_CHOICE = "System's choice"
"""What it is called when no microphone is wanted before others."""

SHORT_FROM = 3
"""The tightness of the bar from which the button shows no name."""

_LIST_AGAIN_MS = 2_000
_NAME_IN_EM = 22
_MESSAGE_IN_EM = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu; `wish` is what choosing it wants."""

    text: str
    wish: DeviceName | None
    is_chosen: bool


def make_entries(devices: list[Device] | None, wish: DeviceName | None) -> list[Entry]:
    """Say what there is to choose from.

    Parameters
    ----------
    devices : list of Device or None
        What is there; None where that is not known.
    wish : DeviceName or None
        What is wanted; it is among the entries even while it is not there.

    Returns
    -------
    list of Entry
        The system's choice first; one of them is chosen.
    """
    default = default_device(devices or [])
    system = SYSTEMS_CHOICE if default is None else f"{SYSTEMS_CHOICE} ({default.name})"
    entries = [Entry(system, None, wish is None)]
    wanted = None if wish is None else find_device(devices or [], wish)
    names = Counter(device.name for device in devices or [])
    for device in devices or []:
        several = names[device.name] > 1
        text = f"{device.name} ({device.host_api})" if several else device.name
        entries.append(Entry(text, device.remembered_as, device is wanted))
    if wish is not None and wanted is None:
        text = wish.name if devices is None else f"{wish.name}: not connected"
        entries.append(Entry(text, wish, True))
    return entries


class DeviceLister(QObject):
    """Asks the system for the microphones, on a thread that ends with the answer.

    Signals
    -------
    listed(devices, message)
        With a list of `Device`, or with None and a sentence about what is wrong.
    """

    listed = Signal(object, str)

    def __init__(self) -> None:
        # Without a parent: the thread may end after the window.
        super().__init__()
        self._is_running = False
        self.listed.connect(self._rest)

    def refresh(self) -> None:
        """Ask again, unless an answer is on its way."""
        if not self._is_running:
            self._is_running = True
            threading.Thread(target=self._list, name="list devices", daemon=True).start()

    def _list(self) -> None:
        try:
            devices = list_devices()
        except MicrophoneError as error:
            self.listed.emit(None, str(error))
        else:
            self.listed.emit(devices, "")

    def _rest(self) -> None:
        self._is_running = False


class DeviceMenu(QMenu):
    """Lists the microphones when it opens, and every two seconds while it is open.

    Parameters
    ----------
    parent : QWidget

    Attributes
    ----------
    wish : DeviceName or None
        What is wanted now; None for the system's choice.

    Signals
    -------
    device_wanted(wish)
        When the user has chosen: a `DeviceName`, or None for the system's choice.
    """

    device_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self.wish: DeviceName | None = None
        self._devices: list[Device] | None = None
        self._message = ""
        self._shown: tuple[object, ...] = ()
        self._lister = DeviceLister()
        self._lister.listed.connect(self._take)
        self._timer = QTimer(self, interval=_LIST_AGAIN_MS)
        self._timer.timeout.connect(self._lister.refresh)
        self.aboutToShow.connect(self._open)
        self.aboutToHide.connect(self._timer.stop)

    def _open(self) -> None:
        self._fill()
        self._lister.refresh()
        self._timer.start()

    def _take(self, devices: list[Device] | None, message: str) -> None:
        self._devices, self._message = devices, message
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        entries = make_entries(self._devices, self.wish)
        content = (entries, self._message, self._devices is None)
        if content == self._shown:
            return
        self._shown = content
        pointed_at = self.activeAction()
        text = "" if pointed_at is None else pointed_at.data()
        self.clear()
        group = QActionGroup(self)
        for position, entry in enumerate(entries):
            if position == 1:
                self.addSeparator()
            action = self._add(entry)
            group.addAction(action)
            if entry.text == text:
                self.setActiveAction(action)
        if self._message:
            self._add_message(self._message)
        elif self._devices is None:
            self.addAction("Looking for microphones…").setEnabled(False)
        elif not self._devices:
            self.addAction("No microphone is connected").setEnabled(False)

    def _add(self, entry: Entry) -> QAction:
        metrics = self.fontMetrics()
        shown = metrics.elidedText(
            entry.text, Qt.TextElideMode.ElideMiddle, metrics.height() * _NAME_IN_EM
        )
        action = self.addAction(shown.replace("&", "&&"))
        action.setData(entry.text)
        action.setToolTip(entry.text if shown != entry.text else "")
        action.setCheckable(True)
        action.setChecked(entry.is_chosen)
        action.triggered.connect(lambda: self.device_wanted.emit(entry.wish))
        return action

    def _add_message(self, message: str) -> None:
        """Add a sentence, which a menu's own entries would not break into lines."""
        label = QLabel(message, wordWrap=True)
        label.setProperty("role", "muted")
        label.setFixedWidth(self.fontMetrics().height() * _MESSAGE_IN_EM)
        label.setMargin(self.fontMetrics().height() // 2)
        action = QWidgetAction(self)
        action.setText(message)
        action.setDefaultWidget(label)
        action.setEnabled(False)
        self.addAction(action)


class DeviceButton(BarButton):
    """Says which microphone is heard, and opens the menu to choose another.

    Parameters
    ----------
    look : Look

    Signals
    -------
    device_wanted(wish)
        When the user has chosen: a `DeviceName`, or None for the system's choice.
    """

    device_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, is_elastic=True)
        self._menu = DeviceMenu(self)
        self._menu.device_wanted.connect(self.device_wanted)
        self.setMenu(self._menu)
        self.setAccessibleName("Microphone")
        self.setToolTip("Choose a microphone")
        self._show("Microphone", is_well=True)

    def show_status(self, status: MicrophoneStatus) -> None:
        """Name the microphone that is heard; a warning sign where something is not well."""
        self._menu.wish = status.wish
        name = _name_of(status)
        self.setAccessibleName(f"Microphone: {name}")
        self.setAccessibleDescription(status.message)
        self.setToolTip(status.message)
        self._show(name, _is_well(status))

    def _show(self, name: str, is_well: bool) -> None:
        icon, colour = ("", "") if is_well else ("warning", "warning")
        short = Form(icon=icon or "microphone", icon_colour=colour)
        self.show_forms({0: Form(icon=icon, icon_colour=colour, text=name), SHORT_FROM: short})


def _name_of(status: MicrophoneStatus) -> str:
    if status.device is not None:
        return status.device.name
    if status.state == "absent":
        return "No microphone"
    return "Microphone" if status.wish is None else status.wish.name


def _is_well(status: MicrophoneStatus) -> bool:
    if status.system_silence or status.state not in ("opening", "running", "stopped"):
        return False
    device, wish = status.device, status.wish
    return device is None or wish is None or find_device([device], wish) is not None
