"""Line icons in the colours of the theme, crisp on every screen."""

from functools import lru_cache

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from app.window.look import Look, blend

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour}"'
    ' stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">{shape}</svg>'
)
_SHAPES = {
    "chevron": '<path d="M6 9.5l6 6 6-6"/>',
    "chevron-left": '<path d="M14.5 6l-6 6 6 6"/>',
    "close": '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>',
    "delete-last": '<path d="M9 6h9.5A2 2 0 0 1 20.5 8v8a2 2 0 0 1-2 2H9l-5.5-6z"/>'
    '<path d="M11 9.7l4.6 4.6M15.6 9.7L11 14.3"/>',
    "export": '<path d="M12 15V4M8 7.5L12 3.5l4 4M5 13v5a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-5"/>',
    "folder": '<path d="M3.5 17.5v-11A1.5 1.5 0 0 1 5 5h4l2.2 2.5H19A1.5 1.5 0 0 1 '
    '20.5 9v8.5A1.5 1.5 0 0 1 19 19H5a1.5 1.5 0 0 1-1.5-1.5z"/>',
    "help": '<circle cx="12" cy="12" r="8.5"/>'
    '<path d="M9.5 9.7a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8"/>'
    '<path d="M12 16.7h.01" stroke-width="2.3"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5"/>'
    '<path d="M12 7.8h.01" stroke-width="2.3"/>',
    "microphone": '<rect x="9" y="3" width="6" height="11" rx="3"/>'
    '<path d="M5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21M9 21h6"/>',
    "open": '<path d="M3.5 17.5v-11A1.5 1.5 0 0 1 5 5h4l2.2 2.5H17A1.5 1.5 0 0 1 '
    '18.5 9v1.5"/><path d="M3.5 18l2.7-6.5a1.6 1.6 0 0 1 1.5-1H20a1 1 0 0 1 1 '
    '1.4l-2.3 6A1.7 1.7 0 0 1 17.1 19H4.4a1 1 0 0 1-.9-1z"/>',
    "pause": '<path d="M8.5 6v12M15.5 6v12" stroke-width="3"/>',
    "pencil": '<path d="M4.5 19.5l1-4.2L16 4.8a1.7 1.7 0 0 1 2.4 0l.8.8a1.7 1.7 0 0 1 '
    '0 2.4L8.7 18.5z"/><path d="M14 6.8l3.2 3.2"/>',
    "play": '<path d="M8 5.5v13l10.5-6.5z" fill="{colour}"/>',
    "reset": '<path d="M5 12a7 7 0 1 0 2.2-5.1L4.8 9M4.5 4.8V9.2h4.4"/>',
    "settings": '<path d="M4 7h8.5M17.5 7H20M4 17h2.5M11.5 17H20"/>'
    '<circle cx="15" cy="7" r="2.4"/><circle cx="9" cy="17" r="2.4"/>',
    "trash": '<path d="M4.5 7h15M9.5 7V5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v2M6.5 7l.8 11.6A1.5 '
    '1.5 0 0 0 8.8 20h6.4a1.5 1.5 0 0 0 1.5-1.4L17.5 7M10.3 11v5M13.7 11v5"/>',
    "undo": '<path d="M8.5 5.5l-4 4 4 4M5 9.5h9a5 5 0 0 1 0 10h-3"/>',
    "warning": '<path d="M12 4.5l8.5 14.7h-17z"/><path d="M12 10v4.3"/>'
    '<path d="M12 16.8h.01" stroke-width="2.3"/>',
}
ICON_NAMES = tuple(_SHAPES)
"""Every icon there is."""

_SIZE_IN_LINES = 1.1
_RATIOS = (1.0, 2.0)


@lru_cache(maxsize=256)
def icon_pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw an icon, for what paints itself; the same one is drawn once.

    Parameters
    ----------
    name : str
        One of `ICON_NAMES`.
    colour : str
        As `QColor` takes it.
    size : int
        Width and height, in pixels of the layout.
    ratio : float
        Pixels of the screen in each of them: the painting widget's `devicePixelRatioF()`.

    Returns
    -------
    QPixmap

    Raises
    ------
    KeyError
        If there is no such icon.
    """
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    svg = _SVG.replace("{shape}", _SHAPES[name]).replace("{colour}", colour)
    painter = QPainter(pixmap)
    QSvgRenderer(svg.encode()).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon_size(metrics: QFontMetrics) -> int:
    """Give the width and height, in pixels, of an icon beside text."""
    return round(metrics.height() * _SIZE_IN_LINES)


def wear_icon(button: QAbstractButton, name: str, look: Look, colour: str = "text") -> None:
    """Put an icon on a button; it follows the theme and the size of the button's font.

    Parameters
    ----------
    button : QAbstractButton
    name : str
        One of `ICON_NAMES`.
    look : Look
    colour : str
        Name of a colour of the theme.
    """
    wearer = button.findChild(_Wearer)
    if wearer is None:
        wearer = _Wearer(button, look)
    wearer.wear(name, colour)


class _Wearer(QObject):
    """Lives as long as its button, and draws its icon anew for each theme."""

    def __init__(self, button: QAbstractButton, look: Look) -> None:
        super().__init__(button)
        self._button = button
        self._look = look
        self._worn: tuple[object, ...] = ()
        self._name, self._colour = "", ""
        look.changed.connect(self._update)

    def wear(self, name: str, colour: str) -> None:
        self._name, self._colour = name, colour
        self._update()

    def _update(self) -> None:
        size = icon_size(self._button.fontMetrics())
        theme = self._look.theme
        worn = (self._name, self._colour, size, theme)
        if worn == self._worn:
            return
        self._worn = worn
        icon = QIcon()
        for ratio in _RATIOS:
            normal = icon_pixmap(self._name, getattr(theme, self._colour), size, ratio)
            icon.addPixmap(normal)
            pale = icon_pixmap(self._name, blend(theme.surface, theme.muted, 0.6), size, ratio)
            icon.addPixmap(pale, QIcon.Mode.Disabled)
        self._button.setIcon(icon)
        self._button.setIconSize(QSize(size, size))
