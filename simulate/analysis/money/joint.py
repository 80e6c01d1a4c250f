"""Joint confidence: how likely a milestone is to be hit and the money to do, both at once."""

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from milepost.models import Milestone, Scenario
from milepost.models.milestone import told_first
from milepost.simulate.analysis.money.money import ROUNDING
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import SLACK, Sample
from milepost.simulate.engine.outcome import Outcome

_POINTS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """
    A milestone's date and the total cost of the plan, over all iterations.

    Parameters
    ----------
    milestone
        Its id.
    both, date, money
        Probability that it is reached by its due date and the whole plan stays within the budget; of the one; of the
        other [-].
    frontier_days, frontier_amounts
        float64[k], dates with the smallest budgets such that both are kept with the chosen confidence [working days
        from start], [currency]; empty where no date is kept with it.
    """

    milestone: str
    both: Proportion
    date: Proportion
    money: Proportion
    frontier_days: NDArray[np.float64]
    frontier_amounts: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        outcome: Outcome,
        milestone: Milestone,
        cheapest: NDArray[np.intp],
        *,
        confidence: float,
    ) -> Self:
        """Count the iterations; `cheapest` has their numbers in order of total cost."""
        assert milestone.due is not None
        assert scenario.budget.total is not None
        times = outcome.dated(milestone.id)
        on_time = times <= scenario.days.limit(milestone.due) + SLACK
        within = outcome.cost <= scenario.budget.total * (1 + ROUNDING)
        days, amounts = frontier(times[cheapest], outcome.cost[cheapest], confidence)
        both, date, money = (
            Proportion.of(int(np.count_nonzero(kept)), outcome.iterations)
            for kept in (on_time & within, on_time, within)
        )
        return cls(
            milestone=milestone.id,
            both=both,
            date=date,
            money=money,
            frontier_days=days,
            frontier_amounts=amounts,
        )


def joints(scenario: Scenario, outcome: Outcome, *, confidence: float) -> tuple[Joint, ...]:
    """Judge date and money together for each major milestone, or each if none is major; none without a budget."""
    dated = [one for one in scenario.milestones.values() if one.due is not None]
    if scenario.budget.total is None or not dated:
        return ()
    cheapest = np.argsort(outcome.cost, kind="stable")
    return tuple(Joint.of(scenario, outcome, one, cheapest, confidence=confidence) for one in told_first(dated))


def frontier(
    times: NDArray[np.float64], costs: NDArray[np.float64], confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Return dates and for each the smallest budget such that both are kept with the chosen confidence.

    Parameters
    ----------
    times
        float64[N] [working days from start]; infinity where never.
    costs
        float64[N], of the same iterations, in ascending order [currency].
    confidence
        In (0, 1) [-].
    """
    sample = Sample.of(times)
    earliest = sample.quantile(confidence)
    if not math.isfinite(earliest):
        return np.empty(0), np.empty(0)
    rank = int(np.searchsorted(sample.ordered, earliest, side="right"))
    places = np.unique(np.linspace(min(rank, sample.came.size), sample.came.size, _POINTS).astype(np.int64)) - 1
    days = np.unique(sample.ordered[places])
    return days, np.array([_needed(costs[times <= day], times.size, confidence) for day in days])


def _needed(costs: NDArray[np.float64], iterations: int, confidence: float) -> float:
    """Return the smallest budget that does with the chosen confidence, if all other iterations cost too much."""
    ordered = np.full(iterations, np.inf)
    ordered[: costs.size] = costs
    return Sample(ordered=ordered).quantile(confidence)
