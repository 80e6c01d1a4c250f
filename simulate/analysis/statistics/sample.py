"""Samples: one quantity over all iterations."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, bdtrik

from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import DatedQuantile, Ends, Quantile, rank_of
from milepost.simulate.engine.order_statistics import counts_within, order_statistics

SLACK = 1e-9
"""By how much a time may exceed a limit and still count as within it [working days]."""

_ROOM: Final = 64 * 2**20
"""What is kept of samples at the most [bytes]: a run promises not to take more memory than its outcome."""

_FEW: Final = 4096
"""Values that are put in order faster than they are counted."""

_ORDERED: Final = "ordered"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """
    One quantity over all iterations; infinity is what never came and is worse than any number.

    Few figures need all values in order, which takes longest of all that is done with them: they are put in order when
    somebody asks, and what is asked before that is counted. The answers are the same.

    Parameters
    ----------
    values
        float64[N], by iteration.
    """

    values: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> Self:
        """Take the values of the iterations, float64[N]; they are not to change any more."""
        return cls(values=values)

    @classmethod
    def in_order(cls, ordered: NDArray[np.float64]) -> Self:
        """Take values, float64[N], that are in ascending order."""
        sample = cls(values=ordered)
        sample.__dict__[_ORDERED] = ordered
        return sample

    @property
    def size(self) -> int:
        """Return the number of iterations."""
        return self.values.size

    @cached_property
    def ordered(self) -> NDArray[np.float64]:
        """Return the values in ascending order."""
        return np.sort(self.values)

    @property
    def came(self) -> NDArray[np.float64]:
        """Return the part that is not infinite, in ascending order."""
        return self.ordered[: np.searchsorted(self.ordered, np.inf)]

    @property
    def came_count(self) -> int:
        """Return how many are not infinite."""
        return self.came.size if self._is_in_order else int(np.count_nonzero(self.values < np.inf))

    @property
    def mean(self) -> float:
        """Return the mean of what came; NaN if nothing did."""
        return self._of_came.value

    @property
    def sd(self) -> float:
        """Return the standard deviation of what came; NaN for fewer than two."""
        return self._of_came.sd

    @cached_property
    def _of_came(self) -> Mean:
        return Mean.of(self.came)

    def within(self, limit: float) -> Proportion:
        """Estimate the probability of at most `limit`."""
        return Proportion.of(self.count_within(limit), self.size)

    def count_within(self, limit: float) -> int:
        """Count the iterations of at most `limit`."""
        if self._is_in_order:
            return int(np.searchsorted(self.ordered, limit + SLACK, side="right"))
        return int(np.count_nonzero(self.values <= limit + SLACK))

    def counts_within(self, limits: NDArray[np.float64]) -> NDArray[np.int64]:
        """Count, int64[k], the iterations of at most each of some limits, float64[k], in ascending order."""
        if self._is_in_order:
            return np.searchsorted(self.ordered, limits + SLACK, side="right")
        return counts_within(self.values, limits + SLACK)

    def quantile(self, p: float) -> float:
        """Return the least value that at least a share p in (0, 1) of the iterations does not exceed; NaN if empty."""
        return self._at([rank_of(p, self.size)])[0] if self.size else math.nan

    def quantile_interval(self, p: float, *, level: float = 0.95) -> tuple[float, float]:
        """
        Return the order statistics that hold the p-quantile between them with probability `level` or more [1]_.

        A side for which there are too few iterations is -infinity or infinity.

        References
        ----------
        .. [1] David, Nagaraja (2003), Order Statistics, 3rd ed., section 7.1.
        """
        lower, upper = ranks(self.size, p, level)
        there = [rank for rank in (lower, upper) if 1 <= rank <= self.size]
        found = dict(zip(there, self._at(there), strict=True))
        return found.get(lower, -math.inf), found.get(upper, math.inf)

    def estimate(self, p: float, *, level: float = 0.95) -> Quantile:
        """Estimate the p-quantile, and tell an end that is never from one for which there are too few iterations."""
        n = self.size
        lower, upper = ranks(n, p, level)
        if lower >= 1 and upper <= n:
            low, value, high = self._at([lower, rank_of(p, n), upper])
        else:
            low, high = self.quantile_interval(p, level=level)
            value = self.quantile(p)
        if low == math.inf:
            ends = Ends.NEVER
        elif lower < 1 or upper > n:
            ends = Ends.TOO_FEW_ITERATIONS
        else:
            ends = Ends.PERHAPS_NEVER if high == math.inf else Ends.KNOWN
        return Quantile(value=value, low=low, high=high, ends=ends)

    def look_up(self, shares: Collection[float], *, level: float = 0.95) -> None:
        """Find in one pass what the estimates of some quantiles will ask for."""
        n = self.size
        if not self._is_counted:
            return
        asked = {rank for p in shares for rank in (rank_of(p, n), *ranks(n, p, level))}
        self._at([rank for rank in asked if 1 <= rank <= n])

    def _at(self, asked: Sequence[int]) -> list[float]:
        """Return the values that have some ranks, which count from 1."""
        if not self._is_counted:
            return [float(self.ordered[rank - 1]) for rank in asked]
        missing = [rank for rank in asked if rank not in self._found]
        if missing:
            (values,) = order_statistics(self.values[None], missing)
            self._found.update(zip(missing, values.tolist(), strict=True))
        return [self._found[rank] for rank in asked]

    @property
    def _is_counted(self) -> bool:
        return not self._is_in_order and self.size >= _FEW

    @property
    def _is_in_order(self) -> bool:
        return _ORDERED in self.__dict__

    @cached_property
    def _found(self) -> dict[int, float]:
        """By rank, what has been found so far."""
        return {}


class Axis(Protocol):
    """What times of a plan are counted on, as `milepost.models.calendar.WorkingDays` is."""

    def worked(self, times: Sequence[float]) -> NDArray[np.float64]:
        """Return the working days from the start to each of some times."""

    def dates_of(self, offsets: Sequence[float]) -> Sequence[date | None]:
        """Return the dates of times; none of never."""


@dataclass(frozen=True, kw_only=True)
class DatedSample:
    """
    Times over all iterations, and those that have their dates: later where a day begins and none ends.

    Parameters
    ----------
    times, dated
        The times, and the times that have the dates [days of the axis].
    """

    times: Sample
    dated: Sample

    @classmethod
    def of(cls, times: NDArray[np.float64], dated: NDArray[np.float64]) -> Self:
        """Take both; often they are one array."""
        sample = Sample.of(times)
        return cls(times=sample, dated=sample if dated is times else Sample.of(dated))

    @property
    def came(self) -> Self:
        """Return the part that is not infinite."""
        return type(self)(times=Sample.in_order(self.times.came), dated=Sample.in_order(self.dated.came))

    def estimate(self, p: float, days: Axis) -> DatedQuantile:
        """Estimate the p-quantile in working days, with the dates that an axis has for it."""
        return dated_estimates([self], [p], days)[0][0]


def dated_estimates(samples: Sequence[DatedSample], shares: Sequence[float], days: Axis) -> list[list[DatedQuantile]]:
    """
    Estimate some quantiles of each of some samples, in working days, with the dates that an axis has for them.

    An axis takes hardly longer for many times than for one.
    """
    found, dated = [], []
    for one in samples:
        for sample in (one.times,) if one.dated is one.times else (one.times, one.dated):
            sample.look_up(shares)
        found += [one.times.estimate(p) for p in shares]
        dated += [one.dated.estimate(p) for p in shares]
    worked = days.worked([time for one in found for time in (one.value, one.low, one.high)]).tolist()
    dates = days.dates_of([time for one in dated for time in (one.value, one.low, one.high)])
    made = [
        DatedQuantile(
            value=worked[k],
            low=worked[k + 1],
            high=worked[k + 2],
            ends=one.ends,
            axis=one,
            date=dates[k],
            low_date=dates[k + 1],
            high_date=dates[k + 2],
        )
        for k, one in zip(range(0, len(worked), 3), found, strict=True)
    ]
    return [made[k : k + len(shares)] for k in range(0, len(made), len(shares))]


class Samples(Mapping[str, DatedSample]):
    """
    The times of many things, each kept with what has been found in it as long as there is room.

    Parameters
    ----------
    times
        By id: float64[N], the times.
    dated
        Gives, by id, the times that have the dates.
    """

    def __init__(self, times: Mapping[str, NDArray[np.float64]], dated: Callable[[str], NDArray[np.float64]]) -> None:
        self._times, self._dated = times, dated
        self._kept: dict[str, DatedSample] = {}
        self._room = _ROOM

    def __getitem__(self, id: str) -> DatedSample:
        if id in self._kept:
            return self._kept[id]
        sample = DatedSample.of(self._times[id], self._dated(id))
        self._room -= 2 * self._times[id].nbytes
        if self._room >= 0:
            self._kept[id] = sample
        return sample

    def share(self, other: "Samples") -> None:
        """Take what is known of other things where their times are the same, as most are after a small change."""
        for id in self._times.keys() & other._times.keys():
            times, other_times = self._times[id], other._times[id]
            if np.array_equal(times, other_times):
                dated, other_dated = self._dated(id), other._dated(id)
                are_times = dated is times and other_dated is other_times
                if are_times or np.array_equal(dated, other_dated):
                    self._kept[id] = other[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._times)

    def __len__(self) -> int:
        return len(self._times)


@lru_cache
def ranks(n: int, p: float, level: float) -> tuple[int, int]:
    """
    Return which of n values in order, counted from 1, are the ends of a p-quantile's interval.

    Below 1 or above n there is none.
    """
    if n == 0:
        return 0, 1
    return _binomial_quantile((1 - level) / 2, n, p), _binomial_quantile((1 + level) / 2, n, p) + 1


def _binomial_quantile(q: float, n: int, p: float) -> int:
    """Return the smallest k with P(K <= k) >= q for K binomial."""
    k = max(math.ceil(bdtrik(q, n, p)), 0)
    return k - 1 if k > 0 and bdtr(k - 1, n, p) >= q else k
