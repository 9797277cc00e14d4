"""The application as the program dresses it, with a font of another size."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.settings import ThemeChoice
from app.window.look import Look
from app.window.style import apply_style


@contextmanager
def dressed(application: QApplication, theme: ThemeChoice, larger: float) -> Iterator[Look]:
    """Dress it in a theme, with a font so many times as large; undress it at the end."""
    font, style = application.font(), application.style().objectName()
    palette = application.palette()
    large = QFont(font)
    large.setPointSizeF(font.pointSizeF() * larger)
    application.setFont(large)
    look = Look(theme)
    apply_style(application, look)
    yield look
    application.setStyleSheet("")
    application.setPalette(palette)
    application.setStyle(style)
    application.setFont(font)
