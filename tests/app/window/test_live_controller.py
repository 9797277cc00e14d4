"""What is said, on its way from the live session to what is shown and kept."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from answered_examples import example_answer
from pytestqt.qtbot import QtBot

from app.audio.source import Block
from app.home import find_home
from app.recognition.answer import Answer
from app.settings import Settings
from app.window.answer_panel import AnswerPanel
from app.window.answers import Answers
from app.window.live import Live
from app.window.live_controller import LiveController
from app.window.look import Look
from app.window.picture.live_picture import LivePicture
from app.window.trace import Trace
from app.window.voices import Voices

SOUND = np.random.default_rng(1).uniform(-0.5, 0.5, 80_000).astype(np.float32)


class Scene:
    """A live session without a microphone, and what takes its answers."""

    def __init__(self) -> None:
        home, look = find_home(), Look("dark")
        self.voices = Voices(home)
        self.live = Live(Settings())
        self.answers = Answers(home, self.voices)
        self.picture, self.panel = LivePicture(look), AnswerPanel(look)
        self.controller = LiveController(self.live, self.answers, self.picture, self.panel, Trace())

    def voice_of(self, answer: Answer) -> np.ndarray:
        """Take an answer, and give the voice that is remembered of it."""
        self.live.answered.emit(answer)
        voice = self.voices.remembered(self.answers.rows[-1])
        assert voice is not None
        return voice


@pytest.fixture
def scene(qtbot: QtBot) -> Iterator[Scene]:
    scene = Scene()
    qtbot.addWidget(scene.picture)
    qtbot.addWidget(scene.panel)
    yield scene
    scene.live.close()
    scene.answers.keeper.close(5)


def answer(start: int, end: int) -> Answer:
    return replace(example_answer({"5": 0.9}, start=start), end=end)


def test_a_voice_longer_than_the_clip_is_remembered_whole(scene: Scene) -> None:
    scene.live.stream.append(Block(SOUND, 0, len(SOUND)))
    voice = scene.voice_of(answer(16_000, 56_000))
    # With 100 ms before it and 60 ms after it, as the recogniser hears it.
    np.testing.assert_allclose(voice, SOUND[14_400:56_960], atol=1e-4)


def test_of_a_digit_within_a_number_no_neighbour_is_remembered(scene: Scene) -> None:
    scene.live.stream.append(Block(SOUND, 0, len(SOUND)))
    part = replace(answer(16_000, 24_000), is_part=True)
    np.testing.assert_allclose(scene.voice_of(part), SOUND[15_520:24_480], atol=1e-4)


def test_a_voice_at_the_beginning_of_the_stream_begins_there(scene: Scene) -> None:
    scene.live.stream.append(Block(SOUND, 0, len(SOUND)))
    np.testing.assert_allclose(scene.voice_of(answer(800, 8_000)), SOUND[:8_960], atol=1e-4)


def test_of_a_voice_that_the_stream_has_forgotten_the_clip_is_remembered(scene: Scene) -> None:
    made = answer(800, 8_000)
    made.clip[:] = 0.25
    np.testing.assert_allclose(scene.voice_of(made), made.clip, atol=1e-4)


def test_a_provisional_answer_is_no_row_of_the_history(scene: Scene) -> None:
    scene.live.answered.emit(example_answer({"5": 0.9}, provisional=True))
    assert scene.answers.rows == []
