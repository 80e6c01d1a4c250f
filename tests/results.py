"""Results made by hand, from times that a test chooses."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from milepost.models import Level, Milestone, Scenario, Task
from milepost.models.distributions import Constant
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.result import Result

START = date(2026, 1, 5)
"""A Monday; the plans of these tests have no holidays."""


def milestone(
    id: str = "launch", *, name: str | None = None, level: Level = Level.MAJOR, due: date | None = None, owner: str = ""
) -> Milestone:
    """Make a milestone without links."""
    return Milestone(id=id, name=id if name is None else name, level=level, due=due, owner=owner)


def task(id: str = "build", *, name: str | None = None, owner: str = "") -> Task:
    """Make a task whose duration nobody looks at."""
    return Task(id=id, name=id if name is None else name, duration=Constant(value=1.0), owner=owner)


def result_of(
    milestones: Mapping[Milestone, ArrayLike],
    tasks: Mapping[Task, tuple[ArrayLike, ArrayLike]] | None = None,
    *,
    name: str = "Plan",
    confidence: float = 0.8,
) -> Result:
    """Make the result in which milestones, and tasks from start to finish, have these times, one per iteration."""
    finish = {one.id: np.array(times, dtype=np.float64) for one, times in milestones.items()}
    starts = {one.id: np.array(start, dtype=np.float64) for one, (start, _) in (tasks or {}).items()}
    ends = {one.id: np.array(end, dtype=np.float64) for one, (_, end) in (tasks or {}).items()}
    scenario = Scenario(
        name=name,
        start=START,
        tasks={one.id: one for one in tasks or {}},
        milestones={one.id: one for one in milestones},
    )
    outcome = Outcome(
        seed=7,
        iterations=max((times.size for times in finish.values()), default=1),
        finish=finish,
        detail=max((times.size for times in starts.values()), default=0),
        task_start=starts,
        task_finish=ends,
    )
    return Result(scenario=scenario, outcome=outcome, confidence=confidence)


def board_result(*, tasks: int = 40, milestones: int = 17) -> Result:
    """Make a result as large as a real plan's: tasks in sequence, every sixth milestone a major one."""
    share = (np.arange(256) + 0.5) / 256
    work = {
        task(f"t{k}", name=f"Interview the departments of region {k}"): (5 * k + 10 * share, 5 * k + 8 + 25 * share)
        for k in range(tasks)
    }
    events = {
        milestone(
            f"m{k}",
            name=f"User feedback understood {k}",
            level=Level.MAJOR if k % 6 == 5 else Level.MINOR,
            due=date(2026, 2 + k % 10, 2 + k),
        ): 12 * k + 3 + 20 * share
        for k in range(milestones)
    }
    return result_of(events, work, name="Board")
