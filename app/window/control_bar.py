"""The bar at the top: listening, talking, the microphone, its level, and what opens."""

from PySide6.QtCore import QEvent, QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from app.audio.microphone_status import MicrophoneStatus
from app.window.bar_button import BarButton, Form
from app.window.device_menu import DeviceButton
from app.window.keys import in_words, tip
from app.window.look import Look

_SPACING = 10
# How tight the bar can be: from here on there are icons for tools, no hint of the key, no name
# of the microphone (its own file says so), short texts.
_ICONS, _NO_HINT, _SHORT_TEXTS = 1, 2, 4
_TALK_FORMS = {
    0: Form(text="Hold to talk", hint="Space"),
    _NO_HINT: Form(text="Hold to talk"),
    _SHORT_TEXTS: Form(text="Talk"),
}
_LISTENING = ("Listening", "Not listening")
_ON_OFF = ("On", "Off")


class TalkButton(BarButton):
    """Held with the mouse or with Enter, like Space; the pointer may slide off meanwhile."""

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802 - Qt's name
        """Go on being hit while it is down."""
        return self.isDown() or super().hitButton(position)


class ControlBar(QFrame):
    """The controls that one needs while one speaks; none moves while another changes.

    Parameters
    ----------
    look : Look
    meter : QWidget
        Shows the level of the sound; it stands beside the microphone.

    Signals
    -------
    listening_wanted(on)
        When the user turns listening on or off.
    talk_began, talk_ended
        When the talk button is pressed, and let go.
    device_wanted(wish)
        When the user has chosen a microphone: a `DeviceName`, or None for the system's choice.
    open_wanted, open_folder_wanted
        When the user wants to open recordings, or a folder of them.
    recordings_wanted
        When the user wants to see the recordings that are open.
    settings_wanted(open)
        When the user wants to see the settings, or has seen them.
    pause_wanted(paused)
        When the user wants the picture to stand, or to run.
    help_wanted
        When the user wants help, or has had it.
    """

    listening_wanted = Signal(bool)
    talk_began = Signal()
    talk_ended = Signal()
    device_wanted = Signal(object)
    open_wanted = Signal()
    open_folder_wanted = Signal()
    recordings_wanted = Signal()
    settings_wanted = Signal(bool)
    pause_wanted = Signal(bool)
    help_wanted = Signal()

    def __init__(self, look: Look, meter: QWidget) -> None:
        super().__init__()
        self._meter = meter
        self._listen = BarButton(look)
        # To a screen reader a name that stays, and whether it is checked.
        self._listen.setAccessibleName("Listening")
        self._listen.setCheckable(True)
        self._listen.clicked.connect(self.listening_wanted)
        self._talk = self._new_talk_button(look)
        self._device = DeviceButton(look)
        self._device.device_wanted.connect(self.device_wanted)
        self._pause = BarButton(look)
        self._pause.setAccessibleName("Pause")
        self._pause.setCheckable(True)
        self._pause.clicked.connect(self.pause_wanted)
        self._open = _new_tool(look, "open", "Open…")
        self._open.setToolTip("Open recordings, or a folder of them")
        self._open.setMenu(self._new_open_menu())
        self._settings = _new_tool(look, "settings", "Settings")
        self._settings.setCheckable(True)
        self._settings.clicked.connect(self.settings_wanted)
        self._help = BarButton(look)
        self._help.show_forms({0: Form(icon="help")})
        self._help.setAccessibleName("Help")
        self._help.setToolTip(tip("Help", "help"))
        self._help.clicked.connect(self.help_wanted)
        self._buttons = (
            *(self._listen, self._talk, self._device),
            *(self._pause, self._open, self._settings, self._help),
        )
        self._lay_out()
        self.show_listening(False)
        self.show_talking(False)
        self.show_paused(False)

    # --- what it shows

    def show_listening(self, on: bool) -> None:
        """Show whether everything that is said is answered."""
        self._listen.setChecked(on)
        self._listen.show_kind("primary" if on else "")
        text = _LISTENING[0] if on else _LISTENING[1]
        self._listen.show_forms(
            {
                0: Form(on, text=text, others=_LISTENING),
                _SHORT_TEXTS: Form(on, text=_ON_OFF[not on], others=_ON_OFF),
            }
        )
        stop = "Stop answering all that is said; Space still works"
        self._listen.setToolTip(tip(stop if on else "Answer every digit that is said", "listen"))

    def show_status(self, status: MicrophoneStatus) -> None:
        """Show which microphone is heard, and whether all is well with it."""
        self._device.show_status(status)

    def show_talking(self, talking: bool) -> None:
        """Show whether the talk button, or Space, is held."""
        self._talk.show_kind("primary" if talking else "")
        self._talk.setAccessibleDescription("Held: you are heard" if talking else "")

    def show_paused(self, paused: bool) -> None:
        """Show whether the picture stands."""
        self._pause.setChecked(paused)
        self._pause.show_forms({0: Form(icon="play" if paused else "pause")})
        what = "Let the picture run on" if paused else "Pause the picture; recognition goes on"
        self._pause.setToolTip(tip(what, "pause"))

    def show_settings_open(self, is_open: bool) -> None:
        """Show whether the settings are open."""
        self._settings.setChecked(is_open)

    # --- room

    def show_recordings_open(self, are_open: bool) -> None:
        """Show whether there are recordings to go back to."""
        self._recordings.setEnabled(are_open)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Fit again when the font is another."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Give the size of the tightest form."""
        return QSize(self._width_at(_SHORT_TEXTS), super().minimumSizeHint().height())

    def _fit(self) -> None:
        tightness = 0
        while tightness < _SHORT_TEXTS and self._width_at(tightness) > self.width():
            tightness += 1
        for button in self._buttons:
            button.set_tightness(tightness)

    def _width_at(self, tightness: int) -> int:
        """Give the least width of the bar, in pixels, at a tightness."""
        widths = [button.least_width(tightness) for button in self._buttons]
        # The meter and the stretch beside it have a space each, as every button but the first.
        spaces = _SPACING * (len(widths) + 1)
        return sum(widths) + self._meter.minimumSizeHint().width() + spaces

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        for widget in (self._listen, self._talk, self._device, self._meter):
            layout.addWidget(widget)
        layout.addStretch(1)
        for widget in (self._pause, self._open, self._settings, self._help):
            layout.addWidget(widget)

    def _new_talk_button(self, look: Look) -> TalkButton:
        button = TalkButton(look)
        button.show_forms(_TALK_FORMS)
        button.setToolTip("Hold it, say a digit and let go; or hold Space")
        button.setAccessibleName("Hold to talk")
        button.pressed.connect(self.talk_began)
        button.released.connect(self.talk_ended)
        return button

    def _new_open_menu(self) -> QMenu:
        menu = QMenu(self)
        for name, text, wanted in (
            ("open", "Recordings…", self.open_wanted),
            ("open_folder", "A folder of recordings…", self.open_folder_wanted),
            ("recordings", "Recordings that are open", self.recordings_wanted),
        ):
            # What stands behind a tab is shown as the key, and installs none.
            action = menu.addAction(f"{text}\t{in_words(name)}")
            action.triggered.connect(wanted)
            self._recordings = action
        self._recordings.setEnabled(False)
        return menu


def _new_tool(look: Look, icon: str, text: str) -> BarButton:
    button = BarButton(look)
    button.show_forms({0: Form(text=text), _ICONS: Form(icon=icon)})
    button.setAccessibleName(text.rstrip("…"))
    button.setToolTip(tip(button.accessibleName(), icon))
    return button
