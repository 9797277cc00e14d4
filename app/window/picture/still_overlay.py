"""What lies over the plots of a still picture: marks, labels, values, rounded corners."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap

from app.recognition.spectrogram import HIGHEST_HZ, LOWEST_HZ
from app.window.look import DARK, Look
from app.window.mark import Mark
from app.window.painting import tabular
from app.window.picture.furniture import ROUNDING, PanelCorners, label_pixmap
from app.window.picture.marks_painter import MarksPainter
from app.window.picture.still_marks import StillMarks
from app.window.picture.still_words import Reading

_INSET = 4.0
_BORDER = 1
_VALUES_SHARE = 0.8


class StillOverlay:
    """Paints it, as the live picture does.

    Parameters
    ----------
    look : Look
    font : QFont
        Of the window.

    Attributes
    ----------
    marks_painter : MarksPainter
    hovered, chosen : Mark or None
        The marks to stress.
    reading : Reading or None
        The values to write down.
    gain : int
        How much larger than full scale the waveform is drawn.
    is_focused : bool
        Whether a frame shows that the picture has the keys.
    """

    def __init__(self, look: Look, font: QFont) -> None:
        self.marks_painter = MarksPainter(look, font)
        self.hovered: Mark | None = None
        self.chosen: Mark | None = None
        self.reading: Reading | None = None
        self.gain = 1
        self.is_focused = False
        self._look = look
        self._font = font
        self._ratio = 1.0
        self.restyle()

    def set_font(self, font: QFont) -> None:
        """Write in another font."""
        self._font = font
        self.marks_painter.set_font(font)
        self.restyle()

    def restyle(self) -> None:
        """Take the colours of the look as it is now."""
        theme, ratio = self._look.theme, self._ratio
        # As thick as whole device pixels, like the edge of the image beside it.
        self._line = round(_BORDER * ratio) / ratio
        self._corners = PanelCorners(theme, ratio, self._line)
        self._labels = {
            text: self._dark_label(text)
            for text in (f"{HIGHEST_HZ / 1000:.1f} kHz", f"{LOWEST_HZ:.0f} Hz")
        }
        self._gain_labels: dict[int, QPixmap] = {}
        self._values: tuple[tuple[Reading, float], QPixmap] | None = None

    def paint(
        self,
        painter: QPainter,
        waveform: QRectF,
        spectrogram: QRectF,
        marks: StillMarks,
        *,
        exposed: QRectF,
        ratio: float,
    ) -> None:
        """Paint what lies over the plots.

        Parameters
        ----------
        painter : QPainter
            In logical pixels of the picture.
        waveform, spectrogram : QRectF
            Where the plots are.
        marks : StillMarks
        exposed : QRectF
            What has to be painted: little, while only a line moves.
        ratio : float
            Device pixels a logical pixel.
        """
        if ratio != self._ratio:
            self._ratio = ratio
            self.restyle()
        painter.save()
        painter.setClipRect(waveform.united(spectrogram), Qt.ClipOperation.IntersectClip)
        self._paint_marks(painter, waveform, spectrogram, marks, exposed)
        self._paint_labels(painter, waveform, spectrogram, exposed)
        painter.restore()

    def paint_frame(self, painter: QPainter, area: QRectF, exposed: QRectF) -> None:
        """Paint the border and the corners of the panel, and the frame of the focus."""
        line, color = self._line, self._look.theme.color("border")
        long, high = area.width() - 2 * ROUNDING, area.height() - 2 * ROUNDING
        for x, y, width, height in (
            (ROUNDING, 0.0, long, line),
            (ROUNDING, area.bottom() - line, long, line),
            (0.0, ROUNDING, line, high),
            (area.right() - line, ROUNDING, line, high),
        ):
            painter.fillRect(QRectF(x, y, width, height), color)
        between = area.adjusted(2 * ROUNDING, 0, -2 * ROUNDING, 0)
        if exposed.left() < between.left() or exposed.right() > between.right():
            self._corners.paint_upper(painter, area)
            self._corners.paint_lower(painter, area)
        if self.is_focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._look.theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), ROUNDING, ROUNDING)

    def _paint_marks(
        self,
        painter: QPainter,
        waveform: QRectF,
        spectrogram: QRectF,
        marks: StillMarks,
        exposed: QRectF,
    ) -> None:
        if marks.is_crowded:
            self._paint_crowd(painter, waveform.united(spectrogram), marks)
            return
        self.marks_painter.paint(
            painter,
            marks.painted_between(exposed.left(), exposed.right()),
            waveform,
            spectrogram,
            offset=marks.offset,
            hovered=self.hovered,
            chosen=self.chosen,
        )

    def _paint_crowd(self, painter: QPainter, area: QRectF, marks: StillMarks) -> None:
        """Only tell where the marks are; there is no room for more."""
        color = self._look.theme.color("accent", 0.6)
        strip = QRectF(0, area.top() + _INSET, 0, self.marks_painter.chip_height / 3)
        for place in marks.in_view:
            left, right = place.left + marks.offset, place.right + marks.offset
            if left < strip.right() + 1:
                strip.setRight(max(right, strip.right()))
                continue
            painter.fillRect(strip, color)
            strip.setLeft(left)
            strip.setRight(max(right, left + 1))
        painter.fillRect(strip, color)

    def _paint_labels(
        self, painter: QPainter, waveform: QRectF, spectrogram: QRectF, exposed: QRectF
    ) -> None:
        right = spectrogram.right() - _INSET
        top, low = self._labels.values()
        gain = self._gain_label()
        widest = max(each.width() for each in (top, low, gain)) / self._ratio
        above = waveform.bottom() - _INSET - gain.height() / self._ratio
        if exposed.right() > right - widest:
            painter.drawPixmap(self._left_of(right, spectrogram.top() + _INSET, top), top)
            below = spectrogram.bottom() - _INSET - low.height() / self._ratio
            painter.drawPixmap(self._left_of(right, below, low), low)
            painter.drawPixmap(self._left_of(right, above, gain), gain)
        values = self._values_label((waveform.width() - widest) * _VALUES_SHARE)
        if values is not None:
            painter.drawPixmap(QPointF(waveform.left() + _INSET, above), values)

    def _gain_label(self) -> QPixmap:
        if self.gain not in self._gain_labels:
            self._gain_labels[self.gain] = self._label(f"×{self.gain}", "muted")
        return self._gain_labels[self.gain]

    def _values_label(self, room: float) -> QPixmap | None:
        if self.reading is None:
            return None
        if self._values is None or self._values[0] != (self.reading, room):
            text = self._fitting(self.reading.texts(), room)
            self._values = (self.reading, room), self._label(text, "text")
        return self._values[1]

    def _fitting(self, texts: list[str], room: float) -> str:
        metrics = QFontMetricsF(tabular(self._font))
        return next((text for text in texts if metrics.horizontalAdvance(text) < room), texts[-1])

    def _left_of(self, right: float, top: float, pixmap: QPixmap) -> QPointF:
        return QPointF(right - pixmap.width() / self._ratio, top)

    def _label(self, text: str, color: str) -> QPixmap:
        theme = self._look.theme
        ground = theme.color("surface", 0.75)
        return label_pixmap(text, self._font, theme.color(color), ground, self._ratio)

    def _dark_label(self, text: str) -> QPixmap:
        ground, color = DARK.color("background", 0.55), DARK.color("text", 0.85)
        return label_pixmap(text, self._font, color, ground, self._ratio)
