"""The gap: by how much the money runs ahead of the milestones."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.baseline import PlannedSpending, planned_progress
from milepost.simulate.analysis.money.cash import described
from milepost.simulate.analysis.money.spending import Spending, steps
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import SLACK, Sample
from milepost.simulate.analysis.support.means import supported_mean
from milepost.simulate.analysis.support.reach import GAP
from milepost.simulate.analysis.support.support import drivers_of
from milepost.simulate.engine.outcome import Outcome

STATISTICS: Final = ("mean", "p10", "p50", "p90")

GAP_COLUMNS: Final = (
    *("at", "milestone", "days", "date", "runs"),
    *(f"burn_{name}" for name in STATISTICS),
    *(f"progress_{name}" for name in STATISTICS),
    *(f"gap_{name}" for name in STATISTICS),
    *("plan_burn", "plan_progress", "plan_gap"),
    *(f"excess_{name}" for name in STATISTICS),
    *("excess_mean_low", "excess_mean_high", "excess_mean_effective", "excess_mean_needed"),
    *("beyond", "beyond_low", "beyond_high"),
    *(f"over_plan_{name}" for name in STATISTICS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """
    How burn and progress go along, over the detailed iterations.

    Parameters
    ----------
    table
        The columns of gap.csv: a row for each time of the grid, each due date, each milestone when it is reached, and
        one for the iterations that are stopped.
    worst
        Id of the milestone on whose due date the gap is furthest above the plan's own on average, of those that add to
        the progress; none where it is above it on no due date.
    """

    table: pd.DataFrame
    worst: str | None

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome, spending: Spending | None) -> Self | None:
        """Set burn against progress; none without a budget, or without milestones that add to the progress."""
        weights = scenario.weights
        if spending is None or scenario.budget.total is None or not sum(weights.values()):
            return None
        burn, progress = spending.spent / scenario.budget.total, np.zeros_like(spending.spent)
        for id in sorted(weights):
            if weights[id]:
                share = weights[id] / sum(weights.values())
                steps(outcome.dated(id)[: outcome.detail], spending.times, share, progress)
        np.cumsum(progress, axis=0, out=progress)
        in_the_end = burn[-1].copy(), progress[-1].copy()
        expected = spending.expected.mean(axis=1) / scenario.budget.total
        both = {"burn": described(burn, expected), "progress": described(progress)}
        gap = np.subtract(burn, progress, out=burn)
        gaps = described(gap, expected - progress.mean(axis=1))
        grid = _grid_rows(scenario, spending.times, {**both, "gap": gaps})
        rows = [
            *_due_rows(scenario, grid, gap, progress, spending),
            *_reached_rows(scenario, outcome, spending),
            *_stopped_rows(scenario, outcome, *in_the_end),
        ]
        table = pd.concat([grid, pd.DataFrame(rows)], ignore_index=True).reindex(columns=list(GAP_COLUMNS))
        table["date"] = table["date"].where(table["date"].notna(), scenario.days.isos(table["days"]))
        due = table[(table["at"] == "due") & table["milestone"].map(weights).gt(0) & table["excess_mean"].gt(SLACK)]
        worst = None if due.empty else str(due["milestone"].iloc[int(due["excess_mean"].argmax())])
        return cls(table=table, worst=worst)

    def rows(self, at: str) -> pd.DataFrame:
        """Return the rows of a kind: grid, due, reached or stopped."""
        return self.table[self.table["at"] == at]


def planned_gap(scenario: Scenario, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the plan's own gap at some times [working days from start], as many as there are times [-]."""
    burn, progress = _plan(scenario, times)
    return burn - progress


def gap_on(scenario: Scenario, outcome: Outcome, time: float, spent: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Return the gap at a time, float64[N] [-], given what is spent by then [currency].

    That is as charges fall, for distributions, or with charges at their expectation, for means.
    """
    assert scenario.budget.total is not None
    weights = scenario.weights
    gap: NDArray[np.float64] = spent / scenario.budget.total
    for id in sorted(weights):
        if weights[id]:
            gap = gap - weights[id] / sum(weights.values()) * (outcome.dated(id) <= time + SLACK)
    return gap


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
            "days": times,
            "runs": 1.0,
            **{f"{what}_{name}": values for what, course in courses.items() for name, values in course.items()},
            "plan_burn": plan_burn,
            "plan_progress": plan_progress,
            "plan_gap": plan_gap,
            **{f"excess_{name}": values - plan_gap for name, values in courses["gap"].items()},
        }
    )


def _due_rows(
    scenario: Scenario,
    grid: pd.DataFrame,
    gap: NDArray[np.float64],
    progress: NDArray[np.float64],
    spending: Spending,
) -> Iterator[dict[Any, Any]]:
    """Repeat the row of each due date, and judge it."""
    assert scenario.budget.total is not None
    tolerance, drivers = scenario.tolerance.gap, drivers_of(scenario, GAP)
    for id, milestone in scenario.milestones.items():
        if milestone.due is not None:
            days = scenario.due_days[id]
            if milestone.due < scenario.days.start:
                row, gaps, expected = _row_before_start(scenario, days), *np.zeros((2, gap.shape[1]))
            else:
                place = spending.place(days)
                row, gaps = grid.iloc[place].to_dict(), gap[place]
                expected = spending.expected[place] / scenario.budget.total - progress[place]
            row |= {"at": "due", "milestone": id, "date": milestone.due.isoformat()}
            excess = gaps - row["plan_gap"]
            mean = supported_mean(scenario, GAP, expected - row["plan_gap"], drivers=drivers)
            row |= {
                "excess_mean_low": mean.low,
                "excess_mean_high": mean.high,
                "excess_mean_effective": mean.effective,
                "excess_mean_needed": mean.needed,
            }
            if tolerance is not None:
                beyond = Proportion.of(int(np.count_nonzero(excess > tolerance + SLACK)), excess.size)
                row |= {"beyond": beyond.share, "beyond_low": beyond.low, "beyond_high": beyond.high}
            yield row


def _row_before_start(scenario: Scenario, days: float) -> dict[Any, Any]:
    """Return the row of a day before the start: nothing is spent or reached, whatever should have been by then."""
    at = np.array([days])
    nothing = dict.fromkeys(("mean", "p10", "p50", "p90"), np.zeros(1))
    rows = _grid_rows(scenario, at, dict.fromkeys(("burn", "progress", "gap"), nothing))
    return dict(rows.iloc[0].to_dict())


def _reached_rows(scenario: Scenario, outcome: Outcome, spending: Spending) -> Iterator[dict[Any, Any]]:
    """Yield what is spent by the time a milestone is reached, where it is, and by how much that is over the plan."""
    planned, total = PlannedSpending(scenario), scenario.budget.total
    assert total is not None
    plan_burns = planned.spent([planned.dated(id) for id in spending.at_milestone]) / total
    for (id, spent), plan_burn in zip(spending.at_milestone.items(), plan_burns.tolist(), strict=True):
        burn = spent[~np.isnan(spent)] / total
        yield {
            "at": "reached",
            "milestone": id,
            "days": _median(outcome.finish[id][: outcome.detail]),
            "date": scenario.days.iso(_median(outcome.dated(id)[: outcome.detail])),
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
            "days": _median(stop),
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
    assert scenario.budget.total is not None
    return PlannedSpending(scenario).spent(times) / scenario.budget.total, planned_progress(scenario, times)


def _described(what: str, values: NDArray[np.float64]) -> dict[str, float]:
    if not values.size:
        return {f"{what}_{name}": math.nan for name in STATISTICS}
    return {f"{what}_{name}": float(one[0]) for name, one in described(values[None, :]).items()}


def _median(times: NDArray[np.float64]) -> float:
    """Return the median of what came, empty where nothing did."""
    return Sample(ordered=Sample.of(times).came).quantile(0.5)
