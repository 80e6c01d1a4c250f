"""Contingency: what to set aside so that the money will do with a chosen confidence."""

import math
from dataclasses import dataclass
from typing import Self

from milepost.models import Scenario
from milepost.models.baseline import PlannedSpending
from milepost.simulate.analysis.statistics.quantile import Ends, Quantile
from milepost.simulate.analysis.statistics.sample import Sample
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Contingency:
    """
    What to set aside.

    Parameters
    ----------
    confidence
        Probability with which the money is to do [-].
    needed
        What does with that confidence [currency].
    plan
        What the plan costs at its most likely durations, where no risk occurs [currency].
    over_median
        What is needed on top of what does in half of the iterations [currency].
    """

    confidence: float
    needed: Quantile
    plan: float
    over_median: Quantile

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome, *, confidence: float) -> Self:
        """Take the quantiles of the total cost over all iterations."""
        cost = Sample.of(outcome.cost)
        return cls(
            confidence=confidence,
            needed=cost.estimate(confidence),
            plan=float(PlannedSpending(scenario.agreed).spent(float("inf"))),
            over_median=_over_median(cost, confidence),
        )

    @property
    def over_plan(self) -> Quantile:
        """Return what is to be set aside on top of what the plan costs [currency]."""
        return self.needed.less(self.plan)


def _over_median(cost: Sample, confidence: float) -> Quantile:
    """
    Return the difference of the chosen quantile and the median, with an interval of 95% or more.

    Each of the two has an interval that fails in 2.5%, so that their outer ends fail in 5% at the most. A higher
    quantile is never below a lower one, which closes the interval at 0.
    """
    needed, median = (cost.estimate(p, level=0.975) for p in (confidence, 0.5))
    return Quantile(
        value=needed.value - median.value,
        low=max(needed.low - median.high, 0.0 if confidence >= 0.5 else -math.inf),
        high=min(needed.high - median.low, 0.0 if confidence <= 0.5 else math.inf),
        ends=max(needed.ends, median.ends, key=lambda ends: ends == Ends.TOO_FEW_ITERATIONS),
    )
