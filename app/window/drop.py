"""Files and folders dropped on the window."""

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QEvent, QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWindow
from PySide6.QtWidgets import QWidget

from app.window.drop_overlay import DropOverlay
from app.window.look import Look

_INVITATION = "Drop recordings or folders to recognise them"
_NO_FILE = "Only recordings and folders can be dropped here"
_REFUSAL = "That is no file on this computer. Save the recording first, then drop its file here."
_LEAVING = (QEvent.Type.DragLeave, QEvent.Type.Drop, QEvent.Type.Hide)
_DRAGGING = (
    QEvent.Type.DragEnter,
    QEvent.Type.DragMove,
    QEvent.Type.DragLeave,
    QEvent.Type.Drop,
)


class DropTarget(QObject):
    """Takes files and folders wherever in a window they are dropped, and highlights it meanwhile.

    Parameters
    ----------
    window : QWidget
        A top-level widget.
    look : Look

    Signals
    -------
    dropped(paths)
        With a list of `Path`, when files or folders were dropped.
    refused(message)
        When something else was: why it cannot be taken, and what to do.
    """

    dropped = Signal(object)
    refused = Signal(str)

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._window = window
        self._handle: QWindow | None = None
        self._overlay = DropOverlay(window, look)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._watch_handle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow what is dragged over the window."""
        kind = event.type()
        if watched is self._window:
            # The system's window exists from the first showing on, and can become another.
            if kind in (QEvent.Type.WinIdChange, QEvent.Type.Show):
                self._watch_handle()
            return False
        if kind in _LEAVING:
            self._overlay.hide()
        if isinstance(event, QDragEnterEvent):
            self._invite(event)
        elif isinstance(event, QDropEvent):  # a movement too
            event.acceptProposedAction()
            if kind == QEvent.Type.Drop:
                self._take(event.mimeData())
        return kind in _DRAGGING

    def _watch_handle(self) -> None:
        # There and not on the widgets: some, as a picture that can be scrolled, take every drag.
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._handle:
            self._handle = handle
            handle.installEventFilter(self)

    def _invite(self, event: QDragEnterEvent) -> None:
        # What is not wanted is accepted as well, so that a sentence can tell why.
        event.acceptProposedAction()
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            self._overlay.invite(_INVITATION)
        else:
            self._overlay.refuse(_NO_FILE)

    def _take(self, content: QMimeData) -> None:
        paths = paths_of(content.urls())
        if paths:
            self._window.activateWindow()
            self.dropped.emit(paths)
        else:
            self.refused.emit(_REFUSAL)


def paths_of(urls: Iterable[QUrl]) -> list[Path]:
    """Give the files and folders on this computer that addresses stand for.

    Parameters
    ----------
    urls : iterable of QUrl

    Returns
    -------
    list of Path
        Each once, in their order.
    """
    return list(dict.fromkeys(_path_of(url) for url in urls if url.isLocalFile()))


def _path_of(url: QUrl) -> Path:
    raw = unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded))
    try:
        raw.decode()
    except UnicodeDecodeError:
        # Qt cannot tell names that are no text; the system can.
        return Path(os.fsdecode(raw))
    return Path(url.toLocalFile())
