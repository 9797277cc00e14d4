"""The parts of a still picture that are items of pyqtgraph."""

from typing import TYPE_CHECKING

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseDragEvent
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsSceneWheelEvent, QStyleOptionGraphicsItem, QWidget

from app.window.look import DARK, Theme
from app.window.picture.still_image import StillImage

if TYPE_CHECKING:
    from app.window.picture.still_canvas import StillCanvas

# Every movement of the mouse counts: the last one says where a drag has ended.
pg.setConfigOptions(mouseRateLimit=-1)

_PAN_SHARE = 0.1
_NOTCH = 120
# View boxes stand at -100.
_BEHIND = -200


class SoundBox(pg.ViewBox):  # type: ignore[misc]
    """A plot over time: dragging moves it, the wheel zooms around the pointer."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.setMouseEnabled(x=True, y=False)
        self.setMouseMode(pg.ViewBox.PanMode)
        self.setYRange(0, 1)
        self.disableAutoRange()

    def mouseDragEvent(  # noqa: N802 - pyqtgraph's name
        self, event: MouseDragEvent, axis: int | None = None
    ) -> None:
        """Move with the left button; the right one has another use."""
        if event.button() == Qt.MouseButton.LeftButton:
            super().mouseDragEvent(event, axis)
        else:
            event.ignore()

    def wheelEvent(  # noqa: N802 - Qt's name
        self, event: QGraphicsSceneWheelEvent, axis: int | None = None
    ) -> None:
        """Zoom, or move where the wheel is turned sideways."""
        sideways = event.orientation() == Qt.Orientation.Horizontal
        if sideways or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            (start_s, end_s), _ = self.viewRange()
            self.translateBy(x=-event.delta() / _NOTCH * _PAN_SHARE * (end_s - start_s))
            event.accept()
        else:
            super().wheelEvent(event, 0)


class SoundItem(pg.GraphicsObject):  # type: ignore[misc]
    """Paints the image of the sound behind both plots.

    Attributes
    ----------
    image : StillImage or None
        What is painted, from when there is a sound.
    """

    def __init__(self, canvas: "StillCanvas") -> None:
        super().__init__()
        self.image: StillImage | None = None
        self._canvas = canvas
        self.setZValue(_BEHIND)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Give the area of both plots."""
        return self._canvas.places.plots

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw what has come into view, and paint the image."""
        image = self.image
        if image is None:
            return
        self._canvas.update_image()
        places = self._canvas.places
        size, ratio = places.image_size, places.ratio
        at = places.plots.topLeft() * ratio
        source = QRectF(image.left, 0, size.width, size.waveform_height + size.spectrogram_height)
        # In device pixels, so that nothing is scaled.
        painter.scale(1 / ratio, 1 / ratio)
        painter.drawImage(QPointF(round(at.x()), round(at.y())), image.image, source)


class LinePair:
    """An upright line through both plots.

    Parameters
    ----------
    boxes : (SoundBox, SoundBox)
        Waveform and spectrogram.

    Attributes
    ----------
    seconds : float or None
        Where it stands; None for nowhere.
    """

    def __init__(self, boxes: tuple[SoundBox, SoundBox]) -> None:
        self.seconds: float | None = None
        self._lines = (pg.InfiniteLine(), pg.InfiniteLine())
        for box, line in zip(boxes, self._lines, strict=True):
            line.setVisible(False)
            box.addItem(line, ignoreBounds=True)

    def place(self, seconds: float | None) -> None:
        """Let it stand somewhere, or nowhere."""
        self.seconds = seconds
        for line in self._lines:
            line.setVisible(seconds is not None)
            if seconds is not None:
                line.setPos(seconds)

    def dress(
        self, theme: Theme, color: str, alpha: float, *, width: int, style: Qt.PenStyle
    ) -> None:
        """Draw it in a colour of a theme; over the spectrogram in that of the dark one."""
        # The quiet parts of every colour map are dark, whatever the theme.
        for line, each in zip(self._lines, (theme, DARK), strict=True):
            line.setPen(pg.mkPen(each.color(color, alpha), width=width, style=style))
