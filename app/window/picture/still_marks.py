"""The marks of a still picture: which there are, which are in view, and where."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF

from app.window.answered import Answered
from app.window.mark import Mark, mark_of
from app.window.picture.marks_painter import MarksPainter, PlacedMark

_NEAR = 4.0
# How far the frame of a chosen mark stands out.
_FRAME = 4.0
# From so many pixels a mark on average their chips have room; they would be a heap otherwise.
_ROOM_SHARE = 0.6


class StillMarks:
    """Keeps the marks of a sound in order, and finds places for those in view.

    Parameters
    ----------
    painter : MarksPainter

    Attributes
    ----------
    all : list of Mark
        In the order of their stretches.
    placed : list of PlacedMark
        Those in view and around it, as `place` found them.
    offset : float
        What leads from a place to the picture, in logical pixels.
    is_crowded : bool
        Whether there are too many in view for their chips.
    """

    def __init__(self, painter: MarksPainter) -> None:
        self.all: list[Mark] = []
        self.placed: list[PlacedMark] = []
        self.offset = 0.0
        self.is_crowded = False
        self._painter = painter
        self._longest = 0
        self._area = QRectF()
        self._facts: tuple[float, float, float] | None = None

    def show(self, marks: Iterable[Mark]) -> None:
        """Have other marks."""
        self.all = sorted(marks, key=_start)
        self._longest = max((mark.end - mark.start for mark in self.all), default=0)
        self.forget_places()

    def add(self, marks: Iterable[Mark]) -> None:
        """Have more marks."""
        for mark in marks:
            insort(self.all, mark, key=_start)
            self._longest = max(self._longest, mark.end - mark.start)
        self.forget_places()

    def refresh(self, answered: Answered) -> bool:
        """Let the marks of an answer read as it does now; tell whether there are any."""
        found = [mark for mark in self.all if mark.answered is answered]
        for mark in found:
            now = mark_of(answered, (mark.start, mark.end))
            mark.verdict, mark.text = now.verdict, now.text
        self.forget_places()
        return bool(found)

    def forget_places(self) -> None:
        """Find all places anew when they are next asked for."""
        self._facts = None

    def within(self, first: float, last: float) -> list[Mark]:
        """Give the marks of which a part lies between two samples."""
        begin = bisect_left(self.all, first - self._longest, key=_start)
        end = bisect_right(self.all, last, key=_start)
        return [mark for mark in self.all[begin:end] if mark.end > first]

    def place(self, area: QRectF, first: float, last: float, offset: float) -> None:
        """Find places for what is in view.

        Parameters
        ----------
        area : QRectF
            The picture, in logical pixels.
        first, last : float
            The samples at its edges.
        offset : float
            The logical pixel of sample 0.
        """
        self._area, self.offset = area, offset
        length = last - first
        scale = area.width() / length
        if self._facts is not None:
            placed_scale, placed_first, placed_last = self._facts
            inside = placed_first <= first and last <= placed_last
            if inside and abs(placed_scale / scale - 1) < 1e-9:
                return
        # A view more to both sides: moving about finds the chips where they were.
        self._facts = scale, first - length, last + length
        in_view = self.within(first, last)
        chip = self._painter.chip_height
        self.is_crowded = len(in_view) * chip * _ROOM_SHARE > area.width()
        around = self.within(first - length, last + length)
        if self.is_crowded:
            no_chip = QRectF()
            self.placed = [
                PlacedMark(mark, mark.start * scale, mark.end * scale, no_chip) for mark in around
            ]
        else:
            self.placed = self._painter.place(around, lambda sample: sample * scale)

    @property
    def in_view(self) -> list[PlacedMark]:
        """The marks that can be seen."""
        left, right = self._area.left() - self.offset, self._area.right() - self.offset
        return [place for place in self.placed if place.left < right and place.right > left]

    def painted_between(self, left: float, right: float) -> list[PlacedMark]:
        """Give the marks that paint anything between two logical pixels."""
        left, right = left - self.offset - _FRAME, right - self.offset + _FRAME
        return [
            place
            for place in self.placed
            if min(place.left, place.chip.left()) < right
            and max(place.right, place.chip.right()) > left
        ]

    def at(self, point: QPointF) -> Mark | None:
        """Find the mark at a point of the picture, or very near to it."""
        if not self._area.contains(point):
            return None
        x, y = point.x() - self.offset, point.y() - self._area.top()
        near = [
            (place.distance(x, y), not place.chip.contains(x, y), place.mark)
            for place in self.in_view
        ]
        best = min(near, key=lambda each: each[:2], default=None)
        return best[2] if best is not None and best[0] <= _NEAR else None

    def area_of(self, mark: Mark) -> QRectF:
        """Give the part of the picture that a mark takes."""
        for place in self.in_view:
            if place.mark is mark:
                left, width = place.left + self.offset, place.right - place.left
                area = QRectF(left, self._area.top(), width, self._area.height())
                return area.intersected(self._area)
        return QRectF()


def _start(mark: Mark) -> int:
    return mark.start
