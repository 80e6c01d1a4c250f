"""Advice: what a planner would want to look at again, though the scenario is valid."""

from collections.abc import Callable, Iterator
from typing import Final

from milepost.models.plan import ancestors, deterministic_pass
from milepost.models.problem import Remark
from milepost.models.scenario import Scenario


def advise(scenario: Scenario) -> Iterator[Remark]:
    """Go through all rules."""
    for rule in RULES:
        yield from rule(scenario)


def advise_on_no_milestone(scenario: Scenario) -> Iterator[Remark]:
    """Ask for a milestone: a plan is judged by them."""
    if not scenario.milestones:
        yield Remark(
            loc=(), message="no milestone stands here, so only the tasks' times come out: add one with a due date"
        )


def advise_on_no_due_date(scenario: Scenario) -> Iterator[Remark]:
    """Ask for a due date: without one nothing can be hit."""
    if scenario.milestones and all(milestone.due is None for milestone in scenario.milestones.values()):
        message = "no milestone has a due date, so no probability of a hit comes out: add due to at least one"
        yield Remark(loc=("milestones",), message=message, on_key=True)


def advise_on_loose_tasks(scenario: Scenario) -> Iterator[Remark]:
    """Point at tasks that no milestone waits for."""
    if scenario.milestones:
        needed = ancestors(scenario, scenario.milestones)
        for id in scenario.tasks:
            if id not in needed:
                message = f"no milestone waits for {id!r}, so it changes no answer: put it after of what needs it"
                yield Remark(loc=("tasks", id), message=message, on_key=True)


def advise_on_loose_milestones(scenario: Scenario) -> Iterator[Remark]:
    """Point at milestones that are reached at once, since they come after nothing."""
    for id, milestone in scenario.milestones.items():
        if not milestone.after and milestone.not_before is None:
            message = f"{id!r} comes after nothing, so it is reached on day 0: add what must come before to its after"
            yield Remark(loc=("milestones", id), message=message, on_key=True)


def advise_on_hopeless_dates(scenario: Scenario) -> Iterator[Remark]:
    """Point at due dates that the plan misses even at the most likely durations."""
    times = deterministic_pass(scenario)
    for id, milestone in scenario.milestones.items():
        if milestone.due is None:
            continue
        finish = times[id][1]
        if finish > scenario.days.due_offset(milestone.due) + 1e-9:
            day = scenario.days.iso(finish) or "never"
            message = f"{milestone.due} is before {day}, when {id!r} is reached at the most likely durations"
            yield Remark(loc=("milestones", id, "due"), message=f"{message}: give a later date, or plan shorter work")


def advise_on_idle_start(scenario: Scenario) -> Iterator[Remark]:
    """Point at a start on a free day."""
    if scenario.days.start != scenario.start:
        message = f"{scenario.start} is a free day, so the plan starts on {scenario.days.start}: name that day"
        yield Remark(loc=("start",), message=message)


RULES: Final[tuple[Callable[[Scenario], Iterator[Remark]], ...]] = (
    advise_on_no_milestone,
    advise_on_no_due_date,
    advise_on_loose_tasks,
    advise_on_loose_milestones,
    advise_on_hopeless_dates,
    advise_on_idle_start,
)
