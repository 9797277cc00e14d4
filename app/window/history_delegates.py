"""How the cells of the history are painted."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.recognition.decision import Verdict
from app.window.answered import Answered
from app.window.history_columns import cell_padding
from app.window.history_model import ANSWERED_ROLE, PLAYABLE_ROLE
from app.window.icons import icon_pixmap, icon_size
from app.window.look import Look, blend
from app.window.painting import snapped, tabular

_Index = QModelIndex | QPersistentModelIndex
_GAP_IN_EM = 0.5
_BAR_IN_EM = 0.42
_LONGEST_BAR_IN_EM = 9.0
_MARK_IN_EM = 0.3
_DIGIT_SCALE = 1.15
_MOST_TEXTS = 1000


class CellDelegate(QStyledItemDelegate):
    """Paints what every cell has: what lies behind it, and the hairline below; then its text.

    All that is seen is painted anew whenever an answer comes, so that what fonts and texts
    measure is asked for once.

    Parameters
    ----------
    look : Look
    parent : QObject
    """

    scale = 1.0
    weight = QFont.Weight.Normal

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self.look = look
        self._option_font: QFont | None = None
        self._texts: dict[tuple[str, int], tuple[QStaticText, float, float]] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint the cell."""
        self._measure(option)
        theme = self.look.theme
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(blend(theme.surface, theme.accent, 0.18)))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("border"))
        if index.column() == 0:
            self._paint_focus(painter, option, index)
        inner = rect.adjusted(self.padding, 0, -self.padding, -1)
        self.paint_content(painter, inner, option, index)

    def paint_content(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint what the cell says, within its padding."""
        painter.setPen(self.look.theme.color("text"))
        self.draw_text(painter, rect, index.data() or "")

    def draw_text(
        self, painter: QPainter, rect: QRect, text: str, is_centred: bool = False
    ) -> float:
        """Write a text, elided where it is too long; give its width in pixels."""
        laid_out, width, height = self._laid_out(text, rect.width())
        left = rect.left() + ((rect.width() - width) / 2 if is_centred else 0)
        painter.setFont(self.font)
        painter.drawStaticText(QPointF(left, rect.top() + (rect.height() - height) / 2), laid_out)
        return width

    def _laid_out(self, text: str, room: int) -> tuple[QStaticText, float, float]:
        known = self._texts.get((text, room))
        if known is not None:
            return known
        if len(self._texts) >= _MOST_TEXTS:
            self._texts.clear()
        elided = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        laid_out = QStaticText(elided)
        laid_out.setTextFormat(Qt.TextFormat.PlainText)
        laid_out.prepare(font=self.font)
        size = laid_out.size()
        made = self._texts[text, room] = laid_out, size.width(), size.height()
        return made

    def _measure(self, option: QStyleOptionViewItem) -> None:
        """Measure the font of the table, where it has become another."""
        if option.font == self._option_font:
            return
        self._option_font = QFont(option.font)
        self._texts.clear()
        self.line = option.fontMetrics.height()
        self.padding = cell_padding(option.fontMetrics)
        self.icon_size = icon_size(option.fontMetrics)
        self.font = tabular(option.font, self.scale, self.weight)
        self.metrics = QFontMetrics(self.font)
        # Widths are rounded: one pixel too few, and the text is cut.
        self.share_width = self.metrics.horizontalAdvance("100 %") + 2

    def _paint_focus(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Mark the row that keys are for with a bar at its beginning."""
        view = option.widget
        is_current = isinstance(view, QTableView) and view.currentIndex().row() == index.row()
        if is_current and view.hasFocus():
            bar = QRect(option.rect)
            bar.setWidth(max(2, self.line // 5))
            painter.fillRect(bar, self.look.theme.color("accent"))


class DigitDelegate(CellDelegate):
    """Paints the digit, bold and in the middle, with a dot at what the user corrected."""

    scale = _DIGIT_SCALE
    weight = QFont.Weight.Bold

    def paint_content(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the digit."""
        answered: Answered = index.data(ANSWERED_ROLE)
        theme = self.look.theme
        painter.setPen(theme.color(_colour_of(answered.verdict, certain="text")))
        width = self.draw_text(painter, rect, index.data(), is_centred=True)
        if answered.corrected:
            size = max(4.0, self.line * _MARK_IN_EM)
            centre = QRectF(rect).center()
            top = centre.y() - self.metrics.capHeight() / 2 - size / 4
            dot = QRectF(centre.x() + width / 2 + size / 2, top, size, size)
            _fill_round(painter, dot, theme.color("accent"))


class ConfidenceDelegate(CellDelegate):
    """Paints how sure the program was, as a bar and in percent."""

    def paint_content(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the bar, where there is room for it, and the percentage."""
        answered: Answered = index.data(ANSWERED_ROLE)
        theme = self.look.theme
        gap = round(self.line * _GAP_IN_EM)
        length = min(rect.width() - self.share_width - gap, round(_LONGEST_BAR_IN_EM * self.line))
        if length > self.line:
            height = round(self.line * _BAR_IN_EM)
            bar = QRectF(rect.left(), rect.center().y() - height / 2 + 1, length, height)
            bar = snapped(bar, painter.device().devicePixelRatioF())
            _fill_round(painter, bar, theme.color("track"))
            filled = max(bar.height(), bar.width() * answered.entry.confidence)
            colour = theme.color(_colour_of(answered.heard, certain="accent"))
            _fill_round(painter, QRectF(bar.left(), bar.top(), filled, bar.height()), colour)
            rect = rect.adjusted(length + gap, 0, 0, 0)
        painter.setPen(theme.color("text"))
        self.draw_text(painter, rect, index.data())


class IconDelegate(CellDelegate):
    """Paints a button that is only a sign.

    Parameters
    ----------
    look : Look
    parent : QObject
    icon : str
        Its name.
    """

    def __init__(self, look: Look, parent: QObject, icon: str) -> None:
        super().__init__(look, parent)
        self._icon = icon

    def paint_content(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the sign, brighter under the mouse, pale where it does nothing."""
        theme = self.look.theme
        is_on = self._icon != "play" or index.data(PLAYABLE_ROLE)
        colour = theme.muted
        if not is_on:
            colour = blend(theme.surface, theme.muted, 0.35)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            colour = theme.accent
        size = self.icon_size
        ratio = painter.device().devicePixelRatioF()
        place = QRect(0, 0, size, size)
        place.moveCenter(rect.center())
        painter.drawPixmap(place.topLeft(), icon_pixmap(self._icon, colour, size, ratio))


def _fill_round(painter: QPainter, area: QRectF, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    radius = area.height() / 2
    painter.drawRoundedRect(area, radius, radius)


def _colour_of(verdict: Verdict, certain: str) -> str:
    """Name the colour of an answer; a certain one has the one that is given."""
    return {Verdict.DIGIT: certain, Verdict.NO_DIGIT: "muted"}.get(verdict, "warning")
