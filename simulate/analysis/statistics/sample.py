"""Samples: one quantity over all iterations, in order."""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, bdtrik

from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Ends, Quantile

SLACK = 1e-9
"""By how much a time may exceed a limit and still count as within it [working days]."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """
    One quantity over all iterations, smallest first; infinity is what never came and is worse than any number.

    Parameters
    ----------
    ordered
        float64[N], ascending.
    """

    ordered: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> Self:
        """Put the values of the iterations, float64[N], in order."""
        return cls(ordered=np.sort(values))

    @property
    def came(self) -> NDArray[np.float64]:
        """Return the part that is not infinite."""
        return self.ordered[: np.searchsorted(self.ordered, np.inf)]

    @property
    def mean(self) -> float:
        """Return the mean of what came; NaN if nothing did."""
        return self._of_came.estimate

    @property
    def sd(self) -> float:
        """Return the standard deviation of what came; NaN for fewer than two."""
        return self._of_came.sd

    @property
    def mean_interval(self) -> tuple[float, float]:
        """Return the ends of the 95% interval of the mean of what came; NaN where fewer than two did."""
        return self._of_came.low, self._of_came.high

    @cached_property
    def _of_came(self) -> Mean:
        return Mean.of(self.came)

    def within(self, limit: float) -> Proportion:
        """Estimate the probability of at most `limit`."""
        return Proportion.of(self.count_within(limit), self.ordered.size)

    def count_within(self, limit: float) -> int:
        """Count the iterations of at most `limit`."""
        return int(np.searchsorted(self.ordered, limit + SLACK, side="right"))

    def quantile(self, p: float) -> float:
        """Return the least value that at least a share p in (0, 1) of the iterations does not exceed; NaN if empty."""
        n = self.ordered.size
        return float(self.ordered[_place(n, p)]) if n else math.nan

    def quantile_interval(self, p: float, *, level: float = 0.95) -> tuple[float, float]:
        """
        Return the order statistics that hold the p-quantile between them with probability `level` or more [1]_.

        A side for which there are too few iterations is -infinity or infinity.

        References
        ----------
        .. [1] David, Nagaraja (2003), Order Statistics, 3rd ed., section 7.1.
        """
        lower, upper = _ranks(self.ordered.size, p, level)
        return (
            float(self.ordered[lower - 1]) if lower >= 1 else -math.inf,
            float(self.ordered[upper - 1]) if upper <= self.ordered.size else math.inf,
        )

    def estimate(self, p: float, *, level: float = 0.95) -> Quantile:
        """Estimate the p-quantile, and tell an end that is never from one for which there are too few iterations."""
        low, high = self.quantile_interval(p, level=level)
        lower, upper = _ranks(self.ordered.size, p, level)
        if low == math.inf:
            ends = Ends.NEVER
        elif lower < 1 or upper > self.ordered.size:
            ends = Ends.TOO_FEW_ITERATIONS
        else:
            ends = Ends.PERHAPS_NEVER if high == math.inf else Ends.KNOWN
        return Quantile(value=self.quantile(p), low=low, high=high, ends=ends)


@lru_cache
def _place(n: int, p: float) -> int:
    """Return which of n values in order, counted from 0, is the p-quantile."""
    return math.ceil(Fraction(repr(float(p))) * n) - 1


@lru_cache
def _ranks(n: int, p: float, level: float) -> tuple[int, int]:
    """Return which of n values in order, counted from 1, are the ends; below 1 or above n there is none."""
    if n == 0:
        return 0, 1
    return _binomial_quantile((1 - level) / 2, n, p), _binomial_quantile((1 + level) / 2, n, p) + 1


def _binomial_quantile(q: float, n: int, p: float) -> int:
    """Return the smallest k with P(K <= k) >= q for K binomial."""
    k = max(math.ceil(bdtrik(q, n, p)), 0)
    return k - 1 if k > 0 and bdtr(k - 1, n, p) >= q else k
