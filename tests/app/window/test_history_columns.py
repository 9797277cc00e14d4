import pytest
from PySide6.QtGui import QFont, QFontMetrics

from app.window.history_columns import cell_padding, column_widths
from app.window.history_order import Column


@pytest.fixture
def metrics(qapp):
    def of(points: float) -> QFontMetrics:
        font = QFont(qapp.font())
        font.setPointSizeF(points)
        return QFontMetrics(font)

    return of


@pytest.mark.parametrize("points", [9, 10, 20])
@pytest.mark.parametrize("width", [840, 1200, 3800])
def test_columns_fill_the_width_exactly(metrics, points, width):
    assert sum(column_widths(metrics(points), width).values()) == width


def test_at_the_smallest_window_all_columns_are_there(metrics):
    widths = column_widths(metrics(10), 840)
    assert all(widths.values())
    assert widths[Column.SOURCE] >= metrics(10).horizontalAdvance("Built-in mi")


def test_a_long_label_has_room_unless_it_is_longer_than_others_can_give(metrics):
    common = column_widths(metrics(10), 840)
    padding = 2 * cell_padding(metrics(10))
    word = metrics(10).horizontalAdvance("backward")
    assert column_widths(metrics(10), 840, word)[Column.DIGIT] >= word + padding
    assert column_widths(metrics(10), 840, 0) == common
    endless = column_widths(metrics(10), 840, 5000)
    assert all(endless.values())
    assert sum(endless.values()) == 840


def test_with_the_font_twice_as_large_the_time_and_the_buttons_stay_whole(metrics):
    twice = metrics(20)
    widths = column_widths(twice, 840)
    padding = 2 * cell_padding(twice)
    assert widths[Column.TIME] >= twice.horizontalAdvance("00:00:00") + padding
    assert widths[Column.CONFIDENCE] >= twice.horizontalAdvance("100 %") + padding
    assert widths[Column.PLAY] and widths[Column.CORRECT] and widths[Column.DIGIT]
    assert widths[Column.SOURCE] == 0
