"""Families of paired differences: alternatives compared two by two on the same iterations."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from milepost.simulate.analysis.statistics.bootstrap import resampled_quantiles
from milepost.simulate.analysis.statistics.difference import Difference
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.groups import whole_groups
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import rank_of
from milepost.simulate.analysis.statistics.sample import SLACK, Sample

_ALONE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """
    What k alternatives came to on the same iterations, and every difference between two of them.

    All k (k - 1) / 2 differences hold together: each interval has the level that Bonferroni's inequality asks for. It
    needs to know nothing of how the alternatives depend on each other, and so allows common random numbers.

    Parameters
    ----------
    level
        Probability that the intervals of all differences hold [-].
    iterations
        How many iterations were compared.
    estimate, low, high
        float64[k], what each alternative came to, with its own 95% interval, which stands alone.
    difference, difference_low, difference_high
        float64[k, k], the row's alternative less the column's.
    spread
        float64[k, k], standard deviation of the difference in one iteration: that of its estimate times the root of
        `iterations`. Infinity where it is not known.
    differ
        int64[k, k], in how many iterations the two came to something else. Two figures can agree though that is many.
    """

    level: float
    iterations: int
    estimate: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    difference: NDArray[np.float64]
    difference_low: NDArray[np.float64]
    difference_high: NDArray[np.float64]
    spread: NDArray[np.float64]
    differ: NDArray[np.int64]

    @property
    def sd(self) -> NDArray[np.float64]:
        """float64[k], standard deviation of what each came to in one iteration, by the width of its own interval."""
        return (self.high - self.low) / 2 / -float(ndtri((1 - _ALONE) / 2)) * math.sqrt(self.iterations)

    def alone(self, i: int) -> Estimate:
        """Return what an alternative came to, with its own interval."""
        return Estimate(value=float(self.estimate[i]), low=float(self.low[i]), high=float(self.high[i]))

    def between(self, i: int, j: int) -> Estimate:
        """Return the difference of two alternatives, with the interval that holds together with all others."""
        return Estimate(
            value=float(self.difference[i, j]),
            low=float(self.difference_low[i, j]),
            high=float(self.difference_high[i, j]),
        )

    @classmethod
    def of_hits(cls, hit: NDArray[np.bool_], *, level: float = 0.95) -> Self:
        """
        Compare probabilities, bool[k, n], by the adjusted Wald interval of Bonett and Price [1]_.

        With n12 iterations in which only the first hit and n21 in which only the second did, it is Wald's interval on
        (n12 + 1) / (n + 2) and (n21 + 1) / (n + 2), so that only a tie has no width. The estimate stays
        (n12 - n21) / n. Where the exact test of the iterations that differ, a binomial one, tells the two apart at the
        same level, so does the interval: it begins no lower than the least of (2 q - 1) s, with q the share of these in
        which the first hit and s their share of all, each at the lower end of its interval of Clopper and Pearson.

        References
        ----------
        .. [1] Bonett, Price (2012), Journal of Educational and Behavioral Statistics 37(4), 479-488.
        """
        n = hit.shape[1]
        tail = _tail(len(hit), level)
        shares = [Proportion.of(int(np.count_nonzero(row)), n, level=_ALONE) for row in hit]

        def compare(i: int, j: int) -> Difference:
            return Difference.of_hits(hit[i], hit[j], tail)

        return cls._of(hit, [(one.value, one.low, one.high) for one in shares], compare, level)

    @classmethod
    def of_means(cls, values: NDArray[np.float64], *, level: float = 0.95) -> Self:
        """
        Compare means, float64[k, n], by the interval of the mean difference within the iterations.

        Raises
        ------
        ValueError
            If a value is infinite or not a number: such values have no mean.
        """
        if not np.isfinite(values).all():
            raise ValueError("a mean needs a finite value in every iteration; compare hits or promise dates instead")

        def compare(i: int, j: int) -> Difference:
            return Difference.of_means(values[i] - values[j], _tail(len(values), level))

        return cls._of(values, [Difference.of_means(row, (1 - _ALONE) / 2)[:3] for row in values], compare, level)

    @classmethod
    def of_largest_means(cls, values: NDArray[np.float64], *, level: float = 0.95) -> Self:
        """
        Compare the largest of d means, float64[k, d, n].

        All k d means are one family, compared by their intervals. As max a - max b = max over i, min over j of
        (a_i - b_j) rises with each of these differences, it lies between the same of their lower and of their upper
        ends. Means that are surely not the largest of their alternative are left out, which changes nothing while the
        intervals hold.
        """
        k, d, n = values.shape
        tail = _tail(k * d, level)
        estimates = values.mean(axis=2)
        leading = [
            [row for row in rows if Difference.of_means(row - rows[means.argmax()], tail).high >= 0]
            for rows, means in zip(values, estimates, strict=True)
        ]

        def compare(i: int, j: int) -> Difference:
            pairs = [[Difference.of_means(one - other, tail) for other in leading[j]] for one in leading[i]]
            low = max(min(one.low for one in row) for row in pairs)
            high = max(min(one.high for one in row) for row in pairs)
            spread = (high - low) / 2 / _critical(k, level) * math.sqrt(n)
            return Difference(float(estimates[i].max() - estimates[j].max()), low, high, spread)

        own = [[Difference.of_means(row, (1 - _ALONE) / (2 * d)) for row in rows] for rows in values]
        largest = [
            (max(one.estimate for one in rows), max(one.low for one in rows), max(one.high for one in rows))
            for rows in own
        ]
        return cls._of(values, largest, compare, level)

    @classmethod
    def of_promises(
        cls,
        times: NDArray[np.float64],
        *,
        confidence: float,
        seed: int,
        level: float = 0.95,
        resamples: int = 1000,
        worked: Callable[[ArrayLike], NDArray[np.float64]] = np.asarray,
    ) -> Self:
        """
        Compare promise dates: the `confidence` quantiles of times float64[k, n], infinity for never [days of the axis].

        Differences are in working days: what is `worked` by times; these are the times unless given.

        One resample of the iterations serves all alternatives [1]_. A pair's 95% percentile interval is stretched about
        the estimate, either side by itself, by the ratio of the normal quantiles for the family's level and for 95%:
        percentiles as far out as the family needs would take many thousands of resamples.

        Where an alternative may have no promise date at all, its order statistics reaching infinity at the family's
        level, the difference reaches as far as the intervals of the two allow, however they depend on each other. Never
        less never is zero, a number less never is minus infinity. So it does to a side on which no resample is any
        further: where times come in steps a resample says nothing of the next step. Times that are apart by the same in
        every iteration have quantiles that are.

        References
        ----------
        .. [1] Efron, Tibshirani (1993), An Introduction to the Bootstrap, Chapman & Hall, chapter 13.
        """
        n = times.shape[1]
        samples = [Sample.of(row) for row in times]
        found = [one.quantile(confidence) for one in samples]
        estimates = worked(found).tolist()
        intervals = [one.quantile_interval(confidence, level=1 - _tail(len(times), level)) for one in samples]
        ends = worked(intervals).tolist()
        resampled = worked(resampled_quantiles(times, rank_of(confidence, n), resamples=resamples, seed=seed))
        stretch = _critical(len(times), level) / _critical(2, _ALONE)

        def compare(i: int, j: int) -> Difference:
            estimate = _less(estimates[i], estimates[j])
            widest = _less(ends[i][0], ends[j][1]), _less(ends[i][1], ends[j][0])
            if math.isinf(ends[i][1]) or math.isinf(ends[j][1]):
                return Difference(estimate, *widest, math.inf)
            if _apart_by_the_same(worked(times[i]), worked(times[j])):
                return Difference(estimate, estimate, estimate, 0.0)
            below, above = _percentiles(resampled[:, i], resampled[:, j])
            spread = (above - below) / (2 * _critical(2, _ALONE)) * math.sqrt(n)
            low = estimate - stretch * (estimate - below) if below < estimate else widest[0]
            high = estimate + stretch * (above - estimate) if above > estimate else widest[1]
            return Difference(estimate, low, high, spread)

        alone = [one.quantile_interval(confidence, level=_ALONE) for one in samples]
        own = [(estimate, *interval) for estimate, interval in zip(found, alone, strict=True)]
        return cls._of(times, own, compare, level)

    @property
    def tie(self) -> NDArray[np.bool_]:
        """
        Return which pairs, bool[k, k], are ties: identical in every iteration.

        An interval of no width is none: two promise dates, or two figures that are one and the same, may agree though
        the iterations do not.
        """
        tie: NDArray[np.bool_] = self.differ == 0
        return tie

    def without(self, pairs: Iterable[tuple[int, int]]) -> Self:
        """Return the family without what it says of some pairs: their intervals have no bounds."""
        low, high = self.difference_low.copy(), self.difference_high.copy()
        for i, j in pairs:
            low[i, j] = low[j, i] = -math.inf
            high[i, j] = high[j, i] = math.inf
        return replace(self, difference_low=low, difference_high=high)

    def iterations_to_tell(self, first: int, second: int, *, zone: float) -> int | None:
        """
        Return the iterations, in whole groups of 256, after which a pair is told apart or known to be close.

        It rests on the spread and on the least difference that matters, not on the estimate, of which an interval that
        holds zero knows little. The interval's reach falls as one over the root of n, and is half of `zone` at n = (2 z
        spread / zone)^2, z being the normal quantile for the family's level. Then it cannot both hold zero and reach
        beyond `zone`.

        Returns
        -------
        int | None
            None if no number is known: there is no zone, or the spread is not known.
        """
        spread = float(self.spread[first, second])
        if zone <= 0 or spread == 0 or not math.isfinite(spread):
            return None
        needed = (2 * _critical(len(self.estimate), self.level) * spread / zone) ** 2
        return whole_groups(max(needed, self.iterations + 1))

    @classmethod
    def _of(
        cls,
        values: NDArray[np.bool_] | NDArray[np.float64],
        own: list[tuple[float, float, float]],
        compare: Callable[[int, int], Difference],
        level: float,
    ) -> Self:
        k, n = len(values), values.shape[-1]
        difference, low, high, spread = np.zeros((4, k, k))
        differ = np.zeros((k, k), np.int64)
        for i, j in combinations(range(k), 2):
            apart = values[i] != values[j]
            differ[i, j] = differ[j, i] = np.count_nonzero(apart.any(axis=0) if apart.ndim > 1 else apart)
            if not differ[i, j]:
                continue
            found = compare(i, j)
            difference[i, j], low[i, j], high[i, j], spread[i, j] = found
            difference[j, i], low[j, i], high[j, i], spread[j, i] = (
                -found.estimate,
                -found.high,
                -found.low,
                found.spread,
            )
        estimates, lows, highs = np.array(own).T
        return cls(
            level=level,
            iterations=n,
            estimate=estimates,
            low=lows,
            high=highs,
            difference=difference,
            difference_low=low,
            difference_high=high,
            spread=spread,
            differ=differ,
        )


def _tail(alternatives: int, level: float) -> float:
    """Return the probability that one interval may miss to either side, all pairs of the family sharing 1 - level."""
    return (1 - level) / max(alternatives * (alternatives - 1), 2)


def _critical(alternatives: int, level: float) -> float:
    return -float(ndtri(_tail(alternatives, level)))


def _percentiles(first: NDArray[np.float64], second: NDArray[np.float64]) -> tuple[float, float]:
    both_never = np.isposinf(first) & np.isposinf(second)
    differences = np.where(both_never, 0.0, first) - np.where(both_never, 0.0, second)
    below, above = np.quantile(differences, [(1 - _ALONE) / 2, (1 + _ALONE) / 2], method="inverted_cdf")
    return float(below), float(above)


def _apart_by_the_same(first: NDArray[np.float64], second: NDArray[np.float64]) -> bool:
    both = np.isfinite(first)
    if not np.array_equal(both, np.isfinite(second)):
        return False
    apart = first[both] - second[both]
    return apart.size == 0 or bool(np.ptp(apart) <= SLACK)


def _less(first: float, second: float) -> float:
    return 0.0 if first == second else first - second
