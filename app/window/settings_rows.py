"""The rows of the settings panel: a name, a control, a sentence, and the way back."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.window.icons import wear_icon
from app.window.look import Look
from app.window.settings_fields import Field

_NUMBER_IN_LINES = 1.7


class Row(QWidget):
    """A setting: its name and what puts it back above, what it does below, the control between.

    Parameters
    ----------
    field : Field
    title, sentence : str
    look : Look

    Signals
    -------
    changed(value)
        When the user has chosen another value, in the form that the settings have.
    """

    changed = Signal(object)

    def __init__(self, field: Field, title: str, sentence: str, look: Look) -> None:
        super().__init__()
        self.field = field
        self._value: Any = field.default
        muted = QLabel(sentence, wordWrap=True)
        muted.setProperty("role", "muted")
        self._reset = QToolButton()
        self._reset.setProperty("kind", "quiet")
        wear_icon(self._reset, "reset", look, "muted")
        self._reset.setToolTip("Back to the default")
        self._reset.setAccessibleName(f"{title}: back to the default")
        self._reset.clicked.connect(self._put_back)
        _keep_place(self._reset)
        head = QHBoxLayout()
        name = QLabel(title, wordWrap=True)
        head.addWidget(name, 1)
        head.addWidget(self._reset)
        self.body = QVBoxLayout()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addLayout(head)
        self._layout.addLayout(self.body)
        self._layout.addWidget(muted)
        muted.setVisible(bool(sentence))
        self._reset.hide()

    def show_value(self, value: Any) -> None:
        """Show what the settings say; nothing is emitted."""
        self._value = value
        self._reset.setVisible(value != self.field.default)
        self.show_in_control(value)

    def show_in_control(self, value: Any) -> None:
        """Show a value in the control, without a signal of the row."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Give the focus to the control."""
        raise NotImplementedError

    def choose(self, value: Any) -> None:
        """Take what the user has chosen."""
        if value != self._value:
            self.show_value(value)
            self.changed.emit(value)

    def _put_back(self) -> None:
        # The button hides itself: the focus goes to what it has put back.
        self.take_focus()
        self.choose(self.field.default)


@dataclass(frozen=True, slots=True)
class Scale:
    """How a number of the settings is shown.

    Attributes
    ----------
    unit : str
        Behind the number, with a space before it.
    factor : float
        What a number of the settings is multiplied with to be shown.
    step : int
        Between two numbers that are shown.
    lowest : str
        What is shown in the place of the lowest number; empty for the number.
    """

    unit: str = ""
    factor: float = 1.0
    step: int = 1
    lowest: str = ""


class SliderRow(Row):
    """A number: a slider and a field to type it."""

    def __init__(
        self, field: Field, title: str, sentence: str, look: Look, scale: Scale | None = None
    ) -> None:
        super().__init__(field, title, sentence, look)
        self._scale = scale or Scale()
        low, high = (round(each * self._scale.factor) for each in field.bounds)
        guard = _WheelGuard(self)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.number = QSpinBox()
        for each in (self.slider, self.number):
            each.setRange(low, high)
            each.setSingleStep(self._scale.step)
            each.setAccessibleName(title)
            each.setAccessibleDescription(sentence)
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            each.installEventFilter(guard)
            each.valueChanged.connect(self._take)
        self.slider.setPageStep(max(self._scale.step, (high - low) // 10))
        self.number.setSuffix(self._scale.unit)
        self.number.setSpecialValueText(self._scale.lowest)
        self.number.setKeyboardTracking(False)
        # The slider and the arrow keys move it; without arrows of its own there is less to see.
        self.number.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setMinimumHeight(round(self.fontMetrics().height() * _NUMBER_IN_LINES))
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.slider, 1)
        line.addWidget(self.number)
        self.body.addLayout(line)
        QWidget.setTabOrder(self.slider, self.number)
        QWidget.setTabOrder(self.number, self._reset)
        self.show_value(field.default)

    def show_in_control(self, value: float) -> None:
        """Set the slider and the number."""
        shown = round(value * self._scale.factor)
        for each in (self.slider, self.number):
            # What is just being typed is left alone, where it is not another number that comes.
            if each.value() != shown:
                each.blockSignals(True)
                each.setValue(shown)
                each.blockSignals(False)

    def take_focus(self) -> None:
        """Give the focus to the slider."""
        self.slider.setFocus()

    def _take(self, shown: int) -> None:
        step, low, high = self._scale.step, self.number.minimum(), self.number.maximum()
        whole = min(high, max(low, round(shown / step) * step))
        self.show_in_control(whole / self._scale.factor)
        if self.field.is_whole:
            self.choose(round(whole / self._scale.factor))
        else:
            self.choose(whole / self._scale.factor)


class TextRow(Row):
    """Something that is chosen elsewhere: what it is, in words, and buttons below."""

    def __init__(self, field: Field, title: str, sentence: str, look: Look) -> None:
        super().__init__(field, title, sentence, look)
        self.text = QLabel(wordWrap=True)
        self.body.addWidget(self.text)
        self._buttons = QVBoxLayout()
        self._buttons.setContentsMargins(0, 6, 0, 0)
        self._buttons.setSpacing(6)
        self._layout.addLayout(self._buttons)

    def show_in_control(self, value: Any) -> None:
        """Say what the value is."""
        self.text.setText(self.in_words(value))

    def in_words(self, value: Any) -> str:
        """Give the value in words."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Let the focus go on from here."""
        self.focusNextChild()

    def add_button(self, text: str) -> QPushButton:
        """Add a button below the sentence."""
        button = QPushButton(text)
        self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button


def breakable(path: object) -> str:
    """Let a label break a path into lines, but not behind its first character."""
    text = str(path)
    return text[:1] + text[1:].replace("/", "/\u200b").replace("\\", "\\\u200b")


def _keep_place(widget: QWidget) -> None:
    """Let nothing move when it is hidden or shown."""
    policy: QSizePolicy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


class _WheelGuard(QObject):
    """Lets the wheel scroll the panel, and change nothing that it happens to come across."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Leave the wheel to the panel."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False
