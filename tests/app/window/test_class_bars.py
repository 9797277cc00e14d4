"""Tests of the bars of all classes."""

from answered_examples import DIGITS
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from app.window.class_bars import ClassBars
from app.window.look import DARK, Look


def _bars(qtbot: object, width: int = 300, height: int = 100) -> ClassBars:
    bars = ClassBars(Look("dark"))
    qtbot.addWidget(bars)
    bars.resize(width, height)
    bars.set_labels(DIGITS)
    return bars


def _column(bars: ClassBars, x: int) -> list[str]:
    image = bars.grab().toImage()
    return [image.pixelColor(x, y).name() for y in range(image.height())]


def test_each_bar_is_as_high_as_its_probability(qtbot: object) -> None:
    bars = _bars(qtbot)
    bars.show_probabilities({**dict.fromkeys(DIGITS, 0.0), "0": 0.8, "1": 0.4}, ("0",))
    slot = bars.width() / len(DIGITS)
    high = _column(bars, round(slot / 2)).count(DARK.accent)
    low = _column(bars, round(1.5 * slot)).count(DARK.muted)
    assert high > 1.6 * low > 20


def test_the_most_probable_classes_can_be_read_and_are_told_at_the_pointer(qtbot: object) -> None:
    bars = _bars(qtbot)
    bars.show_probabilities({**dict.fromkeys(DIGITS, 0.0), "0": 0.6, "other": 0.3}, ("0",))
    assert bars.accessibleDescription().startswith("zero: 60 %, other: 30 %")
    bars.show()
    place = QPoint(5, 50)
    event = QHelpEvent(QEvent.Type.ToolTip, place, bars.mapToGlobal(place))
    QApplication.sendEvent(bars, event)
    assert QToolTip.text() == "zero: 60 %"
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_long_labels_stand_beside_lying_bars_the_most_probable_first(qtbot: object) -> None:
    labels = ("backward", "forward", "follow", "visual", "learn", "marvin", "sheila", "other")
    bars = _bars(qtbot, width=200, height=80)
    bars.set_labels(labels)
    bars.show_probabilities({**dict.fromkeys(labels, 0.01), "learn": 0.9}, ("learn",))
    areas = bars._areas()
    assert next(iter(areas)) == "learn"
    assert 1 < len(areas) < len(labels)
    assert all(bars.rect().contains(area.toAlignedRect()) for area in areas.values())


def test_other_is_written_out_only_among_words(qtbot: object) -> None:
    bars = _bars(qtbot)
    assert bars._shown("other") == "…"
    bars.set_labels(("yes", "no", "other"))
    assert bars._shown("other") == "other"


def test_no_labels_are_nothing_to_paint(qtbot: object) -> None:
    bars = ClassBars(Look("dark"))
    qtbot.addWidget(bars)
    bars.resize(100, 50)
    bars.grab()
