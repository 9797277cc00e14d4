"""What was really said, told by keys."""

from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest
from answered_examples import DIGITS, example_entry

from app.home import find_home
from app.recognition.decision import OTHER
from app.settings import Settings
from app.window.answers import Answers
from app.window.correction import CorrectionPopup
from app.window.corrections import Corrections
from app.window.look import Look
from app.window.notice_bar import NoticeBar
from app.window.settings_keeper import SettingsKeeper
from app.window.voices import Voices


@pytest.fixture
def corrections(qtbot) -> Iterator[Corrections]:
    home, look = find_home(), Look("dark")
    answers = Answers(home, Voices(home))
    keeper = SettingsKeeper(home, Settings(keep="nothing"), {})
    bar, popup = NoticeBar(look), CorrectionPopup(look)
    for widget in (bar, popup):
        qtbot.addWidget(widget)
    yield Corrections(answers, SimpleNamespace(labels=DIGITS), keeper, bar, popup)
    answers.keeper.close(10)


def test_only_what_the_network_tells_apart_can_be_said(corrections: Corrections) -> None:
    corrections._live.labels = ("yes", "no", OTHER)
    answered = corrections._answers.add(example_entry({"5": 0.9}), np.ones(9, np.float32))
    for said, expected in (("7", None), ("yes", "yes"), (OTHER, OTHER), (None, None)):
        corrections.correct(answered, said)
        assert answered.entry.said == expected


def test_answers_can_be_corrected_while_there_is_no_network(corrections: Corrections) -> None:
    corrections._live.labels = ()
    answered = corrections._answers.add(example_entry({"5": 0.9}), np.ones(9, np.float32))
    corrections.correct(answered, "7")
    assert answered.entry.said == "7"
