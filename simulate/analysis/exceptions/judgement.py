"""Judgements: a figure of a plan held against its tolerance, by the interval that it is known with."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from scipy.special import ndtri

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.groups import whole_groups

_REACH: Final = -float(ndtri(0.025))
"""How far the interval of a normal figure reaches [standard errors]."""


class Kind(StrEnum):
    """What is judged."""

    HIT = "hit"
    """That a milestone is reached by its due date."""

    GAP = "gap"
    """By how much money runs further ahead of milestones on a due date than in the plan."""

    EXPOSURE = "exposure"
    """That a risk is acceptable by the due date of the milestone meant to have it retired."""

    MONEY = "money"
    """That the cost stays within the budget."""


class Verdict(StrEnum):
    """What an interval says of a tolerance."""

    PASS = "pass"
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """
    A figure and its tolerance.

    Parameters
    ----------
    kind
        What is judged.
    id
        The milestone, or the risk, that is judged; empty for the plan.
    milestone
        The milestone on whose due date it is; empty for the money.
    limit
        The least that the figure may be; of the gap, the most [-].
    estimate
        The figure [-]; of the gap its mean.
    iterations
        How many tell of it.
    needed
        How many it takes at least for there to be an interval; 0 where nothing is known to stand in the way.
    """

    kind: Kind
    id: str
    milestone: str
    limit: float
    estimate: Estimate
    iterations: int
    needed: float = 0

    @property
    def verdict(self) -> Verdict:
        """Return whether all of the interval is inside the tolerance, all of it outside, or neither."""
        inside = self.estimate.high <= self.limit if self.kind is Kind.GAP else self.estimate.low >= self.limit
        outside = self.estimate.low > self.limit if self.kind is Kind.GAP else self.estimate.high < self.limit
        return Verdict.PASS if inside else Verdict.FAIL if outside else Verdict.INCONCLUSIVE

    @property
    def deciding(self) -> int | None:
        """
        Return how many iterations would likely decide, in whole groups of 256; none where no number may, or these do.

        The figure is taken for what it is, and its interval shrinks by the root of their number.
        """
        apart = abs(self.estimate.value - self.limit)
        if self.verdict is not Verdict.INCONCLUSIVE or not apart > 0.0:
            return None
        if self.kind is Kind.GAP:
            reach, known = self.estimate.reach, self.iterations
            enough = known * (reach / apart) ** 2 if math.isfinite(reach) else 0.0
        else:
            # an interval of a share reaches about as far as at the share itself, or at the limit where it has to end
            spread = max(one * (1.0 - one) for one in (self.estimate.value, self.limit))
            enough = spread * (_REACH / apart) ** 2
        return max(whole_groups(max(enough, self.needed)), 256)
