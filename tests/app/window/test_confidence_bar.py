"""Tests of the confidence bar."""

import pytest
from PySide6.QtGui import QImage

from app.window.confidence_bar import ConfidenceBar
from app.window.look import DARK, Look


@pytest.fixture
def bar(qtbot: object) -> ConfidenceBar:
    bar = ConfidenceBar(Look("dark"))
    qtbot.addWidget(bar)
    bar.resize(300, bar.sizeHint().height())
    return bar


def _row(bar: ConfidenceBar) -> list[str]:
    """Give the colours along the middle of the bar."""
    image: QImage = bar.grab().toImage()
    y = round(0.7 * bar.fontMetrics().height())
    return [image.pixelColor(x, y).name() for x in range(image.width())]


def test_the_bar_is_as_long_as_the_confidence(bar: ConfidenceBar) -> None:
    bar.show_confidence(0.5)
    assert _row(bar).count(DARK.accent) == pytest.approx(150, abs=3)
    bar.show_confidence(0.25, "warning")
    assert _row(bar).count(DARK.warning) == pytest.approx(75, abs=3)


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.8, 1.0])
def test_the_threshold_is_a_mark_at_its_place(bar: ConfidenceBar, threshold: float) -> None:
    bar.set_threshold(threshold)
    marked = [x for x, colour in enumerate(_row(bar)) if colour == DARK.text]
    assert marked
    assert sum(marked) / len(marked) == pytest.approx(300 * threshold, abs=3)


def test_the_values_can_be_read(bar: ConfidenceBar) -> None:
    assert bar.accessibleName() == "Answers from 80 %"
    bar.show_confidence(0.983)
    bar.set_threshold(0.65)
    assert bar.accessibleName() == "98 % sure, answers from 65 %"


def test_an_empty_bar_has_nothing_in_it(bar: ConfidenceBar) -> None:
    bar.show_confidence(0.9)
    bar.show_confidence(None)
    assert DARK.accent not in _row(bar)
