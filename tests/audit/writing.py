"""Writing of plans whose answers can be worked out by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import exp
from typing import Any

from milepost.models import Scenario
from milepost.models.money import Budget
from milepost.models.risk import Risk
from milepost.models.task import Task
from milepost.simulate import run
from milepost.simulate.result import Result
from tests.plans import plan
from tests.strategies import START


def day(number: int) -> date:
    """Return the date of a working day of the plan, the first being 1."""
    return START + timedelta(days=(number - 1) // 5 * 7 + (number - 1) % 5)


def due_plan(
    tasks: Sequence[Task],
    milestones: Mapping[str, tuple[str, int | None]],
    risks: Sequence[Risk] = (),
    *,
    total: float | None = None,
    **more: Any,
) -> Scenario:
    """Put a plan together whose milestones are given by a link and the working day on which they are due."""
    scenario = plan(tasks, {id: [link] for id, (link, _) in milestones.items()}, risks, budget=Budget(total=total))
    dues = {
        id: replace(scenario.milestones[id], due=None if due is None else day(due))
        for id, (_, due) in milestones.items()
    }
    return replace(scenario, milestones=dues, **more)


def result_of(scenario: Scenario, iterations: int, seed: int) -> Result:
    """Run a plan on one thread, since others are running too."""
    return run(scenario, iterations=iterations, seed=seed, threads=1)


def exponential_by(time: float, mean: float) -> float:
    """Return the probability that an exponential time is over by some time [-]."""
    return 1 - exp(-time / mean) if time > 0 else 0.0


def exponential_until(time: float, mean: float) -> float:
    """Return the mean of the lesser of an exponential time and some time."""
    return mean * exponential_by(time, mean)
