"""Today: how money and milestones stand at the beginning of the day of a plan's status, against the plan."""

from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Self

from milepost.models import Level, Scenario
from milepost.models.baseline import PlannedSpending
from milepost.simulate.analysis.statistics.sample import SLACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """
    How things stand at the beginning of a day.

    Parameters
    ----------
    as_of
        The day.
    spent, planned_spent
        The money spent before it, and by the plan without its status [currency].
    burn, planned_burn
        The same [share of the budget]; none without one.
    is_known
        Whether it is said what is spent; else it is what the costs of the plan come to.
    reached, planned, counted
        How many milestones are reached, how many should be, and how many there are to count.
    major
        Whether only major milestones are counted: all are where none is major.
    """

    as_of: date
    spent: float
    planned_spent: float
    burn: float | None
    planned_burn: float | None
    is_known: bool
    reached: int
    planned: int
    counted: int
    major: bool

    @classmethod
    def of(cls, scenario: Scenario) -> Self | None:
        """Look at a plan on the day of its status; none where it has none."""
        if scenario.as_of is None:
            return None
        now, agreed, total = scenario.days.opening(scenario.as_of), scenario.agreed, scenario.budget.total
        plan, told = PlannedSpending(agreed), scenario.headline
        known, planned_spent = scenario.budget.spent, float(plan.spent(now))
        spent = float(PlannedSpending(scenario).spent(now)) if known is None else known
        expected = {id: plan.dated(id) if days == inf else days for id, days in agreed.due_days.items()}
        return cls(
            as_of=scenario.as_of,
            spent=spent,
            planned_spent=planned_spent,
            burn=None if total is None else spent / total,
            planned_burn=None if total is None else planned_spent / total,
            is_known=known is not None,
            reached=sum(one.reached is not None for one in told),
            planned=sum(expected[one.id] <= now + SLACK for one in told),
            counted=len(told),
            major=any(one.level == Level.MAJOR for one in told),
        )
