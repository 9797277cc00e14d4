"""A still picture of a tone with three utterances, and what a mouse does to it, for tests."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.history import HistoryEntry
from app.window.answered import Answered
from app.window.look import Look
from app.window.mark import Mark, mark_of
from app.window.picture.still_picture import StillPicture
from model.audio_format import SAMPLE_RATE

LENGTH_S = 20
TONE_HZ = 1_000.0
FIRST = 5_000
"""The number of the first sample in the stream."""


def tone(seconds: float = LENGTH_S) -> np.ndarray:
    """Make a tone at half of full scale."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.5 * np.sin(2 * np.pi * TONE_HZ * time)).astype(np.float32)


def answered(digit: str, start_s: float) -> Answered:
    """Make the row of a digit."""
    probabilities = {digit: 0.97, "8": 0.02, "other": 0.01}
    entry = HistoryEntry(
        "2025-01-01T12:00:00",
        "microphone",
        start=start_s,
        end=start_s + 0.4,
        digit=digit,
        confidence=0.97,
        probabilities=probabilities,
    )
    return Answered(entry, 0)


def mark(digit: str, start_s: float, first: int = FIRST) -> Mark:
    """Make the mark of a digit, in a sound whose first sample has that number."""
    start = first + round(start_s * SAMPLE_RATE)
    return mark_of(answered(digit, start_s), (start, start + 6_400))


def show_tone(qtbot: QtBot, look: Look) -> StillPicture:
    """Show 20 s of a tone whole, with utterances at 3, 9 and 16 s."""
    picture = StillPicture(look)
    qtbot.addWidget(picture)
    picture.resize(802, 420)
    marks = [mark("9", 9.0), mark("3", 3.0), mark("6", 16.0)]
    picture.show_sound(tone(), FIRST, marks, seconds_to_end=False)
    picture.show()
    qtbot.waitExposed(picture)
    QApplication.processEvents()
    return picture


def view(picture: StillPicture) -> QWidget:
    """Give the part that the mouse is told of."""
    return picture._canvas.viewport()


def x_of(picture: StillPicture, seconds: float) -> float:
    """Tell where a moment is."""
    start_s, end_s = picture.visible_range
    area = picture._canvas.places.waveform
    return area.left() + area.width() * (seconds - start_s) / (end_s - start_s)


def at(picture: StillPicture, seconds: float, height: float = 0.25) -> QPoint:
    """Give the pixel of a moment, at a share of the height of both plots from above."""
    area = picture._canvas.places.plots
    return QPoint(round(x_of(picture, seconds)), round(area.top() + area.height() * height))


def send_mouse(picture: StillPicture, kind: QEvent.Type, place: QPoint) -> None:
    """Let the left button, or the mouse with it held, do something."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    buttons = none if kind == QEvent.Type.MouseButtonRelease else left
    where = QPointF(view(picture).mapToGlobal(place))
    keys = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, QPointF(place), where, button, buttons, keys)
    QApplication.sendEvent(view(picture), event)


def drag(picture: StillPicture, start: QPoint, by: int, steps: int = 8) -> None:
    """Drag it sideways, by so many pixels."""
    QApplication.processEvents()
    send_mouse(picture, QEvent.Type.MouseButtonPress, start)
    for step in range(1, steps + 1):
        send_mouse(picture, QEvent.Type.MouseMove, start + QPoint(by * step // steps, 0))
    send_mouse(picture, QEvent.Type.MouseButtonRelease, start + QPoint(by, 0))


def pixels(picture: StillPicture) -> np.ndarray:
    """Give the colours that are seen."""
    QApplication.processEvents()
    image = picture.grab().toImage()
    data = np.frombuffer(image.constBits(), np.uint32)
    return data.reshape(image.height(), image.bytesPerLine() // 4)[:, : image.width()] & 0xFFFFFF
