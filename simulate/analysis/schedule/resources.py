"""Resources: how many of their units are at work when, and how long tasks wait for them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.calendar import ClockDays
from milepost.simulate.analysis.schedule.asking import asked_by, goes_on
from milepost.simulate.analysis.schedule.tasks import task_starts
from milepost.simulate.analysis.schedule.turns import turns_of
from milepost.simulate.analysis.statistics.estimate import columns
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome, Times

RESOURCE_COLUMNS: Final = (
    *("resource", "name", "capacity", "tasks", "used"),
    *columns("busy", "_unit_days"),
    *columns("idle", "_unit_days"),
    *columns("waits"),
    *columns("waiting", "_days"),
    *("waiting_p10_days", "waiting_p50_days", "waiting_p90_days", "waits_most"),
)
WAITING_COLUMNS: Final = (*columns("waits"), *columns("waiting", "_days"))

_MOST_TIMES: Final = 250
"""At how many times it is looked how many units are at work."""
_TIMES_OF_DAY: Final = (0.125, 0.375, 0.625, 0.875)
"""When in a day of the clock it is looked: in the night, in the morning, in the afternoon and in the evening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """
    How many units of a resource are at work over time, over the detailed iterations.

    Parameters
    ----------
    times
        float64[m], the middles of days [days of the axis]. Where calendars differ, the most counts that are at work at
        four times of the day, so that work of the night is seen.
    low, middle, high
        float64[m], P10, P50 and P90 of the units at work.
    """

    times: Times
    low: Times
    middle: Times
    high: Times


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """
    How long a task waits for units, over the detailed iterations in which it runs and is decided before the stop.

    Parameters
    ----------
    waits
        How often it does [-].
    days
        For how long, on average over all of them [working days].
    """

    waits: Proportion
    days: Mean

    def columns(self) -> dict[str, float]:
        """Return what stands of it in a table, by `WAITING_COLUMNS`."""
        return self.waits.columns("waits") | self.days.columns("waiting", "_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceOutlook:
    """
    What is to be expected of a resource, over the detailed iterations, until the stop.

    Parameters
    ----------
    id, name, capacity
        Of the resource.
    tasks
        How many tasks need units of it.
    used
        What share of its units is at work, from the start of the first of these tasks to the finish of the last [-]; of
        all time, and not of working days alone, where calendars differ; NaN of no time.
    busy, idle
        Units times days at work, and not at work, from the start of the first of these tasks to the finish of the last
        [working days].
    waits
        How often any task waits for it, on days off as well [-].
    waiting
        For how long all its tasks together do [working days].
    spread
        P10, P50 and P90 of that [working days].
    waits_most
        Id of the task that waits longest for it on average; empty where none waits.
    use
        How many units are at work over time.
    """

    id: str
    name: str
    capacity: int
    tasks: int
    used: float
    busy: Mean
    idle: Mean
    waits: Proportion
    waiting: Mean
    spread: tuple[float, float, float]
    waits_most: str
    use: Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """
    What is to be expected of the resources of a plan, and of the tasks that wait for units.

    Parameters
    ----------
    outlooks
        By the id of each resource that a task needs, in file order.
    waiting
        By the id of each task that takes units or a crew in its turn, and ever runs, in file order.
    """

    outlooks: Mapping[str, ResourceOutlook]
    waiting: Mapping[str, Waiting]

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome) -> "Resources":
        """Look at who waits for what, and at who is at work when."""
        waits = _Waits(scenario, outcome)
        found = {id: _outlook(id, scenario, outcome, waits) for id in scenario.resources if _needing(scenario, id)}
        return cls(outlooks=found, waiting={id: waits.by_task[id] for id in scenario.tasks if id in waits.by_task})


class _Waits:
    """
    Who waits for which resource, and for how long, in each detailed iteration.

    Attributes
    ----------
    counts
        By the id of each task that needs units or a crew: bool[n], where it runs and starts before the stop.
    """

    def __init__(self, scenario: Scenario, outcome: Outcome) -> None:
        network = scenario.network
        self.by_task: dict[str, Waiting] = {}
        self.by_resource: dict[str, tuple[Times, NDArray[np.bool_]]] = {}
        self.most: dict[str, str] = {}
        longest: dict[str, float] = {}
        self.counts = {id: np.isfinite(task_starts(id, outcome)) for id in scenario.tasks if network.needs.get(id)}
        worked = scenario.days.worked
        ready = {id: ready_at(scenario, outcome, id) for id in network.listed}
        for resource in network.pools:
            in_all, often = np.zeros(outcome.detail), np.zeros(outcome.detail, dtype=np.bool_)
            for turn in turns_of(scenario, outcome, resource):
                if turn.holds:
                    continue
                free = goes_on(turn.task, turn.free, scenario, outcome)
                waits = self.counts[turn.task] & (free > ready[turn.task] + SLACK)
                waited = np.where(waits, worked(free) - worked(ready[turn.task]), 0.0)
                in_all += waited
                often |= waits
                mean = float(waited.mean())
                if mean > longest.get(resource, 0.0):
                    longest[resource], self.most[resource] = mean, turn.task
            self.by_resource[resource] = in_all, often
        for id in network.listed:
            counts = self.counts[id]
            if not counts.any():
                continue
            decided, could = outcome.decided(id)[counts], ready[id][counts]
            waits = decided > could + SLACK
            waited = np.where(waits, worked(decided) - worked(could), 0.0)
            share = Proportion.of(int(np.count_nonzero(waits)), waits.size)
            self.by_task[id] = Waiting(waits=share, days=Mean.of(waited))


def ready_at(scenario: Scenario, outcome: Outcome, id: str) -> Times:
    """Return, float64[n], when a task could be decided by its links and its date alone [days of the axis]."""
    ready = np.full(outcome.detail, scenario.network.floor(id))
    for link in scenario.tasks[id].after:
        if not link.kind.holds_finish:
            ready = np.maximum(ready, asked_by(link, id, scenario, outcome))
    return goes_on(id, ready, scenario, outcome)


def waiting_table(waiting: Mapping[str, Waiting], tasks: Iterable[str]) -> pd.DataFrame:
    """Tabulate who waits for units: a row for each task, empty where it needs none or has them."""
    rows = [waiting[id].columns() if id in waiting else {} for id in tasks]
    return pd.DataFrame(rows, columns=list(WAITING_COLUMNS), dtype=np.float64)


def resource_table(resources: Mapping[str, ResourceOutlook]) -> pd.DataFrame:
    """Tabulate what is to be expected of each resource: the columns of resources.csv."""
    rows = [
        {"resource": id, "name": one.name, "capacity": one.capacity, "tasks": one.tasks, "used": one.used}
        | one.busy.columns("busy", "_unit_days")
        | one.idle.columns("idle", "_unit_days")
        | one.waits.columns("waits")
        | one.waiting.columns("waiting", "_days")
        | dict(zip(("waiting_p10_days", "waiting_p50_days", "waiting_p90_days"), one.spread, strict=True))
        | {"waits_most": one.waits_most}
        for id, one in resources.items()
    ]
    return pd.DataFrame(rows, columns=list(RESOURCE_COLUMNS))


def _needing(scenario: Scenario, resource: str) -> list[str]:
    return [id for id, task in scenario.tasks.items() if task.needs.get(resource)]


def _outlook(id: str, scenario: Scenario, outcome: Outcome, waits: _Waits) -> ResourceOutlook:
    resource = scenario.resources[id]
    busy, idle = held = _busy_and_idle(id, scenario, outcome, waits, scenario.days.worked)
    if _on_clock(scenario):
        held = _busy_and_idle(id, scenario, outcome, waits, np.asarray)
    there = held[0].value + held[1].value
    waited, often = waits.by_resource.get(id, (np.zeros(outcome.detail), np.zeros(outcome.detail, dtype=np.bool_)))
    low, middle, high = np.quantile(waited, (0.1, 0.5, 0.9), method="inverted_cdf").tolist()
    return ResourceOutlook(
        id=id,
        name=resource.name,
        capacity=resource.capacity,
        tasks=len(_needing(scenario, id)),
        used=held[0].value / there if there > 0.0 else np.nan,
        busy=busy,
        idle=idle,
        waits=Proportion.of(int(np.count_nonzero(often)), often.size),
        waiting=Mean.of(waited),
        spread=(low, middle, high),
        waits_most=waits.most.get(id, ""),
        use=_use(id, scenario, outcome, waits),
    )


def _busy_and_idle(
    id: str, scenario: Scenario, outcome: Outcome, waits: _Waits, counted: Callable[[Times], Times]
) -> tuple[Mean, Mean]:
    """Return units times days at work, and not, from the first start to the last finish, of days so counted."""
    busy, first, last = np.zeros(outcome.detail), np.full(outcome.detail, np.inf), np.full(outcome.detail, -np.inf)
    for task in _needing(scenario, id):
        counts, (start, finish) = waits.counts[task], map(counted, _at_work(scenario, outcome, task))
        busy += np.where(counts, scenario.tasks[task].needs[id] * (finish - start), 0.0)
        first = np.where(counts, np.minimum(first, start), first)
        last = np.where(counts, np.maximum(last, finish), last)
    there = np.zeros(outcome.detail)
    np.subtract(last, first, out=there, where=np.isfinite(first))
    there *= scenario.resources[id].capacity
    return Mean.of(busy), Mean.of(np.maximum(there - busy, 0.0))


def _on_clock(scenario: Scenario) -> bool:
    """Return whether times are on the clock, since calendars differ, and not in working days."""
    return isinstance(scenario.days, ClockDays)


def _at_work(scenario: Scenario, outcome: Outcome, task: str) -> tuple[Times, Times]:
    """Return, float64[n] each, from when and until when a task is at work that starts before the stop."""
    start = np.maximum(outcome.task_start[task], max(scenario.network.history.now, 0.0))
    return start, np.maximum(np.minimum(outcome.task_finish[task], outcome.stop[: outcome.detail]), start)


def _use(id: str, scenario: Scenario, outcome: Outcome, waits: _Waits) -> Use:
    """Count the units at work in the middle of days, of a long plan in that of every second, or third, and so on."""
    now, last = max(scenario.network.history.now, 0.0), np.full(outcome.detail, -np.inf)
    for task in _needing(scenario, id):
        last = np.where(waits.counts[task], np.maximum(last, _at_work(scenario, outcome, task)[1]), last)
    until = max(float(np.quantile(last, 0.95, method="inverted_cdf")), now)
    step = max(1, -int(-(until - now) // _MOST_TIMES))
    days = np.arange(np.floor(now), until + step, step)
    at_work = np.zeros((days.size, outcome.detail), np.int32)
    for time in _TIMES_OF_DAY if _on_clock(scenario) else (0.5,):
        np.maximum(at_work, _units_at(days + time, step, id, scenario, outcome, waits), out=at_work)
    low, middle, high = np.quantile(at_work, (0.1, 0.5, 0.9), axis=1, method="inverted_cdf").astype(np.float64)
    return Use(times=days + 0.5, low=low, middle=middle, high=high)


def _units_at(
    times: Times, step: int, id: str, scenario: Scenario, outcome: Outcome, waits: _Waits
) -> NDArray[np.int32]:
    """Count, int32[m, n], the units at work at times that are a step apart."""
    at_work = np.zeros((times.size + 1, outcome.detail), np.int32)
    for task in _needing(scenario, id):
        lanes = np.flatnonzero(waits.counts[task])
        for moment, sign in zip(_at_work(scenario, outcome, task), (1, -1), strict=True):
            first = np.ceil((moment[lanes] - times[0]) / step).clip(0, times.size).astype(np.int64)
            at_work[first, lanes] += sign * scenario.tasks[task].needs[id]
    np.cumsum(at_work, axis=0, out=at_work)
    return at_work[:-1]
