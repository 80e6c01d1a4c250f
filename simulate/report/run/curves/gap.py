"""Money spent and milestones reached over time, as shares of the budget and of all milestones."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.money.gap import DueGap, Gap
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
    """

    id: str
    name: str
    at: float
    worst: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCurves:
    """
    Burn and progress over time.

    Parameters
    ----------
    dates
        float64[n]: ascending positions on a date axis [days], NaN beyond the calendar.
    burn, progress
        Over the iterations, at each date [-].
    planned_burn, planned_progress
        float64[n]: the plan's own [-].
    dues
        The due dates, from the start on, of milestones that add to the progress, the earliest first.
    """

    dates: NDArray[np.float64]
    burn: Fan
    progress: Fan
    planned_burn: NDArray[np.float64]
    planned_progress: NDArray[np.float64]
    dues: tuple[GapDue, ...]


def gap_curves(scenario: Scenario, gap: Gap) -> GapCurves:
    """Return burn and progress of a plan with a budget, until nothing much happens any more."""
    milestones, days, dues = scenario.milestones, scenario.days, _counted_dues(scenario, gap)
    grid = _shown(gap.rows("grid"), latest=dues[-1].days if dues else np.nan)
    return GapCurves(
        dates=positions(days, grid["days"]),
        burn=_fan(grid, "burn"),
        progress=_fan(grid, "progress"),
        planned_burn=grid["plan_burn"].to_numpy(),
        planned_progress=grid["plan_progress"].to_numpy(),
        dues=tuple(
            GapDue(
                id=one.milestone,
                name=milestones[one.milestone].name,
                at=float(positions(days, one.days)),
                worst=one.milestone == gap.worst,
            )
            for one in dues
        ),
    )


def _counted_dues(scenario: Scenario, gap: Gap) -> list[DueGap]:
    """Return the due dates, from the start on, of milestones that add to the progress, the earliest first."""
    weights, start = scenario.weights, scenario.days.start
    counted = [one for one in gap.due.values() if weights[one.milestone] > 0 and one.due >= start]
    return sorted(counted, key=lambda one: one.days)


def _shown(grid: pd.DataFrame, *, latest: float) -> pd.DataFrame:
    """Leave out the end, where only a few slow iterations still spend or reach anything."""
    means = grid[["burn_mean", "progress_mean"]]
    moving = (means.iloc[-1] - means > _SETTLED).any(axis=1) | (grid["days"] <= latest)
    return grid.iloc[: max(int(moving.sum()) + 2, 2)]


def _fan(grid: pd.DataFrame, what: str) -> Fan:
    low, middle, high = (grid[f"{what}_{name}"].to_numpy() for name in ("p10", "p50", "p90"))
    return Fan(low=low, middle=middle, high=high)
