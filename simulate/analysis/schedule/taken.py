"""Taken: how long what has begun has taken, as far as the dates of a status tell."""

from collections.abc import Iterator, Mapping
from datetime import date
from math import inf
from typing import NamedTuple

from milepost.models import Milestone, Scenario, Task


class Taken(NamedTuple):
    """Ends between which the time lies that a task has taken: above the one, and at most the other [working days]."""

    least: float
    most: float
    """Infinity while it is under way."""

    since: float
    """How long ago it was begun on the day of the status, finished or not [working days]."""


def times_taken(plan: Scenario) -> Mapping[str, Taken]:
    """
    Return how long each task that has begun has taken, by id, in file order, given a plan with a status.

    A date says the day and not the hour. Work is finished at some time in the day of its finish. It is begun at the
    beginning of the day of its start, unless something that it waited for came about in the course of that day: then
    it began at that time, which for a finish is taken to be the middle of its day. Were both days counted whole, a
    plan that is right would be found to be a day too short with every task that is handed over within a day.
    """
    seen = _Seen(plan)
    return {id: seen.taken[id] for id in plan.tasks if id in seen.taken}


class _Seen:
    """When things came about, as far as dates tell [days of the axis]."""

    def __init__(self, plan: Scenario) -> None:
        self._plan, self._days, self._timing = plan, plan.days, plan.timing
        self._known: dict[date, tuple[float, float]] = {}
        self._now = -inf if plan.as_of is None else self._days.opening(plan.as_of)
        self.taken: dict[str, Taken] = {}
        self._moments: dict[str, tuple[float, float]] = {}
        self._needs = plan.network.needs
        self._released: dict[tuple[str, date], float] = {}
        for id, needed in self._needs.items():
            actual = plan.tasks[id].actual
            if actual is not None and actual.finish is not None:
                self._released |= {(one, actual.finish): 0.5 * sum(self._ends(actual.finish)) for one in needed}
        for id in plan.network.order:
            node = plan.nodes[id]
            waited = max(self._waited_for(node), default=-inf)
            if isinstance(node, Milestone):
                self._moments[id] = (self._reached(node, waited),) * 2
            else:
                self._moments[id] = self._worked(node, waited)

    def _waited_for(self, node: Task | Milestone) -> Iterator[float]:
        for link in node.after:
            if not link.kind.holds_finish:
                start, finish = self._moments[link.predecessor]
                yield self._timing.asked(link, node.id, start, finish, finish)
        if isinstance(node, Task) and node.actual is not None:
            for resource in self._needs.get(node.id, ()):
                yield self._released.get((resource, node.actual.start), -inf)

    def _worked(self, task: Task, waited: float) -> tuple[float, float]:
        if task.actual is None:
            return waited, waited
        opening, closing = self._ends(task.actual.start)
        start = waited if opening < waited < closing else opening
        since = self._timing.lasts(task.id, start, self._now)
        if task.actual.finish is None:
            self.taken[task.id] = Taken(since, inf, since)
            return start, inf
        first, last = (max(end, start) for end in self._ends(task.actual.finish))
        least, most = (self._timing.lasts(task.id, start, end) for end in (first, last))
        self.taken[task.id] = Taken(least, most, since)
        return start, 0.5 * (first + last)

    def _reached(self, milestone: Milestone, waited: float) -> float:
        if milestone.reached is None:
            return waited
        opening, closing = self._ends(milestone.reached)
        return waited if opening < waited < closing else closing

    def _ends(self, day: date) -> tuple[float, float]:
        """Return when a day begins and ends; of many tasks most share their days."""
        if day not in self._known:
            self._known[day] = self._days.opening(day), self._days.due_offset(day)
        return self._known[day]
