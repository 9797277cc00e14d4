"""How sure a share is that was counted."""

import math

_NORMAL_QUANTILE = 1.959963984540054


def wilson_interval(successes: int, trials: int) -> tuple[float, float]:
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
