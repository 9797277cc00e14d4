"""What the user sees when something broke that nobody had thought of."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.crash import report_of
from app.window.folders import open_folder

_WIDTH, _HEIGHT = 620, 360


class CrashDialog(QDialog):
    """Says what happened and where it is written, and lets it be copied.

    Parameters
    ----------
    message : str
        What happened, and what now, in a sentence or two.
    report : str
        What helps to mend it; nothing of anyone's voice.
    log : Path
        The log, which has more.
    parent : QWidget or None
    """

    def __init__(self, message: str, report: str, log: Path, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Spoken Digits: something broke")
        self._report = report
        sentence = QLabel(f"{message}\n\nThe log: {log}", wordWrap=True)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text = QPlainTextEdit(report, readOnly=True)
        text.setAccessibleName("Report")
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.copy_button = buttons.addButton(
            "Copy the report", QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy_button.clicked.connect(self._copy)
        self.folder_button: QPushButton = buttons.addButton(
            "Open the log's folder", QDialogButtonBox.ButtonRole.ActionRole
        )
        self.folder_button.clicked.connect(lambda: open_folder(log.parent))
        column = QVBoxLayout(self)
        column.addWidget(sentence)
        column.addWidget(text, 1)
        column.addWidget(buttons)
        self.resize(_WIDTH, _HEIGHT)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.copy_button.setText("Copied")


class UncaughtErrors(QObject):
    """Hears of errors that nobody caught, on whichever thread; for as long as it lives.

    Signals
    -------
    uncaught(report)
        In the window's thread, with the report of each.
    """

    uncaught = Signal(str)
    _raised = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        # An error while the program starts waits until there is a window that hears of it.
        self._raised.connect(self.uncaught, Qt.ConnectionType.QueuedConnection)
        self._process_hook: Callable[..., object] = sys.excepthook
        self._thread_hook: Callable[..., object] = threading.excepthook
        sys.excepthook, threading.excepthook = self._take, self._take_of_thread

    def end(self) -> None:
        """Leave such errors to whoever took them before."""
        sys.excepthook, threading.excepthook = self._process_hook, self._thread_hook

    def _take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._process_hook(kind, error, trace)
        if isinstance(error, Exception):
            self._raised.emit(report_of(error))

    def _take_of_thread(self, uncaught: threading.ExceptHookArgs) -> None:
        self._thread_hook(uncaught)
        if isinstance(uncaught.exc_value, Exception):
            self._raised.emit(report_of(uncaught.exc_value))
