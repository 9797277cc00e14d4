"""The fields of the settings: how each is read and written, its default, and its bounds."""

from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import inspect

from app.settings import Settings

_DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the settings.

    Attributes
    ----------
    name : str
        As in "threshold", or "gate.margin_db".
    """

    name: str

    @property
    def default(self) -> Any:
        """What it is where the user chose nothing."""
        return self.read(_DEFAULTS)

    def read(self, settings: Settings) -> Any:
        """Give the field's value."""
        value: Any = settings
        for part in self.name.split("."):
            value = getattr(value, part)
        return value

    def write(self, settings: Settings, value: Any) -> Settings:
        """Give the settings with another value of the field.

        Raises
        ------
        msgspec.ValidationError
            If the value is out of the field's bounds.
        """
        *above, last = self.name.split(".")
        if not above:
            changed = msgspec.structs.replace(settings, **{last: value})
        else:
            inner = msgspec.structs.replace(getattr(settings, above[0]), **{last: value})
            changed = msgspec.structs.replace(settings, **{above[0]: inner})
        msgspec.convert(msgspec.to_builtins(changed), Settings)
        return changed

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers."""
        return isinstance(self._type(), inspect.IntType)

    @property
    def bounds(self) -> tuple[float, float]:
        """Give the lowest and the highest value of a field that is a number."""
        kind: Any = self._type()
        return kind.ge, kind.le

    def _type(self) -> inspect.Type:
        *above, last = self.name.split(".")
        struct = type(getattr(_DEFAULTS, above[0])) if above else Settings
        info: Any = inspect.type_info(struct)
        found: inspect.Type = next(each.type for each in info.fields if each.name == last)
        return found
