"""Play, pause, and where it is, below the picture of a recording."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.window.elided_label import ElidedLabel
from app.window.icons import wear_icon
from app.window.look import Look
from app.window.painting import tabular

_PLAY, _PAUSE = "Play", "Pause"
_NARROW_IN_LINES, _WIDE_IN_LINES = 16, 18
_HEARD_IN_LINES = 16


class PlayBar(QWidget):
    """The button, the position, and what is being played.

    Parameters
    ----------
    look : Look

    Signals
    -------
    pressed
        When the user wants it to play, or to pause.
    """

    pressed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._length_s = self._position_s = 0.0
        self._is_narrow = False
        self._button = QPushButton()
        self._button.setToolTip("Play or pause (P)")
        self._button.clicked.connect(self.pressed)
        self._position = QLabel()
        self._position.setFont(tabular(self.font()))
        self._position.setAccessibleDescription("Position")
        self._heard = ElidedLabel()
        self._heard.setMinimumWidth(1)
        self._heard.setFont(tabular(self.font(), weight=self.font().Weight.DemiBold))
        self._heard.setAccessibleDescription("Heard")
        self._heard.setMaximumWidth(self.fontMetrics().height() * _HEARD_IN_LINES)
        self._name = ElidedLabel(Qt.TextElideMode.ElideMiddle)
        self._name.setProperty("role", "muted")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setSpacing(12)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._button)
        row.addWidget(self._position)
        row.addWidget(self._name, 1)
        row.addWidget(self._heard)
        self.show_playing(False)

    def show_recording(self, name: str, path: str, heard: str) -> None:
        """Say which recording it is, and what was heard in it."""
        self._name.setText(name)
        self._name.setToolTip(path)
        self._heard.setText(heard)

    def show_length(self, seconds: float) -> None:
        """Take how long it is, in seconds; 0 where there is nothing to play."""
        self._length_s = seconds
        self._button.setEnabled(seconds > 0)
        self.show_position(0.0)

    def show_playing(self, playing: bool) -> None:
        """Show what pressing the button will do."""
        self._is_playing = playing
        text = _PAUSE if playing else _PLAY
        wear_icon(self._button, text.lower(), self._look)
        self._button.setAccessibleName(text)
        self._button.setText("" if self._is_narrow else text)

    def show_position(self, seconds: float) -> None:
        """Say where in the recording it is, in seconds."""
        self._position_s = seconds
        if not self._length_s:
            self._position.setText("")
            return
        position, length = _clock(seconds, self._length_s), _clock(self._length_s, self._length_s)
        text = f"{position} / {length}" if self.width() > self._width_for_length() else position
        if text != self._position.text():
            self._position.setText(text)
            # Neither does the time move what stands behind it, as all digits are of one width.
            self._position.setFixedWidth(self._position.sizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self.show_position(self._position_s)
        is_narrow = self.width() < self.fontMetrics().height() * _NARROW_IN_LINES
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._heard.setVisible(not is_narrow)
            self.show_playing(self._is_playing)

    def _width_for_length(self) -> int:
        return self.fontMetrics().height() * _WIDE_IN_LINES


def _clock(seconds: float, longest_s: float) -> str:
    """Write a moment as "0:03.2", with hours where the longest has them."""
    tenths = int(seconds * 10)
    minutes, tenth = divmod(tenths, 600)
    rest = f"{tenth // 10:02}.{tenth % 10}"
    if longest_s >= 3600:
        return f"{minutes // 60}:{minutes % 60:02}:{rest}"
    return f"{minutes}:{rest}"
