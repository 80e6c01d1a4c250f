"""Past: when the money was spent of which a status says how much it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.baseline import PlannedSpending, PlannedTask
from milepost.models.clock_timing import ClockTiming
from milepost.models.distributions import planned_value
from milepost.simulate.analysis.statistics.sample import SLACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """
    What was spent by when before a status.

    Of that only the sum is known. It was spent as the costs of the plan accrue with the starts and finishes that are
    known, of work under way with the most likely finish, each amount by the same factor; evenly where nothing costs.

    Parameters
    ----------
    times, spent
        float64[k]: ascending times up to that of the status [days of the axis], and what was spent by each; in between
        it is spent evenly [currency].
    """

    times: NDArray[np.float64]
    spent: NDArray[np.float64]

    @classmethod
    def of(cls, scenario: Scenario) -> Self | None:
        """Lay out what was spent before the status of a forecast; none where nobody says how much that is."""
        now, spent = max(scenario.network.history.now, 0.0), scenario.budget.spent
        if scenario.history is None or not spent:
            return None
        plan = PlannedSpending(scenario)
        timing, tasks = (scenario.written or scenario).timing, [*_tasks(scenario, plan)]
        start, lasts, cost = np.array([(one.start, one.lasts, one.cost) for one in tasks]).reshape(-1, 3).T
        start, lasts = np.where(lasts > SLACK, start, start - SLACK), np.maximum(lasts, SLACK)
        ends = [
            timing.ends(one.id, one.start, one.lasts) if one.lasts > SLACK else begin + SLACK
            for one, begin in zip(tasks, start, strict=True)
        ]
        times = np.unique([*start, *ends, 0.0, plan.until, now, *_midnights(scenario, start, now)])
        times = times[times <= now]
        done = np.empty((start.size, times.size))
        for row, one in enumerate(tasks):
            spends = one.lasts > SLACK
            done[row] = (
                timing.worked(one.id, times) - timing.worked(one.id, one.start) if spends else times - start[row]
            )
        np.clip(np.divide(done, lasts[:, None], out=done), 0.0, 1.0, out=done)
        accrued = cost @ done + scenario.budget.burn * scenario.days.worked(np.clip(times, 0.0, max(plan.until, 0.0)))
        if not accrued[-1]:
            times, accrued = np.array([min(0.0, now - SLACK), now]), np.array([0.0, 1.0])
        return cls(times=times, spent=spent * accrued / accrued[-1])

    @property
    def until(self) -> float:
        """Return when the status is, or the start if that is later [days of the axis]."""
        return float(self.times[-1])

    def by(self, times: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Return what was spent by some times; all of it by those after the status [currency]."""
        return np.asarray(np.interp(times, self.times, self.spent, left=0.0))


def _midnights(scenario: Scenario, start: NDArray[np.float64], now: float) -> NDArray[np.float64]:
    """Return the midnights up to now on the clock, where no cost accrues on days off; none on other axes."""
    if not isinstance(scenario.timing, ClockTiming):
        return np.empty(0)
    return np.arange(np.floor(start.min(initial=0.0)), now)


def _tasks(scenario: Scenario, plan: PlannedSpending) -> Iterator[PlannedTask]:
    """Yield what has begun, with what it costs in all; the forecast has no costs of what is finished."""
    history, written = scenario.network.history, scenario.written or scenario
    for id, (start, finish) in history.finished.items():
        task = written.tasks.get(id)
        if task is not None:
            rounds = task.actual.rounds_done if task.rounds and task.actual else 1
            lasts = written.timing.lasts(id, start, finish)
            cost = planned_value(task.cost) * rounds + planned_value(task.daily) * lasts
            yield PlannedTask(id=id, start=start, lasts=lasts, cost=cost)
    for id in history.begun:
        if id in plan.tasks:
            yield plan.tasks[id]
