"""The rows of the settings panel where one of a few is chosen."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.home import Home
from app.settings import ColourMapName, Keep
from app.window.bar_button import BarButton, Form
from app.window.look import Look
from app.window.picture.colour_maps import COLOURS, pixel_table
from app.window.settings_fields import Field
from app.window.settings_rows import Row, breakable

_STRIP_IN_LINES = 1.1
_ROUND = 4.0
_COLOUR_MAPS: dict[ColourMapName, str] = {
    "magma": "Warm",
    "viridis": "Green",
    "cividis": "Blue to yellow",
    "grey": "Grey",
}


class ThemeRow(Row):
    """Follow the system, or be light or dark."""

    def __init__(self, look: Look) -> None:
        super().__init__(Field("theme"), "Light or dark", "", look)
        self._buttons: dict[str, BarButton] = {}
        self._group = QButtonGroup(self)
        line = QHBoxLayout()
        line.setSpacing(4)
        for name, text in (("system", "System"), ("light", "Light"), ("dark", "Dark")):
            button = BarButton(look)
            button.show_forms({0: Form(text=text)})
            button.setCheckable(True)
            button.setAccessibleName(f"Light or dark: {text}")
            button.clicked.connect(lambda _=False, name=name: self.choose(name))
            self._group.addButton(button)
            self._buttons[name] = button
            line.addWidget(button, 1)
        self.body.addLayout(line)
        self.show_value(self.field.default)

    def show_in_control(self, value: Any) -> None:
        """Press the button of the theme."""
        for name, button in self._buttons.items():
            button.show_kind("primary" if name == value else "")
        self._buttons[value].setChecked(True)

    def take_focus(self) -> None:
        """Give the focus to the button that is pressed."""
        self._buttons[self._value].setFocus()


class Strip(QWidget):
    """The colours of a map, from the quietest to the loudest; a click chooses it.

    Parameters
    ----------
    name : str
        Of the colour map.
    radio : QRadioButton
        What a click on the strip clicks.
    look : Look
    """

    def __init__(self, name: ColourMapName, radio: QRadioButton, look: Look) -> None:
        super().__init__()
        self._radio = radio
        self._look = look
        self._image = QImage(
            pixel_table(name).tobytes(), COLOURS, 1, 4 * COLOURS, QImage.Format.Format_RGB32
        ).copy()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Be as high as the text beside it."""
        height = self.fontMetrics().height()
        return QSize(4 * height, round(height * _STRIP_IN_LINES))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the colours."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(place, _ROUND, _ROUND)
        painter.setClipPath(outline)
        painter.drawImage(place, self._image)
        painter.setClipping(False)
        painter.setPen(QPen(self._look.theme.color("border"), 1))
        painter.drawPath(outline)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose this map."""
        self._radio.setFocus()
        self._radio.click()


class ColourRow(Row):
    """The colours of the spectrogram, each shown."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            Field("picture.colour_map"),
            "Colours of the spectrogram",
            "From quiet to loud. Blue to yellow looks the same to most colour-blind people.",
            look,
        )
        self._radios: dict[str, QRadioButton] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        for row, (name, text) in enumerate(_COLOUR_MAPS.items()):
            radio = QRadioButton(text)
            radio.setToolTip(name)
            _when_checked(radio, partial(self.choose, name))
            self._radios[name] = radio
            grid.addWidget(radio, row, 0)
            grid.addWidget(Strip(name, radio, look), row, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.show_value(self.field.default)

    def show_in_control(self, value: Any) -> None:
        """Check the map."""
        self._radios[value].setChecked(True)

    def take_focus(self) -> None:
        """Give the focus to the map that is checked."""
        self._radios[self._value].setFocus()


class KeepRow(Row):
    """What is kept of the voice, each with what that means and where it lies."""

    def __init__(self, home: Home, look: Look) -> None:
        super().__init__(Field("keep"), "Voices on this computer", "", look)
        corrected = "The voice of each answer that you correct, for the training to learn from."
        every = "Also the voices of all other answers. The list of answers can then play them."
        self._radios: dict[Keep, QRadioButton] = {}
        self._nothing = self._add("nothing", "Nothing", "")
        self._add("corrections", "Only what I correct", _with_place(corrected, home.recordings))
        self._add("everything", "Every answer's voice", _with_place(every, home.voices))
        self.show_value(self.field.default)

    def show_in_control(self, value: Any) -> None:
        """Check what is kept."""
        self._nothing.setText(
            "No voice is written to disk. At your first correction you are asked once."
            if value == "ask"
            else "No voice is written to disk."
        )
        self._radios["nothing" if value == "ask" else value].setChecked(True)

    def take_focus(self) -> None:
        """Give the focus to what is checked."""
        next(each for each in self._radios.values() if each.isChecked()).setFocus()

    def _on_checked(self, name: Keep) -> None:
        if (name, self._value) != ("nothing", "ask"):
            self.choose(name)

    def _add(self, name: Keep, text: str, sentence: str) -> QLabel:
        radio = QRadioButton(text)
        radio.setAccessibleDescription(sentence.replace("\u200b", ""))
        radio.clicked.connect(lambda: self.choose(name))
        _when_checked(radio, partial(self._on_checked, name))
        self._radios[name] = radio
        label = QLabel(sentence, wordWrap=True)
        label.setProperty("role", "muted")
        label.setContentsMargins(round(radio.fontMetrics().height() * 1.6), 0, 0, 4)
        part = QVBoxLayout()
        part.setSpacing(0)
        part.addWidget(radio)
        part.addWidget(label)
        self.body.addLayout(part)
        return label


def _when_checked(radio: QRadioButton, do: Callable[[], None]) -> None:
    """Do something when a button is checked, too, without a click: assistive technology does so."""

    def on_toggled(on: bool) -> None:
        if on:
            do()

    radio.toggled.connect(on_toggled)


def _with_place(sentence: str, folder: object) -> str:
    return f"{sentence} They lie in\n{breakable(folder)}"
