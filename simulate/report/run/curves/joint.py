"""When a milestone is reached against what the whole plan costs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.money.joint import Joint
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.report.media.positions import due_position, positions
from milepost.simulate.result import Result

_DOTS = 1_500
"""Cases that are drawn, the first ones."""

_MOST = 0.995
"""The share of them that has to be in sight [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JointCloud:
    """
    Cases by date and cost.

    Parameters
    ----------
    dates, costs
        float64[n], a case each: when the milestone is reached, positions on a date axis [days] and NaN where it
        is not, and the cost of the whole plan [currency].
    stopped
        bool[n]: where the milestone is reached, and the project is stopped later.
    stopped_later
        How often that is so, over all cases.
    due_at, budget
        The position of the due date [days] and the budget [currency].
    frontier_dates, frontier_costs
        float64[m]: which dates [days], ascending, and costs [currency] are kept together with the confidence of the
        run; empty where none are.
    across, up
        From where to where there is something to be seen [days], [currency].
    """

    dates: NDArray[np.float64]
    costs: NDArray[np.float64]
    stopped: NDArray[np.bool_]
    stopped_later: Proportion
    due_at: float
    budget: float
    frontier_dates: NDArray[np.float64]
    frontier_costs: NDArray[np.float64]
    across: tuple[float, float]
    up: tuple[float, float]


def joint_cloud(result: Result, joint: Joint) -> JointCloud:
    """Return what is to be seen of a milestone of a plan with a budget, given what is known of it."""
    days = result.scenario.days_of(joint.milestone)
    dates, costs = positions(days, result.outcome.dated(joint.milestone)[:_DOTS]), result.cost[:_DOTS]
    stopped = np.isfinite(result.outcome.stop) & np.isfinite(result.finish[joint.milestone])
    due_at, front = due_position(result.scenario.days, joint.due), positions(days, joint.frontier_days)
    across, up = [due_at, *front[:1]], [joint.budget, *joint.frontier_amounts[-1:]]
    came = ~np.isnan(dates)
    if came.any():
        across += np.quantile(dates[came], [0.0, _MOST]).tolist()
        up += np.quantile(costs[came], [0.0, _MOST]).tolist()
    return JointCloud(
        dates=dates,
        costs=costs,
        stopped=stopped[:_DOTS],
        stopped_later=Proportion.of(int(stopped.sum()), stopped.size),
        due_at=due_at,
        budget=joint.budget,
        frontier_dates=front,
        frontier_costs=joint.frontier_amounts,
        across=(float(min(across)), float(max(across))),
        up=(float(min(up)), float(max(up))),
    )
