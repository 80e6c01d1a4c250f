"""Joint confidence: how likely a milestone is to be hit and the money to do, both at once."""

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.milestone import told_first
from milepost.simulate.analysis.money.money import ROUNDING
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import SLACK, DatedSample, Sample
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
    due, budget
        Its due date, and the budget [currency].
    both, date, money
        Probability that it is reached by its due date and the whole plan stays within the budget; of the one; of the
        other [-].
    frontier_days, frontier_amounts
        float64[k], dates with the smallest budgets such that both are kept with the chosen confidence [days of the
        axis], [currency]; empty where no date is kept with it.
    """

    milestone: str
    due: datetime.date
    budget: float
    both: Proportion
    date: Proportion
    money: Proportion
    frontier_days: NDArray[np.float64]
    frontier_amounts: NDArray[np.float64]


def joints(
    scenario: Scenario, outcome: Outcome, samples: Mapping[str, DatedSample], *, confidence: float
) -> tuple[Joint, ...]:
    """
    Judge date and money together for each major milestone, or each if none is major; none without a budget.

    Parameters
    ----------
    scenario
        The plan.
    outcome
        What came of its iterations.
    samples
        By id, when each milestone is reached.
    confidence
        Probability with which both are to be kept, in (0, 1) [-].
    """
    budget = scenario.budget.total
    dues = {id: one.due for id, one in scenario.milestones.items() if one.due is not None}
    if budget is None or not dues:
        return ()
    within, cheapest = outcome.cost <= budget * (1 + ROUNDING), np.argsort(outcome.cost, kind="stable")
    found = []
    for id in [one.id for one in told_first(scenario.milestones[id] for id in dues)]:
        times, sample = outcome.dated(id), samples[id].dated
        on_time = times <= scenario.days.limit(dues[id]) + SLACK
        days, amounts = frontier(times[cheapest], outcome.cost[cheapest], sample, confidence)
        both, date, money = (
            Proportion.of(int(np.count_nonzero(kept)), outcome.iterations)
            for kept in (on_time & within, on_time, within)
        )
        found.append(
            Joint(
                milestone=id,
                due=dues[id],
                budget=budget,
                both=both,
                date=date,
                money=money,
                frontier_days=days,
                frontier_amounts=amounts,
            )
        )
    return tuple(found)


def frontier(
    times: NDArray[np.float64], costs: NDArray[np.float64], sample: Sample, confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Return dates and for each the smallest budget such that both are kept with the chosen confidence.

    Parameters
    ----------
    times
        float64[N] [days of the axis]; infinity where never.
    costs
        float64[N], of the same iterations, in ascending order [currency].
    sample
        The times, in order.
    confidence
        In (0, 1) [-].
    """
    earliest = sample.quantile(confidence)
    if not math.isfinite(earliest):
        return np.empty(0), np.empty(0)
    rank = int(np.searchsorted(sample.ordered, earliest, side="right"))
    ranks = np.unique(np.linspace(min(rank, sample.came.size), sample.came.size, _POINTS).astype(np.int64)) - 1
    days = np.unique(sample.ordered[ranks])
    return days, np.array([_needed(costs[times <= day], times.size, confidence) for day in days])


def _needed(costs: NDArray[np.float64], iterations: int, confidence: float) -> float:
    """Return the smallest budget that does with the chosen confidence, if all other iterations cost too much."""
    ordered = np.full(iterations, np.inf)
    ordered[: costs.size] = costs
    return Sample.in_order(ordered).quantile(confidence)
