"""Tests of what the widgets that paint themselves share."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.window.look import Look
from app.window.painting import draw_fitting, snapped, tabular
from app.window.text_lines import TextLines

_LONG, _SHORT = "answered 82 ms after the voice ended", "after 82 ms"


def _written(width: float, texts: tuple[str, ...]) -> tuple[int, int]:
    """Write into an area of this width, and give the first and last inked column."""
    image = QImage(600, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(QApplication.font())
    draw_fitting(painter, QRectF(100, 0, width, 40), texts, Qt.AlignmentFlag.AlignLeft)
    painter.end()
    inked = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).lightness() < 128 for y in range(image.height()))
    ]
    return (inked[0], inked[-1]) if inked else (0, 0)


def test_the_longest_wording_that_has_room_is_written(qapp: QApplication) -> None:
    long = QFontMetricsF(qapp.font()).horizontalAdvance(_LONG)
    short = QFontMetricsF(qapp.font()).horizontalAdvance(_SHORT)
    first, last = _written(long + 1, (_LONG, _SHORT))
    assert last - first == pytest.approx(long, abs=6)
    first, last = _written(long - 1, (_LONG, _SHORT))
    assert last - first == pytest.approx(short, abs=6)


@pytest.mark.parametrize("width", [90.0, 60.0, 30.0])
def test_nothing_is_written_outside_of_its_place(qapp: QApplication, width: float) -> None:
    first, last = _written(width, (_LONG, _SHORT))
    assert 100 <= first < last <= 100 + width


def test_no_wording_is_nothing_written(qapp: QApplication) -> None:
    assert _written(100, ()) == (0, 0)


def test_a_tabular_font_is_another_and_its_digits_are_of_one_width(qapp: QApplication) -> None:
    base = QFont(qapp.font())
    font = tabular(base, 2.0, QFont.Weight.Bold)
    assert font.pointSizeF() == pytest.approx(2 * base.pointSizeF())
    assert base == qapp.font()
    assert len({QFontMetricsF(font).horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_a_font_in_pixels_grows_too(qapp: QApplication) -> None:
    base = QFont(qapp.font())
    base.setPixelSize(20)
    assert tabular(base, 1.5).pixelSize() == 30


def test_edges_are_moved_to_whole_pixels_of_the_screen() -> None:
    assert snapped(QRectF(0.4, 0.6, 9.9, 4.1), 1.0) == QRectF(0, 1, 10, 4)
    assert snapped(QRectF(0.3, 0.0, 1.0, 1.0), 2.0) == QRectF(0.5, 0.0, 1.0, 1.0)


def test_lines_of_text_can_be_read_and_keep_their_place(qtbot: object) -> None:
    lines = TextLines(Look("dark"), line_count=2)
    qtbot.addWidget(lines)
    before = lines.sizeHint()
    lines.show_lines((_LONG, _SHORT), (), ("confirmed after 201 ms",))
    assert lines.text == f"{_LONG}\nconfirmed after 201 ms"
    assert lines.accessibleName() == f"{_LONG}, confirmed after 201 ms"
    assert lines.sizeHint() == before
    lines.show_lines()
    assert lines.text == ""
