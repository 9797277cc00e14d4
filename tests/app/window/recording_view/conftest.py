"""A view of recordings, with stand-ins for its picture and its player."""

from pathlib import Path

import pytest
from shown_recordings import Loud, Picture, wait_until_done

from app.home import find_home
from app.settings import Settings
from app.window.answers import Answers
from app.window.look import Look
from app.window.recording_view import RecordingView
from app.window.settings_keeper import SettingsKeeper
from app.window.voices import Voices


@pytest.fixture
def player(qapp):
    return Loud()


@pytest.fixture
def answers(qapp):
    home = find_home()
    answers = Answers(home, Voices(home))
    yield answers
    answers.keeper.close(10)


@pytest.fixture
def keeper(qapp):
    keeper = SettingsKeeper(find_home(), Settings(), {})
    yield keeper
    keeper.save()


@pytest.fixture
def view(qtbot, answers, player, keeper):
    view = RecordingView(Look("dark"), answers, player, Picture, keeper)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    yield view
    view.shut_down()


@pytest.fixture
def opened(qtbot, view):
    """Open recordings, and wait until all are recognised and one is shown."""

    def open_all(*paths: Path) -> list:
        view.open(list(paths))
        wait_until_done(qtbot, view)
        return view._model.recordings

    return open_all
