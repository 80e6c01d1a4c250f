"""Rules of the status: what cannot have happened, and what is not said of it that must be."""

from collections.abc import Iterator
from datetime import date, timedelta

from milepost.models.calendar import Moment, WorkingDays, without_time
from milepost.models.distributions import what_is_left
from milepost.models.forecast import elapsed
from milepost.models.problem import KeyPath, Remark
from milepost.models.risk import RiskState
from milepost.models.rules.calendars import calendars_of
from milepost.models.scenario import Scenario
from milepost.models.task import Task


def check_as_of(scenario: Scenario) -> Iterator[Remark]:
    """Refuse what has happened by nobody knows when, and what has not happened by the day of the status."""
    for path, day in _facts(scenario):
        if scenario.as_of is None:
            message = "it is not said by when this is known: add as_of, the day at whose beginning it has happened"
            yield Remark(path=path, message=message)
        elif day is not None and day >= scenario.as_of:
            when = "is" if without_time(day) == scenario.as_of else "is after"
            message = f"{day} {when} the day of the status, and what has happened lies before it"
            yield Remark(
                path=path, message=f"{message}: write as_of: {without_time(day) + timedelta(days=1)}, or leave this out"
            )


def check_actuals(scenario: Scenario) -> Iterator[Remark]:
    """Refuse what no task can have gone through."""
    for id, task in scenario.tasks.items():
        path: KeyPath = ("tasks", id, "actual")
        if task.actual is None:
            continue
        finish, rounds = task.actual.finish, task.actual.rounds
        if finish is not None and _precedes(finish, task.actual.start, scenario.days):
            message = f"{finish} is before {task.actual.start}, when {id!r} was begun: correct one of the two"
            yield Remark(path=(*path, "finish"), message=message)
        if task.rounds is None and rounds is not None:
            yield Remark(path=(*path, "rounds"), message=f"{id!r} is not repeated: take this out, or give it rounds")
        elif task.rounds is not None and rounds is not None:
            least, most = (0, task.rounds.at_most - 1) if finish is None else (1, task.rounds.at_most)
            if not least <= rounds <= most:
                state = "finished" if finish else "under way"
                message = f"{rounds} rounds of {id!r} cannot be done while it is {state}: give {least} to {most}"
                yield Remark(path=(*path, "rounds"), message=message)
        if not task.actual.passed and (task.rounds is None or finish is None):
            message = f"{id!r} is not repeated, and passes" if finish else f"{id!r} is not finished"
            yield Remark(path=(*path, "passed"), message=f"{message}: take this out")


def check_remaining(scenario: Scenario) -> Iterator[Remark]:
    """Refuse what is left of work that is not under way, and ask for it where nothing else says it."""
    occurred = [risk for risk in scenario.risks.values() if risk.state == RiskState.OCCURRED]
    for id, task in scenario.tasks.items():
        if task.actual is None or task.actual.finish is not None:
            if task.remaining is not None:
                state = "has not begun: give it actual.start" if task.actual is None else "is finished"
                message = f"{id!r} {state}, or take remaining out"
                yield Remark(path=("tasks", id, "remaining"), message=message)
        elif task.remaining is None and scenario.as_of is not None:
            struck = next((risk.id for risk in occurred if id in risk.exposes), None)
            reason = f"what {struck!r} does to it is known by it alone" if struck else _unknown(scenario, task)
            if reason:
                message = f"{id!r} is under way, and {reason}: add remaining, what is left of it [working days]"
                yield Remark(path=("tasks", id, "actual"), message=message)


def check_states(scenario: Scenario) -> Iterator[Remark]:
    """Refuse a plan that goes on though what stops it has occurred."""
    for id, risk in scenario.risks.items():
        if risk.stop and risk.state == RiskState.OCCURRED:
            message = f"{id!r} stops the project, so that nothing lies ahead: say stop: false if it goes on"
            yield Remark(path=("risks", id, "state"), message=message)


def check_times(scenario: Scenario) -> Iterator[Remark]:
    """Refuse a time of a day where days have no hours."""
    if any(calendar.hours is not None for _, calendar in calendars_of(scenario)):
        return
    bounds = [
        ((kind, id, key), day)
        for kind, nodes in (("tasks", scenario.tasks), ("milestones", scenario.milestones))
        for id, one in nodes.items()
        for key, day in (("not_before", one.not_before), ("finish_not_before", one.finish_not_before))
    ]
    for path, day in (*bounds, *_facts(scenario)):
        if isinstance(day, Moment):
            message = f"{day} has a time, and the calendar has no hours: write `{without_time(day)}`, or give it hours"
            yield Remark(path=path, message=message)


STATUS_RULES = (check_times, check_as_of, check_actuals, check_remaining, check_states)


def _facts(scenario: Scenario) -> Iterator[tuple[KeyPath, date | None]]:
    """Yield each thing that has happened, and its day where it has one."""
    if scenario.budget.spent is not None:
        yield ("budget", "spent"), None
    for id, task in scenario.tasks.items():
        if task.actual is not None:
            yield ("tasks", id, "actual", "start"), task.actual.start
            if task.actual.finish is not None:
                yield ("tasks", id, "actual", "finish"), task.actual.finish
    for id, milestone in scenario.milestones.items():
        if milestone.reached is not None:
            yield ("milestones", id, "reached"), milestone.reached
    for id, risk in scenario.risks.items():
        if risk.state not in (None, RiskState.OPEN):
            yield ("risks", id, "state"), None


def _precedes(finish: date, start: date, days: WorkingDays) -> bool:
    """Return whether an end lies before a beginning: on an earlier day, or earlier on the same one."""
    return finish < start or days.due_offset(finish) < days.opening(start)


def _unknown(scenario: Scenario, task: Task) -> str:
    """Return why nothing says what is left of a task under way; nothing where its duration does."""
    if task.rounds is not None:
        return "it is not said what is left of this round"
    gone = elapsed(scenario, task)
    try:
        what_is_left(task.duration, gone)
    except ValueError:
        return f"has taken {gone:g} working days, above which its duration leaves next to nothing"
    return ""
