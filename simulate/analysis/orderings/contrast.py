"""Contrast: why one order is better than another, by earlier retirement, by tasks that it spares and by waiting."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.variant import without_risks
from milepost.simulate.analysis.orderings.criterion import Cost, Criterion, Values
from milepost.simulate.analysis.orderings.criterion_reader import last_milestone
from milepost.simulate.analysis.orderings.footing import unknown_pairs
from milepost.simulate.analysis.orderings.player import Player, Watched
from milepost.simulate.analysis.orderings.question import Question
from milepost.simulate.analysis.orderings.shift import Shift, shifts_of
from milepost.simulate.analysis.orderings.spared import Spared, spared_by
from milepost.simulate.analysis.statistics.estimate import UNKNOWN, Estimate
from milepost.simulate.analysis.statistics.family import Family
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """
    The first of two contenders against the second.

    Parameters
    ----------
    first, second
        Their names.
    criterion
        What they are compared by.
    total
        The first less the second.
    waiting
        The same difference with all risks switched off: what comes of queueing alone.
    risk
        The rest.
    helps, hurts
        Share of the iterations in which the first does better by the criterion, and worse [-].
    milestone, days
        The milestone in question, and by how much the first reaches it later, on average over the iterations in which
        both do; no milestone and NaN where there is none [working days].
    money
        By how much the first costs more on average [currency].
    stop_days
        By how much later the first is stopped, on average over the iterations in which both are; NaN where that is
        never [working days].
    shifts
        The risks that something in the list retires, those that gain most time first.
    spared
        Exposed tasks by what changes, the most first.
    detail
        How many iterations the last two are over.
    """

    first: str
    second: str
    criterion: Criterion
    total: Estimate
    waiting: Estimate
    risk: Estimate
    helps: float
    hurts: float
    milestone: str
    days: Estimate
    money: Estimate
    stop_days: Estimate
    shifts: tuple[Shift, ...]
    spared: tuple[Spared, ...]
    detail: int

    @property
    def share_of_risk(self) -> float:
        """Return the part of the gain that comes of risk [-]; NaN where there is no gain or it is not known."""
        sign = 1 if self.criterion.larger_is_better else -1
        gain = sign * (self.risk.value + self.waiting.value)
        return sign * self.risk.value / gain if gain > 0 and math.isfinite(gain) else math.nan


def contrast(player: Player, pair: tuple[Watched, Watched], values: tuple[Values, Values]) -> Contrast:
    """
    Set one contender against another on the iterations that both were played on.

    Parameters
    ----------
    player
        Plays their plans once more without risks.
    pair, values
        The two, and what they came to by the first criterion.
    """
    criterion, scenario = player.question.criteria[0], player.scenario
    plans, outcomes = [one.plan for one in pair], [one.outcome for one in pair]
    calm = player.kept(
        map(without_risks, plans),
        lambda outcome: criterion.values(scenario, outcome),
        player.question.figures,
        dates=criterion.dates,
        notes=criterion.notes,
    )
    known_as = [scenario if _reorders(scenario, plan) else plan for plan in plans]
    total, waiting, risk = _parts(player.question, known_as, values, (calm[0], calm[1]))
    last = last_milestone(scenario)
    milestone = criterion.milestone or (last.id if last else "")
    gain = _gain(criterion, *map(criterion.by_iteration, values))
    return Contrast(
        first=pair[0].name,
        second=pair[1].name,
        criterion=criterion,
        total=total,
        waiting=waiting,
        risk=risk,
        helps=float(np.mean(gain > 0)),
        hurts=float(np.mean(gain < 0)),
        milestone=milestone,
        days=_days([outcome.finish[milestone] for outcome in outcomes] if milestone else []),
        money=_money(known_as, outcomes),
        stop_days=_days([scenario.days.worked(outcome.stop) for outcome in outcomes]),
        shifts=shifts_of(plans, outcomes),
        spared=spared_by(outcomes),
        detail=min(outcome.detail for outcome in outcomes),
    )


def _parts(
    question: Question, plans: Sequence[Scenario], values: tuple[Values, Values], calm: tuple[Values, Values]
) -> tuple[Estimate, Estimate, Estimate]:
    criterion = question.criteria[0]
    whole, still = (question.family(criterion, np.array(two)) for two in (values, calm))
    waiting, known = still.between(0, 1), not unknown_pairs(plans, criterion, whole)
    total = whole.between(0, 1) if known else Estimate(value=float(whole.difference[0, 1]))
    if not criterion.is_mean or not known:
        both = math.isfinite(total.value) and math.isfinite(waiting.value)
        return total, waiting, Estimate(value=total.value - waiting.value if both else math.nan)
    return total, waiting, _mean(values[0] - values[1], calm[0] - calm[1])


def _reorders(scenario: Scenario, plan: Scenario) -> bool:
    """Return whether a plan is no more than another order of a scenario."""
    return (plan.tasks, plan.milestones) == (scenario.tasks, scenario.milestones)


def _money(plans: Sequence[Scenario], outcomes: Sequence[Outcome]) -> Estimate:
    family = Family.of_means(np.array([outcome.expected_cost for outcome in outcomes]))
    if unknown_pairs(plans, Cost(zone=1.0), family):
        return Estimate(value=float(family.difference[0, 1]))
    return family.between(0, 1)


def _mean(first: Values, second: Values) -> Estimate:
    return Family.of_means(np.array([first, second])).between(0, 1)


def _gain(criterion: Criterion, first: Values, second: Values) -> Values:
    """Return by how much the first is better in each iteration; never against never is nothing."""
    same = first == second
    gain: Values = np.where(same, 0.0, first) - np.where(same, 0.0, second)
    return gain if criterion.larger_is_better else -gain


def _days(times: Sequence[NDArray[np.float64]]) -> Estimate:
    """Compare two times where both come; without any there is nothing to compare."""
    if not times:
        return UNKNOWN
    both = np.isfinite(times[0]) & np.isfinite(times[1])
    if np.count_nonzero(both) < 2:
        return UNKNOWN
    return _mean(times[0][both], times[1][both])
