"""The charts of a report's page."""

import math
from collections.abc import Iterator, Sequence

from training.evaluation.figures import (
    Accuracy,
    DigitOrNot,
    Figures,
    NoiseFigures,
    RejectionPoint,
    Reliability,
)
from training.pages.chart import Axis, Line, chart, percent_axis

_GOOD_AUC = 0.97


def charts(figures: Figures) -> Iterator[str]:
    """Draw all that can be drawn of the figures."""
    if figures.rejection:
        yield _rejection_chart(figures.rejection, figures.threshold)
    if figures.digits and figures.noise:
        yield _noise_chart(figures.noise, figures.digits.overall)
    if figures.reliability:
        yield _reliability_chart(figures.reliability)
    if figures.digit_or_not:
        yield _roc_chart(figures.digit_or_not)


def _rejection_chart(points: Sequence[RejectionPoint], threshold: float) -> str:
    words = [(p.threshold, p.words_called_a_digit) for p in points]
    noises = [(p.threshold, p.noises_called_a_digit) for p in points]
    lines = [Line("digits lost", [(p.threshold, p.digits_lost) for p in points])]
    known_words = [(place, share) for place, share in words if share is not None]
    known_noises = [(place, share) for place, share in noises if share is not None]
    if known_words:
        lines.append(Line("other words called a digit", known_words, "warning"))
    if known_noises:
        lines.append(Line("seconds of noise called a digit", known_noises, "muted"))
    near = [share for line in lines for place, share in line.points if place <= 0.95]
    top = min(1.0, max(0.1, math.ceil(max(near) * 10) / 10))
    return chart(
        percent_axis("threshold", 0, 1, 5),
        percent_axis("share", 0, top, 5),
        lines,
        f"What the threshold keeps out, and what it costs. The program's is {threshold:g}.",
        guides=[[(threshold, 0), (threshold, top)]],
    )


def _noise_chart(noise: NoiseFigures, clean: Accuracy) -> str:
    levels = noise.levels
    lowest = min(each.digits.low for each in levels)
    bottom = math.floor(lowest * 10) / 10
    line = Line(
        "accuracy, with its 95 % interval",
        [(-each.snr_db, each.digits.accuracy) for each in levels],
        radii=[4.0] * len(levels),
        whiskers=[(each.digits.low, each.digits.high) for each in levels],
    )
    # The axis falls from the quietest noise to the loudest, so it is the negative of the level.
    x = Axis(
        "the noise is that many dB below the voice", [(-20, "20"), (-10, "10"), (-5, "5"), (0, "0")]
    )
    return chart(
        x,
        percent_axis("accuracy", bottom, 1, 5),
        [line],
        "Digits with noise mixed in. The dashed line is without noise.",
        guides=[[(-20, clean.accuracy), (0, clean.accuracy)]],
    )


def _reliability_chart(reliability: Reliability) -> str:
    bins = reliability.bins
    line = Line(
        "bins; the larger the dot, the more answers",
        [(each.confidence, each.right) for each in bins],
        radii=[2.5 + 8 * math.sqrt(each.weight) for each in bins],
    )
    return chart(
        percent_axis("probability of the best label", 0, 1),
        percent_axis("how often it is right", 0, 1),
        [line],
        f"Reliability. On the dashed line probabilities come true; the mean distance from it is "
        f"{100 * reliability.error:.1f} %.",
        guides=[[(0, 0), (1, 1)]],
    )


def _roc_chart(digit_or_not: DigitOrNot) -> str:
    lines = []
    if words := digit_or_not.against_words:
        lines.append(Line(f"against words, area {words.auc:.4f}", words.curve, "accent"))
    if noises := digit_or_not.against_noises:
        lines.append(Line(f"against noise, area {noises.auc:.4f}", noises.curve, "muted"))
    corner = digit_or_not.against_all.auc >= _GOOD_AUC
    where = "the corner of it that matters" if corner else "all of it"
    return chart(
        percent_axis("other sounds taken for a digit", 0, 0.1 if corner else 1),
        percent_axis("digits found", 0.8 if corner else 0, 1),
        lines,
        f"ROC, {where}: digit or not, by the probability of some digit.",
    )
