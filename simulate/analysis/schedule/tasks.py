"""The table of tasks: whether each runs, when it starts and when it finishes, and its floats in the plan."""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from milepost.models import Scenario
from milepost.models.calendar import WorkingDays
from milepost.models.group import code_words
from milepost.models.timing import BEGINNING
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import SLACK, Sample
from milepost.simulate.engine.outcome import Outcome

PERCENTILES = {"p10": 0.10, "p50": 0.50, "p90": 0.90}

_ENDS = ("start", "finish")
_MEASURED = (
    *("runs", "runs_low", "runs_high"),
    *(
        f"{end}_{what}_days"
        for end in _ENDS
        for what in ("mean", "sd", *(f"{name}{side}" for name in PERCENTILES for side in ("", "_low", "_high")))
    ),
)


def task_table(scenario: Scenario, outcome: Outcome) -> pd.DataFrame:
    """Describe every task, in file order: over the detailed iterations, and as the plan has it without risks."""
    measured = [_measured(TaskTimes.of(id, outcome), scenario.days) for id in scenario.tasks]
    dated = [f"{end}_{name}" for end in _ENDS for name in PERCENTILES]
    table = pd.DataFrame(measured, columns=[*_MEASURED, *dated], dtype=np.float64)
    known = pd.DataFrame(
        {
            "task": list(scenario.tasks),
            "name": [task.name for task in scenario.tasks.values()],
            "owner": [task.owner for task in scenario.tasks.values()],
            "group": [task.group for task in scenario.tasks.values()],
            "codes": [code_words(task.codes) for task in scenario.tasks.values()],
        }
    )
    dates = {name: _dates(scenario, table[name], starts=name.startswith("start")) for name in dated}
    return pd.concat([known, table.assign(**dates), _planned_table(scenario)], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTimes:
    """
    When a task starts and finishes, over the detailed iterations.

    Parameters
    ----------
    starts, finishes
        The times [days of the axis]; infinity where it does not run or the stop comes first.
    dated_starts, dated_finishes
        The times that have their dates.
    """

    starts: Sample
    finishes: Sample
    dated_starts: Sample
    dated_finishes: Sample

    @classmethod
    def of(cls, id: str, outcome: Outcome) -> Self:
        """Collect the times of a task."""
        starts, finishes = times_of_task(id, outcome)
        dated_starts, dated_finishes = outcome.dated_task(id)
        samples = Sample.of(starts), Sample.of(finishes)
        return cls(
            starts=samples[0],
            finishes=samples[1],
            dated_starts=Sample.in_order(samples[0].ordered + BEGINNING)
            if lasts_always(id, outcome)
            else Sample.of(np.where(np.isfinite(starts), dated_starts, np.inf)),
            dated_finishes=samples[1]
            if dated_finishes is outcome.task_finish[id]
            else Sample.of(np.where(np.isfinite(finishes), dated_finishes, np.inf)),
        )

    def dated_start(self, p: float) -> float:
        """Return the time that has the date of a quantile of starts: at the latest that of the same of finishes."""
        return min(self.dated_starts.quantile(p), self.dated_finishes.quantile(p))

    @property
    def came(self) -> Self:
        """Return the times of the iterations in which each comes about."""
        names = (field.name for field in fields(self))
        return replace(self, **{name: Sample.in_order(getattr(self, name).came) for name in names})


def lasts_always(id: str, outcome: Outcome) -> bool:
    """Return whether a task takes time in every detailed iteration."""
    return bool((outcome.task_finish[id] > outcome.task_start[id]).all())


def task_starts(id: str, outcome: Outcome) -> NDArray[np.float64]:
    """Return, float64[n], when a task starts [days of the axis]; infinity where it never does."""
    start = outcome.task_start[id]
    return np.where(outcome.runs(id) & (start < _stop(outcome) - SLACK), start, np.inf)


def task_finishes(id: str, outcome: Outcome) -> NDArray[np.float64]:
    """Return, float64[n], when a task finishes [days of the axis]; infinity where it never does."""
    return times_of_task(id, outcome)[1]


def times_of_task(id: str, outcome: Outcome) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both, when a task starts and when it finishes."""
    starts, finish = task_starts(id, outcome), outcome.task_finish[id]
    return starts, np.where(np.isfinite(starts) & (finish <= _stop(outcome) + SLACK), finish, np.inf)


def _planned_table(scenario: Scenario) -> pd.DataFrame:
    """Describe every task at most likely durations; work that only a risk brings is not in that plan."""
    schedule, days, ids = scenario.schedule, scenario.days, list(scenario.tasks)
    runs = np.array([task.only_if is None for task in scenario.tasks.values()], dtype=np.bool_)
    total, free = (
        np.where(runs, np.array([floats[id] for id in ids], dtype=np.float64), np.nan)
        for floats in (schedule.total_float, schedule.free_float)
    )
    late = {id: _late(id, scenario) for id in ids}
    (start, finish), (dated_start, dated_finish), (late_start, late_finish) = (
        np.where(runs, np.array([times[id] for id in ids], dtype=np.float64).reshape(-1, 2).T, np.nan)
        for times in (scenario.network.planned_times, scenario.dating.planned, late)
    )
    return pd.DataFrame(
        {
            "early_start_days": days.worked(start),
            "early_finish_days": days.worked(finish),
            "late_start_days": days.worked(late_start),
            "late_finish_days": days.worked(late_finish),
            "total_float_days": total,
            "free_float_days": free,
            "early_start": _dates(scenario, dated_start, starts=True),
            "early_finish": _dates(scenario, dated_finish, starts=False),
            "late_start": days.isos(late_start + (dated_start - start)),
            "late_finish": days.isos(late_finish + (dated_finish - finish)),
            "plan_critical": total == 0.0,
            "critical_to": [
                ", ".join(schedule.critical_to[id]) if there else "" for id, there in zip(ids, runs, strict=True)
            ],
        }
    )


def _late(id: str, scenario: Scenario) -> tuple[float, float]:
    """Return when a task starts and finishes at the latest, by its total float [days of the axis]."""
    timing, total = scenario.timing, scenario.schedule.total_float[id]
    start, finish = scenario.network.planned_times[id]
    if total == 0.0:
        return start, finish
    late_start, late_finish = (timing.ends(id, time, total) for time in (start, finish))
    return timing.begins(id, late_start) if finish > start else late_start, late_finish


def _dates(scenario: Scenario, times: ArrayLike, *, starts: bool) -> list[str]:
    """Return the ISO date of a time of each task: of a start or finish that is known that of the file."""
    dates = scenario.days.isos(times)
    for row, id in enumerate(scenario.tasks):
        fact = scenario.facts.get(id)
        day = None if fact is None else fact.start if starts else fact.finish
        if day is not None and dates[row]:
            dates[row] = day.isoformat()
    return dates


def _stop(outcome: Outcome) -> NDArray[np.float64]:
    return outcome.stop[: outcome.detail]


def _measured(times: TaskTimes, days: WorkingDays) -> list[float]:
    """Return what is known of a task, and then the times that have the dates of its percentiles: one task at a time."""
    runs = Proportion.of(times.starts.came.size, times.starts.size)
    row = [runs.value, runs.low, runs.high]
    for sample in (Sample.in_order(days.worked(one.ordered)) for one in (times.starts, times.finishes)):
        row += [sample.mean, sample.sd]
        for p in PERCENTILES.values():
            found = sample.estimate(p)
            row += [found.value, found.low, found.high]
    row += [times.dated_start(p) for p in PERCENTILES.values()]
    return row + [times.dated_finishes.quantile(p) for p in PERCENTILES.values()]
