"""The colours of the window, light and dark, and which of both it wears."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication

from app.settings import ThemeChoice


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour that the window uses; `QColor` takes each as it is.

    Attributes
    ----------
    is_dark : bool
    background : str
        Behind everything.
    surface : str
        Of panels and buttons.
    raised : str
        Of what lies on a panel: a hovered button, a selected row.
    border : str
        Hairlines around panels and buttons.
    text, muted : str
        What is read, and what steps back.
    accent, on_accent : str
        The one colour of what is certain or switched on, and of what stands on it.
    warning, on_warning : str
        The one colour of what is not sure or not well, and of what stands on it.
    track : str
        The empty part of a bar.
    """

    is_dark: bool
    background: str
    surface: str
    raised: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    warning: str
    on_warning: str
    track: str

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """Give one of the colours, more or less transparent (`alpha` from 0 to 1)."""
        color = QColor(getattr(self, name))
        color.setAlphaF(alpha)
        return color


DARK = Theme(
    is_dark=True,
    background="#0e1116",
    surface="#161b22",
    raised="#1f2630",
    border="#262d37",
    text="#eef1f6",
    muted="#8b94a3",
    accent="#3cc9b4",
    on_accent="#06211d",
    warning="#e3a63c",
    on_warning="#241800",
    track="#262d37",
)
LIGHT = Theme(
    is_dark=False,
    background="#f3f5f7",
    surface="#ffffff",
    raised="#eef1f4",
    border="#dde2e8",
    text="#14181f",
    muted="#5c6676",
    accent="#08786a",
    on_accent="#ffffff",
    warning="#8f5f00",
    on_warning="#ffffff",
    track="#dfe3e8",
)


def blend(one: str, other: str, share: float) -> str:
    """Mix two colours: `share` of the other, from 0 to 1."""
    first, second = QColor(one), QColor(other)
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    ).name()


class Look(QObject):
    """Which theme the window wears; follows the system where the user wants that.

    Parameters
    ----------
    choice : str
        "system", "light" or "dark".

    Signals
    -------
    changed
        When the theme has become another.
    """

    changed = Signal()

    def __init__(self, choice: ThemeChoice = "system") -> None:
        super().__init__()
        self._choice = choice
        self.theme = self._wanted()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._update)

    def choose(self, choice: ThemeChoice) -> None:
        """Take "system", "light" or "dark" from now on."""
        self._choice = choice
        self._update()

    def _wanted(self) -> Theme:
        if self._choice == "system":
            scheme = QGuiApplication.styleHints().colorScheme()
            return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._choice == "dark" else LIGHT

    def _update(self) -> None:
        theme = self._wanted()
        if theme is not self.theme:
            self.theme = theme
            self.changed.emit()
