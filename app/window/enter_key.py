"""Enter presses buttons, since Space is for talking."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox

from app.window.key_filter import KeyFilter

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterKey(KeyFilter):
    """Lets Enter press the button that has the focus, or open the list that has it.

    A button is pressed for as long as the key is, as it would be with Space.
    """

    def take_press(self, event: QKeyEvent) -> bool:
        """Press the button with the focus."""
        return event.key() in _ENTER and self._press(event)

    def take_release(self, event: QKeyEvent) -> bool:
        """Let the button go."""
        return event.key() in _ENTER and self._press(event)

    def _press(self, event: QKeyEvent) -> bool:
        focused = QApplication.focusWidget()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if not plain or not self.has_keys():
            return False
        if isinstance(focused, QAbstractButton):
            # Buttons take this key, on every system, for what Space is to them elsewhere.
            select = QKeyEvent(
                event.type(), Qt.Key.Key_Select, event.modifiers(), "", event.isAutoRepeat()
            )
            QCoreApplication.sendEvent(focused, select)
            return True
        if isinstance(focused, QComboBox) and not focused.isEditable():
            if event.type() == QKeyEvent.Type.KeyRelease:
                focused.showPopup()
            return True
        return False
