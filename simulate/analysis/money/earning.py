"""Earning: what of a plan's cost is earned by how far each task is, and when the plan had earned as much."""

from collections.abc import Callable, Mapping
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
"""Of a time that is looked for [days]."""


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
        When the last of it is done or reached [days of the axis].

    References
    ----------
    .. [1] Wanner, The classification of work in earned value management,
       https://rolandwanner.com/earned-value-management/classification-of-work-in-earned-value-management/
    """

    def __init__(self, plan: Scenario, spending: PlannedSpending) -> None:
        self.end = max((finish for _, finish in plan.network.planned_times.values()), default=0.0)
        self._timing, self._days = plan.timing, plan.days
        self._ids, tasks = [*spending.tasks], [*spending.tasks.values()]
        self._calendars, self._calendar = np.unique(
            [plan.timing.calendar_of(id) for id in self._ids], return_inverse=True
        )
        figures = np.array([(one.start, one.lasts, one.cost) for one in tasks]).reshape(-1, 3)
        self._start, self._lasts, self._cost = figures.T
        self._begun = self._each_by_its_own(plan.timing.work, self._start)
        finish = self._when(np.ones_like(self._start))
        times = np.unique([*self._start, *finish, 0.0, spending.until, self.end])
        self._worked = plan.days.worked(times)
        paid = plan.budget.burn * np.diff(plan.days.worked(np.minimum(times, spending.until)))
        begun, done = (np.searchsorted(np.sort(one), times[:-1], "right") for one in (self._start, finish))
        works = begun > done
        self._each = _running(np.divide(paid, begun - done, out=np.zeros_like(paid), where=works))
        self._idle = _running(np.where(works, 0.0, paid))
        self._rounding = _ROUNDING * float(spending.spent(np.inf))

    def earned(self, done: Mapping[str, float]) -> float:
        """Return what is earned by work, given what share of each task is done, by id; nothing of others [currency]."""
        return self._work(np.array([done.get(id, 0.0) for id in self._ids]))

    def value(self, earned: float, time: float) -> float:
        """Return what is earned in all, given that by work and the time that it is worth [currency]."""
        return earned + float(np.interp(self._days.worked(time), self._worked, self._idle))

    def when(self, earned: float, near: float) -> float:
        """
        Return when the plan has earned as much by work, of several times that nearest to one [days of the axis].

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
        gone = np.array([self._timing.work(str(name), time) for name in self._calendars])[self._calendar] - self._begun
        under_way = np.clip(gone / np.maximum(self._lasts, SLACK), 0.0, 1.0)
        return self._work(np.where(self._lasts > SLACK, under_way, time >= self._start - SLACK))

    def _work(self, done: NDArray[np.float64]) -> float:
        """Return what is earned by work, given what share of each task is done, float64[tasks] [currency]."""
        team = np.interp(self._days.worked([self._start, self._when(done)]), self._worked, self._each)
        return float(self._cost @ done + (team[1] - team[0]).sum())

    def _when(self, done: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return when what share of each task is done, float64[tasks] [days of the axis]."""
        when = self._each_by_its_own(self._timing.time, self._begun + done * self._lasts)
        return np.asarray(np.maximum(when, self._start))

    def _each_by_its_own(
        self, function: Callable[[str, NDArray[np.float64]], NDArray[np.float64]], values: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return what a function makes of a value of each task by its calendar, float64[tasks]."""
        found = np.empty_like(values)
        for number, name in enumerate(self._calendars):
            here = self._calendar == number
            found[here] = function(str(name), values[here])
        return found


def _running(amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what amounts between times, float64[n - 1], come to by each of them, float64[n]."""
    return np.concatenate(([0.0], np.cumsum(amounts)))
