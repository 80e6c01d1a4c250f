"""Earning: what of a plan's cost is earned by how far each task is, and when the plan had earned as much."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.baseline import PlannedSpending
from milepost.simulate.analysis.statistics.sample import SLACK

_ROUNDING: Final = 1e-11
"""What share of all that can be earned rounding may make a difference of [-]."""

_HALVINGS: Final = 40
_DECIMALS: Final = 6
"""Of a time that is looked for [working days]."""


class Earning:
    """
    What of a plan's cost is earned by how far each task is, and when the plan had earned as much.

    A task earns what the plan spends on it until it is as far. The standing team is apportioned effort [1]_: what it is
    paid each day is shared alike by the tasks that the plan has under way then. What it is paid while the plan has none
    under way is earned once the work has come as far.

    So a plan that goes as planned earns at all times what it spends, and work that is not done earns nothing, whoever
    is paid meanwhile.

    Parameters
    ----------
    plan
        The plan as agreed.
    spending
        What it spends.

    Attributes
    ----------
    end
        When the last of it is done or reached [working days from the start].

    References
    ----------
    .. [1] Wanner, The classification of work in earned value management,
       https://rolandwanner.com/earned-value-management/classification-of-work-in-earned-value-management/
    """

    def __init__(self, plan: Scenario, spending: PlannedSpending) -> None:
        self.end = max((finish for _, finish in plan.network.planned_times.values()), default=0.0)
        self._ids, tasks = [*spending.tasks], [*spending.tasks.values()]
        figures = np.array([(one.start, one.lasts, one.cost) for one in tasks]).reshape(-1, 3)
        self._start, self._lasts, self._cost = figures.T
        finish = self._start + self._lasts
        self._times = np.unique([*self._start, *finish, 0.0, spending.until, self.end])
        paid = plan.budget.burn * np.diff(np.minimum(self._times, spending.until))
        begun, done = (np.searchsorted(np.sort(one), self._times[:-1], "right") for one in (self._start, finish))
        works = begun > done
        self._each = _running(np.divide(paid, begun - done, out=np.zeros_like(paid), where=works))
        self._idle = _running(np.where(works, 0.0, paid))
        self._rounding = _ROUNDING * float(spending.spent(np.inf))

    def earned(self, done: Mapping[str, float]) -> float:
        """Return what is earned by work, given what share of each task is done, by id; nothing of others [currency]."""
        return self._work(np.array([done.get(id, 0.0) for id in self._ids]))

    def value(self, earned: float, time: float) -> float:
        """Return what is earned in all, given that by work and the time that it is worth [currency]."""
        return earned + float(np.interp(time, self._times, self._idle))

    def when(self, earned: float, near: float) -> float:
        """
        Return when the plan has earned as much by work, of several times that nearest to one [working days from start].

        It is the time itself, or the next to it at which so much is earned; of what is earned at one stroke, when.
        """
        near = min(max(near, 0.0), self.end)
        more = self._planned(near) - earned
        if abs(more) <= self._rounding:
            return near
        low, high = (0.0, near) if more > 0.0 else (near, self.end)
        beyond = earned + self._rounding if more > 0.0 else earned - self._rounding
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + high)
            low, high = (low, middle) if self._planned(middle) > beyond else (middle, high)
        return min(round(high, _DECIMALS), self.end)

    def _planned(self, time: float) -> float:
        """Return what the plan has earned by work at a time [currency]."""
        under_way = np.clip((time - self._start) / np.maximum(self._lasts, SLACK), 0.0, 1.0)
        return self._work(np.where(self._lasts > SLACK, under_way, time >= self._start - SLACK))

    def _work(self, done: NDArray[np.float64]) -> float:
        """Return what is earned by work, given what share of each task is done, float64[tasks] [currency]."""
        team = np.interp([self._start, self._start + done * self._lasts], self._times, self._each)
        return float(self._cost @ done + (team[1] - team[0]).sum())


def _running(amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what amounts between times, float64[n - 1], come to by each of them, float64[n]."""
    return np.concatenate(([0.0], np.cumsum(amounts)))
