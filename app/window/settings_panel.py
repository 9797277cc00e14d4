"""The settings, beside the picture that shows what they do."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSlider, QSpinBox

from app.home import Home
from app.settings import DeviceName, Settings
from app.window.device_menu import SYSTEMS_CHOICE
from app.window.look import Look
from app.window.model_facts import what_it_can_do
from app.window.panel import Panel
from app.window.settings_choices import ColourRow, KeepRow, ThemeRow
from app.window.settings_fields import Field
from app.window.settings_rows import Row, Scale, SliderRow, TextRow

_PERCENT = Scale(" %", factor=100)
_DECIBELS = Scale(" dB")
_MILLISECONDS = Scale(" ms", step=10)
_SECONDS = Scale(" s", factor=0.001, lowest="never")


class SettingsPanel(Panel):
    """Everything that can be set; each change counts at once, and can be taken back by itself.

    Parameters
    ----------
    settings : Settings
        What holds now.
    home : Home
        Where voices are kept.
    look : Look

    Signals
    -------
    changed(settings)
        At each move of a control, with all settings.
    closed
        When the user wants the panel away.
    kept_voices_wanted
        When the user wants to see what is kept.
    model_file_wanted
        When the user wants to choose the folder of another model.
    """

    changed = Signal(object)
    kept_voices_wanted = Signal()
    model_file_wanted = Signal()

    def __init__(self, settings: Settings, home: Home, look: Look) -> None:
        super().__init__("Settings", look)
        self._settings = settings
        self._home = home
        self._look = look
        self._rows: list[Row] = []
        self._add_answers()
        self._add_gate()
        self._add_line()
        self._add_look()
        self._add_kept()
        self._add_microphone()
        self._add_model()
        self._align_numbers()
        self.first_control = self.findChildren(QSlider)[0]
        self.show_settings(settings)

    def show_settings(self, settings: Settings) -> None:
        """Show settings that something else has changed; nothing is emitted."""
        self._settings = settings
        for row in self._rows:
            row.show_value(row.field.read(settings))

    # --- the groups

    def _add_answers(self) -> None:
        self.add_heading("Answers")
        self._slider(
            "threshold",
            "How sure an answer must be",
            "Whatever is less sure is shown as “not sure”.",
            _PERCENT,
        )

    def _add_gate(self) -> None:
        self.add_heading("What counts as a voice")
        self._slider(
            "gate.vad_mode",
            "How strict",
            "Higher takes fewer noises for a voice, but may miss a soft one.",
        )
        self._slider(
            "gate.margin_db",
            "How far above the room's noise",
            "A voice has to be louder than the room by this much.",
            _DECIBELS,
        )
        self._slider(
            "gate.onset_ms",
            "How long a voice has to last",
            "Shorter sounds, such as clicks, are passed over.",
            _MILLISECONDS,
        )
        self._slider(
            "gate.hangover_ms",
            "How long a pause ends a word",
            "Shorter answers sooner; longer keeps a word with a gap in one piece.",
            _MILLISECONDS,
        )

    def _add_line(self) -> None:
        self.add_heading("The line")
        self._slider(
            "copy_after_ms",
            "Copy by itself after a silence of",
            "If your hands are full: the line is copied when you pause.",
            _SECONDS,
        )

    def _add_look(self) -> None:
        self.add_heading("Look")
        self._add(ThemeRow(self._look))
        self._add(ColourRow(self._look))
        self._slider(
            "picture.floor_db",
            "Quietest level in colour",
            "All that is quieter has the first colour.",
            _DECIBELS,
        )
        self._slider(
            "picture.range_db",
            "From there to the loudest",
            "Less shows more contrast, more shows what is faint.",
            _DECIBELS,
        )

    def _add_kept(self) -> None:
        self.add_heading("What is kept")
        row = KeepRow(self._home, self._look)
        self._add(row)
        self.add_button("See what is kept").clicked.connect(self.kept_voices_wanted)

    def _add_microphone(self) -> None:
        self.add_heading("Microphone")
        self._add(MicrophoneRow(self._look))

    def _add_model(self) -> None:
        self.add_heading("Model")
        row = ModelRow(self._look)
        self._add(row)
        row.add_button("Choose another folder…").clicked.connect(self.model_file_wanted)

    def _slider(self, name: str, title: str, sentence: str, scale: Scale | None = None) -> None:
        self._add(SliderRow(Field(name), title, sentence, self._look, scale))

    def _add(self, row: Row) -> None:
        self._rows.append(row)
        row.changed.connect(lambda value: self._take(row, value))
        self.add(row)

    def _align_numbers(self) -> None:
        """Let all sliders be equally long."""
        numbers = self.findChildren(QSpinBox)
        width = max(number.sizeHint().width() for number in numbers)
        for number in numbers:
            number.setFixedWidth(width)

    def _take(self, row: Row, value: Any) -> None:
        self._settings = row.field.write(self._settings, value)
        self.changed.emit(self._settings)


class MicrophoneRow(TextRow):
    """Which microphone is wanted; the menu at the top of the window chooses."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            Field("microphone"),
            "The one that is wanted",
            "Choose another in the menu at the top. It is taken up whenever it is there.",
            look,
        )
        self.show_value(None)

    def in_words(self, value: DeviceName | None) -> str:
        """Name it."""
        return SYSTEMS_CHOICE if value is None else value.name


class ModelRow(TextRow):
    """Which model answers, and what is known of it."""

    def __init__(self, look: Look) -> None:
        super().__init__(Field("model"), "The one that answers", "", look)
        self._bundled = self.add_button("Use the bundled model")
        self._bundled.clicked.connect(lambda: self.choose(None))
        self.show_value(None)

    def show_in_control(self, value: str | None) -> None:
        """Say what its card says."""
        super().show_in_control(value)
        self._bundled.setEnabled(value is not None)

    def in_words(self, value: str | None) -> str:
        """Say what its card says."""
        return what_it_can_do(value)
