"""How wide the columns of the history are."""

from PySide6.QtGui import QFontMetrics

from app.window.history_order import Column
from app.window.icons import icon_size

_PADDING_IN_EM = 0.6
_SAMPLES = {
    Column.TIME: "30.12.2030 00:00:00",
    Column.SOURCE: "Built-in microphone",
    Column.DIGIT: "Digit ▾",
    Column.CONFIDENCE: "Confidence ▾ 100 %",
    Column.MILLISECONDS: "1000 ms",
}
_SHARES = {
    Column.TIME: 3,
    Column.SOURCE: 5,
    Column.DIGIT: 2,
    Column.CONFIDENCE: 4,
    Column.MILLISECONDS: 3,
}
_SHORTER = (
    (Column.SOURCE, "Built-in mi"),
    (Column.TIME, "00:00:00"),
    (Column.CONFIDENCE, "000 100 %"),
    (Column.SOURCE, ""),
    (Column.CONFIDENCE, "100 %"),
    (Column.MILLISECONDS, ""),
)
"""What has to fit where there is not enough room for `_SAMPLES`, step by step."""


def cell_padding(metrics: QFontMetrics) -> int:
    """Give what is left free at either side of a cell, in pixels."""
    return round(metrics.height() * _PADDING_IN_EM)


def column_widths(metrics: QFontMetrics, width: int, label_width: int = 0) -> dict[Column, int]:
    """Give each column what it needs and share the rest; with too little, some is left out.

    Parameters
    ----------
    metrics : QFontMetrics
        Of the font of the table.
    width : int
        Of all columns together, in pixels.
    label_width : int
        Of the widest label that the network has, in pixels. A label that is wider than what says
        how sure it is does not get all its room.

    Returns
    -------
    dict of Column to int
        In pixels, 0 for a column that is not shown. They are `width` together, unless that is
        too little even for the least.
    """
    padding = 2 * cell_padding(metrics)
    widths = {
        column: metrics.horizontalAdvance(text) + padding for column, text in _SAMPLES.items()
    }
    label_width = min(label_width + padding, widths[Column.CONFIDENCE])
    widths[Column.DIGIT] = max(widths[Column.DIGIT], label_width)
    widths[Column.PLAY] = widths[Column.CORRECT] = icon_size(metrics) + padding
    spare = width - sum(widths.values())
    for column, text in _SHORTER:
        if spare < 0:
            least = metrics.horizontalAdvance(text) + padding if text else 0
            # A column that goes gives all; one that only gets shorter, what is missing.
            given = min(widths[column] - least, -spare if text else widths[column])
            widths[column] -= given
            spare += given
    if spare <= 0:
        return widths
    shares = {column: share for column, share in _SHARES.items() if widths[column]}
    parts = {column: spare * share // sum(shares.values()) for column, share in shares.items()}
    for column, part in parts.items():
        widths[column] += part
    widths[Column.CONFIDENCE] += spare - sum(parts.values())
    return widths
