"""Groups: when the first task of one starts and the last finishes, and how often any of them drives a milestone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from milepost.models import Scenario
from milepost.models.group import levels
from milepost.simulate.analysis.schedule.tasks import times_of_task
from milepost.simulate.analysis.schedule.walk import Walk
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import Sample
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTimes:
    """
    When some tasks are under way, over the detailed iterations.

    Parameters
    ----------
    comes
        In which share of the iterations any of them starts.
    starts, finishes
        Of these iterations the times that have the dates of the first start and of the last finish; the latter of those
        in which all that start finish before the stop.
    """

    comes: Proportion
    starts: Sample
    finishes: Sample

    @classmethod
    def of(cls, ids: Collection[str], outcome: Outcome) -> Self:
        """Collect the times of some tasks."""
        first, last = np.full(outcome.detail, np.inf), np.full(outcome.detail, -np.inf)
        for id in ids:
            runs, ends = map(np.isfinite, times_of_task(id, outcome))
            start, finish = outcome.dated_task(id)
            np.minimum(first, start, out=first, where=runs)
            np.maximum(last, np.where(ends, finish, np.inf), out=last, where=runs)
        starts = Sample.in_order(Sample.of(first).came)
        return cls(
            comes=Proportion.of(starts.size, outcome.detail),
            starts=starts,
            finishes=Sample.in_order(Sample.of(np.where(np.isfinite(first), last, np.inf)).came),
        )

    def start(self, p: float) -> float:
        """Return a quantile of the first start: at the latest that of the last finish."""
        return min(self.starts.quantile(p), self.finishes.quantile(p)) if self.finishes.size else np.nan


def tasks_by_group(scenario: Scenario) -> Mapping[str, list[str]]:
    """Return, by each group and each that it is in, the ids of the tasks in it, all in file order."""
    found: dict[str, list[str]] = {}
    for id, task in scenario.tasks.items():
        for level in levels(task.group):
            found.setdefault(level, []).append(id)
    return found


def group_criticality(scenario: Scenario, walk: Walk) -> Mapping[str, Mapping[str, Proportion]]:
    """
    Return, by milestone and group, how often a driving path to it passes any task of the group, start to finish.

    Of a milestone that is never reached nothing is known.
    """
    found: dict[str, dict[str, Proportion]] = {id: {} for id in walk.milestones}
    known = {id: reached for id, reached in walk.reached.items() if reached.any()}
    for group, ids in tasks_by_group(scenario).items():
        critical = [walk.critical[id] for id in ids if id in walk.critical]
        if critical:
            drives = np.bitwise_or.reduce(critical)
            for id, reached in known.items():
                drives_it = (drives[reached] & walk.bit(id)) > 0
                found[id][group] = Proportion.of(int(np.count_nonzero(drives_it)), drives_it.size)
    return found
