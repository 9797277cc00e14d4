"""Space, held anywhere in the window, is for talking."""

import time

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from app.recognition.recognizer import LONGEST_TALK_MS
from app.window.enter_key import EnterKey
from app.window.key_filter import KeyFilter

REPEATS_CEASE_MS = 2_000
"""A key that was repeated by the system, and is not for so long, is not down any more."""

REPEAT_WAIT_MS = 15
"""X11 repeats a key by releasing and pressing it at the same moment, and Qt tells such a release
from a real one only where the press is there already; it comes within this time."""

_LOOK_MS = 50
_LEAVING = {
    QEvent.Type.FocusOut,
    QEvent.Type.Hide,
    QEvent.Type.Close,
    QEvent.Type.WindowBlocked,
    QEvent.Type.WindowStateChange,
}


class PushToTalk(KeyFilter):
    """Tells when the user talks: Space is held outside a text field, or a button is.

    However it ends, there is one `ended` for each `began`: by the release; when the window loses
    the focus, is minimised or hidden, or a menu or dialog opens; when a text field gets the
    focus; when the key is stuck, or is found not to be down any more.

    Space presses no button in this window any more; Enter does.

    Parameters
    ----------
    window : QWidget
        The window whose keys they are.

    Attributes
    ----------
    talking : bool
        Whether it has begun and not ended.

    Signals
    -------
    began
        When the user begins to talk.
    ended
        When that is over.
    """

    began = Signal()
    ended = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.talking = False
        # Until its release is seen; longer than the talk where something else ended that.
        self._space_is_down = False
        self._began_s = 0.0
        self._repeats = False
        self._looks_without_repeat = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._released_ms = 0
        self._release_timer = QTimer(self, singleShot=True, interval=REPEAT_WAIT_MS)
        self._release_timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._release_timer.timeout.connect(self._release)
        EnterKey(window)

    def begin(self) -> None:
        """Begin, as when the talk button is pressed; without effect while it goes on."""
        if self.talking or not self.has_keys():
            return
        self.talking = True
        self._began_s = time.monotonic()
        self._repeats = False
        self._timer.start()
        self.began.emit()

    def end(self) -> None:
        """End, as when the talk button is let go; without effect when it has ended."""
        if self.talking:
            self.talking = False
            self._timer.stop()
            if self._release_timer.isActive():
                self._release_timer.stop()
                self._space_is_down = False
            self.ended.emit()

    def take_press(self, event: QKeyEvent) -> bool:
        """Begin with Space."""
        if event.key() != Qt.Key.Key_Space:
            # The system repeats the last key alone: of Space nothing more is heard now.
            self._repeats = False
            return False
        if event.isAutoRepeat() or self._is_repeat_after_all(event):
            self._repeats = True
            self._looks_without_repeat = 0
            return self._space_is_down or not _types_spaces()
        if self._space_is_down:
            # It cannot be pressed without having been let go: that went to another program.
            self._space_is_down = False
            self.end()
        if not self.has_keys() or _types_spaces():
            return False
        if event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return isinstance(QApplication.focusWidget(), QAbstractButton)
        self._space_is_down = True
        self.begin()
        return True

    def take_release(self, event: QKeyEvent) -> bool:
        """End when Space is let go, whatever other keys are held by then."""
        if event.key() != Qt.Key.Key_Space or not self._space_is_down:
            return False
        if not event.isAutoRepeat():
            self._released_ms = event.timestamp()
            if _is_on_x11():
                self._release_timer.start()
            else:
                self._release()
        return True

    def take_other(self, kind: QEvent.Type) -> None:
        """End when the window is left."""
        if kind in _LEAVING and (kind == QEvent.Type.FocusOut or not self.has_keys()):
            self.end()

    def _is_repeat_after_all(self, event: QKeyEvent) -> bool:
        """Tell whether the key has been held all the time, with one press for each release."""
        if not self._release_timer.isActive():
            return False
        self._release_timer.stop()
        if event.timestamp() == self._released_ms:
            return True
        self._release()
        return False

    def _release(self) -> None:
        self._space_is_down = False
        self.end()

    def _look(self) -> None:
        """End where no event tells of the reason to."""
        self._looks_without_repeat += 1
        # Looks are counted, not time: while the window was busy, repeats may have been waiting.
        let_go = self._repeats and self._looks_without_repeat * _LOOK_MS > REPEATS_CEASE_MS
        # A key that is held for longer is stuck.
        stuck = (time.monotonic() - self._began_s) * 1000 > LONGEST_TALK_MS
        if let_go or stuck or not self.has_keys() or _types_spaces():
            self.end()


def _is_on_x11() -> bool:
    return QGuiApplication.platformName() == "xcb"


def _types_spaces() -> bool:
    """Tell whether the focus is where Space types a space."""
    focused = QApplication.focusWidget()
    if isinstance(focused, QComboBox):
        return focused.isEditable()
    if isinstance(focused, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox):
        return not focused.isReadOnly()
    return False
