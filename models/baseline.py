"""Baseline: what the plan has spent, and what it has to show for it, when all goes as planned."""

from math import inf

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.bounds import SLACK
from milepost.models.distributions import planned_value
from milepost.models.scenario import Scenario


class PlannedSpending:
    """
    What is spent by when if every task takes its most likely time and number of rounds, and no risk occurs.

    A time that is most likely 0 only by its shape is the median instead.

    The cost of a task is spent evenly while it is under way, and that of a task of no duration at once; the standing
    team is paid until the last milestone. What runs only if a risk occurs costs nothing.

    Of a forecast it is what was spent before the status, and what the rest of it comes to from there on.

    Parameters
    ----------
    scenario
        The plan; it has no cycles.
    """

    def __init__(self, scenario: Scenario) -> None:
        times, dated = scenario.network.planned_times, scenario.dating.planned
        self._reached = {id: times[id][1] for id in scenario.milestones}
        self._dated = {id: dated[id][1] for id in scenario.milestones}
        self._burn = scenario.budget.burn
        self._costs: list[tuple[float, float, float]] = []
        for id, task in scenario.tasks.items():
            start, finish = times[id]
            rounds = task.rounds.mode if task.rounds else 1
            cost = rounds * (task.cost + task.daily * planned_value(task.duration))
            if id in scenario.network.history.begun:
                cost += task.daily * (finish - start - scenario.network.likely_duration(id))
            if cost and task.only_if is None:
                self._costs.append((start if finish > start else dated[id][0], finish - start, cost))
        self._spent = scenario.budget.spent or 0.0
        if scenario.budget.spent is not None and scenario.history is not None:
            self._spent -= float(self._accrued(np.asarray(scenario.history.now)))

    def spent(self, times: ArrayLike) -> NDArray[np.float64]:
        """Return what is spent by each time [working days from start; infinity for all], as many amounts [currency]."""
        return self._spent + self._accrued(np.asarray(times, dtype=np.float64))

    def _accrued(self, at: NDArray[np.float64]) -> NDArray[np.float64]:
        amounts = self._burn * np.clip(at, 0.0, max(self._reached.values(), default=0.0))
        for start, duration, cost in self._costs:
            done = np.clip((at - start) / duration, 0.0, 1.0) if duration > SLACK else at >= start - SLACK
            amounts = amounts + cost * done
        return amounts

    def reached(self, milestone_id: str) -> float:
        """Return the time at which a milestone is reached [working days from start]."""
        return self._reached[milestone_id]

    def dated(self, milestone_id: str) -> float:
        """Return the time that has the date on which a milestone is reached [working days from start]."""
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
        Working days from start.
    """
    at = np.asarray(times, dtype=np.float64)
    planned = PlannedSpending(scenario)
    progress = np.zeros_like(at)
    for id, weight in scenario.weights.items():
        due = scenario.due_days[id]
        when = planned.dated(id) if due == inf else due
        progress = progress + weight * (at >= when - SLACK)
    return progress / sum(scenario.weights.values()) if scenario.weights else progress
