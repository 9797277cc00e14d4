"""What the program makes of each class: one bar for each label."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.recognition.decision import OTHER
from app.window.look import Look
from app.window.painting import draw_fitting, snapped, tabular
from app.wording import percent, word_of

_LABEL_SCALE = 0.9
_LOWEST_LINES = 0.12


class ClassBars(QWidget):
    """Upright bars over short labels; lying ones, the most probable first, beside long labels.

    Parameters
    ----------
    look : Look
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        # By a filter: what fails in a handler that a Python event() has called ends the program.
        self.installEventFilter(self)
        self._look = look
        self._labels: tuple[str, ...] = ()
        self._probabilities: Mapping[str, float] = {}
        self._chosen: Sequence[str] = ()
        self._colour = "accent"
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)
        self.setAccessibleName("Probability of each digit")

    def set_labels(self, labels: tuple[str, ...]) -> None:
        """Take the labels of a network; no probabilities are shown until there are new ones."""
        self._labels = labels
        self.show_probabilities({}, ())

    def show_probabilities(
        self, probabilities: Mapping[str, float], chosen: Sequence[str], colour: str = "accent"
    ) -> None:
        """Show what the network said.

        Parameters
        ----------
        probabilities : mapping from str to float
            By label; other labels than those set take their place.
        chosen : sequence of str
            The labels that stand out.
        colour : str
            Name of the colour of the theme that those have.
        """
        if probabilities and tuple(probabilities) != self._labels:
            self._labels = tuple(probabilities)
        self._probabilities, self._chosen, self._colour = probabilities, chosen, colour
        ranked = sorted(probabilities, key=probabilities.__getitem__, reverse=True)[:3]
        self.setAccessibleDescription(", ".join(map(self._said, ranked)))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Have room for bars and their labels."""
        line = self.fontMetrics().height()
        return QSize(14 * line, 6 * line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tell the probability of the bar under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for label, area in self._areas().items():
                if area.contains(event.pos()) and label in self._probabilities:
                    QToolTip.showText(event.globalPos(), self._said(label), self)
                    return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the bars."""
        if not self._labels:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint = self._paint_upright if self._labels_are_short() else self._paint_lying
        for label, area in self._areas().items():
            paint(painter, label, area)
        painter.end()

    def _paint_upright(self, painter: QPainter, label: str, area: QRectF) -> None:
        line = self.fontMetrics().height()
        foot = area.bottom() - 1.15 * line
        width = min(0.55 * area.width(), 1.4 * line)
        room = foot - area.top()
        height = max(_LOWEST_LINES * line, room * self._probabilities.get(label, 0.0))
        bar = QRectF(area.center().x() - width / 2, foot - height, width, height)
        self._paint_bar(painter, label, bar, min(width / 4, height / 2))
        self._paint_label(
            painter,
            label,
            QRectF(area.left(), foot, area.width(), area.bottom() - foot),
            Qt.AlignmentFlag.AlignHCenter,
        )

    def _paint_lying(self, painter: QPainter, label: str, area: QRectF) -> None:
        line = self.fontMetrics().height()
        written = QRectF(area.left(), area.top(), 0.45 * area.width(), area.height())
        self._paint_label(painter, label, written, Qt.AlignmentFlag.AlignLeft)
        thick = 0.5 * line
        left = written.right() + 0.4 * line
        length = (area.right() - left) * self._probabilities.get(label, 0.0)
        bar = QRectF(left, area.center().y() - thick / 2, max(_LOWEST_LINES * line, length), thick)
        self._paint_bar(painter, label, bar, min(thick / 3, bar.width() / 2))

    def _paint_bar(self, painter: QPainter, label: str, bar: QRectF, radius: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        stands_out = label in self._chosen
        painter.setBrush(self._look.theme.color(self._colour if stands_out else "muted"))
        painter.drawRoundedRect(snapped(bar, self.devicePixelRatioF()), radius, radius)

    def _paint_label(
        self, painter: QPainter, label: str, area: QRectF, alignment: Qt.AlignmentFlag
    ) -> None:
        stands_out = label in self._chosen
        painter.setFont(self._label_font(QFont.Weight.Bold if stands_out else QFont.Weight.Normal))
        painter.setPen(self._look.theme.color("text" if stands_out else "muted"))
        draw_fitting(painter, area, (self._shown(label),), alignment)

    def _areas(self) -> dict[str, QRectF]:
        """Give each label that has room its part of the widget."""
        if self._labels_are_short():
            width = self.width() / max(1, len(self._labels))
            return {
                label: QRectF(number * width, 0, width, self.height())
                for number, label in enumerate(self._labels)
            }
        height = 1.3 * self.fontMetrics().height()
        ranked = sorted(self._labels, key=lambda label: -self._probabilities.get(label, 0.0))
        return {
            label: QRectF(0, number * height, self.width(), height)
            for number, label in enumerate(ranked[: int(self.height() / height)])
        }

    def _labels_are_short(self) -> bool:
        metrics = QFontMetricsF(self._label_font(QFont.Weight.Bold))
        widths = (metrics.horizontalAdvance(self._shown(each)) for each in self._labels)
        return len(self._labels) * max(widths, default=0) <= self.width()

    def _shown(self, label: str) -> str:
        is_alone = all(len(each) == 1 for each in self._labels if each != OTHER)
        return "…" if label == OTHER and is_alone else label

    def _said(self, label: str) -> str:
        return f"{word_of(label)}: {percent(self._probabilities[label])}"

    def _label_font(self, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        return tabular(self.font(), _LABEL_SCALE, weight)
