"""Contingency: what to set aside so that the money will do with a chosen confidence."""

from dataclasses import dataclass
from typing import Self

from milepost.models import Scenario
from milepost.models.spending import PlannedSpending
from milepost.simulate.analysis.sample import Sample
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
        What the plan costs at the most likely values, without risks [currency].
    median
        What does in half of the iterations [currency].
    """

    confidence: float
    needed: float
    plan: float
    median: float

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome, *, confidence: float) -> Self:
        """Take the quantiles of the total cost over all iterations."""
        cost = Sample.of(outcome.cost)
        return cls(
            confidence=confidence,
            needed=cost.quantile(confidence),
            plan=float(PlannedSpending(scenario).spent(float("inf"))),
            median=cost.quantile(0.5),
        )

    @property
    def over_plan(self) -> float:
        """Give what is to be set aside on top of what the plan costs [currency]."""
        return self.needed - self.plan

    @property
    def over_median(self) -> float:
        """Give what is to be set aside on top of the median [currency]."""
        return self.needed - self.median
