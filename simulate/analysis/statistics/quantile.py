"""Quantiles: a value that a chosen share of the iterations does not exceed, and how well it is known."""

import datetime
import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.statistics.estimate import Estimate


class Ends(StrEnum):
    """What is known of the two ends of a quantile's interval."""

    KNOWN = "known"
    PERHAPS_NEVER = "perhaps_never"
    """The later end is never: the time comes too seldom to say that there is such a quantile."""

    NEVER = "never"
    """Both ends are never."""

    TOO_FEW_ITERATIONS = "too_few_iterations"
    """The order statistic for an end would lie before the first iteration or after the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile(Estimate):
    """
    A quantile with its interval, in the unit of what it is of.

    Parameters
    ----------
    value
        The estimate; infinity is never, NaN where there are no iterations.
    low, high
        Ends of its interval; -infinity and infinity where there are too few iterations for them, and infinity for
        never.
    ends
        What is known of them.
    """

    ends: Ends

    def less(self, base: float) -> "Quantile":
        """Return the quantile of what is left after `base`, the same in each iteration."""
        return Quantile(value=self.value - base, low=self.low - base, high=self.high - base, ends=self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedQuantile(Quantile):
    """
    A quantile of times with its interval [working days from start], and their dates.

    Parameters
    ----------
    axis
        The same on the axis of the plan [days of the axis].
    date, low_date, high_date
        The dates of the value and of the ends; none for never, and beyond the year 9999.
    """

    axis: Quantile
    date: datetime.date | None
    low_date: datetime.date | None
    high_date: datetime.date | None


@lru_cache
def rank_of(p: float, n: int) -> int:
    """
    Return which of n values in ascending order, from 1 on, is the p-quantile.

    It is the least that at least a share p does not exceed; p is what it says in decimals.

    Examples
    --------
    >>> rank_of(0.8, 10), rank_of(0.07, 100), 0.07 * 100
    (8, 7, 7.000000000000001)
    """
    return math.ceil(Fraction(repr(float(p))) * n)


def quantile_of(values: NDArray[np.float64], p: float) -> NDArray[np.float64]:
    """Return the p-quantile along the last axis of values in any order, float64[..., n]: an order statistic."""
    place = rank_of(p, values.shape[-1]) - 1
    return np.asarray(np.partition(values, place, axis=-1)[..., place])


def iterations_for_quantile(p: float, *, level: float = 0.95) -> int:
    """
    Return the fewest iterations with which a p-quantile's interval has two ends.

    Examples
    --------
    >>> iterations_for_quantile(0.8), iterations_for_quantile(0.1)
    (17, 36)
    """
    return math.ceil(math.log((1 - level) / 2) / math.log(max(p, 1 - p)))
