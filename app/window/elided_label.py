"""A line of text that leaves a part of itself out where there is no room for it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

_LEAST_WIDTH_IN_EM = 4
_ELLIPSIS = "…"


class ElidedLabel(QLabel):
    """Shows as much of its text as there is room for; all of it can be read aloud.

    Parameters
    ----------
    mode : Qt.TextElideMode
        Which part is left out.
    """

    def __init__(self, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Give a width that a few letters need."""
        least = self.fontMetrics().height() * _LEAST_WIDTH_IN_EM
        full = super().minimumSizeHint()
        return QSize(min(full.width(), least), full.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw what there is room for."""
        space = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), self._mode, space.width())
        if text == _ELLIPSIS:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(space, self.alignment() | Qt.AlignmentFlag.AlignVCenter, text)
