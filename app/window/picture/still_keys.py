"""What the keys do in a still picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from app.window.mark import Mark
from app.window.painting import announce
from app.window.picture.chosen_mark import press_on_chosen

if TYPE_CHECKING:
    from app.window.picture.still_canvas import StillCanvas
    from app.window.picture.still_picture import StillPicture

_PAN_SHARE = 0.2
_ZOOM = 0.7
_POINTER_SHARE = 0.01
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier


class StillKeys:
    """Takes the keys of a still picture.

    Left and Right move the view, + and - zoom, Home and End go to the ends of the sound. N and
    Shift+N choose the next and the previous utterance, Enter plays it, a digit or Delete
    corrects it, F2 asks what it was. Ctrl with the arrows moves the pointer whose values are
    written down.

    Parameters
    ----------
    picture : StillPicture
    canvas : StillCanvas
        The picture's.
    """

    def __init__(self, picture: StillPicture, canvas: StillCanvas) -> None:
        self._picture = picture
        self._canvas = canvas

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key is for; tell whether it is for anything here."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if modifiers == _CONTROL and key in _ARROWS:
            self._move_pointer(*_ARROWS[key])
            return True
        if modifiers not in (_NONE, _SHIFT):
            return False
        if key == Qt.Key.Key_N:
            self._choose_next(1 if modifiers == _NONE else -1)
            return True
        return self._move_view(key, event.text()) or press_on_chosen(self._picture, event)

    def _move_view(self, key: Qt.Key, text: str) -> bool:
        canvas = self._canvas
        start_s, end_s = canvas.range_s
        length_s = end_s - start_s
        first_s, last_s = canvas.whole_s
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by_s = _PAN_SHARE * length_s * (-1 if key == Qt.Key.Key_Left else 1)
            canvas.show_range(start_s + by_s, end_s + by_s)
        elif key == Qt.Key.Key_Home:
            canvas.show_range(first_s, first_s + length_s)
        elif key == Qt.Key.Key_End:
            canvas.show_range(last_s - length_s, last_s)
        elif text in ("+", "="):
            canvas.zoom(_ZOOM)
        elif text == "-":
            canvas.zoom(1 / _ZOOM)
        else:
            return False
        return True

    def _choose_next(self, step: int) -> None:
        marks, chosen = self._picture.marks, self._picture.chosen
        if not marks:
            return
        if chosen in marks:
            place = marks.index(chosen) + step
        else:
            in_view = self._canvas.marks_in_view()
            place = marks.index(in_view[0 if step > 0 else -1]) if in_view else 0
        mark = marks[min(max(place, 0), len(marks) - 1)]
        self._bring_into_view(mark)
        self._picture.choose(mark)

    def _bring_into_view(self, mark: Mark) -> None:
        start_s, end_s = self._canvas.range_s
        mark_start_s, mark_end_s = self._canvas.stretch_of(mark)
        if mark_start_s < start_s or mark_end_s > end_s:
            half_s = (end_s - start_s) / 2
            middle_s = (mark_start_s + mark_end_s) / 2
            self._canvas.show_range(middle_s - half_s, middle_s + half_s)

    def _move_pointer(self, right: int, down: int) -> None:
        area = self._canvas.places.plots
        point = self._picture.point
        if point is None or not area.contains(point):
            point = area.center()
        else:
            by = area.width() * _POINTER_SHARE
            point = point + QPointF(right * by, down * by)
        inside = area.adjusted(0.5, 0.5, -0.5, -0.5)
        x = min(max(point.x(), inside.left()), inside.right())
        y = min(max(point.y(), inside.top()), inside.bottom())
        self._picture.point_at(QPointF(x, y))
        if self._picture.reading is not None:
            announce(self._picture, self._picture.reading.description())
