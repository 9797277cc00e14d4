"""Keys that mean something anywhere in a window, before what has the focus gets them."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget


class KeyFilter(QObject):
    """Sees each key of a window once, first, and may take it.

    It looks at the events of the system's window, which are few, and not, as a filter on the
    application would, at every event of every object.

    Parameters
    ----------
    window : QWidget
        A top-level widget; it need not be shown yet.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._handle: QWindow | None = None
        window.installEventFilter(self)
        self._watch_handle()

    def take_press(self, event: QKeyEvent) -> bool:
        """Tell whether the widget with the focus shall not get this press."""
        raise NotImplementedError

    def take_release(self, event: QKeyEvent) -> bool:
        """Tell whether the widget with the focus shall not get this release."""
        raise NotImplementedError

    def take_other(self, kind: QEvent.Type) -> None:
        """Hear of everything else that happens to the window."""

    def has_keys(self) -> bool:
        """Tell whether keys are the window's own: it is in front, and nothing lies over it."""
        return (
            self._window.isActiveWindow()
            and not self._window.isMinimized()
            and QApplication.activePopupWidget() is None
            and QApplication.activeModalWidget() is None
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Hand on what the window gets."""
        kind = event.type()
        if watched is self._window:
            # The system's window exists from the first showing on, and can become another.
            if kind in (QEvent.Type.WinIdChange, QEvent.Type.Show):
                self._watch_handle()
            return False
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self.take_press(event)
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyRelease:
            return self.take_release(event)
        self.take_other(kind)
        return False

    def _watch_handle(self) -> None:
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._handle:
            self._handle = handle
            handle.installEventFilter(self)
