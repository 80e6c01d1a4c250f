"""Bracketed observations: each known to lie between two ends, beside the distribution that it was expected to have."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.sample import SLACK, ranks

_FARTHEST: Final = math.log(1000.0)
"""Logarithm of the ratio, to either side of 0, beyond which none is looked for [-]."""
_HALVINGS: Final = 30


@dataclass(frozen=True, kw_only=True)
class Bracketed:
    """
    Observations of quantities that differ, each with a distribution of its own.

    The place of an observation x in its distribution is F(x), which is uniform if the distribution is right. Of one
    that lies somewhere above one end and up to another, the place is spread evenly between those of the ends: so it is
    uniform on average as before, whether values are whole or not, and however wide the brackets are [1]_. An
    observation that has not ended has infinity for its other end.

    Parameters
    ----------
    expected
        float64[n, K], ascending in each row: K equally likely values of each quantity.
    low, high
        float64[n], the ends; each observation is above `low` and at most `high`.

    References
    ----------
    .. [1] Czado, Gneiting, Held (2009), Predictive model assessment for count data, Biometrics 65(4), 1254-1261:
       the non-randomized probability integral transform.
    """

    expected: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def places(self, factor: float = 1.0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the places of the ends, float64[n] each, in distributions that are `factor` times as long [-]."""
        low, high = (np.mean(self.expected <= (end / factor + SLACK)[:, None], axis=1) for end in (self.low, self.high))
        return low, high

    def below(self, p: float, factor: float = 1.0) -> NDArray[np.float64]:
        """Return, float64[n], how much of each lies below the p-quantile of its distribution times a factor [-]."""
        low, high = self.places(factor)
        room = high - low
        spread = (p - low) / np.where(room > 0.0, room, 1.0)
        certain = np.where(low < p - SLACK, 1.0, np.where(low > p + SLACK, 0.0, 0.5))
        return np.where(room > 0.0, np.clip(spread, 0.0, 1.0), certain)

    def ratio(self, *, independent: float, level: float = 0.95) -> Estimate:
        """
        Estimate by how much the observations are to the medians of their distributions, as a factor common to all [-].

        The estimate is the factor at which half of them lie below the medians. The interval holds the factors at which
        a sign test does not reject that; where the observations are exact it is the one between order statistics of
        their ratios to the medians. An end for which there are too few is 0 or infinity.

        Parameters
        ----------
        independent
            How many independent observations they are worth.
        level
            Probability with which the interval holds the factor.
        """
        count = math.floor(independent)
        rank, _ = ranks(count, 0.5, level)
        least = (rank - 0.5) / count if rank >= 1 else 0.0  # halfway to the count that is rejected: some count in part

        def lies_below(factor: float) -> float:
            return float(np.mean(self.below(0.5, factor)))

        first, last = _first(lies_below, 0.5), _last(lies_below, 0.5)
        return Estimate(
            value=math.sqrt(first * last) if math.isfinite(last) else last,
            low=_first(lies_below, least) if least else 0.0,
            high=_last(lies_below, 1.0 - least) if least else math.inf,
        )


def _first(share: Callable[[float], float], least: float) -> float:
    """Return the smallest factor at which a share that rises with it is no less than something; 0 if it always is."""
    low, high = -_FARTHEST, _FARTHEST
    if share(math.exp(low)) >= least - SLACK:
        return 0.0
    if share(math.exp(high)) < least - SLACK:
        return math.inf
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if share(math.exp(middle)) >= least - SLACK else (middle, high)
    return math.exp(high)


def _last(share: Callable[[float], float], most: float) -> float:
    """Return the largest factor at which it is no more than something; infinity if it always is."""
    return _first(share, most + 3 * SLACK)
