"""Draws answers on the sound that they came from: shaded stretches, each with its chip."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from app.recognition.decision import Verdict
from app.window.look import DARK, Look, Theme
from app.window.mark import Mark

_COLOURS = {
    Verdict.DIGIT: ("accent", "on_accent"),
    Verdict.NOT_SURE: ("warning", "on_warning"),
    Verdict.TOO_LONG: ("warning", "on_warning"),
    Verdict.NO_DIGIT: ("muted", "surface"),
}
_LONGEST_CHIP_EMS = 7
_CHIP_ROUNDING = 0.28
_ROW_GAP = 3.0
_CHIP_GAP = 2.0
_FIRST_ROW = 4.0

_WAVEFORM_SHADE = {Verdict.DIGIT: 0.17, Verdict.NOT_SURE: 0.17, Verdict.TOO_LONG: 0.17}
_NO_DIGIT_SHADE = 0.10
_SPECTROGRAM_SHARE = 0.4
_HOVERED_SHARE = 1.8
_PROVISIONAL_SHARE = 0.5
_EDGE = 0.9
_QUIET_EDGE = 0.45


@dataclass(slots=True)
class PlacedMark:
    """Where a mark is in a picture.

    Attributes
    ----------
    mark : Mark
    left, right : float
        The edges of its stretch, in the picture's logical pixels.
    chip : QRectF
        Where its chip is, relative to the upper edge of the picture.
    """

    mark: Mark
    left: float
    right: float
    chip: QRectF

    def distance(self, x: float, y: float) -> float:
        """Tell how far a point is from the stretch and its chip, in logical pixels; 0 on them."""
        if self.chip.contains(QPointF(x, y)):
            return 0.0
        return max(0.0, self.left - x, x - self.right)


class MarksPainter:
    """Draws marks in the colours of a look; what each is can be read without the colours.

    A digit has its chip in the accent colour, what is not sure in that of a warning, what is no
    digit a quiet one; while an answer is provisional its chip is hollow and its edges dashed.

    Parameters
    ----------
    look : Look
    font : QFont
        The font of the picture; chips are set in it, bold.
    """

    def __init__(self, look: Look, font: QFont) -> None:
        self._look = look
        self._chips: dict[Hashable, QPixmap] = {}
        # They are drawn once and kept while they are seen: a translucent pixmap is painted ten
        # times as fast as translucent rectangles and lines, but at 4K one has megabytes.
        self._stretches: dict[Hashable, QPixmap] = {}
        self.set_font(font)
        look.changed.connect(self._forget)

    def set_font(self, font: QFont) -> None:
        """Set the chips in another font."""
        self._font = QFont(font)
        self._font.setBold(True)
        self._metrics = QFontMetricsF(self._font)
        self._chips.clear()

    def _forget(self) -> None:
        self._chips.clear()
        self._stretches.clear()

    @property
    def chip_height(self) -> float:
        """In logical pixels."""
        return float(round(self._metrics.height() + 2))

    def place(self, marks: Iterable[Mark], x_of: Callable[[int], float]) -> list[PlacedMark]:
        """Find a place for each mark, and a row for its chip where no other chip is.

        Parameters
        ----------
        marks : iterable of Mark
            In the order of their stretches. Give more than is visible, so that a chip does not
            change its row when its neighbour leaves the picture.
        x_of : callable
            The logical pixel at which a sample is.

        Returns
        -------
        list of PlacedMark
        """
        placed = []
        free_from: list[float] = []
        height = self.chip_height
        for mark in marks:
            left, right = x_of(mark.start), x_of(mark.end)
            width = self._chip_width(mark.text)
            # Rounded once: a chip that is rounded anew wherever it has moved to would tremble.
            chip_left = float(round((left + right - width) / 2))
            row = next((row for row, free in enumerate(free_from) if free <= chip_left), None)
            if row is None:
                row = len(free_from)
                free_from.append(0.0)
            free_from[row] = chip_left + width + _CHIP_GAP
            top = _FIRST_ROW + row * (height + _ROW_GAP)
            placed.append(PlacedMark(mark, left, right, QRectF(chip_left, top, width, height)))
        return placed

    def paint(
        self,
        painter: QPainter,
        placed: Sequence[PlacedMark],
        waveform: QRectF,
        spectrogram: QRectF,
        *,
        offset: float = 0.0,
        hovered: Mark | None = None,
        chosen: Mark | None = None,
    ) -> None:
        """Draw marks over a waveform and the spectrogram below it.

        Parameters
        ----------
        painter : QPainter
            In logical pixels, clipped to the picture.
        placed : sequence of PlacedMark
        waveform, spectrogram : QRectF
            Where both are. One of them may be empty; the chips stand at the top of the first
            that is not.
        offset : float
            What is added to each x.
        hovered, chosen : Mark or None
            Drawn stronger; in a frame.
        """
        top = spectrogram.top() if waveform.isEmpty() else waveform.top()
        heights = (waveform.height(), spectrogram.height())
        ratio = painter.device().devicePixelRatio()
        before, self._stretches = self._stretches, {}
        for place in placed:
            left, right = place.left + offset, max(place.right, place.left + 1) + offset
            if right - left > waveform.united(spectrogram).width():
                left = max(left, waveform.left() - 2)
                right = min(right, waveform.right() + 2)
            # Rounded, as adding the offset changes the last bits of it from frame to frame.
            width = round(right - left, 3)
            look = (place.mark.verdict, place.mark.is_provisional, place.mark is hovered)
            key = (look, width, heights, ratio)
            stretch = self._stretches.get(key) or before.get(key)
            if stretch is None:
                strength = _HOVERED_SHARE if place.mark is hovered else 1.0
                stretch = self._draw_stretch(place.mark, width, heights, strength, ratio)
            self._stretches[key] = stretch
            painter.drawPixmap(QPointF(left, top), stretch)
            if place.mark is chosen:
                self._paint_frame(painter, QRectF(left, top, right - left, sum(heights)))
        for place in placed:
            at = QPointF(place.chip.left() + offset, place.chip.top() + top)
            painter.drawPixmap(at, self._chip(place.mark, ratio))

    def _draw_stretch(
        self,
        mark: Mark,
        width: float,
        heights: tuple[float, float],
        strength: float,
        ratio: float,
    ) -> QPixmap:
        stretch = _clear_pixmap(width, sum(heights), ratio)
        painter = QPainter(stretch)
        upper = QRectF(0, 0, width, heights[0])
        lower = QRectF(0, heights[0], width, heights[1])
        _paint_stretch(painter, upper, mark, self._look.theme, strength)
        # The quiet parts of every colour map are dark, whatever the theme.
        _paint_stretch(painter, lower, mark, DARK, strength * _SPECTROGRAM_SHARE)
        painter.end()
        return stretch

    def _paint_frame(self, painter: QPainter, area: QRectF) -> None:
        # Two lines, one light and one dark, are seen on every colour below them.
        for inset, color in ((0.0, QColor("black")), (2.0, QColor("white"))):
            pen = QPen(color, 2)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            more = 3 - inset
            painter.drawRect(area.adjusted(-more, 1 + inset, more, -1 - inset))

    def _chip_width(self, text: str) -> float:
        wanted = self._metrics.horizontalAdvance(text) + self._metrics.height() * 0.7
        longest = _LONGEST_CHIP_EMS * self._metrics.height()
        return float(round(max(self.chip_height + 2, min(wanted, longest))))

    def _chip(self, mark: Mark, ratio: float) -> QPixmap:
        key = (mark.text, mark.verdict, mark.is_provisional, ratio)
        chip = self._chips.get(key)
        if chip is None:
            chip = self._chips[key] = self._draw_chip(mark, ratio)
        return chip

    def _draw_chip(self, mark: Mark, ratio: float) -> QPixmap:
        width, height = self._chip_width(mark.text), self.chip_height
        chip = _clear_pixmap(width, height, ratio)
        theme = self._look.theme
        name, on_name = _COLOURS[mark.verdict]
        hollow = mark.is_provisional or mark.verdict is Verdict.NO_DIGIT
        pen = QPen(theme.color(name), 1.2)
        if mark.is_provisional:
            pen.setDashPattern([2.5, 2])
        painter = QPainter(chip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen if hollow else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface" if hollow else name))
        area = QRectF(0, 0, width, height)
        rounding = height * _CHIP_ROUNDING
        inset = 0.75 if hollow else 0.0
        painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), rounding, rounding)
        painter.setFont(self._font)
        painter.setPen(theme.color(name if hollow else on_name))
        most = width - self._metrics.height() * 0.5
        text = self._metrics.elidedText(mark.text, Qt.TextElideMode.ElideRight, most)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
        return chip


def _paint_stretch(
    painter: QPainter, area: QRectF, mark: Mark, theme: Theme, strength: float
) -> None:
    name, _ = _COLOURS[mark.verdict]
    alpha = _WAVEFORM_SHADE.get(mark.verdict, _NO_DIGIT_SHADE) * strength
    if mark.is_provisional:
        alpha *= _PROVISIONAL_SHARE
    painter.fillRect(area, theme.color(name, alpha))
    edge = theme.color(name, _QUIET_EDGE if mark.verdict is Verdict.NO_DIGIT else _EDGE)
    for x in (area.left(), area.right() - 1):
        if mark.is_provisional:
            painter.setPen(QPen(edge, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x + 0.5, area.top()), QPointF(x + 0.5, area.bottom()))
        else:
            painter.fillRect(QRectF(x, area.top(), 1, area.height()), edge)


def _clear_pixmap(width: float, height: float, ratio: float) -> QPixmap:
    pixmap = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
