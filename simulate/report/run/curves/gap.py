"""Money spent and milestones reached over time, as shares of the budget and of all milestones, and the excess."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.money.gap import DueGap, Gap
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.report.media.positions import positions
from milepost.simulate.report.run.curves.fan import Fan

_SETTLED = 0.002
"""What the means still have to go where nothing much happens any more [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapDue:
    """
    A due date that counts.

    Parameters
    ----------
    id, name
        Of the milestone.
    at
        Position on a date axis [days].
    worst
        Whether the gap is furthest above the plan's own there.
    excess
        Mean of the gap less the plan's own there [-].
    tolerance
        How much of that is tolerated [-]; none where nothing is said of it.
    """

    id: str
    name: str
    at: float
    worst: bool
    excess: Mean
    tolerance: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCurves:
    """
    Money and milestones over time: means, since what is judged is the mean of their difference.

    Parameters
    ----------
    dates
        float64[n]: ascending positions on a date axis [days], NaN beyond the calendar.
    burn
        Money spent over the iterations, at each date: its mean within P10 and P90 [-].
    progress
        float64[n]: the mean of the milestones reached [-].
    planned_burn, planned_progress
        float64[n]: the plan's own [-].
    excess
        Burn less progress less the plan's own: its mean within P10 and P90 [-].
    dues
        The due dates, from the start on, of milestones that add to the progress, the earliest first.
    """

    dates: NDArray[np.float64]
    burn: Fan
    progress: NDArray[np.float64]
    planned_burn: NDArray[np.float64]
    planned_progress: NDArray[np.float64]
    excess: Fan
    dues: tuple[GapDue, ...]


def gap_curves(scenario: Scenario, gap: Gap) -> GapCurves:
    """Return burn and progress of a plan with a budget, until nothing much happens any more."""
    dues = _counted_dues(scenario, gap)
    grid = _shown(gap, latest=dues[-1].days if dues else np.nan)
    return GapCurves(
        dates=positions(scenario.days, gap.times[: len(grid)]),
        burn=_fan(grid, "burn"),
        progress=grid["progress_mean"].to_numpy(),
        planned_burn=grid["plan_burn"].to_numpy(),
        planned_progress=grid["plan_progress"].to_numpy(),
        excess=_fan(grid, "excess"),
        dues=tuple(
            GapDue(
                id=one.milestone,
                name=scenario.milestones[one.milestone].name,
                at=float(positions(scenario.days, one.days)),
                worst=one.milestone == gap.worst,
                excess=one.excess,
                tolerance=scenario.tolerance_of(one.milestone).gap,
            )
            for one in dues
        ),
    )


def excess_reach(curves: GapCurves, limit: float | None) -> tuple[float, float]:
    """Return from where to where the axis of the excess goes: over all that is drawn."""
    tolerated = (limit, *(due.tolerance for due in curves.dues))
    ends = [end for due in curves.dues for end in (due.excess.value, due.excess.low, due.excess.high)]
    values = [0.0, *curves.excess.low, *curves.excess.high, *ends, *(one for one in tolerated if one is not None)]
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    margin = max(0.08 * (high - low), 0.005)
    return low - margin, high + margin


def _counted_dues(scenario: Scenario, gap: Gap) -> list[DueGap]:
    """Return the due dates, from the start on, of milestones that add to the progress, the earliest first."""
    weights, start = scenario.weights, scenario.days.start
    counted = [one for one in gap.due.values() if weights[one.milestone] > 0 and one.due >= start]
    return sorted(counted, key=lambda one: one.days)


def _shown(gap: Gap, *, latest: float) -> pd.DataFrame:
    """Return the rows of the grid without the end, where only a few slow iterations still spend or reach anything."""
    grid = gap.rows("grid")
    means = grid[["burn_mean", "progress_mean"]]
    moving = (means.iloc[-1] - means > _SETTLED).any(axis=1) | (gap.times <= latest)
    return grid.iloc[: max(int(moving.sum()) + 2, 2)]


def _fan(grid: pd.DataFrame, what: str) -> Fan:
    low, middle, high = (grid[f"{what}_{name}"].to_numpy() for name in ("p10", "mean", "p90"))
    return Fan(low=low, middle=middle, high=high)
