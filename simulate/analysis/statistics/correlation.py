"""Rank correlations: how surely one quantity is large where another is, and how well that is known."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from milepost.simulate.analysis.statistics.estimate import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class RankCorrelation(Estimate):
    """Spearman's correlation of two quantities over the iterations, with its interval [-]."""

    @classmethod
    def of(cls, one: NDArray[np.float64], other: NDArray[np.float64], *, level: float = 0.95) -> Self:
        """
        Correlate two quantities whose `unit_ranks`, float64[n] each, are given.

        The interval is symmetric in Fisher's z, whose standard error is taken as sqrt((1 + r^2 / 2) / (n - 3)), as by
        `ci.spear` of the R package statpsych [1]_, which takes it from Bonett and Wright (2000). It is NaN for fewer
        than 4 iterations.

        References
        ----------
        .. [1] statpsych, reference of ci.spear, https://dgbonett.github.io/statpsych/reference/ci.spear.html
        """
        value, n = min(max(float(one @ other), -1.0), 1.0), one.size
        if math.isnan(value) or n < 4:
            return cls(value=value)
        if abs(value) == 1.0:
            return cls(value=value, low=value, high=value)
        centre, reach = math.atanh(value), float(ndtri((1 + level) / 2)) * math.sqrt((1 + value**2 / 2) / (n - 3))
        return cls(value=value, low=math.tanh(centre - reach), high=math.tanh(centre + reach))


def unit_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Return the ranks of values, float64[n], less their mean and brought to length 1; NaN where all values are the same.

    Values that are the same share their mean rank. So the sum of products of two is Spearman's correlation.
    """
    order = np.argsort(values)
    ordered = values[order]
    shared = np.arange(1 - values.size, values.size, 2) / 2
    differ = ordered[1:] != ordered[:-1]
    if not differ.all():
        edges = np.flatnonzero(differ) + 1
        begins, ends = np.append(0, edges), np.append(edges, values.size)
        shared = np.repeat((begins + ends - values.size) / 2, ends - begins)
    length = math.sqrt(float(shared @ shared))
    ranks = np.empty(values.size)
    ranks[order] = shared / length if length else math.nan
    return ranks
