"""Baseline: what the plan has spent, and what it has to show for it, when all goes as planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.bounds import SLACK
from milepost.models.distributions import planned_value
from milepost.models.scenario import Scenario
from milepost.models.timing import Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """
    What the plan has of a task.

    Parameters
    ----------
    id
        Of the task.
    start
        When it begins, or the dated time at which one of no duration does [days of the axis].
    lasts
        From its start to its finish [its working days].
    cost
        What it costs in all [currency].
    """

    id: str
    start: float
    lasts: float
    cost: float

    def done(self, at: NDArray[np.float64], timing: Timing) -> NDArray[np.float64]:
        """Return what share of it is done by each time [-]."""
        if self.lasts > SLACK:
            gone = timing.worked(self.id, at) - timing.worked(self.id, self.start)
            return np.clip(gone / self.lasts, 0.0, 1.0)
        return np.asarray(at >= self.start - SLACK, dtype=np.float64)


class PlannedSpending:
    """
    What is spent by when if every task takes its most likely time and number of rounds, and no risk occurs.

    Costs are the most likely ones too. What is most likely 0 only by its shape is the median instead.

    The cost of a task is spent evenly while it is under way, and that of a task of no duration at once; the standing
    team is paid until the last milestone. What runs only if a risk occurs costs nothing.

    Of a forecast it is what was spent before the status, and what the rest of it comes to from there on.

    Parameters
    ----------
    scenario
        The plan; it has no cycles.

    Attributes
    ----------
    tasks
        What it has of each task that does not run only if a risk occurs, by id.
    until
        When the standing team is paid last [days of the axis].
    """

    def __init__(self, scenario: Scenario) -> None:
        times, dated = scenario.network.planned_times, scenario.dating.planned
        self._timing, self._days = scenario.timing, scenario.days
        self._reached = {id: times[id][1] for id in scenario.milestones}
        self._dated = {id: dated[id][1] for id in scenario.milestones}
        self._burn = scenario.budget.burn
        self.until = max(self._reached.values(), default=0.0)
        tasks = {}
        for id, task in scenario.tasks.items():
            start, finish = times[id]
            rounds = task.rounds.mode if task.rounds else 1
            cost, daily = planned_value(task.cost), planned_value(task.daily)
            cost = rounds * (cost + daily * planned_value(task.duration))
            lasts = self._timing.lasts(id, start, finish)
            if id in scenario.network.history.begun:
                cost += daily * (lasts - scenario.network.likely_duration(id))
            if task.only_if is None:
                begins = start if finish > start else dated[id][0]
                tasks[id] = PlannedTask(id=id, start=begins, lasts=lasts, cost=cost)
        self.tasks: Mapping[str, PlannedTask] = tasks
        self._costly = [task for task in tasks.values() if task.cost]
        self._spent = scenario.budget.spent or 0.0
        if scenario.budget.spent is not None and scenario.history is not None:
            self._spent -= float(self._accrued(np.asarray(scenario.history.now)))

    def spent(self, times: ArrayLike) -> NDArray[np.float64]:
        """Return what is spent by each time [days of the axis; infinity for all], as many amounts [currency]."""
        return self._spent + self._accrued(np.asarray(times, dtype=np.float64))

    def _accrued(self, at: NDArray[np.float64]) -> NDArray[np.float64]:
        amounts = self._burn * self._days.worked(np.clip(at, 0.0, self.until))
        for task in self._costly:
            amounts = amounts + task.cost * task.done(at, self._timing)
        return amounts

    def reached(self, milestone_id: str) -> float:
        """Return the time at which a milestone is reached [days of the axis]."""
        return self._reached[milestone_id]

    def dated(self, milestone_id: str) -> float:
        """Return the time that has the date on which a milestone is reached [days of the axis]."""
        return self._dated[milestone_id]


def planned_progress(scenario: Scenario, times: ArrayLike) -> NDArray[np.float64]:
    """
    Return the weighted share of the milestones that should be reached by each time, as many as there are times [-].

    A milestone should be reached by its due date, or without one when it is at the most likely durations. Without
    milestones there is no progress.

    Parameters
    ----------
    scenario
        The plan; its weights are not all 0.
    times
        Days of the axis.
    """
    at = np.asarray(times, dtype=np.float64)
    planned = PlannedSpending(scenario)
    progress = np.zeros_like(at)
    for id, weight in scenario.weights.items():
        due = scenario.due_days[id]
        when = planned.dated(id) if due == inf else due
        progress = progress + weight * (at >= when - SLACK)
    return progress / sum(scenario.weights.values()) if scenario.weights else progress
