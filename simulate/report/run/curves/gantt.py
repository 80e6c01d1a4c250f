"""Where work and milestones may fall: the rows of the Gantt chart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from milepost.models import Milestone, Task
from milepost.models.calendar import ClockDays
from milepost.models.group import MOST_LEVELS, levels
from milepost.models.timing import BEGINNING
from milepost.simulate.analysis.schedule.chosen import chosen_milestones
from milepost.simulate.analysis.schedule.groups import GroupTimes, tasks_by_group
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.analysis.schedule.tasks import TaskTimes, lasts_always, task_finishes
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import Sample
from milepost.simulate.report.media.interval_words import at_end_of_day, date_or_never, date_words
from milepost.simulate.report.media.positions import due_position, positions
from milepost.simulate.report.media.words import counted, label, rough_percent
from milepost.simulate.result import Result

MOST_ROWS = 60
"""Rows that are legible on a page; of a larger plan milestones that matter and groups or long tasks are drawn."""

TASK = "task"
GROUP = "group"

CRITICAL = 0.5
"""How often a task must drive the last major milestone to be marked as critical [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttRow:
    """
    When a task, a group of tasks or a milestone may fall, over the detailed iterations in which it comes about.

    Parameters
    ----------
    id, name
        Of the task or milestone; of a group its path, and how many tasks it has.
    level
        `major` or `minor` of a milestone, else `task` or `group`.
    due, hit
        The due date, and how probably it is kept; none where there is none.
    promise, p90
        Of a milestone, in words: the dates kept with the chosen confidence and in 90% of all cases, as tables have
        them; else empty.
    comes
        The share of iterations in which it comes about [-].
    often
        The same with its interval, where it is to be told; else none.
    early, begin, end, late
        P10 and P50 of the start, P50 and P90 of the finish, of a group of its first start and its last finish, of a
        milestone P10, P50 twice and P90: positions on a date axis [days], NaN where there is none.
    due_at, promise_at
        The positions of the due date and of the promise date [days], or NaN.
    criticality
        How often a task, or any of a group, drives the milestone of `driven` [-]; 0 where that hangs on nothing of it,
        NaN where there is no such milestone, and of milestones.
    """

    id: str
    name: str
    level: str
    due: date | None
    hit: Proportion | None
    promise: str
    p90: str
    comes: float
    often: Proportion | None
    early: float
    begin: float
    end: float
    late: float
    due_at: float
    promise_at: float
    criticality: float = np.nan

    @property
    def is_work(self) -> bool:
        """Return whether it is a task or a group of them."""
        return self.level in (TASK, GROUP)

    @property
    def is_critical(self) -> bool:
        """Return whether it is work that drives the milestone of `driven` in half of the cases or more."""
        return self.criticality >= CRITICAL


def driven(result: Result) -> str | None:
    """Return the id of the milestone by which tasks are coloured: of the major ones that are ever reached the last."""
    times = result.scenario.network.planned_times
    reached = [one.id for one in result.scenario.headline if result.driving[one.id].paths]
    return max(reversed(reached), key=lambda id: times[id][1], default=None)


def gantt_rows(result: Result) -> list[GanttRow]:
    """
    Return the rows to draw, top to bottom: each below all that it waits for, and of what could stand next the earliest.

    That is by the median of the start. Where there are more than `MOST_ROWS`, major milestones and those with a due
    date come in first, up to half of the rows, then groups of tasks, as deep as there is room for, and what is in none;
    of a plan without groups, or with too many, the longest tasks. Groups wait for nothing as a whole, so that with them
    all is in the order of the median of the start.
    """
    milestones = [one for one in result.milestone.values() if one.reached.value > 0 and result.shows(one.milestone)]
    shown = np.array([result.shows(task) for task in result.scenario.tasks.values()], dtype=np.bool_)
    tasks = result.tasks[(result.tasks["runs"] > 0) & shown]
    groups: Sequence[str] = ()
    if len(milestones) + len(tasks) > MOST_ROWS:
        milestones = chosen_milestones(milestones, most=max(MOST_ROWS // 2, MOST_ROWS - len(tasks)))
        room = MOST_ROWS - len(milestones)
        groups = _groups(tasks["group"], room) if len(tasks) > room else ()
        length = tasks["finish_mean_days"] - tasks["start_mean_days"]
        alone = length[tasks["group"] == ""] if groups else length
        tasks = tasks.loc[alone.sort_values(ascending=False, kind="stable").index[: room - len(groups)].sort_values()]
    rows = [*_milestone_rows(result, milestones), *_task_rows(result, tasks), *_group_rows(result, groups)]
    if groups:
        return sorted((row for row in rows if not np.isnan(row.begin)), key=lambda row: row.begin)
    known = {row.id: row for row in rows if not np.isnan(row.begin)}
    order = result.scenario.network.ordered_by(lambda id: known[id].begin if id in known else -np.inf)
    return [known[id] for id in order if id in known]


def finding(result: Result, rows: Sequence[GanttRow]) -> str:
    """Name the longest work that is critical, or else what drives the last major milestone most often, if anything."""
    drawn, last = [row for row in rows if row.is_work and row.criticality > 0], driven(result)
    if last is None or not drawn:
        return "When work and milestones may fall"
    critical = [row for row in drawn if row.is_critical]
    if critical:
        first, how = max(critical, key=lambda row: row.end - row.begin), "drives"
    else:
        first, how = max(drawn, key=lambda row: row.criticality), "most often drives"
    name = label(result.scenario.milestones[last].name)
    among = "" if result.group is None else f"In group {label(result.group)}: "
    return f"{among}{label(first.name)} {how} {name}, in {rough_percent(first.criticality)} of cases"


def what_is_drawn(result: Result, rows: Sequence[GanttRow]) -> str:
    """Say what bars are of, and which rows of a large plan are drawn."""
    in_all = sum(map(result.shows, result.scenario.nodes.values()))
    said = "When work and milestones may fall" + ("" if result.group is None else f", in group {label(result.group)}")
    if any(row.comes < 1 for row in rows):
        said += "; bars are of the cases in which they come about, dates in words of all cases"
    if any(row.level == GROUP for row in rows):
        said += (
            f" ({in_all:,} tasks and milestones: work by group, from its first start to its last finish, major "
            "milestones and those with a due date)"
        )
    elif in_all > MOST_ROWS:
        said += f" ({len(rows)} of {in_all:,} rows: major milestones, those with a due date, and the longest tasks)"
    return said


def _groups(of_tasks: Iterable[str], room: int) -> Sequence[str]:
    """Return the groups to draw, in file order: those of the deepest level of which all fit; none where none fits."""
    groups, found = [*dict.fromkeys(group for group in of_tasks if group)], list[str]()
    for depth in range(1, MOST_LEVELS + 1):
        level = [*dict.fromkeys(levels(group)[:depth][-1] for group in groups)]
        if len(level) > room:
            break
        found = level
    return found


def _milestone_rows(result: Result, outlooks: Sequence[MilestoneOutlook]) -> Iterator[GanttRow]:
    scenario, outcome = result.scenario, result.outcome
    # Over the detailed iterations, as tasks are: what ends with a task stands where the task does.
    samples = [Sample.of(outcome.dated(one.milestone.id)[: outcome.detail]) for one in outlooks]
    for one, sample in zip(outlooks, samples, strict=True):
        reached = Sample.in_order(sample.came)
        times = [reached.quantile(p) for p in (0.10, 0.50, 0.50, 0.90)]
        days = scenario.days_of(one.milestone.id)
        yield _row(
            one.milestone,
            str(one.milestone.level),
            positions(days, times).tolist(),
            comes=one.reached.value,
            often=one.reached if one.reached.value < 1 else None,
            due=one.due,
            hit=one.hit,
            promise=date_words(at_end_of_day(one.promise, days), days),
            p90=date_or_never(one.p90.date, one.p90.value),
            due_at=due_position(scenario.days, one.due) if one.due else np.nan,
            promise_at=float(positions(days, [one.promise.axis.value])[0]),
        )


def _task_rows(result: Result, table: pd.DataFrame) -> Iterator[GanttRow]:
    scenario, outcome = result.scenario, result.outcome
    early, begin = (table["start_p10_days"] + BEGINNING).to_list(), (table["start_p50_days"] + BEGINNING).to_list()
    end, late = table["finish_p50_days"].to_list(), table["finish_p90_days"].to_list()
    for index, task in enumerate(table["task"]):
        always = np.isfinite(task_finishes(task, outcome)).all() and lasts_always(task, outcome)
        if not always or isinstance(scenario.days, ClockDays):
            came = TaskTimes.of(task, outcome).came
            early[index], begin[index] = came.dated_start(0.10), came.dated_start(0.50)
            end[index], late[index] = came.dated_finishes.quantile(0.50), came.dated_finishes.quantile(0.90)
    last = driven(result)
    drives = {} if last is None else result.driving[last].tasks
    for row, *times in zip(table.to_dict("records"), early, begin, end, late, strict=True):
        task, runs = (
            scenario.tasks[row["task"]],
            Proportion(value=row["runs"], low=row["runs_low"], high=row["runs_high"]),
        )
        share = drives[task.id].criticality.value if task.id in drives else 0.0
        yield _row(
            task,
            TASK,
            [*positions(scenario.days_of_start(task.id), times[:2]), *positions(scenario.days_of(task.id), times[2:])],
            comes=row["runs"],
            often=None if task.only_if is None else runs,
            criticality=np.nan if last is None else share,
        )


def _group_rows(result: Result, groups: Sequence[str]) -> Iterator[GanttRow]:
    if not groups:
        return
    scenario, last, tasks = result.scenario, driven(result), tasks_by_group(result.scenario)
    drives = {} if last is None else result.driving[last].groups
    for group in groups:
        times = GroupTimes.of(tasks[group], result.outcome)
        at = [times.start(0.10), times.start(0.50), times.finishes.quantile(0.50), times.finishes.quantile(0.90)]
        early, begin, end, late = positions(scenario.days, at).tolist()
        share = drives[group].value if group in drives else 0.0
        yield GanttRow(
            id=group,
            name=f"{group} ({counted(len(tasks[group]), 'task')})",
            level=GROUP,
            due=None,
            hit=None,
            promise="",
            p90="",
            comes=times.comes.value,
            often=times.comes if all(scenario.tasks[id].only_if for id in tasks[group]) else None,
            early=early,
            begin=begin,
            end=end,
            late=late,
            due_at=np.nan,
            promise_at=np.nan,
            criticality=np.nan if last is None else share,
        )


def _row(
    node: Task | Milestone,
    level: str,
    times: Sequence[float],
    *,
    comes: float,
    often: Proportion | None,
    due: date | None = None,
    hit: Proportion | None = None,
    promise: str = "",
    p90: str = "",
    due_at: float = np.nan,
    promise_at: float = np.nan,
    criticality: float = np.nan,
) -> GanttRow:
    early, begin, end, late = map(float, times)
    return GanttRow(
        id=node.id,
        name=node.name,
        level=level,
        due=due,
        hit=hit,
        promise=promise,
        p90=p90,
        comes=comes,
        often=often,
        early=early,
        begin=begin,
        end=end,
        late=late,
        due_at=due_at,
        promise_at=promise_at,
        criticality=criticality,
    )
