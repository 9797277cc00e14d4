"""What ``--smoke-test=all`` opens of the window: views, themes, panels, menus and dialogs."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QMenu,
    QPushButton,
    QWidget,
)

from app.window.main_window import MainWindow
from app.window.picture.still_picture import StillPicture
from app.window.program import Program
from app.window.recordings_panel import RecordingsPanel
from app.window.settings_keeper import SettingsKeeper
from app.window.smoke_test_parts import RECORDINGS
from app.window.smoke_test_troubles import SmokeTestError, Troubles, picture_of, wait_until

_ELLIPSIS = "…"


def open_everything(
    program: Program, keeper: SettingsKeeper, folder: Path, troubles: Troubles
) -> list[str]:
    """Open all that there is to open, look at it, and close it again.

    Parameters
    ----------
    program : Program
        Its window is open.
    keeper : SettingsKeeper
    folder : Path
        What `try_parts` had.
    troubles : Troubles

    Returns
    -------
    list of str
        What was opened.
    """
    # The system's own dialogs can be neither drawn without a screen nor closed again.
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    # Qt's own remember which folder was looked at.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))
    window = program.window
    # Whichever there are, so that none is forgotten.
    panels = window.side.names
    steps: dict[str, Callable[[], list[str]]] = {
        "recordings": partial(_open_recordings, program, folder / RECORDINGS),
        "paused picture": partial(_pause, program),
        "themes": partial(_wear_themes, program, keeper),
        "window": partial(_open_window_parts, window),
        **{f"panel {name}": partial(_open_panel, program, name) for name in panels},
        "crash report": partial(_opened_by, partial(program.show_crash, "A test.", "A report.")),
    }
    opened = []
    for name, step in steps.items():
        with troubles.attempt(name):
            opened += [name, *step()]
    return list(dict.fromkeys(opened))


def _open_recordings(program: Program, folder: Path) -> list[str]:
    window = program.window
    messages: list[str] = []
    window.views.recordings_busy.connect(messages.append)
    program.open_recordings([folder])
    wait_until(lambda: bool(messages) and not messages[-1], "The recordings were not recognised")
    panel = window.findChild(RecordingsPanel)
    if panel is None or "problems" in panel.summary:
        raise SmokeTestError("Not all of the recordings could be read.")
    if not window.history.model.rowCount():
        raise SmokeTestError("The history has no answers.")
    _see_still_picture(program)
    return []


def _pause(program: Program) -> list[str]:
    program.window.views.pause(True)
    _see_still_picture(program)
    program.window.views.pause(False)
    return []


def _see_still_picture(program: Program) -> None:
    views = program.window.views

    def is_shown() -> bool:
        return any(each.isVisible() for each in views.findChildren(StillPicture))

    wait_until(is_shown, "No picture of the sound was shown")
    picture_of(views)


def _wear_themes(program: Program, keeper: SettingsKeeper) -> list[str]:
    pictures = []
    for theme in ("dark", "light"):
        keeper.change(theme=theme)
        pictures.append(picture_of(program.window))
    if pictures[0] == pictures[1]:
        raise SmokeTestError("Dark and light look the same.")
    return []


def _open_window_parts(window: MainWindow) -> list[str]:
    window.history.go()  # its menu is about the answer that is chosen
    return _open_all_in(window)


def _open_panel(program: Program, name: str) -> list[str]:
    side = program.window.side
    side.show_panel(name)
    picture_of(side)
    opened = _open_all_in(side)
    side.show_panel("")
    return opened


def _open_all_in(widget: QWidget) -> list[str]:
    """Open the menus and lists in a widget, and the dialogs that its buttons open."""
    opened = []
    for menu in widget.findChildren(QMenu):
        opened += _opened_by(partial(menu.popup, QPoint()))
    for child in widget.findChildren(QWidget):
        if not child.isVisible():
            continue
        if isinstance(child, QComboBox) and child.count():
            opened += _opened_by(child.showPopup)
        elif isinstance(child, QAbstractButton) and _opens_dialog(child):
            opened += _opened_by(child.click)
        if child.contextMenuPolicy() == Qt.ContextMenuPolicy.CustomContextMenu:
            at = child.rect().center()
            opened += _opened_by(partial(child.customContextMenuRequested.emit, at))
    return opened


def _opens_dialog(button: QAbstractButton) -> bool:
    has_menu = isinstance(button, QPushButton) and button.menu() is not None
    return button.isEnabled() and button.text().endswith(_ELLIPSIS) and not has_menu


def _opened_by(act: Callable[[], object]) -> list[str]:
    """Do what opens something, look at it, close it, and do the same with what it leads to.

    Returns
    -------
    list of str
        What was opened.

    Raises
    ------
    SmokeTestError
        If nothing was.
    """
    act()
    it = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    if it is None:
        raise SmokeTestError("Nothing opened.")
    picture_of(it)
    opened = [_name_of(it)]
    entries = [entry for entry in it.actions() if isinstance(it, QMenu) and entry.isEnabled()]
    # Its entries live on for now: what is deleted on closing is so when Qt works again.
    it.close()
    for entry in entries:
        if isinstance(submenu := entry.menu(), QMenu):
            opened += _opened_by(partial(submenu.popup, QPoint()))
        elif _text_of(entry).endswith(_ELLIPSIS):
            opened += _opened_by(entry.trigger)
    return opened


def _name_of(widget: QWidget) -> str:
    if isinstance(widget, QMenu):
        title = widget.title() or next(map(_text_of, widget.actions()), "")
        return f"menu {title}"
    named: QWidget | None = widget
    while named is not None and not (named.windowTitle() or named.accessibleName()):
        named = named.parentWidget()
    return "" if named is None else named.windowTitle() or named.accessibleName()


def _text_of(entry: QAction) -> str:
    """Give what an entry of a menu says, without its key."""
    return entry.text().partition("\t")[0]
