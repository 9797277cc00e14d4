"""The style of all controls: Fusion, the palette of the theme, and one style sheet."""

import re
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.window.look import Look, Theme, blend

_TITLE_SIZE = 1.3
_UNITS_IN_A_LINE = 14
_TOKEN = re.compile(r"@(\w+)@")
_UNITS = re.compile(r"(\d+)units?")


def apply_style(app: QApplication, look: Look) -> None:
    """Dress the whole program in the theme, and again whenever it becomes another.

    Call it before the first widget is made: to dress widgets that are there takes longer.

    Parameters
    ----------
    app : QApplication
    look : Look
    """
    assets = Path(str(files("assets")))
    QDir.setSearchPaths("assets", [str(assets)])
    template = (assets / "style.qss").read_text(encoding="utf-8")

    def dress() -> None:
        app.setPalette(palette_of(look.theme))
        app.setStyleSheet(fill(template, look.theme, app.font()))

    app.setStyle(QStyleFactory.create("Fusion"))
    dress()
    look.changed.connect(dress)


def fill(template: str, theme: Theme, font: QFont) -> str:
    """Put the colours of a theme, and lengths that grow with the font, into a style sheet.

    Parameters
    ----------
    template : str
        A style sheet with the names of colours, and numbers of units, between at signs.
    theme : Theme
    font : QFont
        What text is written in.

    Returns
    -------
    str

    Raises
    ------
    KeyError
        If a name stands for nothing.
    """
    values = _colours_of(theme) | {
        "mode": "dark" if theme.is_dark else "light",
        "title_pt": f"{font.pointSizeF() * _TITLE_SIZE:.1f}",
    }
    unit = max(1, round(QFontMetricsF(font).height() / _UNITS_IN_A_LINE))

    def value_of(match: re.Match[str]) -> str:
        # Whole pixels: a radius of more than half a width is not drawn round at all.
        units = _UNITS.fullmatch(match[1])
        return values[match[1]] if units is None else str(int(units[1]) * unit)

    return _TOKEN.sub(value_of, template)


def palette_of(theme: Theme) -> QPalette:
    """Give the palette of a theme, for all that the style sheet leaves to Fusion."""
    colour = _colours_of(theme)
    role = QPalette.ColorRole
    palette = QPalette(QColor(theme.surface), QColor(theme.background))
    for each, name in (
        (role.Window, "background"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "raised"),
        (role.Text, "text"),
        (role.PlaceholderText, "muted"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.BrightText, "warning"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
    ):
        palette.setColor(each, QColor(colour[name]))
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(colour["disabled"]))
    return palette


def _colours_of(theme: Theme) -> dict[str, str]:
    """Give the colours by name, with those that only controls have."""
    own = {name: getattr(theme, name) for name in theme.__slots__ if name != "is_dark"}
    return own | {
        "focus": theme.accent,
        "field": theme.background if theme.is_dark else theme.surface,
        "edge": blend(theme.surface, theme.muted, 0.45),
        "disabled": blend(theme.surface, theme.muted, 0.6),
        "selected": blend(theme.surface, theme.accent, 0.18),
        "accent_edge": blend(theme.surface, theme.accent, 0.45),
        "warning_pale": blend(theme.surface, theme.warning, 0.12),
        "warning_edge": blend(theme.surface, theme.warning, 0.45),
        "accent_strong": blend(theme.accent, theme.text, 0.15),
    }
