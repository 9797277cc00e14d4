"""``python -m tests.screenshots [WORD …]``: pictures of the window's states, in ``screenshots/``.

The program runs as its users have it, on a screen of its own, with a virtual microphone into
which digits are said; light and dark, small and large, and with a font twice as large. Words
choose among the names of the pictures ("dark-1200x700").
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))

import numpy as np
from accessibility import AccessibilityBus
from program import Live
from screen import Screen
from seen import SAMPLE_PATH, Window
from sequence import room_noise
from virtual_sound import VirtualSound

from app.audio.files import read_recording
from assets import SAMPLE_DIGITS
from assets.make_samples import VOICES, speak
from model.audio_format import SAMPLE_RATE

_FOLDER = Path(__file__).parents[1] / "screenshots"
_ROOM_DB = -60.0
_RESTING_S = 0.5
_NUMBER, _NUMBER_SAID = "2493817065", "two four nine, three eight one, seven zero six five"
# Of some digits in the sample.
_PLACES_S = {"0": (1.83, 2.35), "1": (4.33, 4.8), "4": (0.62, 1.15), "7": (3.02, 3.55)}
# ALSA's own, which knows nothing of the virtual microphones.
_ALSA_CONFIGURATION = "/usr/share/alsa/alsa.conf"


@dataclass(frozen=True)
class Layout:
    """A size of the window, in pixels, and what Qt is told of the screen."""

    name: str
    width: int
    height: int
    environment: dict[str, str] = field(default_factory=dict)


# Without the second, Qt makes everything twice as large.
_DOUBLE_FONT = {"QT_FONT_DPI": "192", "QT_ENABLE_HIGHDPI_SCALING": "0"}
_LAYOUTS = (
    Layout("1200x700", 1200, 700),
    Layout("900x600", 900, 600),
    Layout("3840x2160", 3840, 2160, {"QT_SCALE_FACTOR": "2"}),
    Layout("double-font", 1200, 700, _DOUBLE_FONT),
)
_THEMES = ("dark", "light")


class Session:
    """Takes the pictures of one layout in one theme.

    Parameters
    ----------
    layout : Layout
    theme : str
        "light" or "dark".
    folder : Path
        For what the program writes.
    """

    def __init__(self, layout: Layout, theme: str, folder: Path) -> None:
        self.layout, self.theme, self._folder = layout, theme, folder
        self._folders = 0

    def take_all(self, sound: VirtualSound, screen: Screen, bus: AccessibilityBus) -> None:
        """Go through the states."""
        self._sound, self._screen, self._bus = sound, screen, bus
        self._take_first_start()
        self._take_number()
        self._take_speaking()
        self._take_trouble()

    # --- states

    def _take_first_start(self) -> None:
        # Who starts for the first time has not chosen a theme, and the system here is light.
        if self.theme == "light":
            with self._window(first_start=True) as window, self._sound.room_noise(_ROOM_DB):
                self._wait_until_heard(window)
                self._save(window, "first-start")

    def _take_number(self) -> None:
        with self._window() as window, self._sound.room_noise(_ROOM_DB):
            self._wait_until_heard(window)
            self._sound.play((speak(_NUMBER_SAID, VOICES[0]), SAMPLE_RATE))
            window.wait_for_line(_NUMBER)
            self._save(window, "number")

    def _take_speaking(self) -> None:
        with self._window() as window, self._sound.room_noise(_ROOM_DB):
            self._wait_until_heard(window)
            self._sound.play(SAMPLE_PATH)
            window.wait_for_line(SAMPLE_DIGITS)
            self._save(window, "speaking")
            self._by_keys(window, ["p"], "paused", "p")
            self._by_keys(window, ["ctrl+comma"], "settings", "Escape")
            self._by_keys(window, ["F1"], "help", "Escape")
            for name, digits in (("no-digit", "17"), ("not-sure", "04")):
                self._sound.play((_at_once(*digits), SAMPLE_RATE))
                self._save(window, name)
            self._by_keys(window, ["ctrl+h", "Down", "Up", "F2"], "correction", "Escape")
            self._take_recordings(window)

    def _take_recordings(self, window: Window) -> None:
        window.drop("Live picture", SAMPLE_PATH)
        window.wait_until(lambda: window.digits_in_history(SAMPLE_PATH.name), "it is read")
        self._screen.activate(window.window)
        self._save(window, "recording")
        folder = self._new_folder("recordings")
        for name in ("Monday", "Tuesday", "Wednesday"):
            shutil.copy(SAMPLE_PATH, folder / f"{name}.flac")
        (folder / "Thursday.wav").write_bytes(b"RIFF, but no more")
        window.drop("Picture of the recording", folder)
        window.wait_until(lambda: window.digits_in_history("Wednesday"), "the folder is read")
        self._screen.activate(window.window)
        self._save(window, "recordings")

    def _take_trouble(self) -> None:
        nowhere = f"unix:{self._folder}/none"
        with self._window(PULSE_SERVER=nowhere, ALSA_CONFIG_PATH=_ALSA_CONFIGURATION) as window:
            window.wait_for_text("No microphone")
            self._save(window, "no-microphone")
        without_model = self._window("--model", str(self._folder / "none"))
        with without_model as window, self._sound.room_noise(_ROOM_DB):
            self._wait_until_heard(window)
            self._save(window, "no-model")
        with self._window() as window:
            self._wait_until_heard(window)
            self._sound.take_away("b")
            self._sound.take_away("a")
            window.wait_until(lambda: window.is_showing("Play the sample"), "it is said")
            self._save(window, "microphone-refused")
            self._sound.give_back("a")
            self._sound.give_back("b")

    # --- inside

    @contextmanager
    def _window(
        self, *arguments: str, first_start: bool = False, **environment: str
    ) -> Iterator[Window]:
        home = self._new_folder("home")
        if not first_start:
            settings = {"schema_version": 1, "theme": self.theme}
            (home / "settings.json").write_text(json.dumps(settings))
        env = {"SPOKEN_DIGITS_HOME": str(home), **self.layout.environment, **environment}
        program = Live(home / "output", *arguments, **(self._screen.env | self._bus.env | env))
        with Window(self._screen, self._bus, program) as window:
            self._screen.resize(window.window, self.layout.width, self.layout.height)
            self._screen.activate(window.window)
            self._screen.move(self.layout.width - 1, self.layout.height - 1)
            yield window
            window.close()
            print(window.program.errors, end="", file=sys.stderr)

    def _wait_until_heard(self, window: Window) -> None:
        window.wait_until(lambda: self._sound.listeners("a"), "the microphone is heard")
        time.sleep(1)

    def _new_folder(self, name: str) -> Path:
        self._folders += 1
        folder = self._folder / str(self._folders) / name
        folder.mkdir(parents=True)
        return folder

    def _by_keys(self, window: Window, keys: list[str], name: str, back: str) -> None:
        self._screen.key(*keys)
        self._save(window, name)
        self._screen.key(back)

    def _save(self, window: Window, name: str) -> None:
        # All that moves comes to rest.
        time.sleep(_RESTING_S)
        path = _FOLDER / f"{name}-{self.theme}-{self.layout.name}.png"
        window.screen.save(path, self.layout.width, self.layout.height)
        print(path, flush=True)


def _at_once(*digits: str) -> np.ndarray:
    """Let digits of the sample be said at once, which makes none of them sure."""
    sample = read_recording(SAMPLE_PATH)
    mixed = room_noise(SAMPLE_RATE, _ROOM_DB)
    for digit in digits:
        start_s, end_s = _PLACES_S[digit]
        voice = sample[round(start_s * SAMPLE_RATE) : round(end_s * SAMPLE_RATE)]
        mixed[: len(voice)] += 0.5 * voice
    return mixed


def main(words: list[str]) -> int:
    """Take the pictures."""
    _FOLDER.mkdir(exist_ok=True)
    with VirtualSound() as sound, AccessibilityBus() as bus:
        os.environ.update(sound.env)
        for layout in _LAYOUTS:
            with Screen(layout.width, layout.height) as screen:
                for theme in _THEMES:
                    if not all(word in f"{theme}-{layout.name}" for word in words):
                        continue
                    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder:
                        Session(layout, theme, Path(folder)).take_all(sound, screen, bus)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
