"""The gap: by how much the money runs ahead of the milestones."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.baseline import PlannedSpending, planned_progress
from milepost.simulate.analysis.money.spending import Spending, steps
from milepost.simulate.analysis.statistics.course import STATISTICS, described
from milepost.simulate.analysis.statistics.estimate import columns
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import SLACK, Sample
from milepost.simulate.analysis.support.drivers import drivers_of
from milepost.simulate.analysis.support.means import supported_mean
from milepost.simulate.analysis.support.reach import GAP
from milepost.simulate.engine.outcome import Outcome

GAP_COLUMNS: Final = (
    *("at", "milestone", "days", "date", "runs"),
    *(f"burn_{name}" for name in STATISTICS),
    *(f"progress_{name}" for name in STATISTICS),
    *(f"gap_{name}" for name in STATISTICS),
    *("plan_burn", "plan_progress", "plan_gap"),
    *(f"excess_{name}" for name in STATISTICS),
    *("excess_mean_low", "excess_mean_high", "excess_mean_effective", "excess_mean_needed"),
    *columns("beyond"),
    *(f"over_plan_{name}" for name in STATISTICS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueGap:
    """
    How burn and progress stand on a due date, over the detailed iterations.

    Parameters
    ----------
    milestone
        Id of the milestone that is due.
    due, days
        The date, and the end of it [days of the axis].
    burn, burn_p10, burn_p90
        Median and P10 to P90 of the burn [share of the budget].
    gap
        Mean of burn less progress [-].
    excess
        Mean of the gap less the plan's own [-].
    excess_p10, excess_p90
        P10 and P90 of that [-].
    beyond
        Probability that it is above the tolerance [-]; none without one.
    """

    milestone: str
    due: date
    days: float
    burn: float
    burn_p10: float
    burn_p90: float
    gap: float
    excess: Mean
    excess_p10: float
    excess_p90: float
    beyond: Proportion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """
    How burn and progress go along, over the detailed iterations.

    Parameters
    ----------
    table
        The columns of gap.csv: a row for each time of the grid, each due date, each milestone when it is reached, and
        one for the iterations that are stopped.
    times
        float64[g], the grid [days of the axis].
    due
        By the id of each milestone with a due date, in file order, how things stand then.
    worst
        Id of the milestone on whose due date the gap is furthest above the plan's own on average, of those that add to
        the progress; none where it is above it on no due date.
    """

    table: pd.DataFrame
    times: NDArray[np.float64]
    due: Mapping[str, DueGap]
    worst: str | None

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome, spending: Spending | None) -> Self | None:
        """Set burn against progress; none without a budget, or without milestones that add to the progress."""
        weights = scenario.weights
        if spending is None or scenario.budget.total is None or not sum(weights.values()):
            return None
        burn, progress = scenario.budget.share(spending.spent), np.zeros_like(spending.spent)
        for id in sorted(weights):
            if weights[id]:
                share = weights[id] / sum(weights.values())
                steps(outcome.dated(id)[: outcome.detail], spending.times, share, progress)
        np.cumsum(progress, axis=0, out=progress)
        in_the_end = burn[-1].copy(), progress[-1].copy()
        expected = scenario.budget.share(spending.expected.mean(axis=1))
        both = {"burn": described(burn, expected), "progress": described(progress)}
        gap = np.subtract(burn, progress, out=burn)
        gaps = described(gap, expected - progress.mean(axis=1))
        grid = _grid_rows(scenario, spending.times, {**both, "gap": gaps})
        due = [*_dues(scenario, grid, gap, progress, spending)]
        rows = [
            *(row for row, _ in due),
            *_reached_rows(scenario, outcome, spending),
            *_stopped_rows(scenario, outcome, *in_the_end),
        ]
        table = pd.concat([grid, pd.DataFrame(rows)], ignore_index=True).reindex(columns=list(GAP_COLUMNS))
        ahead = [one for _, one in due if weights[one.milestone] > 0 and one.excess.value > SLACK]
        worst = max(ahead, key=lambda one: one.excess.value).milestone if ahead else None
        return cls(table=table, times=spending.times, due={one.milestone: one for _, one in due}, worst=worst)

    def rows(self, at: str) -> pd.DataFrame:
        """Return the rows of a kind: grid, due, reached or stopped."""
        return self.table[self.table["at"] == at]


def planned_gap(scenario: Scenario, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the plan's own gap at some times [days of the axis], as many as there are times [-]."""
    burn, progress = _plan(scenario, times)
    return burn - progress


def gap_on(scenario: Scenario, outcome: Outcome, time: float, spent: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Return the gap at a time, float64[n] [-], given what is spent by then in the first n iterations [currency].

    That is as charges fall, for distributions, or with charges at their expectation, for means.
    """
    weights = scenario.weights
    gap = scenario.budget.share(spent)
    for id in sorted(weights):
        if weights[id]:
            reached = outcome.dated(id)[: spent.size] <= time + SLACK
            gap = gap - weights[id] / sum(weights.values()) * reached
    return gap


def due_gaps(scenario: Scenario, outcome: Outcome, spending: Spending | None) -> Mapping[str, NDArray[np.float64]]:
    """Return the gap on each due date, by milestone id, float64[n], with charges at their expectation [-]."""
    if spending is None or scenario.budget.total is None or not sum(scenario.weights.values()):
        return {}
    gaps = {}
    for id, milestone in scenario.milestones.items():
        if milestone.due is not None:
            days, started = scenario.due_days[id], milestone.due >= scenario.days.start
            spent = spending.expected[spending.index_of(days)] if started else np.zeros(outcome.detail)
            gaps[id] = gap_on(scenario, outcome, days, spent)
    return gaps


def _grid_rows(
    scenario: Scenario, times: NDArray[np.float64], courses: Mapping[str, Mapping[str, NDArray[np.float64]]]
) -> pd.DataFrame:
    """Put burn, progress and gap, each described over the iterations, beside the plan's own."""
    plan_burn, plan_progress = _plan(scenario, times)
    plan_gap = plan_burn - plan_progress
    return pd.DataFrame(
        {
            "at": "grid",
            "milestone": "",
            "days": scenario.days.worked(times),
            "date": scenario.days.isos(times),
            "runs": 1.0,
            **{f"{what}_{name}": values for what, course in courses.items() for name, values in course.items()},
            "plan_burn": plan_burn,
            "plan_progress": plan_progress,
            "plan_gap": plan_gap,
            **{f"excess_{name}": values - plan_gap for name, values in courses["gap"].items()},
        }
    )


def _dues(
    scenario: Scenario,
    grid: pd.DataFrame,
    gap: NDArray[np.float64],
    progress: NDArray[np.float64],
    spending: Spending,
) -> Iterator[tuple[dict[Any, Any], DueGap]]:
    """Repeat the row of each due date, and judge it."""
    drivers = drivers_of(scenario, GAP)
    for id, milestone in scenario.milestones.items():
        if milestone.due is not None:
            days = scenario.due_days[id]
            if milestone.due < scenario.days.start:
                row, gaps, expected = _row_before_start(scenario, days), *np.zeros((2, gap.shape[1]))
            else:
                index = spending.index_of(days)
                row, gaps = grid.iloc[index].to_dict(), gap[index]
                expected = scenario.budget.share(spending.expected[index]) - progress[index]
            tolerance = scenario.tolerance_of(id).gap
            mean = supported_mean(scenario, GAP, expected - row["plan_gap"], drivers=drivers)
            outside = 0 if tolerance is None else int(np.count_nonzero(gaps - row["plan_gap"] > tolerance + SLACK))
            found = DueGap(
                milestone=id,
                due=milestone.due,
                days=days,
                burn=row["burn_p50"],
                burn_p10=row["burn_p10"],
                burn_p90=row["burn_p90"],
                gap=row["gap_mean"],
                excess=replace(mean, value=row["excess_mean"]),
                excess_p10=row["excess_p10"],
                excess_p90=row["excess_p90"],
                beyond=None if tolerance is None else Proportion.of(outside, gaps.size),
            )
            row |= {"at": "due", "milestone": id, "date": milestone.due.isoformat()}
            row |= found.excess.columns("excess_mean") | (found.beyond.columns("beyond") if found.beyond else {})
            yield row, found


def _row_before_start(scenario: Scenario, days: float) -> dict[Any, Any]:
    """Return the row of a day before the start: nothing is spent or reached, whatever should have been by then."""
    at = np.array([days])
    nothing = dict.fromkeys(STATISTICS, np.zeros(1))
    rows = _grid_rows(scenario, at, dict.fromkeys(("burn", "progress", "gap"), nothing))
    return dict(rows.iloc[0].to_dict())


def _reached_rows(scenario: Scenario, outcome: Outcome, spending: Spending) -> Iterator[dict[Any, Any]]:
    """Yield what is spent by the time a milestone is reached, where it is, and by how much that is over the plan."""
    planned = PlannedSpending(scenario.agreed)
    plan_burns = scenario.budget.share(planned.spent([planned.dated(id) for id in spending.at_milestone]))
    for (id, spent), plan_burn in zip(spending.at_milestone.items(), plan_burns.tolist(), strict=True):
        burn = scenario.budget.share(spent[~np.isnan(spent)])
        yield {
            "at": "reached",
            "milestone": id,
            "days": _median(outcome.finish[id][: outcome.detail]),
            "date": scenario.days_of(id).iso(_median(outcome.dated(id)[: outcome.detail])),
            "runs": burn.size / spent.size,
            **_described("burn", burn),
            "plan_burn": plan_burn,
            **_described("over_plan", burn - plan_burn),
        }


def _stopped_rows(
    scenario: Scenario, outcome: Outcome, burn: NDArray[np.float64], progress: NDArray[np.float64]
) -> Iterator[dict[Any, Any]]:
    """Yield where the iterations that are stopped end, if any are."""
    stop = outcome.stop[: outcome.detail]
    stopped = np.isfinite(stop)
    if stopped.any():
        gap = (burn - progress)[stopped]
        plan_burn, plan_progress = _plan(scenario, stop[stopped])
        yield {
            "at": "stopped",
            "milestone": "",
            "days": float(scenario.days.worked(_median(stop))),
            "date": scenario.days.iso(_median(stop)),
            "runs": gap.size / stop.size,
            **_described("burn", burn[stopped]),
            **_described("progress", progress[stopped]),
            **_described("gap", gap),
            "plan_burn": plan_burn.mean(),
            "plan_progress": plan_progress.mean(),
            "plan_gap": (plan_burn - plan_progress).mean(),
            **_described("excess", gap - (plan_burn - plan_progress)),
        }


def _plan(scenario: Scenario, times: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the plan's own burn and progress at some times [-]."""
    plan = scenario.agreed
    return plan.budget.share(PlannedSpending(plan).spent(times)), planned_progress(plan, times)


def _described(what: str, values: NDArray[np.float64]) -> dict[str, float]:
    if not values.size:
        return {f"{what}_{name}": math.nan for name in STATISTICS}
    return {f"{what}_{name}": float(one[0]) for name, one in described(values[None, :]).items()}


def _median(times: NDArray[np.float64]) -> float:
    """Return the median of what came, empty where nothing did."""
    return Sample.in_order(Sample.of(times).came).quantile(0.5)
