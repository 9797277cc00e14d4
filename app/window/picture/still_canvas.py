"""The two plots of a still picture: what pyqtgraph does, and what it shows."""

from dataclasses import replace

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QResizeEvent

from app.settings import PictureSettings
from app.window.look import Look
from app.window.mark import Mark
from app.window.picture.still_axis import TimeAxis
from app.window.picture.still_image import StillImage
from app.window.picture.still_items import LinePair, SoundBox, SoundItem
from app.window.picture.still_marks import StillMarks
from app.window.picture.still_overlay import StillOverlay
from app.window.picture.still_places import StillPlaces
from app.window.picture.still_words import Reading
from model.audio_format import SAMPLE_RATE

_SHORTEST_S = 0.05


class StillCanvas(pg.GraphicsView):  # type: ignore[misc]
    """Waveform over spectrogram on one time axis, which can be moved and zoomed.

    Parameters
    ----------
    look : Look
    font : QFont
        Of the window.

    Attributes
    ----------
    marks : StillMarks
        What stands on the sound.
    overlay : StillOverlay
        How that is painted, and what else lies over the plots.
    places : StillPlaces
        Where its parts are.
    first_sample : int
        Which sample of those that marks count is the first of the sound.

    Signals
    -------
    range_changed()
        When another stretch of the sound is shown, or at another size.
    pointed(point)
        When the pointer has moved, with a `QPointF` in logical pixels; None when it is gone.
    clicked(point, button, double)
        When a mouse button was clicked.
    """

    range_changed = Signal()
    pointed = Signal(object)
    clicked = Signal(object, object, bool)

    def __init__(self, look: Look, font: QFont) -> None:
        self.places = StillPlaces.within(QSizeF(1, 1), 1.0, font)
        self.first_sample = 0
        self._is_made = False
        super().__init__(background=None)
        # Nothing is laid out in it here, and its layout does not outlive the window's end.
        self.setCentralItem(None)
        self._look = look
        self._font = font
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        for widget in (self, self.viewport()):
            widget.setAcceptDrops(False)  # The window takes them.
        # The background is not what it is painted over: the image is.
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.overlay = StillOverlay(look, font)
        self.marks = StillMarks(self.overlay.marks_painter)
        self._sound = SoundItem(self)
        self._boxes = (SoundBox(), SoundBox())
        self._boxes[1].setXLink(self._boxes[0])
        self._axis = TimeAxis(look, self._boxes[0])
        self._axis.set_font(font)
        self._pointer, self._playing = LinePair(self._boxes), LinePair(self._boxes)
        for item in (self._sound, *self._boxes, self._axis):
            self.scene().addItem(item)
        self._boxes[0].sigXRangeChanged.connect(self._on_range)
        self.scene().sigMouseMoved.connect(self.pointed)
        self.scene().sigMouseClicked.connect(self._on_click)
        self._is_made = True
        self.restyle(PictureSettings())

    # --- what is shown

    @property
    def image(self) -> StillImage | None:
        """What is painted."""
        return self._sound.image

    @property
    def range_s(self) -> tuple[float, float]:
        """The stretch in view, in seconds from the beginning of the sound."""
        start_s, end_s = self._boxes[0].viewRange()[0]
        return float(start_s), float(end_s)

    @property
    def whole_s(self) -> tuple[float, float]:
        """What can be shown, in seconds from the beginning of the sound."""
        return self._axis.whole_s

    def show_image(
        self,
        image: StillImage,
        first_sample: int,
        whole_s: tuple[float, float],
        origin_s: float,
    ) -> None:
        """Show another sound.

        Parameters
        ----------
        image : StillImage
        first_sample : int
            Which sample of those that marks count is its first.
        whole_s : (float, float)
            What can be shown at most, in seconds from the beginning of the sound.
        origin_s : float
            Where the axis has its zero.
        """
        self._sound.image, self.first_sample = image, first_sample
        self._axis.whole_s, self._axis.origin_s = whole_s, origin_s
        length_s = whole_s[1] - whole_s[0]
        for box in self._boxes:
            box.setLimits(
                xMin=whole_s[0],
                xMax=whole_s[1],
                minXRange=min(_SHORTEST_S, length_s),
                maxXRange=length_s,
            )
        self._repaint()

    def show_range(self, start_s: float, end_s: float) -> None:
        """Show a stretch, or as much of it as there can be."""
        first_s, last_s = self.whole_s
        length_s = min(max(end_s - start_s, _SHORTEST_S), last_s - first_s)
        start_s = min(max(start_s, first_s), last_s - length_s)
        self._boxes[0].setXRange(start_s, start_s + length_s, padding=0)

    def zoom(self, factor: float) -> None:
        """Show so much of what is in view, around the pointer or else the middle."""
        start_s, end_s = self.range_s
        around_s = self._pointer.seconds
        if around_s is None:
            around_s = (start_s + end_s) / 2
        length_s = (end_s - start_s) * factor
        start_s = around_s - (around_s - start_s) * factor
        self.show_range(start_s, start_s + length_s)

    def redraw(self) -> None:
        """Draw everything anew: more is known of the sound."""
        if self._sound.image is not None:
            self._sound.image.forget()
        self._repaint()

    def show_hand(self, is_shown: bool) -> None:
        """Let the pointer tell whether there is something to click."""
        if is_shown:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()
        self.viewport().update()

    @property
    def is_dragged(self) -> bool:
        """Whether the user is moving the view by the mouse."""
        return bool(self.scene().dragButtons)

    def show_pointer(self, seconds: float | None) -> None:
        """Let the line of the pointer stand somewhere, or nowhere."""
        self._pointer.place(seconds)

    def show_playing(self, seconds: float | None) -> None:
        """Let the line of what is played stand somewhere, or nowhere."""
        self._playing.place(seconds)

    def restyle(self, picture: PictureSettings) -> None:
        """Take the colours of the look and of a spectrogram as they are now."""
        if self._sound.image is not None:
            self._sound.image.dress(self._look.theme, picture)
        self.overlay.restyle()
        theme = self._look.theme
        self._pointer.dress(theme, "text", 0.6, width=1, style=Qt.PenStyle.DashLine)
        self._playing.dress(theme, "text", 1.0, width=2, style=Qt.PenStyle.SolidLine)
        self._repaint()

    def set_font(self, font: QFont) -> None:
        """Write in another font."""
        self._font = font
        self.overlay.set_font(font)
        self._axis.set_font(font)
        self._lay_out()
        self._repaint()

    def update_image(self) -> None:
        """Draw what has come into view since it was last painted."""
        image = self._sound.image
        if image is None:
            return
        start_s, end_s = self.range_s
        size = self.places.image_size
        image.show(start_s * SAMPLE_RATE, (end_s - start_s) * SAMPLE_RATE / size.width, size)
        self.overlay.gain = image.gain

    def place_marks(self) -> None:
        """Find out where the marks are in what is in view."""
        start_s, end_s = self.range_s
        first, last = start_s * SAMPLE_RATE, end_s * SAMPLE_RATE
        places = self.places
        column = (last - first) / places.image_size.width
        # Where the image has them: it begins with a whole column.
        left = places.waveform.left() - round(first / column) / places.ratio
        before = self.first_sample
        offset = left - before / (column * places.ratio)
        self.marks.place(places.plots, first + before, last + before, offset)

    def marks_in_view(self) -> list[Mark]:
        """Give the marks that can be seen, in the order of their stretches."""
        self.place_marks()
        return [place.mark for place in self.marks.in_view]

    def mark_at(self, point: QPointF) -> Mark | None:
        """Find the mark at a point, in logical pixels, or very near to it."""
        self.place_marks()
        return self.marks.at(point)

    def stretch_of(self, mark: Mark) -> tuple[float, float]:
        """Give where a mark begins and ends, in seconds from the beginning of the sound."""
        start, end = mark.start - self.first_sample, mark.end - self.first_sample
        return start / SAMPLE_RATE, end / SAMPLE_RATE

    def read(self, point: QPointF) -> Reading | None:
        """Read off the values at a point, in logical pixels; None outside of the plots."""
        image = self._sound.image
        places = self.places
        if image is None or not places.plots.contains(point):
            return None
        self.update_image()
        x = int((point.x() - places.waveform.left()) * places.ratio)
        area = places.spectrogram
        height = (area.bottom() - point.y()) / area.height() if area.contains(point) else None
        reading = image.read(min(max(x, 0), places.image_size.width - 1), height)
        return replace(reading, seconds=reading.seconds - self._axis.origin_s)

    def update_values(self) -> None:
        """Write down other values."""
        strip = self.places.strip(2 * self.overlay.marks_painter.chip_height)
        self.viewport().update(strip.toAlignedRect())

    def seconds_at(self, x: float) -> float:
        """Give the moment at a logical pixel."""
        start_s, end_s = self.range_s
        return start_s + self.places.share_at(x) * (end_s - start_s)

    # --- inside

    def drawForeground(  # noqa: N802 - Qt's name
        self, painter: QPainter, exposed: QRectF
    ) -> None:
        """Paint what lies over the plots."""
        self.place_marks()
        self.overlay.paint(
            painter,
            self.places.waveform,
            self.places.spectrogram,
            self.marks,
            exposed=exposed,
            ratio=self.places.ratio,
        )
        self.overlay.paint_frame(painter, QRectF(self.rect()), exposed)

    def _repaint(self) -> None:
        self._axis.update()
        self.viewport().update()

    def _on_range(self) -> None:
        self._repaint()
        self.range_changed.emit()

    def _on_click(self, event: MouseClickEvent) -> None:
        if self.places.plots.contains(event.scenePos()):
            self.clicked.emit(QPointF(event.scenePos()), event.button(), bool(event.double()))

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """Place the plots."""
        super().resizeEvent(event)
        if self._is_made:  # pyqtgraph calls this while it is being made
            self._lay_out()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that the pointer is gone."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let the widget around it take the keys, which pyqtgraph leaves out."""
        if self.parentWidget() is not None:
            self.parentWidget().setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def _lay_out(self) -> None:
        places = StillPlaces.within(QSizeF(self.size()), self.devicePixelRatioF(), self._font)
        self.places = places
        for box, area in zip(self._boxes, (places.waveform, places.spectrogram), strict=True):
            box.setGeometry(area)
        # pyqtgraph's own height, which is from its own font, is too small.
        self._axis.setHeight(places.axis.height())
        self._axis.setGeometry(places.axis)
        self.range_changed.emit()
