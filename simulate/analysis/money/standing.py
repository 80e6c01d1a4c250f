"""Standings: on a due date, how much of the money is gone and how many milestones are reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import inf

import numpy as np

from milepost.models import Level, Scenario
from milepost.models.baseline import PlannedSpending
from milepost.simulate.analysis.money.gap import Gap
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """
    How things stand on the due date of a milestone.

    Parameters
    ----------
    milestone
        Its id.
    due
        The date.
    burn, burn_p10, burn_p90
        Median and P10 to P90 of the burn [share of the budget].
    reached
        The number of milestones that are reached by then most often.
    share
        In which share of all iterations so many or more are; where it is none, in which share none is.
    counted
        How many milestones there are to count.
    planned
        How many of them should be reached by then.
    major
        Whether only major milestones are counted: all are where none is major.
    """

    milestone: str
    due: date
    burn: float
    burn_p10: float
    burn_p90: float
    reached: int
    share: Proportion
    counted: int
    planned: int
    major: bool


def standings(scenario: Scenario, outcome: Outcome, gap: Gap | None) -> Iterator[Standing]:
    """Yield how things stand on the due date of each milestone that has one, in file order; nothing without a gap."""
    if gap is None:
        return
    counted = [one.id for one in scenario.headline]
    planned = PlannedSpending(scenario.agreed)
    expected = {id: planned.dated(id) if days == inf else days for id, days in scenario.due_days.items()}
    for due in gap.due.values():
        limit = scenario.days.limit(due.due) + SLACK
        numbers = np.bincount(np.sum([outcome.dated(id) <= limit for id in counted], axis=0, dtype=np.int64))
        reached = int(numbers.argmax())
        so_many = numbers[reached:].sum() if reached else numbers[0]
        yield Standing(
            milestone=due.milestone,
            due=due.due,
            burn=due.burn,
            burn_p10=due.burn_p10,
            burn_p90=due.burn_p90,
            reached=reached,
            share=Proportion.of(int(so_many), outcome.iterations),
            counted=len(counted),
            planned=sum(expected[id] <= due.days + SLACK for id in counted),
            major=any(one.level == Level.MAJOR for one in scenario.headline),
        )
