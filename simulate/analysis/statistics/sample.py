"""Samples: one quantity over all iterations, in order."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
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

SLACK = 1e-9
"""By how much a time may exceed a limit and still count as within it [working days]."""

_ROOM: Final = 64 * 2**20
"""What is kept of samples at the most [bytes]: a run promises not to take more memory than its outcome."""


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
        return Proportion.of(self.count_within(limit), self.ordered.size)

    def count_within(self, limit: float) -> int:
        """Count the iterations of at most `limit`."""
        return int(np.searchsorted(self.ordered, limit + SLACK, side="right"))

    def quantile(self, p: float) -> float:
        """Return the least value that at least a share p in (0, 1) of the iterations does not exceed; NaN if empty."""
        n = self.ordered.size
        return float(self.ordered[rank_of(p, n) - 1]) if n else math.nan

    def quantile_interval(self, p: float, *, level: float = 0.95) -> tuple[float, float]:
        """
        Return the order statistics that hold the p-quantile between them with probability `level` or more [1]_.

        A side for which there are too few iterations is -infinity or infinity.

        References
        ----------
        .. [1] David, Nagaraja (2003), Order Statistics, 3rd ed., section 7.1.
        """
        lower, upper = ranks(self.ordered.size, p, level)
        return (
            float(self.ordered[lower - 1]) if lower >= 1 else -math.inf,
            float(self.ordered[upper - 1]) if upper <= self.ordered.size else math.inf,
        )

    def estimate(self, p: float, *, level: float = 0.95) -> Quantile:
        """Estimate the p-quantile, and tell an end that is never from one for which there are too few iterations."""
        low, high = self.quantile_interval(p, level=level)
        lower, upper = ranks(self.ordered.size, p, level)
        if low == math.inf:
            ends = Ends.NEVER
        elif lower < 1 or upper > self.ordered.size:
            ends = Ends.TOO_FEW_ITERATIONS
        else:
            ends = Ends.PERHAPS_NEVER if high == math.inf else Ends.KNOWN
        return Quantile(value=self.quantile(p), low=low, high=high, ends=ends)


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
        """Put both in order; often they are one array."""
        sample = Sample.of(times)
        return cls(times=sample, dated=sample if dated is times else Sample.of(dated))

    @property
    def came(self) -> Self:
        """Return the part that is not infinite."""
        return type(self)(times=Sample(ordered=self.times.came), dated=Sample(ordered=self.dated.came))

    def estimate(self, p: float, days: Axis) -> DatedQuantile:
        """Estimate the p-quantile in working days, with the dates that an axis has for it."""
        found, dated = self.times.estimate(p), self.dated.estimate(p)
        value, low, high = days.worked([found.value, found.low, found.high]).tolist()
        day, low_day, high_day = days.dates_of([dated.value, dated.low, dated.high])
        return DatedQuantile(
            value=value,
            low=low,
            high=high,
            ends=found.ends,
            axis=found,
            date=day,
            low_date=low_day,
            high_date=high_day,
        )


class Samples(Mapping[str, DatedSample]):
    """
    The times of many things, each put in order when it is first asked for and then kept, as long as there is room.

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
