"""The course of earned value: what the plan was to spend by when, and what was earned by when up to now."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.baseline import PlannedSpending
from milepost.simulate.analysis.money.earned_value import EarnedValue, done_by
from milepost.simulate.analysis.money.earning import Earning

_PLANNED: Final = 200
_EARNED: Final = 25
"""Times at which either is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedCourse:
    """
    What the plan was to spend by when, and what was earned by when up to now.

    Parameters
    ----------
    planned_times, planned
        float64[n]: times of the whole plan [days of the axis], and planned value [currency].
    times, earned
        float64[k]: times until now, or until nothing was left to do [days of the axis], and earned value,
        work being done evenly [currency].
    """

    planned_times: NDArray[np.float64]
    planned: NDArray[np.float64]
    times: NDArray[np.float64]
    earned: NDArray[np.float64]

    @classmethod
    def of(cls, scenario: Scenario, now: EarnedValue) -> Self:
        """Follow a plan with a status to what it has earned now."""
        plan, history = scenario.agreed, scenario.network.history
        spending = PlannedSpending(plan)
        earning = Earning(plan, spending)
        times = np.linspace(0.0, now.actual_at, _EARNED)
        work = [earning.earned(done_by(scenario, history, time)) for time in times]
        earned = [earning.value(one, earning.when(one, time)) for one, time in zip(work, times, strict=True)]
        planned_times = np.linspace(0.0, earning.end, _PLANNED)
        return cls(
            planned_times=planned_times,
            planned=spending.spent(planned_times),
            times=times,
            earned=np.array([*earned[:-1], now.money.earned]),
        )
