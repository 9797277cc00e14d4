"""A private accessibility bus (AT-SPI), and what a program shows on it, as screen readers see it.

Its programs are Debian's dbus-daemon and at-spi2-core.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from virtual_sound import running_pids, wait_until

_WAIT_S = 10.0
_REGISTRIES = ("/usr/libexec/at-spi2-registryd", "/usr/lib/at-spi2-core/at-spi2-registryd")
_ROOT = "/org/a11y/atspi/accessible/root"
_STATES = {
    1: "active", 4: "checked", 8: "enabled", 11: "focusable", 12: "focused", 20: "pressed",
    23: "selected", 25: "showing", 30: "visible", 41: "checkable",
}  # fmt: skip
_PROPERTIES = "org.freedesktop.DBus.Properties"
_ON_SCREEN = 0
_DO = ("Press", "Toggle", "ShowMenu")

_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
"""


class Gone(Exception):  # noqa: N818 - no error: windows change
    """An element, or its program, is not there any more."""


def missing_programs() -> list[str]:
    """Name what this machine lacks."""
    missing = [] if shutil.which("dbus-daemon") else ["dbus-daemon"]
    return missing if _registry() else [*missing, "at-spi2-registryd"]


class AccessibilityBus:
    """The bus, as a context manager; its processes end with it.

    Attributes
    ----------
    env : dict of str to str
        What a program needs in its environment to show itself there.
    folder : Path
        Where its socket lies, for this user alone.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bus-"))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._connection: DBusConnection | None = None
        self._address = f"unix:path={self.folder}/bus"
        self.env = {"AT_SPI_BUS_ADDRESS": self._address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}

    def __enter__(self) -> Self:
        try:
            configuration = self.folder / "bus.conf"
            configuration.write_text(_CONFIGURATION.format(socket=self.folder / "bus"))
            self._start("dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile")
            wait_until((self.folder / "bus").exists, "the accessibility bus runs")
            self._connection = open_dbus_connection(self._address)
            self._start(_registry())
            wait_until(lambda: "org.a11y.atspi.Registry" in self.names(), "the registry runs")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()
        for process in reversed(self._processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=_WAIT_S)
            running_pids.discard(process.pid)
        self._processes.clear()
        shutil.rmtree(self.folder, ignore_errors=True)

    def names(self) -> list[str]:
        """Give who is on the bus."""
        return self._ask_bus("ListNames")

    def program(self, pid: int) -> "Element | None":
        """Give the root of what a process shows, or None if it is not on the bus."""
        for name in self.names():
            if name.startswith(":"):
                with contextlib.suppress(Gone):
                    if self._ask_bus("GetConnectionUnixProcessID", "s", (name,)) == pid:
                        return Element(self, name, _ROOT)
        return None

    def call(
        self,
        place: tuple[str, str],
        method: str,
        signature: str = "",
        body: tuple[object, ...] = (),
    ) -> tuple[Any, ...]:
        """Call a method, and give what it gives.

        Parameters
        ----------
        place : (str, str)
            Whose method it is: the name on the bus, and the path of the object.
        method : str
            With its interface ("org.freedesktop.DBus.ListNames").
        signature, body : str, tuple
            The arguments, as D-Bus writes them.

        Raises
        ------
        Gone
            If the one who is called does not answer as it should.
        """
        assert self._connection is not None
        name, path = place
        interface, _, member = method.rpartition(".")
        address = DBusAddress(path, bus_name=name, interface=interface)
        message = new_method_call(address, member, signature or None, body)
        try:
            reply = self._connection.send_and_get_reply(message, timeout=_WAIT_S)
        except TimeoutError as error:
            raise Gone(f"{method} of {path}: no answer") from error
        if reply.header.message_type == MessageType.error:
            raise Gone(f"{method} of {path}: {reply.body}")
        return reply.body

    @contextlib.contextmanager
    def announcements(self) -> Iterator["Announcements"]:
        """Collect what screen readers are asked to say."""
        with open_dbus_connection(self._address) as connection:
            yield Announcements(connection)

    def _ask_bus(self, member: str, signature: str = "", body: tuple[object, ...] = ()) -> Any:
        bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
        return self.call(bus, f"org.freedesktop.DBus.{member}", signature, body)[0]

    def _start(self, *command: str) -> None:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                # It does not outlive a test run that is killed.
                ["setpriv", "--pdeathsig", "KILL", *command],
                env=os.environ | self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        running_pids.add(process.pid)
        self._processes.append(process)


class Announcements:
    """What programs on the bus announced since this was made."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._said: list[str] = []
        event = "org.a11y.atspi.Event.Object"
        rule = MatchRule(type="signal", interface=event, member="Announcement")
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        connection.send_and_get_reply(new_method_call(bus, "AddMatch", "s", (rule.serialise(),)))
        registry = DBusAddress(
            "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
        )
        listen = new_method_call(registry, "RegisterEvent", "sass", ("object:announcement", [], ""))
        connection.send_and_get_reply(listen)

    @property
    def said(self) -> list[str]:
        """All announcements so far."""
        with contextlib.suppress(TimeoutError):
            while True:
                message = self._connection.receive(timeout=0.001)
                if message.header.fields.get(HeaderFields.member) == "Announcement":
                    self._said.append(message.body[3][1])
        return self._said


class Element:
    """Something in a window, as a screen reader gets it; read anew at each question."""

    def __init__(self, bus: AccessibilityBus, program: str, path: str) -> None:
        self._bus, self._program = bus, program
        self._place = (program, path)

    def __repr__(self) -> str:
        return f"{self.role} “{self.name}”"

    @property
    def name(self) -> str:
        """Its accessible name."""
        return self._property("Accessible", "Name")

    @property
    def description(self) -> str:
        """Its accessible description."""
        return self._property("Accessible", "Description")

    @property
    def identifier(self) -> str:
        """Which part of the program it is; the same in every language and state."""
        return self._property("Accessible", "AccessibleId")

    @property
    def role(self) -> str:
        """What kind of thing it is ("button", "table")."""
        return self._call("Accessible.GetRoleName")[0]

    @property
    def states(self) -> set[str]:
        """Which of the states named above it is in."""
        low, high = self._call("Accessible.GetState")[0]
        bits = low | high << 32
        return {state for number, state in _STATES.items() if bits >> number & 1}

    @property
    def children(self) -> list["Element"]:
        """What it contains."""
        return [
            Element(self._bus, program, path)
            for program, path in self._call("Accessible.GetChildren")[0]
            if program == self._program
        ]

    @property
    def interfaces(self) -> set[str]:
        """What it can be asked ("Text", "Value", "Action", "Table")."""
        return {name.rpartition(".")[2] for name in self._call("Accessible.GetInterfaces")[0]}

    @property
    def number(self) -> float:
        """Its value as a number: of a bar, a slider, a spin box."""
        return self._property("Value", "CurrentValue")

    @number.setter
    def number(self, value: float) -> None:
        asked = ("org.a11y.atspi.Value", "CurrentValue", ("d", float(value)))
        self._bus.call(self._place, f"{_PROPERTIES}.Set", "ssv", asked)

    @property
    def text(self) -> str:
        """The text in it."""
        return self._call("Text.GetText", "ii", (0, self._property("Text", "CharacterCount")))[0]

    @property
    def rectangle(self) -> tuple[int, int, int, int]:
        """Where it is on the screen: x, y, width, height."""
        return self._call("Component.GetExtents", "u", (_ON_SCREEN,))[0]

    @property
    def middle(self) -> tuple[int, int]:
        """Where to click on it."""
        x, y, width, height = self.rectangle
        return x + width // 2, y + height // 2

    @property
    def rows(self) -> int:
        """How many rows a table has."""
        return self._property("Table", "NRows")

    def row(self, number: int) -> list[str]:
        """Give the names of the cells in a row of a table."""
        cells = (self.cell(number, c) for c in range(self._property("Table", "NColumns")))
        return [cell.name for cell in cells]

    def cell(self, row: int, column: int) -> "Element":
        """Give a cell of a table."""
        found = self._call("Table.GetAccessibleAt", "ii", (row, column))[0]
        return Element(self._bus, *found)

    def press(self) -> None:
        """Do what a press of a button does."""
        actions = [name for name, _, _ in self._call("Action.GetActions")[0]]
        wanted = next((name for name in _DO if name in actions), None)
        if wanted is None:
            raise AssertionError(f"{self!r} can only {actions}")
        self._call("Action.DoAction", "i", (actions.index(wanted),))

    def focus(self) -> None:
        """Let it have the keys."""
        self._call("Component.GrabFocus")

    def walk(self) -> Iterator["Element"]:
        """Give it and all within it, but not the cells of tables."""
        yield self
        if "Table" not in self.interfaces:
            for child in self.children:
                yield from child.walk()

    def _property(self, interface: str, name: str) -> Any:
        asked = (f"org.a11y.atspi.{interface}", name)
        return self._bus.call(self._place, f"{_PROPERTIES}.Get", "ss", asked)[0][1]

    def _call(self, method: str, signature: str = "", body: tuple[object, ...] = ()) -> Any:
        return self._bus.call(self._place, f"org.a11y.atspi.{method}", signature, body)


def _registry() -> str:
    return next((path for path in _REGISTRIES if Path(path).exists()), "")
