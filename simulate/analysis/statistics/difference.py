"""Differences between two alternatives on the same iterations."""

import math
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtri

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.mean import Mean


class Difference(NamedTuple):
    """
    A difference with its interval.

    Parameters
    ----------
    estimate, low, high
        The difference, and the ends of its interval.
    spread
        Its standard deviation in one iteration; infinity where it is not known.
    """

    estimate: float
    low: float
    high: float
    spread: float

    @property
    def alone(self) -> Estimate:
        """Return it with its interval, without the spread that only comparisons of several need."""
        return Estimate(value=self.estimate, low=self.low, high=self.high)

    @classmethod
    def of_hits(cls, first: NDArray[np.bool_], second: NDArray[np.bool_], tail: float) -> Self:
        """Compare probabilities by the adjusted Wald interval, which misses to either side with probability `tail`."""
        n = first.size
        both = int(np.count_nonzero(first & second))
        n12, n21 = int(np.count_nonzero(first)) - both, int(np.count_nonzero(second)) - both
        p12, p21 = (n12 + 1) / (n + 2), (n21 + 1) / (n + 2)
        spread = math.sqrt(p12 + p21 - (p12 - p21) ** 2)
        reach = -float(ndtri(tail)) * spread / math.sqrt(n + 2)
        low = max(p12 - p21 - reach, _at_least(n12, n21, n, tail))
        high = min(p12 - p21 + reach, -_at_least(n21, n12, n, tail))
        return cls((n12 - n21) / n, low, high, spread)

    @classmethod
    def of_means(cls, values: NDArray[np.float64], tail: float) -> Self:
        """Estimate the mean of what two alternatives differ by in each iteration."""
        mean = Mean.of(values, tail=tail)
        return cls(mean.value, mean.low, mean.high, mean.sd)


def _at_least(more: int, less: int, n: int, tail: float) -> float:
    """Return by how much the first surely hits more often, by the exact test; -1, which says nothing, if it is not."""
    preferred = float(betaincinv(more, less + 1, tail)) if more else 0.0
    if preferred <= 0.5:
        return -1.0
    return (2 * preferred - 1) * float(betaincinv(more + less, n - more - less + 1, tail))
