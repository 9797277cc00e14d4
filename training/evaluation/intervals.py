"""How sure a figure is that was counted."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

_NORMAL_QUANTILE = 1.959963984540054
_TAILS = (0.025, 0.975)
_DRAWS, _SEED = 1000, 1

Interval = tuple[float, float]


def wilson_interval(successes: int, trials: int) -> Interval:
    """Give the interval in which the true share lies with 95 % confidence.

    Parameters
    ----------
    successes, trials : int
        0 <= successes <= trials.

    Returns
    -------
    low, high : float
        0 to 1; both ends where there were no trials. Source: Wilson, "Probable inference, the
        law of succession, and statistical inference", JASA 22 (1927), without correction for
        continuity. It takes trials for independent, which those of one speaker are not quite.
    """
    if trials == 0:
        return 0.0, 1.0
    share, squared = successes / trials, _NORMAL_QUANTILE**2
    centre = share + squared / (2 * trials)
    spread = math.sqrt(share * (1 - share) / trials + squared / (4 * trials**2))
    low = (centre - _NORMAL_QUANTILE * spread) / (1 + squared / trials)
    high = (centre + _NORMAL_QUANTILE * spread) / (1 + squared / trials)
    # At the ends rounding leaves a trace where the formula gives the end itself.
    return (
        0.0 if successes == 0 else max(low, 0.0),
        1.0 if successes == trials else min(high, 1.0),
    )


def poisson_interval(count: int) -> Interval:
    """Give the interval in which the mean lies, with 95 % confidence, of what was counted once.

    Source: Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936).
    """
    low, high = _TAILS
    return _poisson_mean(count, high) if count else 0.0, _poisson_mean(count + 1, low)


def _poisson_mean(count: int, chance: float) -> float:
    """Give the mean with which fewer than `count`, at least one, are counted with some chance."""
    low, high = 0.0, 10.0 + 2 * count
    for _ in range(50):
        mean = (low + high) / 2
        terms = (math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count))
        low, high = (mean, high) if math.fsum(terms) > chance else (low, mean)
    return mean


def bootstrap_interval(figure: Callable[[NDArray[np.intp]], float], count: int) -> Interval:
    """Give the interval of 95 % of what a figure is where recordings are drawn anew.

    Parameters
    ----------
    figure : callable
        Takes the places of `count` recordings, some of them several times.
    count : int
        Number of recordings.

    Returns
    -------
    low, high : float
        The same each time. Source: percentiles of a thousand draws, Efron, "Bootstrap methods:
        another look at the jackknife", Annals of Statistics 7 (1979).
    """
    random = np.random.default_rng(_SEED)
    drawn = [figure(random.integers(count, size=count)) for _ in range(_DRAWS)]
    low, high = np.quantile(drawn, _TAILS).tolist()
    return low, high
