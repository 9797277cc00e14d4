"""Where everything is in the live picture, and how it is painted."""

from collections.abc import Sequence
from math import inf

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPixmap, QRegion

from app.recognition.spectrogram import HIGHEST_HZ, LOWEST_HZ
from app.settings import PictureSettings
from app.window.look import DARK, Look
from app.window.mark import Mark
from app.window.picture.furniture import (
    ROUNDING,
    PanelCorners,
    axis_height,
    label_pixmap,
    legend_pixmap,
    paint_axis,
)
from app.window.picture.level_ring import LevelRing
from app.window.picture.live_image import KEPT_SAMPLES, LiveImage
from app.window.picture.marks_painter import MarksPainter, PlacedMark
from app.window.picture.playhead import Playhead
from app.window.picture.sound_columns import SHOWN_SECONDS
from app.window.picture.waveform_pixels import AmplitudeZoom
from app.window.stream import Stream

_BORDER = 1
_WAVEFORM_SHARE = 0.48
_INSET = 4.0
_NEAR = 4.0


class LiveScene:
    """Lays out the live picture, moves it, and paints it.

    Parameters
    ----------
    look : Look
    font : QFont
        Of the window.

    Attributes
    ----------
    stream : Stream
        What is shown.
    """

    def __init__(self, look: Look, font: QFont) -> None:
        self._look = look
        self._font = font
        self._picture = PictureSettings()
        self._gate_shown = False
        self._size, self._ratio = QSize(1, 1), 1.0
        self._marks_painter = MarksPainter(look, font)
        self._marks: Sequence[Mark] = ()
        self.show_stream(Stream(""))

    # --- what is shown

    def show_stream(self, stream: Stream) -> None:
        """Show another stream, from where it is now."""
        self.stream = stream
        self._levels = LevelRing(stream, KEPT_SAMPLES)
        self._zoom = AmplitudeZoom()
        self._playhead = Playhead()
        self._shown = -1
        self._lay_out()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show other marks, in the order of their stretches."""
        self._marks = marks
        self._place_marks()

    def set_picture(self, picture: PictureSettings) -> None:
        """Colour the spectrogram in another way."""
        # To draw all columns anew takes longer than a frame, and any setting that changes asks.
        if picture != self._picture:
            self._picture = picture
            self.restyle()

    def set_gate_shown(self, shown: bool) -> None:
        """Draw the curves of the gate over the waveform, or not."""
        if shown != self._gate_shown:
            self._gate_shown = shown
            self.restyle()

    def set_font(self, font: QFont) -> None:
        """Write in another font."""
        self._font = font
        self._marks_painter.set_font(font)
        self._lay_out()

    def resize(self, size: QSize, ratio: float) -> None:
        """Take a size in logical pixels, and the device pixels in each of them."""
        if (size, ratio) != (self._size, self._ratio):
            self._size, self._ratio = QSize(size), ratio
            self._lay_out()

    # --- where things are

    @property
    def moving(self) -> QRect:
        """The part of the widget that moves."""
        return self._waveform.united(self._spectrogram).toRect()

    @property
    def in_view(self) -> list[PlacedMark]:
        """The marks that can be seen, in the order of their stretches."""
        left = -self._offset + self._waveform.left()
        right = left + self._waveform.width()
        return [
            place
            for place in self._placed
            if place.left < right and place.right > left and place.mark.start < self._shown
        ]

    def mark_at(self, point: QPointF) -> Mark | None:
        """Find the confirmed mark at a point of the widget, or very near to it."""
        x, y = point.x() - self._offset, point.y() - self._waveform.top()
        if not self._waveform.united(self._spectrogram).contains(point):
            return None
        near = [
            (place.distance(x, y), not place.chip.contains(x, y), place.mark)
            for place in self.in_view
            if not place.mark.is_provisional
        ]
        # Two are as near as each other where they overlap, or between them.
        distance, _, mark = min(near, key=lambda each: each[:2], default=(inf, True, None))
        return mark if distance <= _NEAR else None

    def area_of(self, mark: Mark) -> QRect:
        """Give the part of the widget that a mark takes, as far as it can be seen."""
        for place in self._placed:
            if place.mark is mark:
                whole = self._waveform.united(self._spectrogram)
                left = place.left + self._offset
                area = QRectF(left, whole.top(), place.right - place.left, whole.height())
                return area.intersected(whole).toAlignedRect()
        return QRect()

    # --- moving and painting

    def move(self, now_ns: int) -> bool:
        """Follow the stream; tell whether the picture has moved."""
        limit = self._image.limit()
        sample = int(self._playhead.move(now_ns, self.stream.heard_at(now_ns), limit))
        self._shown = max(self._shown, sample)
        return self._image.move_to(self._shown)

    def restyle(self) -> None:
        """Draw everything anew, in the look as it is now."""
        theme, ratio = self._look.theme, self._ratio
        self._image.dress(theme, self._picture, self._gate_shown, ratio)
        self._corners = PanelCorners(theme, ratio, self._waveform.left())
        ground, text = DARK.color("background", 0.65), DARK.color("text", 0.9)
        self._top_label = label_pixmap(
            f"{HIGHEST_HZ / 1000:.1f} kHz", self._font, text, ground, ratio
        )
        self._low_label = label_pixmap(f"{LOWEST_HZ:.0f} Hz", self._font, text, ground, ratio)
        quiet = theme.color("surface", 0.75)
        self._legend = legend_pixmap(
            [
                ("level", theme.color("accent"), Qt.PenStyle.SolidLine),
                ("threshold", theme.color("text"), Qt.PenStyle.DashLine),
            ],
            self._font,
            quiet,
            ratio,
        )
        self._zoom_labels: dict[int, QPixmap] = {}

    def paint(
        self,
        painter: QPainter,
        region: QRegion,
        *,
        hovered: Mark | None,
        chosen: Mark | None,
        focused: bool,
    ) -> None:
        """Paint what lies in a region.

        Parameters
        ----------
        painter : QPainter
            On the widget.
        region : QRegion
            What has to be painted.
        hovered, chosen : Mark or None
            The marks to stress.
        focused : bool
            Whether a frame shows that the picture has the keys.
        """
        self._paint_image(painter)
        whole = self._waveform.united(self._spectrogram)
        painter.setClipRect(whole)
        self._marks_painter.paint(
            painter,
            self.in_view,
            self._waveform,
            self._spectrogram,
            offset=self._offset,
            hovered=hovered,
            chosen=chosen,
        )
        painter.setClipping(False)
        self._paint_labels(painter)
        whole_widget = QRectF(0, 0, self._size.width(), self._size.height())
        self._corners.paint_upper(painter, whole_widget)
        if not self.moving.contains(region.boundingRect()):
            self._paint_frame(painter, whole_widget)
        if focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._look.theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole_widget.adjusted(1, 1, -1, -1), ROUNDING, ROUNDING)

    def _paint_frame(self, painter: QPainter, area: QRectF) -> None:
        theme = self._look.theme
        painter.fillRect(self._axis, theme.color("surface"))
        labels = self._axis.adjusted(_BORDER, 0, -_BORDER, -_BORDER)
        paint_axis(painter, labels, SHOWN_SECONDS, self._font, theme.color("muted"))
        self._corners.paint_lower(painter, area)
        # As thick as whole device pixels, like the edge of the image beside it.
        line = self._waveform.left()
        long, high = area.width() - 2 * ROUNDING, area.height() - 2 * ROUNDING
        for x, y, width, height in (
            (ROUNDING, 0.0, long, line),
            (ROUNDING, area.bottom() - line, long, line),
            (0.0, ROUNDING, line, high),
            (self._waveform.right(), ROUNDING, line, high),
        ):
            painter.fillRect(QRectF(x, y, width, height), theme.color("border"))

    def _paint_image(self, painter: QPainter) -> None:
        image = self._image
        source = (image.left, 0, image.width, image.image.height())
        if self._ratio == 1.0:
            painter.drawImage(_BORDER, _BORDER, image.image, *source)
            return
        # In device pixels, so that nothing is scaled.
        painter.save()
        painter.scale(1 / self._ratio, 1 / self._ratio)
        edge = round(_BORDER * self._ratio)
        painter.drawImage(edge, edge, image.image, *source)
        painter.restore()

    def _paint_labels(self, painter: QPainter) -> None:
        ratio = self._ratio
        right = self._spectrogram.right() - _INSET
        top, bottom = self._spectrogram.top() + _INSET, self._spectrogram.bottom() - _INSET
        at = QPointF(right - self._top_label.width() / ratio, top)
        painter.drawPixmap(at, self._top_label)
        low = self._low_label
        painter.drawPixmap(QPointF(right - low.width() / ratio, bottom - low.height() / ratio), low)
        zoom = self._zoom_label()
        above = self._waveform.bottom() - _INSET - zoom.height() / ratio
        painter.drawPixmap(QPointF(right - zoom.width() / ratio, above), zoom)
        if self._gate_shown:
            painter.drawPixmap(QPointF(self._waveform.left() + _INSET, above), self._legend)

    def _zoom_label(self) -> QPixmap:
        gain = self._zoom.gain
        if gain not in self._zoom_labels:
            theme = self._look.theme
            self._zoom_labels[gain] = label_pixmap(
                f"×{gain}", self._font, theme.color("muted"), theme.color("surface", 0.75),
                self._ratio,
            )  # fmt: skip
        return self._zoom_labels[gain]

    # --- inside

    @property
    def _offset(self) -> float:
        """What leads from the column of a mark to its x in the widget, in logical pixels."""
        return self._waveform.left() - (self._image.end - self._image.width) / self._ratio

    def _lay_out(self) -> None:
        width, height, ratio = self._size.width(), self._size.height(), self._ratio
        axis_top = max(_BORDER + 2, height - axis_height(self._font))
        left, right = round(_BORDER * ratio), round((width - _BORDER) * ratio)
        top, bottom = left, round(axis_top * ratio)
        middle = top + max(1, round((bottom - top) * _WAVEFORM_SHARE))
        pixels = max(1, right - left)
        self._waveform = QRectF(left / ratio, top / ratio, pixels / ratio, (middle - top) / ratio)
        self._spectrogram = QRectF(
            left / ratio, middle / ratio, pixels / ratio, max(1, bottom - middle) / ratio
        )
        self._axis = QRectF(0, axis_top, width, max(0, height - axis_top))
        self._image = LiveImage(
            self.stream,
            self._levels,
            self._zoom,
            width=pixels,
            waveform_height=middle - top,
            spectrogram_height=max(1, bottom - middle),
        )
        self.restyle()
        self._image.move_to(self._shown)
        self._place_marks()

    def _place_marks(self) -> None:
        column_at = self._image.columns.column_at
        ratio = self._ratio
        self._placed = self._marks_painter.place(
            self._marks, lambda sample: column_at(sample) / ratio
        )
