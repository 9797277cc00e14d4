"""Tests of the answer's panel."""

import re
from itertools import pairwise

import pytest
from answered_examples import DIGITS, example_answer, example_answered
from PySide6.QtGui import QColor, QFont

from app.window.answer_panel import AnswerPanel
from app.window.look import Look


@pytest.fixture
def panel(qtbot: object) -> AnswerPanel:
    panel = AnswerPanel(Look("dark"))
    qtbot.addWidget(panel)
    panel.set_labels(DIGITS)
    panel.resize(330, 430)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def test_nothing_said_yet_is_said_quietly(panel: AnswerPanel) -> None:
    assert panel.digit.text == ""
    assert panel.word.text == "nothing said yet"
    assert panel.accessibleName() == "nothing said yet"


def test_a_sure_answer_stands_large_with_its_word_and_its_time(panel: AnswerPanel) -> None:
    painted_ms = panel.show_answer(example_answer({"5": 0.983}, waited_ms=82))
    assert painted_ms is not None
    assert 82 <= painted_ms < 1000
    assert panel.digit.text == "5"
    assert panel.word.text == "five"
    assert panel.confidence.accessibleName() == "98 % sure, answers from 80 %"
    assert panel.bars.accessibleDescription().startswith("five: 98 %")
    assert panel.accessibleName() == "five, 98 % sure"
    assert re.fullmatch(r"answered \d+ ms after the voice ended", panel.note.text)
    assert panel.accessibleDescription() == panel.note.text


def test_the_answer_is_on_the_screen_when_showing_returns(
    panel: AnswerPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted = []
    monkeypatch.setattr(panel.digit, "paintEvent", lambda event: painted.append(panel.digit.text))
    panel.show_answer(example_answer({"5": 0.98}))
    assert painted == ["5"]


def test_not_sure_is_a_state_of_its_own(panel: AnswerPanel) -> None:
    panel.show_answer(example_answer({"5": 0.46, "9": 0.41}))
    assert panel.digit.text == "?"
    assert panel.word.text == "not sure: five or nine?"
    assert panel.accessibleName() == "not sure: five or nine?"


def test_a_cough_leaves_the_digit_where_it_is(panel: AnswerPanel) -> None:
    panel.show_answer(example_answer({"5": 0.98}))
    panel.show_answer(example_answer({"other": 0.9}, utterance=2))
    assert panel.digit.text == "5"
    assert panel.confidence.accessibleName().startswith("98 %")
    assert panel.accessibleName() == "five, 98 % sure"
    assert panel.note.text == "that was not a digit"


def test_a_provisional_digit_that_was_a_cough_gives_the_last_one_back(panel: AnswerPanel) -> None:
    panel.show_answer(example_answer({"5": 0.98}))
    panel.show_answer(example_answer({"8": 0.9}, utterance=2, provisional=True))
    assert panel.digit.text == "8"
    panel.show_answer(example_answer({"other": 0.9}, utterance=2))
    assert panel.digit.text == "5"


def test_what_was_never_confirmed_gives_the_last_digit_back(panel: AnswerPanel) -> None:
    panel.show_answer(example_answer({"5": 0.98}))
    panel.show_answer(example_answer({"3": 0.9}, provisional=True, utterance=2))
    panel.drop_provisional()
    assert panel.digit.text == "5"
    assert panel.accessibleName() == "five, 98 % sure"
    panel.drop_provisional()
    assert panel.digit.text == "5"


def test_the_first_time_counts_where_the_answer_stays(panel: AnswerPanel) -> None:
    first_ms = panel.show_answer(example_answer({"5": 0.9}, provisional=True, waited_ms=80))
    then_ms = panel.show_answer(example_answer({"5": 0.98}, waited_ms=900))
    assert first_ms is not None
    assert then_ms is not None
    assert panel.note.text == (
        f"answered {first_ms:.0f} ms after the voice ended\nconfirmed after {then_ms:.0f} ms"
    )


@pytest.mark.parametrize(
    "before",
    [
        {"probabilities": {"9": 0.9}},
        {"probabilities": {"5": 0.9}, "utterance": 7},
        {"probabilities": {"5": 0.9}, "start": 0},
    ],
    ids=["another digit", "another utterance", "another stretch"],
)
def test_the_time_of_another_answer_does_not_count(
    panel: AnswerPanel, before: dict[str, object]
) -> None:
    panel.show_answer(example_answer(**before, provisional=True, waited_ms=80))
    then_ms = panel.show_answer(example_answer({"5": 0.98}, waited_ms=900))
    assert panel.note.text == f"answered {then_ms:.0f} ms after the voice ended"


def test_an_answer_without_a_clock_has_no_time(panel: AnswerPanel) -> None:
    assert panel.show_answer(example_answer({"5": 0.98}, waited_ms=None)) is None
    assert panel.digit.text == "5"
    assert panel.note.text == ""


def test_a_panel_that_cannot_be_seen_has_no_time(panel: AnswerPanel) -> None:
    panel.hide()
    assert panel.show_answer(example_answer({"5": 0.98})) is None
    assert panel.accessibleName() == "five, 98 % sure"


def test_another_threshold_judges_the_answer_anew(panel: AnswerPanel) -> None:
    panel.show_answer(example_answer({"5": 0.7, "9": 0.2}))
    assert panel.digit.text == "?"
    panel.set_threshold(0.5)
    assert panel.digit.text == "5"
    assert panel.confidence.accessibleName() == "70 % sure, answers from 50 %"
    assert panel.accessibleName() == "five, 70 % sure"


def test_an_old_answer_is_shown_again(panel: AnswerPanel) -> None:
    panel.show_answered(example_answered({"9": 0.95}, waited_ms=184))
    assert panel.digit.text == "9"
    assert panel.note.text == "answered 184 ms after the voice ended"


@pytest.mark.parametrize("sure", [0.95, 0.99999])
def test_a_correction_of_what_is_shown_is_shown(panel: AnswerPanel, sure: float) -> None:
    answer = example_answer({"5": sure})
    panel.show_answer(answer)
    other = example_answered({"1": 0.95}, said="7", start=320_000)
    panel.refresh(other)
    assert panel.digit.text == "5"
    same = example_answered({"5": sure}, said="9")
    panel.refresh(same)
    assert panel.digit.text == "9"
    assert panel.accessibleName() == "nine, corrected"
    same.entry.said = None
    panel.refresh(same)
    assert panel.digit.text == "5"


def test_another_network_begins_anew_with_its_labels(panel: AnswerPanel) -> None:
    panel.show_answer(example_answer({"5": 0.98}))
    labels = ("forward", "backward", "visual", "other")
    panel.set_labels(labels)
    assert panel.digit.text == ""
    panel.show_answer(example_answer({"forward": 0.9}, labels=labels))
    assert panel.digit.text == "forward"
    image = panel.digit.grab().toImage()
    ink = QColor(Look("dark").theme.text)
    edges = [(x, y) for x in (0, image.width() - 1) for y in range(image.height())]
    assert all(image.pixelColor(x, y) != ink for x, y in edges)


def test_an_answer_is_announced_once_it_is_confirmed(
    panel: AnswerPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("app.window.answer_panel.announce", lambda _, text: said.append(text))
    panel.show_answer(example_answer({"5": 0.98}, provisional=True))
    assert said == []
    panel.show_answer(example_answer({"5": 0.98}))
    panel.show_answer(example_answer({"other": 0.98}, utterance=2))
    assert said == ["five, 98 % sure", "not a digit"]


@pytest.mark.parametrize(("width", "height"), [(330, 430), (215, 300), (180, 200), (860, 1100)])
@pytest.mark.parametrize("larger", [1, 2])
def test_the_parts_never_lie_on_each_other(
    panel: AnswerPanel, width: int, height: int, larger: int
) -> None:
    font = QFont(panel.font())
    font.setPointSizeF(font.pointSizeF() * larger)
    panel.setFont(font)
    panel.resize(max(width, panel.minimumSizeHint().width()), height)
    panel.resize(panel.width(), max(height, panel.minimumSizeHint().height()))
    panel.show_answer(example_answer({"5": 0.98}))
    shown = [part for part in panel._parts() if part.isVisible()]
    assert panel.digit in shown
    assert panel.confidence in shown
    for above, below in pairwise(shown):
        assert above.geometry().bottom() < below.geometry().top()
    assert all(panel.rect().contains(part.geometry()) for part in shown)
    assert panel.digit.height() > 2 * panel.fontMetrics().height()
