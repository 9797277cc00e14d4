"""What is in the middle of the window."""

from collections.abc import Iterator

import numpy as np
import pytest
from fake_stream import FakeStream

from app.audio.source import Samples
from app.home import find_home
from app.settings import Settings
from app.window.answers import Answers
from app.window.look import Look
from app.window.picture.live_picture import LivePicture
from app.window.player import Player
from app.window.settings_keeper import SettingsKeeper
from app.window.views import Views
from app.window.voices import Voices


class GoesOn(FakeStream):
    """A stream whose next block comes while it is read."""

    def read(self, start: int, stop: int) -> Samples:
        """Read, and go on."""
        read = super().read(start, stop)
        self.add(np.zeros(640))
        return read


@pytest.fixture
def views(qtbot) -> Iterator[Views]:
    home, look = find_home(), Look("dark")
    answers = Answers(home, Voices(home))
    player = Player()
    keeper = SettingsKeeper(home, Settings(), {})
    made = Views(LivePicture(look), answers, player, keeper, look)
    qtbot.addWidget(made)
    yield made
    made.close_all()
    player.close()
    answers.keeper.close(10)


def test_paused_the_sound_stands_at_its_place_in_a_stream_that_goes_on(views: Views) -> None:
    stream = GoesOn()
    stream.add_noise(0.4)
    stream.add(np.full(640, 0.5))
    loud = stream.end - 640
    views._live_picture.show_stream(stream)
    views.pause(True)
    canvas = views._still._canvas
    samples = canvas.image._samples
    assert canvas.first_sample + int(np.argmax(samples == 0.5)) == loud
