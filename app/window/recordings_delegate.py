"""Draws the rows of the list of recordings."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.window.icons import icon_pixmap
from app.window.look import Look
from app.window.painting import tabular
from app.window.recording import Recording
from app.window.recordings_model import RECORDING_ROLE, Column

_PADDING_IN_LINES = 0.35
_SIDE_IN_LINES = 0.55
_BAR_WIDTH = 3
_SMALLER = 0.9
_SIGN_SPACE = 1.3


class RecordingsDelegate(QStyledItemDelegate):
    """Two lines for the name and what else is to be said of it, one for all else.

    Parameters
    ----------
    look : Look

    Attributes
    ----------
    heard_below : bool
        Whether what was heard stands below the name, where there is no room beside it.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.heard_below = False

    def row_height(self, metrics: QFontMetrics) -> int:
        """Give the height of every row for the font of the list."""
        return round(metrics.height() * (1 + _SMALLER + 2 * _PADDING_IN_LINES))

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Give the height; the widths are the view's."""
        return QSize(0, self.row_height(option.fontMetrics))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a cell."""
        recording: Recording = index.data(RECORDING_ROLE)
        painter.save()
        self._paint_ground(painter, option, index.column())
        line = option.fontMetrics.height()
        side, above = round(line * _SIDE_IN_LINES), round(line * _PADDING_IN_LINES)
        space = option.rect.adjusted(side, above, -side, -above)
        if index.column() == Column.NAME:
            self._paint_name(painter, option.font, space, recording)
        elif index.column() == Column.HEARD:
            self._paint_heard(painter, option.font, space, recording)
        else:
            self._paint_length(painter, option.font, space, recording)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, column: int) -> None:
        theme, rect = self._look.theme, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            # Its ground is the view's.
            if column == Column.NAME:
                bar = QRect(rect.topLeft(), QSize(_BAR_WIDTH, rect.height()))
                painter.fillRect(bar, theme.color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("raised"))
        painter.setPen(theme.color("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _paint_name(
        self, painter: QPainter, font: QFont, space: QRect, recording: Recording
    ) -> None:
        height = QFontMetrics(font).height()
        upper = QRect(space.left(), space.top(), space.width(), height)
        lower = space.adjusted(0, height, 0, 0)
        self._wear(painter, font, "text")
        _write(painter, upper, recording.name, Qt.TextElideMode.ElideMiddle)
        if not recording.sentence:
            self._paint_second_line(painter, font, lower, recording)
            return
        self._wear(painter, tabular(font, _SMALLER), "warning")
        size = painter.fontMetrics().height()
        ratio = painter.device().devicePixelRatioF()
        sign = icon_pixmap("warning", self._look.theme.warning, size, ratio)
        painter.drawPixmap(lower.left(), lower.top() + (lower.height() - size) // 2, sign)
        lower.setLeft(lower.left() + round(size * _SIGN_SPACE))
        _write(painter, lower, recording.sentence, Qt.TextElideMode.ElideRight)

    def _paint_second_line(
        self, painter: QPainter, font: QFont, space: QRect, recording: Recording
    ) -> None:
        if not self.heard_below:
            self._wear(painter, tabular(font, _SMALLER), "muted")
            _write(painter, space, recording.folder, Qt.TextElideMode.ElideLeft)
        else:
            self._paint_heard(painter, font, space, recording)

    def _paint_heard(
        self, painter: QPainter, font: QFont, space: QRect, recording: Recording
    ) -> None:
        if recording.digits:
            self._wear(painter, tabular(font, weight=QFont.Weight.DemiBold), "text")
        else:
            colour = "warning" if recording.error is not None else "muted"
            self._wear(painter, tabular(font, _SMALLER), colour)
        _write(painter, space, recording.heard, Qt.TextElideMode.ElideMiddle)

    def _paint_length(
        self, painter: QPainter, font: QFont, space: QRect, recording: Recording
    ) -> None:
        self._wear(painter, tabular(font, _SMALLER), "muted")
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(space, flags, recording.length)

    def _wear(self, painter: QPainter, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(self._look.theme.color(colour))


def _write(painter: QPainter, space: QRect, text: str, mode: Qt.TextElideMode) -> None:
    elided = painter.fontMetrics().elidedText(text, mode, space.width())
    painter.drawText(space, Qt.AlignmentFlag.AlignVCenter, elided)
