"""A small drawing of the picture, with numbers on what the help explains."""

import math
from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.window.look import Look
from app.window.picture.colour_maps import colour_table

EXPLAINED = (
    (
        "1",
        "The sound of the last five seconds: the taller, the louder. New sound comes in on the "
        "right.",
    ),
    (
        "2",
        "The same sound as pitches: low ones at the bottom, high ones at the top, loud ones "
        "bright.",
    ),
    (
        "3",
        "A stretch that was taken for a word, with its answer. While the answer may still "
        "change, it is paler and has dashed edges.",
    ),
    ("4", "“?” where the program is not sure."),
    ("5", "“–” for what is no digit: another word, a cough, a door."),
)
"""What the numbers in the drawing stand for."""

_HEIGHT_IN_LINES = 9.0
_WAVEFORM_SHARE = 0.48
# Where each stretch begins and ends, as shares of the width; its text and its colours.
_STRETCHES = (
    (0.10, 0.28, "4", "accent", "on_accent"),
    (0.42, 0.60, "?", "warning", "on_warning"),
    (0.74, 0.90, "–", "muted", "surface"),
)
_ROUND = 6.0


class HelpDrawing(QWidget):
    """The drawing; what is in it is said in words by `EXPLAINED`.

    Parameters
    ----------
    look : Look
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("A drawing of the picture; the numbers are explained below it")
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Be as high as some lines of text."""
        line = self.fontMetrics().height()
        return QSize(12 * line, round(_HEIGHT_IN_LINES * line))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the waveform, the spectrogram, the stretches and the numbers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(whole, _ROUND, _ROUND)
        painter.setClipPath(outline)
        split = round(whole.height() * _WAVEFORM_SHARE)
        top, bottom = QRectF(whole), QRectF(whole)
        top.setHeight(split)
        bottom.setTop(whole.top() + split)
        painter.fillRect(top, self._look.theme.color("background"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(bottom, _spectrogram())
        for stretch in _STRETCHES:
            self._paint_stretch(painter, whole, stretch)
        self._paint_waveform(painter, top)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.theme.color("border"), 1))
        painter.drawPath(outline)
        self._paint_numbers(painter, whole, split)

    def _paint_waveform(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(QPen(self._look.theme.color("accent"), 1))
        # Below the chips.
        middle = place.top() + place.height() * 0.62
        for x in range(round(place.left()), round(place.right())):
            share = (x - place.left()) / place.width()
            half = place.height() * 0.3 * _loudness(share) + 0.5
            painter.drawLine(QPointF(x, middle - half), QPointF(x, middle + half))

    def _paint_stretch(
        self, painter: QPainter, place: QRectF, stretch: tuple[float, float, str, str, str]
    ) -> None:
        first, last, text, colour, on_colour = stretch
        theme, metrics = self._look.theme, self.fontMetrics()
        left, right = (place.left() + share * place.width() for share in (first, last))
        shaded = QRectF(left, place.top(), right - left, place.height())
        painter.fillRect(shaded, theme.color(colour, 0.17))
        painter.setPen(QPen(theme.color(colour), 1))
        painter.drawLine(shaded.topLeft(), shaded.bottomLeft())
        painter.drawLine(shaded.topRight(), shaded.bottomRight())
        size = metrics.height() * 1.15
        chip = QRectF((left + right - size) / 2, place.top() + 3, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(colour))
        painter.drawRoundedRect(chip, size / 4, size / 4)
        painter.setPen(theme.color(on_colour))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_numbers(self, painter: QPainter, place: QRectF, split: int) -> None:
        size = self.fontMetrics().height() * 1.25
        chips_y = place.top() + 3 + size / 2
        numbers = [(0.05, place.top() + split * 0.62), (0.05, place.top() + split + size)]
        # Beside each chip.
        numbers += [(last + 0.05, chips_y) for _, last, *_ in _STRETCHES]
        theme = self._look.theme
        for (share, y), (number, _) in zip(numbers, EXPLAINED, strict=True):
            centre = QPointF(place.left() + share * place.width(), y)
            circle = QRectF(0, 0, size, size)
            circle.moveCenter(centre)
            painter.setPen(QPen(theme.color("text"), 1.2))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(circle)
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, number)


def _loudness(share: float) -> float:
    """Give how loud the drawn voice is, from 0 to 1, at a share of the width."""
    for first, last, *_ in _STRETCHES:
        if first <= share <= last:
            inside = (share - first) / (last - first)
            return math.sin(math.pi * inside) * (0.75 + 0.25 * math.cos(180 * share))
    return 0.0


@cache
def _spectrogram() -> QImage:
    """Draw voices as bands of pitches."""
    colours = colour_table("magma")
    image = QImage(180, 40, QImage.Format.Format_RGB32)
    for x in range(image.width()):
        loudness = _loudness(x / image.width())
        for y in range(image.height()):
            height = 1 - y / image.height()
            band = 0.55 + 0.45 * math.cos(height * 22 + math.sin(x / 9))
            level = loudness * band * (1.05 - 0.75 * height)
            red, green, blue = (int(each) for each in colours[min(255, round(level * 230))])
            image.setPixelColor(x, y, QColor(red, green, blue))
    return image
