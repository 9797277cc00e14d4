"""Marks as they are drawn."""

from itertools import combinations

import numpy as np
import pytest
from fake_stream import answered_mark
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage, QPainter

from app.recognition.decision import Verdict
from app.window.look import Look
from app.window.mark import Mark
from app.window.picture.marks_painter import MarksPainter

WAVEFORM, SPECTROGRAM = QRectF(0, 0, 200, 60), QRectF(0, 60, 200, 40)


@pytest.fixture
def painter(qapp: object) -> MarksPainter:
    return MarksPainter(Look("dark"), QFont())


def mark(verdict: Verdict, text: str, provisional: bool = False) -> Mark:
    answered = None if provisional else answered_mark(0, 1).answered
    return Mark(40, 120, verdict, text, answered)


def drawn(painter: MarksPainter, each: Mark, **how: object) -> np.ndarray:
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(painter._look.theme.color("surface"))
    qt_painter = QPainter(image)
    painter.paint(qt_painter, painter.place([each], float), WAVEFORM, SPECTROGRAM, **how)
    qt_painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(100, 200).copy()


def test_every_kind_of_mark_looks_different_also_without_colours(painter: MarksPainter) -> None:
    kinds = [
        mark(Verdict.DIGIT, "5"),
        mark(Verdict.NOT_SURE, "?"),
        mark(Verdict.NO_DIGIT, "–"),
        mark(Verdict.DIGIT, "5", provisional=True),
    ]
    greys = []
    for each in kinds:
        pixels = drawn(painter, each)
        channels = [pixels >> shift & 0xFF for shift in (16, 8, 0)]
        greys.append(sum(channel.astype(float) for channel in channels) / 3)
    for one, other in combinations(greys, 2):
        assert (abs(one - other) > 25).sum() > 30


def test_hovered_and_chosen_marks_stand_out(painter: MarksPainter) -> None:
    each = mark(Verdict.DIGIT, "5")
    plain = drawn(painter, each)
    assert (drawn(painter, each, hovered=each) != plain).any()
    assert (drawn(painter, each, chosen=each) != plain).any()


def test_only_what_is_seen_is_held_in_memory(painter: MarksPainter) -> None:
    for end in range(20, 90):
        drawn(painter, Mark(10, end, Verdict.DIGIT, "5"))
    assert len(painter._stretches) == 1


def test_another_theme_draws_other_colours(painter: MarksPainter) -> None:
    each = mark(Verdict.DIGIT, "5")
    before = drawn(painter, each)
    painter._look.choose("light")
    assert (drawn(painter, each) != before).mean() > 0.3


def test_chips_of_short_neighbours_do_not_overlap(painter: MarksPainter) -> None:
    answered = answered_mark(0, 1).answered
    short = [Mark(at, at + 4, Verdict.DIGIT, "8", answered) for at in range(0, 60, 6)]
    chips = [place.chip for place in painter.place(short, float)]
    assert not any(one.intersects(other) for one, other in combinations(chips, 2))


def test_chip_keeps_its_row_while_its_neighbours_come(painter: MarksPainter) -> None:
    answered = answered_mark(0, 1).answered
    short = [Mark(at, at + 4, Verdict.DIGIT, "8", answered) for at in range(0, 60, 6)]
    first = painter.place(short[:4], float)
    assert [place.chip for place in painter.place(short, float)[:4]] == [
        place.chip for place in first
    ]


def test_long_label_is_shortened(painter: MarksPainter) -> None:
    answered = answered_mark(0, 1).answered
    long = Mark(0, 40, Verdict.DIGIT, "a label that is much too long for a chip", answered)
    assert painter.place([long], float)[0].chip.width() < 300
