"""Money: what the plan costs, whether the budget will do, and what is left of what the milestones are worth."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.money import LatePer
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Quantile
from milepost.simulate.analysis.statistics.sample import Sample
from milepost.simulate.analysis.support.means import supported_mean
from milepost.simulate.analysis.support.reach import COST, NET
from milepost.simulate.engine.outcome import Outcome

ROUNDING = 1e-9
"""By what share of the budget a cost may exceed it and still count as within it [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """
    An amount over all iterations.

    Parameters
    ----------
    mean
        Its mean [currency]; without an interval for a single iteration, or where it rests on too few.
    sd
        Standard deviation of the amounts [currency].
    p10, p50, p80, p90
        Percentiles with their intervals [currency].
    """

    mean: Mean
    sd: float
    p10: Quantile
    p50: Quantile
    p80: Quantile
    p90: Quantile

    @classmethod
    def of(cls, amounts: NDArray[np.float64], mean: Mean) -> Self:
        """
        Describe the amounts of the iterations, float64[N].

        Their mean is given: it may be taken from the amounts with charges at their expectation, since that is the same
        and hangs less on what happened to occur.
        """
        sample = Sample.of(amounts)
        return cls(
            mean=mean,
            sd=sample.sd,
            p10=sample.estimate(0.10),
            p50=sample.estimate(0.50),
            p80=sample.estimate(0.80),
            p90=sample.estimate(0.90),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """
    What the plan costs and brings.

    Parameters
    ----------
    cost
        Total cost.
    within
        Probability that it stays within the budget [-]; none without a budget.
    net
        Value of the milestones reached, less lateness, less total cost; none where no milestone has a value.
    """

    cost: Spread
    within: Proportion | None
    net: Spread | None

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome) -> Self:
        """Describe the money of all iterations."""
        total = scenario.budget.total
        net, expected = (net_amounts(scenario, outcome, cost) for cost in (outcome.cost, outcome.expected_cost))
        return cls(
            cost=Spread.of(outcome.cost, supported_mean(scenario, COST, outcome.expected_cost)),
            within=None
            if total is None
            else Proportion.of(int(np.count_nonzero(outcome.cost <= total * (1 + ROUNDING))), outcome.iterations),
            net=None if net is None or expected is None else Spread.of(net, supported_mean(scenario, NET, expected)),
        )


def net_amounts(scenario: Scenario, outcome: Outcome, cost: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """
    Return, float64[N], what the milestones reached are worth, less lateness, less total cost [currency].

    The cost is that of the outcome as it falls, for distributions, or with charges at their expectation, for means.

    Lateness counts from the end of the due date, in working days, parts of them too, or in calendar days, whole ones,
    up to a limit if there is one; a milestone without a due date is never late. Without any value there is nothing to
    give: the cheapest plan would be the one that is killed first.
    """
    valued = {id: one.value for id, one in scenario.milestones.items() if one.value is not None}
    if not valued:
        return None
    worth = np.zeros(outcome.iterations)
    for id, value in sorted(valued.items()):
        reached = np.isfinite(outcome.finish[id])
        worth[reached] += value.when_late(_days_late(scenario, outcome, id, reached, value.per))
    return worth - cost


def _days_late(
    scenario: Scenario, outcome: Outcome, id: str, reached: NDArray[np.bool_], per: LatePer
) -> NDArray[np.float64]:
    """Return by how many days a milestone is late where it is reached; working days where it is too far for a date."""
    late = np.maximum(outcome.finish[id][reached] - scenario.days.worked(scenario.due_days[id]), 0.0)
    due = scenario.milestones[id].due
    if per is LatePer.WORKING_DAY or due is None:
        return late
    days = scenario.days_of(id).dates(outcome.dated(id)[reached]) - np.datetime64(due)
    return np.where(np.isnat(days), late, np.maximum(days.astype(np.float64), 0.0))
