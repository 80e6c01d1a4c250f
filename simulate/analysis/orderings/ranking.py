"""Rankings: which of several alternatives may be the best by one criterion, and which are beaten whatever counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Self

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.orderings.footing import Footing, Pairs
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.family import Family


class Verdict(StrEnum):
    """What is said of the first of two alternatives against the second."""

    BETTER = "better"
    """Surely better."""
    WORSE = "worse"
    """Surely worse."""
    TIE = "tie"
    """Identical in every iteration."""
    CLOSE = "close"
    """Surely closer than the least difference that matters."""
    OPEN = "open"
    """Not told apart."""
    FEW = "few"
    """Not told apart, for too few iterations tell of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """
    The difference between two alternatives.

    Parameters
    ----------
    first, second
        Their names, in the sequence of the ranking.
    difference, low, high
        The first less the second, with the interval that holds together with all others of the family.
    verdict
        What that says, in the direction of the criterion.
    iterations
        How many iterations would tell an open pair apart, or show that it is close, and how many would do where there
        are few; None for the rest and where no number is known.
    footing
        On what a pair hangs of which few iterations tell; none for the rest.
    """

    first: str
    second: str
    difference: float
    low: float
    high: float
    verdict: Verdict
    iterations: int | None
    footing: Footing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """
    The place of one alternative.

    Parameters
    ----------
    name
        Its name.
    estimate
        What it came to, with its own 95% interval.
    ahead
        By how much it is better than the best of the others, positive whichever direction is better. It may be the best
        if the interval reaches zero.
    rank_low, rank_high
        One more than the number that are surely better, and the number that are not surely worse.
    """

    name: str
    estimate: Estimate
    ahead: Estimate
    rank_low: int
    rank_high: int

    @property
    def may_be_best(self) -> bool:
        """Return whether none of the others is surely better."""
        return self.ahead.high >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """
    Alternatives by one criterion, in the sequence in which they were chosen.

    An estimate that was the best of many is too good, and an interval about it holds the truth too seldom. So the
    sequence can come from other iterations than the figures; the best is then the first that may be it by the figures.

    With the family's level all of this holds at once: every interval of a difference, every interval of a lead, every
    rank interval, and that the best is among those that may be.

    The difference to the best of the others comes from the pairs: theta_i - max theta_j = min (theta_i - theta_j) over
    the j other than i, and where every L_ij <= theta_i - theta_j <= U_ij it lies between min L_ij and min U_ij. These
    are multiple comparisons with the best in Hsu's sense [1]_ [2]_, but conservative: his own need one-sided
    comparisons with one unknown best, where here all k (k - 1) / 2 pairs hold to both sides. In return they never
    contradict a pair or a rank.

    "Cannot be told apart" is not transitive: rank intervals overlap in chains.

    Parameters
    ----------
    rows
        The alternatives, the first chosen first.
    comparisons
        All pairs in that order.
    level
        Probability that all of it holds [-].
    iterations
        How many iterations were compared.

    References
    ----------
    .. [1] Hsu (1984), The Annals of Statistics 12(3), 1136-1144.
    .. [2] Hsu (1996), Multiple Comparisons: Theory and Methods, Chapman & Hall, chapter 4.
    """

    rows: tuple[Rank, ...]
    comparisons: tuple[Comparison, ...]
    level: float
    iterations: int

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        family: Family,
        *,
        larger_is_better: bool,
        zone: float = 0.0,
        chosen: NDArray[np.float64] | None = None,
        unknown: Pairs | None = None,
    ) -> Self:
        """
        Rank the alternatives of a family.

        Parameters
        ----------
        names
            One for each alternative, in the order of the family.
        family
            What they came to, and their differences.
        larger_is_better
            The direction of the criterion.
        zone
            The least difference that matters, in its unit.
        chosen
            float64[k], the estimates that put them in sequence; those of the family unless given.
        unknown
            Pairs whose difference hangs on too few iterations for a verdict.
        """
        unknown = unknown or {}
        family = family.without(unknown)
        sign = 1 if larger_is_better else -1
        order = np.argsort(-sign * (family.estimate if chosen is None else chosen), kind="stable").tolist()
        gain = sign * family.difference
        gain_low, gain_high = (
            (family.difference_low, family.difference_high)
            if larger_is_better
            else (-family.difference_high, -family.difference_low)
        )
        surely = gain_low > 0
        rows = tuple(
            Rank(
                name=names[i],
                estimate=family.alone(i),
                ahead=Estimate(
                    value=_least_but_own(gain, i),
                    low=_least_but_own(gain_low, i),
                    high=_least_but_own(gain_high, i),
                ),
                rank_low=1 + int(surely[:, i].sum()),
                rank_high=len(names) - int(surely[i].sum()),
            )
            for i in order
        )
        comparisons = tuple(
            _compare(names, family, i, j, surely, zone, unknown.get((min(i, j), max(i, j))))
            for i, j in combinations(order, 2)
        )
        return cls(rows=rows, comparisons=comparisons, level=family.level, iterations=family.iterations)

    @property
    def best(self) -> Rank:
        """Return the first that may be the best; the first of all if each is surely worse than some other."""
        return next((row for row in self.rows if row.may_be_best), self.rows[0])

    @property
    def may_be_best(self) -> tuple[str, ...]:
        """Name those that may be the best, the first chosen first."""
        return tuple(row.name for row in self.rows if row.may_be_best)


def pareto(estimates: NDArray[np.float64], larger_is_better: Sequence[bool]) -> tuple[int, ...]:
    """
    Find the alternatives that no other beats: none is as good by every criterion and better by one.

    It goes by the estimates alone: how sure each is, the rankings say.

    Parameters
    ----------
    estimates
        float64[k, criteria], each column in its own unit.
    larger_is_better
        The direction of each criterion.
    """
    gain = np.where(np.asarray(larger_is_better), estimates, -estimates)
    return tuple(i for i, row in enumerate(gain) if not ((gain >= row).all(axis=1) & (gain > row).any(axis=1)).any())


def _least_but_own(values: NDArray[np.float64], own: int) -> float:
    return float(np.min(np.delete(values[own], own), initial=np.inf))


def _compare(
    names: Sequence[str],
    family: Family,
    i: int,
    j: int,
    surely: NDArray[np.bool_],
    zone: float,
    footing: Footing | None,
) -> Comparison:
    verdict = _verdict(family, i, j, surely, zone) if footing is None else Verdict.FEW
    needed = family.iterations_to_tell(i, j, zone=zone) if verdict == Verdict.OPEN else None
    return Comparison(
        first=names[i],
        second=names[j],
        difference=float(family.difference[i, j]),
        low=float(family.difference_low[i, j]),
        high=float(family.difference_high[i, j]),
        verdict=verdict,
        iterations=needed if footing is None else footing.needed,
        footing=footing,
    )


def _verdict(family: Family, i: int, j: int, surely: NDArray[np.bool_], zone: float) -> Verdict:
    if family.tie[i, j]:
        return Verdict.TIE
    if surely[i, j]:
        return Verdict.BETTER
    if surely[j, i]:
        return Verdict.WORSE
    close = -zone < family.difference_low[i, j] and family.difference_high[i, j] < zone
    return Verdict.CLOSE if close else Verdict.OPEN
