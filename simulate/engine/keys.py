"""Keys: what the rows of an outcome are of."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from milepost.models.clock_timing import ClockTiming
from milepost.models.dating import Dating
from milepost.models.scenario import Scenario


class RowsOf(StrEnum):
    """
    What a field of an outcome has rows of, and of how many iterations.

    Those of milestones are of all iterations where the milestone is followed, and else of the detailed ones.
    """

    PROJECT = "the project, one row of all iterations"
    DATES = "dates, all iterations"
    STOPPERS = "risks that can stop the project, all iterations"
    MILESTONES = "milestones"
    BEGINNERS = "milestones that may be dated as beginnings"
    REDATED = "milestones that may be dated apart from their times on the clock"
    STOPPABLE = "milestones of a plan that can be stopped, detailed iterations"
    TASKS = "tasks, detailed iterations"
    PUSHED = "tasks that start otherwise than they are decided, detailed iterations"
    RESTING = "tasks under way of which others wait for the start of the rest, detailed iterations"
    TASK_BEGINNERS = "tasks that may be dated as beginnings, detailed iterations"
    TASK_REDATED = "tasks that may be dated apart from their times on the clock, detailed iterations"
    UNCERTAIN = "tasks that may not run, or not pass, detailed iterations"
    PRICED = "tasks whose cost or daily cost is uncertain, detailed iterations"
    RISKS = "risks, detailed iterations"
    EXPOSURES = "risks at tasks exposed to them, detailed iterations"

    @property
    def in_all(self) -> bool:
        """Return whether they are of all iterations, whatever they are of."""
        return self in (RowsOf.PROJECT, RowsOf.DATES, RowsOf.STOPPERS)

    @property
    def in_detail(self) -> bool:
        """Return whether they are of the detailed iterations alone."""
        return not self.in_all and self not in (RowsOf.MILESTONES, RowsOf.BEGINNERS, RowsOf.REDATED)


def keys_of(
    scenario: Scenario, dates: Sequence[float] = (), dating: Dating | None = None
) -> Mapping[RowsOf, Sequence[Any]]:
    """
    Return the keys of the rows, in the order of the file: ids, pairs of ids, dates, and "" for the project.

    Parameters
    ----------
    scenario
        The plan.
    dates
        The dates.
    dating
        Which says what may be dated as a beginning; the plan's own unless given.
    """
    stoppers, apart = stopping_risks(scenario), (dating or scenario.dating).may_begin
    on_clock = isinstance(scenario.timing, ClockTiming)
    milestones, tasks = ([id for id in ids if id in apart] for ids in (scenario.milestones, scenario.tasks))
    return {
        RowsOf.PROJECT: [""],
        RowsOf.DATES: dates,
        RowsOf.STOPPERS: stoppers,
        RowsOf.MILESTONES: list(scenario.milestones),
        RowsOf.BEGINNERS: [] if on_clock else milestones,
        RowsOf.REDATED: milestones if on_clock else [],
        RowsOf.STOPPABLE: list(scenario.milestones) if stoppers else [],
        RowsOf.TASKS: list(scenario.tasks),
        RowsOf.PUSHED: [
            id
            for id, task in scenario.tasks.items()
            if id in scenario.network.history.begun
            or task.finish_not_before is not None
            or any(link.kind.holds_finish for link in task.after)
            or (on_clock and scenario.dating.may_take_no_time(id))
        ],
        RowsOf.RESTING: [id for id in scenario.tasks if id in scenario.network.resting],
        RowsOf.TASK_BEGINNERS: [] if on_clock else tasks,
        RowsOf.TASK_REDATED: tasks if on_clock else [],
        RowsOf.UNCERTAIN: [id for id, task in scenario.tasks.items() if task.only_if is not None or task.rounds],
        RowsOf.PRICED: [id for id, task in scenario.tasks.items() if task.cost.sd > 0.0 or task.daily.sd > 0.0],
        RowsOf.RISKS: list(scenario.risks),
        RowsOf.EXPOSURES: [(id, exposed) for id, risk in scenario.risks.items() for exposed in risk.exposes],
    }


def stopping_risks(scenario: Scenario) -> Sequence[str]:
    """Return the risks that stop the project, in file order: alike in a plan that leaves out what would reveal one."""
    return [id for id, risk in scenario.risks.items() if risk.stop]
