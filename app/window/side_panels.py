"""What opens at the side of the window, one panel at a time."""

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget


class _SidePanel(Protocol):
    closed: SignalInstance


Maker = Callable[[], QWidget]
"""Makes a panel that has a signal ``closed``."""


class SidePanels(QStackedWidget):
    """One panel at a time, or none; each is made when it is first opened.

    Signals
    -------
    shown(name)
        When another panel is open; an empty name when none is.
    """

    shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._makers: dict[str, Maker] = {}
        self._panels: dict[str, QWidget] = {}
        self.open_name = ""
        self.hide()

    @property
    def names(self) -> tuple[str, ...]:
        """What the panels that there are are called."""
        return tuple(self._makers)

    def add_panel(self, name: str, make: Maker) -> None:
        """Have a panel of that name; its ``closed`` signal closes it."""
        self._makers[name] = make

    def show_panel(self, name: str) -> None:
        """Open a panel; an empty name closes what is open."""
        if name == self.open_name:
            return
        if name and name not in self._panels:
            panel = self._makers[name]()
            cast(_SidePanel, panel).closed.connect(lambda: self.show_panel(""))
            self._panels[name] = panel
            self.addWidget(panel)
        self.open_name = name
        if name:
            self.setCurrentWidget(self._panels[name])
            self.setFixedWidth(self._panels[name].sizeHint().width())
            self._panels[name].setFocus()
        self.setVisible(bool(name))
        self.shown.emit(name)

    def toggle(self, name: str) -> None:
        """Open a panel, or close it where it is open."""
        self.show_panel("" if self.open_name == name else name)
