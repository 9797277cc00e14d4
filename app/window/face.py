"""What is seen over the picture when there is nothing to see, or something is wrong."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.window.face_drawing import FaceDrawing, FaceKind
from app.window.look import Look
from app.window.painting import announce

Action = tuple[str, Callable[[], object]]

_WHOLE_DRAWING_LINES = 8.5
_COMPACT_DRAWING_LINES = 3.2
_WIDEST_TEXT_LINES = 34
# With less room than this for its text, the buttons of the small face are below it.
_LEAST_TEXT_LINES = 15
_RADIUS = 12.0


class Face(QWidget):
    """A drawing, a sentence, and buttons: over the whole of its parent, or at its lower edge.

    Parameters
    ----------
    look : Look
    parent : QWidget
        The picture that it lies on.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._is_compact = False
        self._kind: FaceKind | None = None
        self._shown: tuple[object, ...] = ()
        self._actions: Sequence[Action] = ()
        self._buttons: list[QPushButton] = []
        self._drawing = FaceDrawing(look)
        self._title = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._title.setProperty("role", "title")
        self._text = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._text.setProperty("role", "muted")
        self._lay_out()
        look.changed.connect(self.update)
        self.hide()

    def show_face(
        self,
        kind: FaceKind,
        title: str,
        text: str,
        actions: Sequence[Action] = (),
        compact: bool = False,
    ) -> None:
        """Show a state.

        Parameters
        ----------
        kind : str
            Which drawing.
        title, text : str
            What it is, and what to do.
        actions : sequence of (str, callable)
            Buttons: what stands on them, and what they do; the first is the one to be pressed.
        compact : bool
            Whether it leaves the picture to be seen.
        """
        self._actions = actions
        shown = (kind, title, text, tuple(label for label, _ in actions), compact)
        if shown == self._shown and not self.isHidden():
            return
        self._shown = shown
        self._kind = kind
        self._is_compact = compact
        lines = _COMPACT_DRAWING_LINES if compact else _WHOLE_DRAWING_LINES
        self._drawing.show_kind(kind, lines)
        self._title.setText(title)
        self._title.setProperty("role", "heading" if compact else "title")
        self._title.style().polish(self._title)
        self._text.setText(text)
        self._make_buttons()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._arrange()
        self.show()
        self.raise_()
        announce(self, f"{title}. {text}")

    def hide_face(self) -> None:
        """Give the picture back."""
        self.hide()

    @property
    def kind(self) -> FaceKind | None:
        """Which state is shown; None where none is."""
        return None if self.isHidden() else self._kind

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of the parent while it is shown."""
        super().showEvent(event)
        if (parent := self.parentWidget()) is not None:
            parent.installEventFilter(self)
            self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Follow it no longer."""
        super().hideEvent(event)
        if (parent := self.parentWidget()) is not None:
            parent.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the size of the parent."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._arrange()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what covers the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        painter.setBrush(theme.color("surface"))
        painter.setPen(theme.color("border"))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        painter.end()

    # --- inside

    def _lay_out(self) -> None:
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._texts = QVBoxLayout()
        self._texts.addStretch(1)
        self._texts.addWidget(self._title)
        self._texts.addWidget(self._text)
        self._texts.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.addStretch(1)
        self._box.addWidget(self._drawing, 0, Qt.AlignmentFlag.AlignCenter)
        self._box.addLayout(self._texts)
        self._box.addLayout(self._row)
        self._box.addStretch(1)

    def _make_buttons(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons = []
        for number, (label, _) in enumerate(self._actions):
            button = QPushButton(label, autoDefault=False)
            if number == 0:
                button.setProperty("kind", "primary")
            button.clicked.connect(lambda _=False, number=number: self._actions[number][1]())
            self._buttons.append(button)
        if not self._is_compact:
            self._row.addStretch(1)
        for button in self._buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)

    def _arrange(self) -> None:
        """Take the place that is there, and put the parts into it."""
        parent = self.parentWidget()
        room = self.rect() if parent is None else parent.rect()
        line = self.fontMetrics().height()
        for part in (self._title, self._text, *self._buttons):
            # The style sheet's fonts and margins, before anything is measured.
            part.ensurePolished()
        if not self._is_compact:
            self._arrange_whole(line, room.width(), room.height())
            self._stack_wide_buttons(line, room.width())
            self.setGeometry(room)
            return
        margin = round(0.5 * line)
        width = room.width() - 2 * margin
        self._arrange_compact(line, width)
        self._stack_wide_buttons(line, width)
        height = max(self._box.heightForWidth(width), self._box.minimumSize().height())
        height = min(height, room.height())
        self.setGeometry(margin, room.height() - margin - height, width, height)

    def _stack_wide_buttons(self, line: int, width: int) -> None:
        """Put the buttons below each other where they have no room beside each other."""
        is_too_wide = self._buttons_width(line) + line > width
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if is_too_wide else direction.LeftToRight)
        self._row.setSpacing(round(0.6 * line))

    def _arrange_whole(self, line: int, width: int, height: int) -> None:
        self._box.setDirection(QBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(round(0.9 * line))
        side = max(line, (width - _WIDEST_TEXT_LINES * line) // 2)
        self._box.setContentsMargins(side, line, side, line)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._texts.setSpacing(round(0.5 * line))
        self._drawing.setVisible(height > (_WHOLE_DRAWING_LINES + 10) * line)
        self._box.setStretch(0, 1)
        self._box.setStretch(2, 0)
        self._box.setStretch(4, 1)

    def _arrange_compact(self, line: int, width: int) -> None:
        beside = self._drawing.sizeHint().width() + self._buttons_width(line) + 3 * line
        is_narrow = width - beside < _LEAST_TEXT_LINES * line
        self._box.setDirection(
            QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        )
        self._box.setSpacing(round(0.8 * line))
        side = round((0.7 if is_narrow else 1.0) * line)
        self._box.setContentsMargins(side, round(0.6 * line), side, round(0.6 * line))
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._texts.setSpacing(round(0.15 * line))
        self._drawing.setVisible(not is_narrow)
        self._box.setStretch(0, 0)
        self._box.setStretch(2, 1)
        self._box.setStretch(4, 0)

    def _buttons_width(self, line: int) -> int:
        return sum(button.sizeHint().width() + round(0.6 * line) for button in self._buttons)
