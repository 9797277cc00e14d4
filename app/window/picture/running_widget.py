"""A widget that moves, and rests while nobody can see it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

_FRAME_MS = 16


class RunningWidget(QWidget):
    """Calls `follow` about 60 times a second, but never while it is hidden or minimised."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self.follow)

    def follow(self) -> None:
        """Move on by a frame."""
        raise NotImplementedError

    @property
    def moves(self) -> bool:
        """Whether it runs and can be seen."""
        return self._timer.isActive()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Start and stop with the window being seen."""
        if event.type() == QEvent.Type.Expose:
            self._update_timer()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Start to run; comes for a window that is minimised no longer as well."""
        super().showEvent(event)
        self.window().windowHandle().installEventFilter(self)
        self._update_timer()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Stop; comes for a minimised window as well."""
        self._timer.stop()
        super().hideEvent(event)

    def _update_timer(self) -> None:
        handle = self.window().windowHandle()
        seen = self.isVisible() and handle is not None and handle.isExposed()
        if seen and not self.window().isMinimized():
            self._timer.start()
        else:
            self._timer.stop()
