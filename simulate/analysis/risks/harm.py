"""Harm: what a risk does on average where it occurs, in working days and in money."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from milepost.models import Risk, Scenario, Task


class Sign(StrEnum):
    """Which way what a risk does goes."""

    THREAT = "threat"
    """It takes time or costs money."""
    OPPORTUNITY = "opportunity"
    """It saves time or money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """
    What a risk does on average if it occurs, with nothing of its impacts retired; what it saves is below 0.

    A task that runs only if another risk occurs suffers only if it runs: what the risk does there counts with that
    other risk's probability as the file gives it.

    Parameters
    ----------
    days
        By the id of each exposed task, what it adds to its duration: E[delay] + E[base] (E[stretch] - 1), the base of a
        task with rounds being their sum, and no more than that is saved [working days].
    daily
        By the same ids, what these days cost by the task's daily cost, on average [currency].
    cost
        What is charged once, however many tasks it occurs at [currency].
    """

    days: Mapping[str, float]
    daily: Mapping[str, float]
    cost: float

    @classmethod
    def of(cls, risk: Risk, scenario: Scenario) -> Self:
        """Take the means of its impacts."""
        shares = {id: runs(scenario.tasks[id], risk, scenario) for id in risk.exposes}
        bases = {id: _base(scenario.tasks[id]) for id in risk.exposes}
        days = {
            id: share * max(risk.delay.mean + bases[id] * (risk.stretch.mean - 1.0), -bases[id])
            for id, share in shares.items()
        }
        return cls(
            days=days,
            daily={id: scenario.tasks[id].daily.mean * some for id, some in days.items()},
            cost=risk.cost.mean * max(shares.values(), default=0.0),
        )

    def part(self, sign: Sign) -> Self:
        """Return what of it is a threat, or an opportunity: each number counts by its own sign, the rest is 0."""
        keep = max if sign is Sign.THREAT else min
        return type(self)(
            days={id: keep(value, 0.0) for id, value in self.days.items()},
            daily={id: keep(value, 0.0) for id, value in self.daily.items()},
            cost=keep(self.cost, 0.0),
        )


def harms(scenario: Scenario) -> Mapping[str, Harm]:
    """Return the harm of each risk, by id, in file order."""
    return {id: Harm.of(risk, scenario) for id, risk in scenario.risks.items()}


def runs(task: Task, risk: Risk, scenario: Scenario) -> float:
    """Return how probably a task runs, given that a risk occurs, with nothing retired [-]."""
    return 1.0 if task.only_if in (None, risk.id) else scenario.risks[task.only_if].probability


def _base(task: Task) -> float:
    """Return the mean duration of a task, all its rounds together, without risks [working days]."""
    return task.duration.mean * (task.rounds.mean if task.rounds else 1.0)
