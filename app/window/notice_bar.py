"""Notices at the top of the window: sentences with a way out, one at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
)

from app.window.icons import icon_pixmap, icon_size, wear_icon
from app.window.look import Look
from app.window.painting import announce

# With less room than this beside the buttons, the message is above them.
_LEAST_TEXT_LINES = 24
_EDGES_LINES = 12

NoticeKind = Literal["info", "warning"]
Action = tuple[str, Callable[[], object]]


@dataclass(slots=True, eq=False)
class _Notice:
    key: str
    message: str
    actions: Sequence[Action]
    kind: NoticeKind
    timer: QTimer | None


class NoticeBar(QFrame):
    """Shows the newest notice and how many others there are; is not there when there is none.

    Esc, while the focus is in it, and the cross put the notice away that is shown.

    Parameters
    ----------
    look : Look
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._look = look
        self._notices: list[_Notice] = []
        self._place = 0
        self._icon = QLabel()
        self._message = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._message.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons: list[QPushButton] = []
        self._next = QPushButton(autoDefault=False)
        self._next.setToolTip("Show the next notice")
        self._next.setProperty("kind", "quiet")
        self._next.clicked.connect(self.show_next)
        self._close = QToolButton()
        self._close.setToolTip("Put this notice away (Esc)")
        self._close.setAccessibleName("Put this notice away")
        self._close.setProperty("kind", "quiet")
        wear_icon(self._close, "close", look)
        self._close.clicked.connect(self.dismiss)
        self._lay_out()
        look.changed.connect(self._draw_icon)
        self._update()

    def show_notice(
        self,
        key: str,
        message: str,
        actions: Sequence[Action] = (),
        kind: NoticeKind = "warning",
        lasts_ms: int = 0,
    ) -> None:
        """Show a notice before all others; an earlier one with the same key gives way.

        Parameters
        ----------
        key : str
            What `hide_notice` knows it by.
        message : str
            What happened, and what to do.
        actions : sequence of (str, callable)
            Buttons: what stands on them, and what they do; the notice goes then.
        kind : str
            "info" or "warning".
        lasts_ms : int
            After how long it goes by itself, in ms; 0 for never.
        """
        self._remove(key)
        timer = None
        if lasts_ms:
            timer = QTimer(self, singleShot=True, interval=lasts_ms)
            timer.timeout.connect(lambda: self.hide_notice(key))
            timer.start()
        self._notices.insert(0, _Notice(key, message, actions, kind, timer))
        self._place = 0
        self._update()
        announce(self, message)

    def hide_notice(self, key: str) -> None:
        """Put a notice away, if it is there."""
        self._remove(key)
        self._update()

    def dismiss(self) -> bool:
        """Put away the notice that is shown; False where there is none."""
        if not self._notices:
            return False
        self.hide_notice(self._notices[self._place].key)
        return True

    def show_next(self) -> None:
        """Show the next older notice, after the oldest the newest."""
        self._place = (self._place + 1) % max(1, len(self._notices))
        self._update()

    @property
    def message(self) -> str:
        """What is shown; empty where nothing is."""
        return self._message.text() if self._notices else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Put the notice away on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the parts where they have room."""
        super().resizeEvent(event)
        self._arrange()

    # --- inside

    def _remove(self, key: str) -> None:
        for number, notice in enumerate(self._notices):
            if notice.key == key:
                if notice.timer is not None:
                    notice.timer.stop()
                    notice.timer.deleteLater()
                del self._notices[number]
                self._place -= number < self._place
                break
        self._place = min(self._place, max(0, len(self._notices) - 1))

    def _update(self) -> None:
        self.setVisible(bool(self._notices))
        if not self._notices:
            return
        notice = self._notices[self._place]
        self._message.setText(notice.message)
        self.setAccessibleName(notice.message)
        count = len(self._notices)
        self._next.setVisible(count > 1)
        self._next.setText(f"{self._place + 1} of {count}")
        self._next.setAccessibleName(f"Notice {self._place + 1} of {count}, show the next")
        self._make_buttons(notice)
        self.setProperty("kind", notice.kind)
        self.style().polish(self)
        self._draw_icon()

    def _make_buttons(self, notice: _Notice) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for number, (text, action) in enumerate(notice.actions):
            button = QPushButton(text, autoDefault=False)
            button.clicked.connect(lambda _=False, do=action: self._act(notice.key, do))
            self._row.insertWidget(number, button, 0, Qt.AlignmentFlag.AlignTop)
            button.show()
            self._buttons.append(button)
        self._arrange()

    def _act(self, key: str, action: Callable[[], object]) -> None:
        self.hide_notice(key)
        action()

    def _draw_icon(self) -> None:
        if not self._notices:
            return
        theme = self._look.theme
        kind = self._notices[self._place].kind
        name, colour = ("warning", theme.warning) if kind == "warning" else ("info", theme.accent)
        size = icon_size(self.fontMetrics())
        # As high as a button, beside which it is in the middle.
        self._icon.setFixedHeight(self._close.sizeHint().height())
        self._icon.setPixmap(icon_pixmap(name, colour, size, self.devicePixelRatioF()))

    def _lay_out(self) -> None:
        line = self.fontMetrics().height()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(line, round(0.3 * line), round(0.5 * line), round(0.3 * line))
        whole.setSpacing(round(0.6 * line))
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addWidget(self._message, 1)
        self._body.addLayout(self._row)
        for layout in (self._row, self._body):
            layout.setSpacing(round(0.6 * line))
        whole.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(self._body, 1)
        whole.addWidget(self._next, 0, Qt.AlignmentFlag.AlignTop)
        whole.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _arrange(self) -> None:
        """Put the buttons below the message where both have no room beside each other."""
        metrics = self.fontMetrics()
        needed = sum(button.sizeHint().width() for button in self._buttons)
        needed += min(metrics.horizontalAdvance(self.message), _LEAST_TEXT_LINES * metrics.height())
        is_narrow = needed + _EDGES_LINES * metrics.height() > self.width()
        direction = QBoxLayout.Direction
        self._body.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)
