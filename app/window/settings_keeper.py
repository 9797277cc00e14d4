"""The settings while the window is open: whoever changes them, all hear of it, and they last."""

from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import HomeError
from app.home import Home
from app.places import is_there
from app.settings import Settings, load_settings, save_settings

_SAVE_AFTER_MS = 400


class SettingsKeeper(QObject):
    """Holds the settings, and writes them once nobody has moved them for a moment.

    Parameters
    ----------
    home : Home
        Where they are kept.
    settings : Settings
        As they were read.
    session : dict
        Fields that have another value for this start of the program alone, as its options say.

    Attributes
    ----------
    settings : Settings
        What is in force now.

    Signals
    -------
    changed(settings)
        At every change, before it is written.
    failed(message)
        When they could not be written: what, and what to do.
    """

    changed = Signal(object)
    failed = Signal(str)

    def __init__(self, home: Home, settings: Settings, session: dict[str, Any]) -> None:
        super().__init__()
        self._home = home
        self._kept = settings
        self._moved: dict[str, Any] = {}
        self.settings = msgspec.structs.replace(settings, **session)
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)

    def change(self, **fields: Any) -> None:
        """Change some fields of the settings."""
        self.take(msgspec.structs.replace(self.settings, **fields))

    def borrow(self, **fields: Any) -> None:
        """Have other values for some fields until the program ends; they are not kept."""
        self.settings = msgspec.structs.replace(self.settings, **fields)
        self.changed.emit(self.settings)

    def reset(self) -> Settings:
        """Have all settings as they were at first, and give those that were kept until now."""
        before = msgspec.structs.replace(self._there(), **self._moved)
        self._moved = _differences(before, Settings())
        self.settings = Settings()
        self._timer.start()
        self.changed.emit(self.settings)
        return before

    def take(self, settings: Settings) -> None:
        """Have these settings from now on."""
        changed = _differences(self.settings, settings)
        if not changed:
            return
        # What an option of this start replaced is kept as it was, unless the user moves it.
        self._moved |= changed
        self.settings = settings
        self._timer.start()
        self.changed.emit(settings)

    def save(self) -> None:
        """Write them now, if they have changed, or could not be written before."""
        self._timer.stop()
        if not self._moved:
            return
        kept = msgspec.structs.replace(self._there(), **self._moved)
        try:
            save_settings(self._home, kept)
        except HomeError as error:
            self.failed.emit(str(error))
            return
        self._kept, self._moved = kept, {}

    def _there(self) -> Settings:
        """Read the settings again: ``devices --use`` or the training may have changed others."""
        if not is_there(self._home.settings):
            return self._kept
        settings, notices = load_settings(self._home)
        return self._kept if notices else settings


def _differences(before: Settings, after: Settings) -> dict[str, Any]:
    """Give the fields that have another value afterwards."""
    return {
        name: value
        for name in after.__struct_fields__
        if (value := getattr(after, name)) != getattr(before, name)
    }
