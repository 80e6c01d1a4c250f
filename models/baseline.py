"""Spending: what the plan has spent, and what it has to show for it, when all goes as planned."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.dating import dated_times
from milepost.models.distributions import planned_value
from milepost.models.milestone import Level
from milepost.models.network import deterministic_pass, list_in_force
from milepost.models.scenario import Scenario

_SLACK: Final = 1e-9
"""How far apart two times may be and still count as the same [working days]."""


class PlannedSpending:
    """
    What is spent by when if every task takes its most likely time and number of rounds, and no risk occurs.

    A time that is most likely 0 only by its shape is the median instead.

    The cost of a task is spent evenly while it is under way, and that of a task of no duration at once; the standing
    team is paid until the last milestone. What runs only if a risk occurs costs nothing.

    Parameters
    ----------
    scenario
        The plan; it has no cycles.
    """

    def __init__(self, scenario: Scenario) -> None:
        times = deterministic_pass(scenario, list_in_force(scenario))
        dated = dated_times(scenario, times)
        self._reached = {id: times[id][1] for id in scenario.milestones}
        self._dated = {id: dated[id][1] for id in scenario.milestones}
        self._burn = scenario.budget.burn
        self._costs: list[tuple[float, float, float]] = []
        for id, task in scenario.tasks.items():
            start, finish = times[id]
            rounds = task.rounds.mode if task.rounds else 1
            cost = rounds * (task.cost + task.daily * planned_value(task.duration))
            if cost and task.only_if is None:
                self._costs.append((start if finish > start else dated[id][0], finish - start, cost))

    def spent(self, times: ArrayLike) -> NDArray[np.float64]:
        """Return what is spent by each time [working days from start; infinity for all], as many amounts [currency]."""
        at = np.asarray(times, dtype=np.float64)
        amounts = self._burn * np.clip(at, 0.0, max(self._reached.values(), default=0.0))
        for start, duration, cost in self._costs:
            done = np.clip((at - start) / duration, 0.0, 1.0) if duration > _SLACK else at >= start - _SLACK
            amounts = amounts + cost * done
        return amounts

    def reached(self, milestone_id: str) -> float:
        """Return the time at which a milestone is reached [working days from start]."""
        return self._reached[milestone_id]

    def dated(self, milestone_id: str) -> float:
        """Return the time that has the date on which a milestone is reached [working days from start]."""
        return self._dated[milestone_id]


def milestone_weights(scenario: Scenario) -> Mapping[str, float]:
    """
    Return what each milestone adds to the progress beside the others, by id [-].

    Where the file does not say, that is 1 for a major milestone and 0 for a minor one; 1 for all where none is major.
    """
    any_major = any(milestone.level == Level.MAJOR for milestone in scenario.milestones.values())
    return {
        id: milestone.weight if milestone.weight is not None else float(milestone.level == Level.MAJOR or not any_major)
        for id, milestone in scenario.milestones.items()
    }


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
    weights = milestone_weights(scenario)
    progress = np.zeros_like(at)
    for id, weight in weights.items():
        due = scenario.milestones[id].due
        when = planned.dated(id) if due is None else float(scenario.days.due_offset(due))
        progress = progress + weight * (at >= when - _SLACK)
    return progress / sum(weights.values()) if weights else progress
