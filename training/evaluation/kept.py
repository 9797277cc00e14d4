"""Counts as a model's card keeps them, with their 95 % intervals."""

from typing import Any

from training.evaluation.figures import Accuracy, CalledADigit


def kept_accuracy(each: Accuracy) -> dict[str, Any]:
    """Keep how many digits were right and how many lost, with intervals."""
    return {
        "right": each.right,
        "of": each.of,
        "right_interval": kept_interval(each.low, each.high),
        "lost": each.lost,
        "lost_interval": kept_interval(each.lost_low, each.lost_high),
    }


def kept_called(each: CalledADigit) -> dict[str, Any]:
    """Keep how many other sounds were called a digit, with the interval."""
    return {
        "called_a_digit": each.called_a_digit,
        "of": each.of,
        "interval": kept_interval(each.low, each.high),
    }


def kept_interval(low: float, high: float) -> list[float]:
    """Keep an interval to four digits."""
    return [round(low, 4), round(high, 4)]
