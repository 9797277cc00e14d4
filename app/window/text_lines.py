"""Lines of text that never change the layout around them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.window.look import Look
from app.window.painting import draw_fitting, tabular

_LINE_SPACING = 1.25

Wordings = Sequence[str]
"""The same said at length first, shortest last; empty for nothing."""


class TextLines(QWidget):
    """Writes lines, each in the longest wording that has room; cheap to change.

    Parameters
    ----------
    look : Look
    line_count : int
        How many lines there is room for.
    scale : float
        How much larger than the widget's font they are written.
    alignment : Qt.AlignmentFlag
        Left, right or centred.
    """

    def __init__(
        self,
        look: Look,
        line_count: int = 1,
        scale: float = 1.0,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__()
        self._look = look
        self._line_count = line_count
        self._scale = scale
        self._alignment = alignment
        self._lines: Sequence[Wordings] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_lines(self, *lines: Wordings) -> None:
        """Write these lines; the accessible name is their longest wordings."""
        self._lines = [line for line in lines if line]
        self.setAccessibleName(", ".join(line[0] for line in self._lines))
        self.update()

    @property
    def text(self) -> str:
        """What is written, at its longest."""
        return "\n".join(line[0] for line in self._lines)

    def set_scale(self, scale: float) -> None:
        """Write larger or smaller; the size hint is another then."""
        self._scale = scale
        self.update()

    def line_height(self) -> int:
        """Give the height of one line, in pixels."""
        return round(self.fontMetrics().height() * self._scale * _LINE_SPACING)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Have room for all lines."""
        height = self.line_height()
        return QSize(10 * height, self._line_count * height)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Write the lines that there is room for."""
        painter = QPainter(self)
        painter.setFont(tabular(self.font(), self._scale, QFont.Weight.Normal))
        painter.setPen(self._look.theme.color("muted"))
        height = self.line_height()
        for number, line in enumerate(self._lines[: max(1, self.height() // height)]):
            area = QRectF(0, number * height, self.width(), height)
            draw_fitting(painter, area, line, self._alignment)
        painter.end()
