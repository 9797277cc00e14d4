"""How sure the program is, against the threshold from which it answers."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.window.look import Look
from app.window.painting import draw_fitting, snapped, tabular
from app.wording import percent

_CAPTION_SCALE = 0.9
_BAR_LINES = 0.95
_GAP_LINES = 0.3
_MARK_LINES = 0.25


class ConfidenceBar(QWidget):
    """A bar from 0 to 1 with the threshold as a mark, both also written below it.

    Parameters
    ----------
    look : Look
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._confidence: float | None = None
        self._threshold = 0.8
        self._colour = "accent"
        self._was = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)
        self._describe()

    def show_confidence(
        self, confidence: float | None, colour: str = "accent", was: bool = False
    ) -> None:
        """Fill the bar.

        Parameters
        ----------
        confidence : float or None
            From 0 to 1; None for an empty bar.
        colour : str
            Name of a colour of the theme.
        was : bool
            Whether that was before the user said otherwise.
        """
        self._confidence, self._colour, self._was = confidence, colour, was
        self._describe()
        self.update()

    def set_threshold(self, threshold: float) -> None:
        """Move the mark; `threshold` is from 0 to 1."""
        self._threshold = threshold
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Have room for the bar and a line of text."""
        line = self.fontMetrics().height()
        height = (_BAR_LINES + 2 * _MARK_LINES + _GAP_LINES + _CAPTION_SCALE) * line
        return QSize(10 * line, round(height))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the bar, the mark and what they mean."""
        line = self.fontMetrics().height()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, _MARK_LINES * line, self.width(), _BAR_LINES * line)
        self._paint_bar(painter, snapped(bar, self.devicePixelRatioF()))
        top = bar.bottom() + (_MARK_LINES + _GAP_LINES) * line
        self._paint_captions(painter, QRectF(0, top, self.width(), self.height() - top))
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        theme = self._look.theme
        line = self.fontMetrics().height()
        radius = bar.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("track"))
        painter.drawRoundedRect(bar, radius, radius)
        if self._confidence is not None:
            filled = QRectF(bar)
            filled.setWidth(max(bar.height(), bar.width() * self._confidence))
            painter.setBrush(theme.color(self._colour))
            painter.drawRoundedRect(filled, radius, radius)
        mark = QRectF(0, 0, max(2.0, line / 8), bar.height() + 2 * _MARK_LINES * line)
        mark.moveCenter(bar.center())
        mark.moveLeft(bar.left() + bar.width() * self._threshold - mark.width() / 2)
        mark.moveLeft(min(max(mark.left(), bar.left()), bar.right() - mark.width()))
        # A rim keeps the mark apart from a bar of any colour.
        rim = max(1.0, line / 14)
        painter.setBrush(theme.color("surface"))
        painter.drawRect(snapped(mark.adjusted(-rim, 0, rim, 0), self.devicePixelRatioF()))
        painter.setBrush(theme.color("text"))
        painter.drawRect(snapped(mark, self.devicePixelRatioF()))

    def _paint_captions(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(tabular(self.font(), _CAPTION_SCALE, QFont.Weight.Normal))
        painter.setPen(self._look.theme.color("muted"))
        half = area.width() * 0.42
        if self._confidence is not None:
            share = percent(self._confidence)
            left = QRectF(area.left(), area.top(), half, area.height())
            texts = (f"was {share} sure", f"was {share}") if self._was else (f"{share} sure", share)
            draw_fitting(painter, left, texts, Qt.AlignmentFlag.AlignLeft)
        right = QRectF(area.left() + half, area.top(), area.width() - half, area.height())
        share = percent(self._threshold)
        texts = (f"answers from {share}", f"from {share}")
        draw_fitting(painter, right, texts, Qt.AlignmentFlag.AlignRight)

    def _describe(self) -> None:
        share = percent(self._threshold)
        if self._confidence is None:
            self.setAccessibleName(f"Answers from {share}")
        else:
            was = "was " if self._was else ""
            self.setAccessibleName(f"{was}{percent(self._confidence)} sure, answers from {share}")
        self.setToolTip(f"The program answers from {share}; below that it says that it is not sure")
