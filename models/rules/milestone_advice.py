"""Advice on milestones: dates that nothing can hit or that are a slip, and what leads to no milestone."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from milepost.models.bounds import SLACK
from milepost.models.distributions import Constant
from milepost.models.problem import Remark
from milepost.models.scenario import Scenario
from milepost.models.task import Task

FAR: Final = 10.0
"""Time between a milestone in the plan and its due date beyond which a year must be wrong [years]."""


def advise_on_no_milestone(scenario: Scenario) -> Iterator[Remark]:
    """Ask for a milestone: a plan is judged by them."""
    if not scenario.milestones:
        yield Remark(
            path=(), message="no milestone stands here, so only the tasks' times come out: add one with a due date"
        )


def advise_on_no_due_date(scenario: Scenario) -> Iterator[Remark]:
    """Ask for a due date: without one nothing can be hit."""
    if scenario.milestones and all(milestone.due is None for milestone in scenario.milestones.values()):
        message = "no milestone has a due date, so no probability of a hit comes out: add due to at least one"
        yield Remark(path=("milestones",), message=message, on_key=True)


def advise_on_loose_tasks(scenario: Scenario) -> Iterator[Remark]:
    """Point at tasks that no milestone waits for, and that change neither risks nor money nor who has units."""
    if scenario.milestones:
        costly = [risk for risk in scenario.risks.values() if risk.stop or risk.cost != Constant(value=0.0)]
        harmed = {id for risk in costly for id in risk.exposes}
        acting = {
            id for id, task in scenario.tasks.items() if id in scenario.network.needs or id in harmed or _acts(task)
        }
        needed = acting | scenario.network.ancestors([*scenario.milestones, *acting])
        for id in scenario.tasks:
            if id not in needed:
                message = f"no milestone waits for {id!r}, so it changes no answer: put it after of what needs it"
                yield Remark(path=("tasks", id), message=message, on_key=True)


def advise_on_loose_milestones(scenario: Scenario) -> Iterator[Remark]:
    """Point at milestones that are reached at once, since they come after nothing."""
    for id, milestone in scenario.milestones.items():
        if not milestone.after and milestone.not_before is None and milestone.finish_not_before is None:
            message = f"{id!r} comes after nothing, so it is reached on day 0: add what must come before to its after"
            yield Remark(path=("milestones", id), message=message, on_key=True)


def advise_on_past_dates(scenario: Scenario) -> Iterator[Remark]:
    """Point at due dates before the start, which nothing can hit any more."""
    for id, milestone in scenario.milestones.items():
        if milestone.due is not None and milestone.due < scenario.days.start:
            message = f"{milestone.due} is before the plan starts, on {scenario.days.start}, so {id!r} cannot be hit"
            yield Remark(path=("milestones", id, "due"), message=f"{message}: give a later date, or start earlier")


def advise_on_hopeless_dates(scenario: Scenario) -> Iterator[Remark]:
    """Point at due dates that the plan misses even at the most likely durations."""
    dated = scenario.dating.planned
    for id, milestone in scenario.milestones.items():
        if milestone.due is None or milestone.due < scenario.days.start:
            continue
        finish = dated[id][1]
        if finish > scenario.days.due_offset(milestone.due) + SLACK:
            day = scenario.days.iso(finish) or "never"
            message = f"{milestone.due} is before {day}, when {id!r} is reached at the most likely durations"
            yield Remark(path=("milestones", id, "due"), message=f"{message}: give a later date, or plan shorter work")


def advise_on_late_starts(scenario: Scenario) -> Iterator[Remark]:
    """Point at work that begins, at the most likely durations, after the latest day on which it should."""
    for id, task in scenario.tasks.items():
        if task.latest_start is not None and task.actual is None:
            start = scenario.dating.planned[id][0]
            if start > scenario.days.due_offset(task.latest_start) + SLACK:
                day = scenario.days.iso(start) or "never"
                message = (
                    f"{task.latest_start} is before {day}, when {id!r} begins at the most likely durations, and holds "
                    "nothing: plan what it waits for earlier, or give a later day"
                )
                yield Remark(path=("tasks", id, "latest_start"), message=message)


def advise_on_due_dates_off_work(scenario: Scenario) -> Iterator[Remark]:
    """Point at due dates on days off: the last working day before them is what counts."""
    for id, milestone in scenario.milestones.items():
        due = milestone.due
        if due is not None and due >= scenario.days.start:
            offset = scenario.days.due_offset(due)
            if offset == scenario.days.due_offset(due - timedelta(days=1)):
                message = f"{due} is a day off, so the last day that counts for {id!r} is {scenario.days.iso(offset)}"
                yield Remark(path=("milestones", id, "due"), message=f"{message}: name that day, or the next one")


def advise_on_far_due_dates(scenario: Scenario) -> Iterator[Remark]:
    """Point at due dates that are so far behind the plan that a year must be wrong."""
    times = scenario.dating.planned
    for id, milestone in scenario.milestones.items():
        reached = scenario.days.iso(times[id][1])
        if milestone.due is not None and reached:
            years = (milestone.due - date.fromisoformat(reached)).days / 365.25
            if years > FAR:
                message = (
                    f"{milestone.due} is {years:.0f} years after {reached}, when {id!r} is reached at the most likely"
                )
                yield Remark(path=("milestones", id, "due"), message=f"{message} durations: correct the year")


def _acts(task: Task) -> bool:
    return bool(task.retires or task.reveals or task.is_paid)
