"""The program behind the window: what happens when somebody speaks, clicks or drops."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication

from app.audio.microphone_status import MicrophoneStatus
from app.home import Home
from app.settings import Settings
from app.window.answered import Answered
from app.window.answers import Answers
from app.window.correction import CorrectionPopup
from app.window.corrections import Corrections
from app.window.crash_dialog import CrashDialog
from app.window.drop import DropTarget
from app.window.keys import install_keys
from app.window.level_clock import LevelClock
from app.window.live import Live
from app.window.live_controller import LiveController
from app.window.look import Look
from app.window.main_window import MainWindow
from app.window.one_window import Wish, bring_to_front
from app.window.open_dialogs import ask_for_files, ask_for_folder
from app.window.panels import Panels
from app.window.playback import Playback
from app.window.player import Player
from app.window.push_to_talk import PushToTalk
from app.window.recordings_notice import RecordingsNotice
from app.window.settings_keeper import SettingsKeeper
from app.window.states import States
from app.window.style import apply_style
from app.window.trace import Trace
from app.window.voices import Voices

logger = logging.getLogger(__name__)

_NOTICE_MS = 8_000
# The window is gone by then. Only a slow disk, or a history of many years, takes so long.
_END_WAIT_S = 10.0


class Program(QObject):
    """Makes the parts of the window work together.

    Parameters
    ----------
    home : Home
    keeper : SettingsKeeper
    live : Live
        Started already.
    trace : Trace

    Attributes
    ----------
    window : MainWindow
    """

    def __init__(self, home: Home, keeper: SettingsKeeper, live: Live, trace: Trace) -> None:
        super().__init__()
        self._home = home
        self._keeper = keeper
        self._live = live
        self._trace = trace
        self._crashes: set[str] = set()
        self._look = Look(keeper.settings.theme)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_style(application, self._look)
        self._voices = Voices(home)
        self._answers = Answers(home, self._voices)
        self._player = Player()
        self._playback = Playback(self._player, self._voices, live)
        geometry = QSettings(str(home.settings.with_name("window.ini")), QSettings.Format.IniFormat)
        self.window = MainWindow(
            self._look, self._answers, self._voices, self._player, keeper, geometry=geometry
        )
        window = self.window
        self._states = States(window.face)
        popup = CorrectionPopup(self._look, window)
        self._corrections = Corrections(self._answers, live, keeper, window.notices, popup)
        self._controller = LiveController(live, self._answers, window.picture, window.answer, trace)
        self._talk = PushToTalk(window)
        self._drop = DropTarget(window, self._look)
        self._level_clock = LevelClock(window.meter, live)
        RecordingsNotice(window.notices, window.views, self.toggle_recordings)
        self._connect_live()
        self._connect_controls()
        self._connect_answers()
        self._connect_notices()
        self._panels = Panels(window.side, home, self._look, keeper, self._answers)
        self._panels.play_wanted.connect(self._playback.play_file)
        install_keys(window, self._actions())
        self._apply(keeper.settings)
        self._answers.read_history()
        window.painted.connect(self._after_first_paint)

    # --- what start.py asks for

    def say(self, message: str) -> None:
        """Show a sentence about something that is not well."""
        self.window.notices.show_notice(message, message)

    def welcome(self) -> None:
        """Greet somebody who has never seen the program."""
        self._states.welcome()

    def open_recordings(self, paths: list[Path]) -> None:
        """Recognise recordings and folders, and show them."""
        self.window.views.open_recordings(paths)
        self.window.controls.show_recordings_open(True)

    def take_wish(self, wish: Wish) -> None:
        """Do what another start of the program was asked for, and come to the front."""
        if wish.model is not None:
            self._keeper.borrow(model=os.fsdecode(wish.model))
        if wish.listen:
            self._keeper.borrow(listening=True)
        if wish.files:
            self.open_recordings([Path(os.fsdecode(name)) for name in wish.files])
        bring_to_front(self.window, wish)

    def show_crash(self, message: str, report: str) -> None:
        """Say that something broke; of what breaks meanwhile, or again, only the log tells."""
        if report not in self._crashes and self.window.findChild(CrashDialog) is None:
            CrashDialog(message, report, self._home.log, self.window).open()
        self._crashes.add(report)

    def end(self) -> None:
        """End everything that runs; nothing that was said is lost.

        It takes less than a second, but for what a slow disk has not written yet.
        """
        self._level_clock.stop()
        self._talk.end()
        self._player.close()
        self.window.views.close_all()
        self.window.history.close_export()
        self._live.close()
        self._keeper.save()
        if not self._answers.keeper.close(_END_WAIT_S):
            logger.warning("The history could not be written to its end.")

    # --- connections

    def _connect_live(self) -> None:
        window, live, states = self.window, self._live, self._states
        live.status_changed.connect(window.controls.show_status)
        live.status_changed.connect(states.take_status)
        live.status_changed.connect(self._note_listening)
        live.network_changed.connect(states.take_network)
        live.network_changed.connect(window.history.set_labels)
        live.network_failed.connect(states.take_network_failure)
        live.sample_ended.connect(self._back_to_microphone)
        states.sample_wanted.connect(self.play_sample)
        states.open_wanted.connect(self.ask_for_files)
        states.bundled_model_wanted.connect(self.use_bundled_model)
        self._controller.answered.connect(states.take_answer)

    def _connect_controls(self) -> None:
        window, controls = self.window, self.window.controls
        controls.listening_wanted.connect(self.set_listening)
        controls.talk_began.connect(self._talk.begin)
        controls.talk_ended.connect(self._talk.end)
        self._talk.began.connect(self.begin_talk)
        self._talk.ended.connect(self.end_talk)
        controls.device_wanted.connect(lambda name: self._keeper.change(microphone=name))
        controls.open_wanted.connect(self.ask_for_files)
        controls.open_folder_wanted.connect(self.ask_for_folder)
        controls.settings_wanted.connect(
            lambda wanted: window.side.show_panel("settings" if wanted else "")
        )
        controls.help_wanted.connect(lambda: window.side.toggle("help"))
        controls.pause_wanted.connect(window.views.pause)
        controls.recordings_wanted.connect(self.toggle_recordings)
        window.views.paused_changed.connect(controls.show_paused)
        window.side.shown.connect(self._on_side_panel)
        self._drop.dropped.connect(self.open_recordings)
        self._keeper.changed.connect(self._apply)

    def _connect_answers(self) -> None:
        window, corrections = self.window, self._corrections
        for part in (window.picture, window.views, window.history):
            part.correction_wanted.connect(corrections.ask)
            part.key_correction_wanted.connect(corrections.correct)
        for clicked in (window.views.clicked, window.history.play_wanted):
            clicked.connect(self.play)
        window.history.selected.connect(window.answer.show_answered)
        self._player.started.connect(lambda key: self._talk.end())
        self._player.position.connect(self._show_position)
        self._player.stopped.connect(lambda: window.views.show_playing(None, 0.0))

    def _connect_notices(self) -> None:
        window = self.window
        for failed in (
            self._answers.failed,
            self._playback.failed,
            self._controller.failed,
            self._keeper.failed,
            window.history.notice,
            self._drop.refused,
        ):
            failed.connect(self._say_for_a_while)

    # --- what the user does

    def set_listening(self, listening: bool) -> None:
        """Answer everything that is said, or nothing but what is said while a key is held."""
        self._keeper.change(listening=listening)

    def begin_talk(self) -> None:
        """Recognise from now on; what is being played is stopped, so that it is not heard."""
        self._playback.end()
        self._live.begin_talk()
        self.window.controls.show_talking(True)

    def end_talk(self) -> None:
        """Answer what was said since."""
        self._live.end_talk()
        self.window.controls.show_talking(False)

    def play(self, answered: Answered) -> None:
        """Play an answer and show it again."""
        self.window.answer.show_answered(answered)
        self._playback.play(answered)

    def play_sample(self) -> None:
        """Let the sample recording be heard in the microphone's place."""
        self.window.views.show_live()
        self._live.play_sample()
        self._states.take_sample(self._live.is_sample)

    def ask_for_files(self) -> None:
        """Let the user choose recordings."""
        ask_for_files(self.window, self.open_recordings)

    def ask_for_folder(self) -> None:
        """Let the user choose a folder of recordings."""
        ask_for_folder(self.window, self.open_recordings)

    def use_bundled_model(self) -> None:
        """Load the bundled model; again, where that has failed before."""
        if self._keeper.settings.model is None:
            self._live.load_network()
        else:
            self._keeper.change(model=None)

    def toggle_pause(self) -> None:
        """Let the picture stand or run; a recording on view is played or paused."""
        views = self.window.views
        if views.is_live or views.paused:
            views.pause(not views.paused)
        else:
            views.toggle_playing()

    def toggle_recordings(self) -> None:
        """Go to the recordings that are open, and back."""
        self.window.views.toggle_recordings()

    def copy(self) -> None:
        """Copy the rows that are chosen in the history, or else the line."""
        window = self.window
        focus = QApplication.focusWidget()
        if focus is not None and window.history.isAncestorOf(focus):
            window.history.copy()
        else:
            window.line.copy()

    def go_back(self) -> None:
        """Close what was opened last: a notice, a panel, the recordings, the pause."""
        window = self.window
        if window.notices.dismiss():
            return
        if window.side.open_name:
            window.side.show_panel("")
        elif not window.views.is_live:
            window.controls.show_paused(False)
            window.views.pause(False)
            window.views.show_live()

    # --- inside

    def _actions(self) -> dict[str, Callable[[], None]]:
        window, answers = self.window, self._answers
        return {
            "listen": lambda: self.set_listening(not self._live.listening),
            "pause": self.toggle_pause,
            "copy_line": self.copy,
            "delete_last": answers.delete_last,
            "clear_line": answers.clear_line,
            "undo": answers.undo_stack.undo,
            "redo": answers.undo_stack.redo,
            "history": window.history.go,
            "open": self.ask_for_files,
            "open_folder": self.ask_for_folder,
            "recordings": self.toggle_recordings,
            "settings": lambda: window.side.toggle("settings"),
            "help": lambda: window.side.toggle("help"),
            "back": self.go_back,
        }

    def _after_first_paint(self) -> None:
        self._trace.note("painted_first")
        self._trace.note_frames_of(self.window.picture)
        self._level_clock.start()

    def _apply(self, settings: Settings) -> None:
        window = self.window
        self._look.choose(settings.theme)
        self._live.apply(settings)
        self._answers.keep = settings.keep
        self._corrections.settle(settings.keep)
        window.answer.set_threshold(settings.threshold)
        window.picture.rejudge(settings.threshold)
        window.views.set_picture(settings.picture)
        window.line.set_copy_after_ms(settings.copy_after_ms)
        window.controls.show_listening(settings.listening)
        self._states.take_listening(settings.listening)

    def _on_side_panel(self, name: str) -> None:
        self.window.controls.show_settings_open(name == "settings")
        self.window.picture.set_gate_shown(name == "settings")

    def _back_to_microphone(self, message: str) -> None:
        if message:
            self._say_for_a_while(message)
        self._live.start_microphone()
        self._states.take_sample(False)

    def _show_position(self, seconds: float) -> None:
        self.window.views.show_playing(self._playback.answered, seconds)

    def _say_for_a_while(self, message: str) -> None:
        self.window.notices.show_notice(message, message, lasts_ms=_NOTICE_MS)

    def _note_listening(self, status: MicrophoneStatus) -> None:
        if status.state == "running":
            self._trace.note("listening")
