"""Results made by hand, from times that a test chooses."""

import math
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from milepost.models import Level, Milestone, Scenario, Task
from milepost.models.money import Budget
from milepost.models.risk import Risk
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.result import Result
from tests.plans import milestone, task
from tests.strategies import START


def result_of(
    milestones: Mapping[Milestone, ArrayLike],
    tasks: Iterable[tuple[Task, ArrayLike, ArrayLike]] = (),
    *,
    name: str = "Plan",
    confidence: float = 0.8,
    risks: Iterable[tuple[Risk, ArrayLike, ArrayLike]] = (),
    effects: Mapping[str, ArrayLike] | None = None,
    payments: Mapping[str, ArrayLike] | None = None,
    cost: ArrayLike = 0.0,
    stop: ArrayLike = math.inf,
    stopped_by: Mapping[str, ArrayLike] | None = None,
    currency: str = "",
    budget: float | None = None,
) -> Result:
    """
    Make the result of these times, one per iteration.

    Milestones come with when they are reached, tasks with start and finish, risks with when they first occur and their
    latent uniforms. What has its effect runs, and is paid once; `payments` says it otherwise.
    """
    tasks, risks = list(tasks), list(risks)
    finish = {one.id: np.array(times, dtype=np.float64) for one, times in milestones.items()}
    starts = {one.id: np.array(start, dtype=np.float64) for one, start, _ in tasks}
    times = {one.id: np.array(time, dtype=np.float64) for one, time, _ in risks}
    scenario = Scenario(
        name=name,
        start=START,
        currency=currency,
        budget=Budget(total=budget),
        tasks={one.id: one for one, *_ in tasks},
        milestones={one.id: one for one in milestones},
        risks={one.id: one for one, *_ in risks},
    )
    detail = max((values.size for values in (*starts.values(), *times.values())), default=0)
    iterations = max((values.size for values in finish.values()), default=max(detail, np.size(cost), 1))
    outcome = Outcome(
        seed=7,
        iterations=iterations,
        moments=finish,
        cost=np.broadcast_to(np.array(cost, dtype=np.float64), iterations),
        expected_cost=np.broadcast_to(np.array(cost, dtype=np.float64), iterations),
        stop=np.broadcast_to(np.array(stop, dtype=np.float64), iterations),
        stopped_by={id: np.array(stopped, dtype=np.bool_) for id, stopped in (stopped_by or {}).items()},
        detail=detail,
        task_start=starts,
        task_finish={one.id: np.array(end, dtype=np.float64) for one, _, end in tasks},
        task_effect={id: np.array(effect, dtype=np.float64) for id, effect in (effects or {}).items()},
        task_payments={id: np.array(paid, dtype=np.float64) for id, paid in (payments or effects or {}).items()},
        risk_charge={id: np.zeros(time.size) for id, time in times.items()},
        risk_due=times,
        risk_expected={id: np.zeros(time.size) for id, time in times.items()},
        risk_time=times,
        risk_latent={one.id: np.array(latent, dtype=np.float64) for one, _, latent in risks},
    )
    return Result(scenario=scenario, outcome=outcome, confidence=confidence)


def board_result(*, tasks: int = 40, milestones: int = 17) -> Result:
    """Make a result as large as a real plan's: tasks in sequence, every sixth milestone a major one."""
    share = (np.arange(256) + 0.5) / 256
    work = [
        (task(f"t{k}", name=f"Interview the departments of region {k}"), 5 * k + 10 * share, 5 * k + 8 + 25 * share)
        for k in range(tasks)
    ]
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
