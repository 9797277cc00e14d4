"""The line drawings of the states: a microphone that feels what the program feels."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.window.look import Look

FaceKind = Literal[
    "welcome",
    "no-microphone",
    "refused",
    "silence",
    "lost",
    "no-model",
    "nothing-heard",
    "overload",
]

_WIDTH, _HEIGHT = 160, 120
_SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" fill="none"'
    ' stroke="{line}" stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round">'
    "{shape}</svg>"
)
_BODY = (
    '<rect x="57" y="14" width="46" height="64" rx="23"/>'
    '<path d="M45 56c0 21 15 36 35 36s35-15 35-36M80 92v14M63 106h34"/>'
)
_EYES = (
    '<circle cx="71" cy="42" r="2.2" fill="{line}"/><circle cx="89" cy="42" r="2.2" fill="{line}"/>'
)
_SMILE = '<path d="M70 54c4 6 16 6 20 0"/>'
_SHAPES: dict[FaceKind, str] = {
    "welcome": _BODY
    + _EYES
    + _SMILE
    + '<g stroke="{accent}"><path d="M128 34c6 8 6 24 0 32M140 25c10 14 10 36 0 50"/>'
    '<path d="M32 34c-6 8-6 24 0 32M20 25c-10 14-10 36 0 50"/></g>',
    "no-microphone": '<g stroke-dasharray="7 8">' + _BODY + "</g>"
    '<g stroke="{accent}"><path d="M73 40a7.5 7.5 0 1 1 11 6.6c-2.6 1.4-4 3-4 6"/>'
    '<path d="M80 60h.01" stroke-width="5"/></g>',
    "refused": _BODY
    + _EYES
    + '<path d="M72 56h16"/><g stroke="{warning}"><rect x="104" y="78" width="36" height="28" '
    'rx="7" fill="{surface}"/><path d="M112 78v-7a10 10 0 0 1 20 0v7M122 89v7"/></g>',
    "silence": _BODY
    + '<path d="M67 42c2 3 6 3 8 0M85 42c2 3 6 3 8 0M76 56h8"/>'
    + '<g stroke="{accent}"><path d="M114 40h9l-9 11h9"/><path d="M130 20h12l-12 14h12"/></g>'
    '<path d="M14 66h18M128 66h18"/>',
    "lost": _BODY
    + _EYES
    + '<circle cx="80" cy="57" r="4"/><g stroke="{warning}"><path d="M97 106c22 0 12-24 30-24"/>'
    '<path d="M127 75h5a7 7 0 0 1 0 14h-5zM145 79h7M145 85h7"/></g>',
    "no-model": '<path d="M42 56l38-15 38 15-38 15zM42 56v35l38 15 38-15V56M80 71v35"/>'
    '<path d="M42 56L28 44l36-14 16 11M118 56l14-12-36-14-16 11"/>'
    '<g stroke="{accent}"><path d="M73 12a7.5 7.5 0 1 1 11 6.6c-2.6 1.4-4 3-4 6"/>'
    '<path d="M80 32h.01" stroke-width="5"/></g>',
    "nothing-heard": _BODY
    + _EYES
    + '<path d="M66 33c2-3 6-3.5 9-2M94 33c-2-3-6-3.5-9-2M74 56c3 2 9 2 12 0"/>'
    '<g stroke="{accent}" stroke-width="5"><path d="M126 50h.01M138 50h.01M150 50h.01"/>'
    '<path d="M34 50h.01M22 50h.01M10 50h.01"/></g>',
    "overload": _BODY
    + '<path d="M67 38l8 8M75 38l-8 8M85 38l8 8M93 38l-8 8M70 58c3-4 6-4 9 0s6 4 11 0"/>'
    + '<g stroke="{warning}"><path d="M126 26c5 7 7 10 7 13a7 7 0 0 1-14 0c0-3 2-6 7-13z"/>'
    '<path d="M34 26l-10 17h11l-8 16"/></g>',
}


class FaceDrawing(QWidget):
    """Draws one of the states, in the colours of the theme.

    Parameters
    ----------
    look : Look
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._kind: FaceKind = "welcome"
        self._lines = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_kind(self, kind: FaceKind, lines: float) -> None:
        """Draw a state, as high as so many lines of text."""
        self._kind, self._lines = kind, lines
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Be as high as was asked for."""
        height = self._lines * self.fontMetrics().height()
        return QSize(round(height * _WIDTH / _HEIGHT), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the drawing."""
        theme = self._look.theme
        svg = _SVG.replace("{shape}", _SHAPES[self._kind]).replace("{line}", theme.muted)
        for name in ("accent", "warning", "surface"):
            svg = svg.replace(f"{{{name}}}", getattr(theme, name))
        painter = QPainter(self)
        QSvgRenderer(svg.encode()).render(painter, QRectF(self.rect()))
        painter.end()
