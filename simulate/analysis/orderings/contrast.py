"""Why one order is better than another: what it retires earlier, whom that spares, and what is mere waiting."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.variant import without_risks
from milepost.simulate.analysis.orderings.criteria import last_milestone
from milepost.simulate.analysis.orderings.criterion import Cost, Criterion, Values
from milepost.simulate.analysis.orderings.footing import unknown_pairs
from milepost.simulate.analysis.orderings.player import Player, Watched
from milepost.simulate.analysis.risks.occurrence import occurrences
from milepost.simulate.analysis.risks.retirement import retired_to
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.family import Family
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.layout import build_program
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """
    When a risk is retired.

    Parameters
    ----------
    risk
        Its id.
    first_days, second_days
        Median time at which half of what is taken of it at all is gone, under the one order and the other; infinity
        where it never is [working days].
    earlier_days
        Median of how much earlier the first does it, over the iterations in which both do [working days].
    """

    risk: str
    first_days: float
    second_days: float
    first_date: date | None
    second_date: date | None
    earlier_days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spared:
    """
    An exposed task that a risk now misses, or now hits.

    Parameters
    ----------
    risk, task
        Their ids.
    spared, struck
        Share of the iterations in which the risk occurs there under the second order alone, and the first alone, where
        the task is begun under both: that a stop comes before it spares nobody [-].
    """

    risk: str
    task: str
    spared: float
    struck: float


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


def contrast(
    player: Player,
    pair: tuple[Watched, Watched],
    values: tuple[Values, Values],
    criterion: Criterion,
    *,
    seed: int,
    confidence: float,
) -> Contrast:
    """
    Set one contender against another on the iterations that both were played on.

    Parameters
    ----------
    player
        Plays their plans once more without risks.
    pair, values
        The two, and what they came to by the criterion.
    criterion
        What that is.
    seed
        Key of the random numbers.
    confidence
        Of promise dates [-].
    """
    iterations = values[0].shape[-1]
    plans, outcomes = [one.plan for one in pair], [one.outcome for one in pair]
    without = [build_program(without_risks(plan)) for plan in plans]
    calm = player.reduced(
        without, lambda outcome: criterion.values(player.scenario, outcome), criterion.dates, 0, iterations
    )
    known_as = [player.scenario if _reorders(player.scenario, plan) else plan for plan in plans]
    total, waiting, risk = _parts(known_as, criterion, values, (calm[0], calm[1]), confidence=confidence, seed=seed)
    last = last_milestone(player.scenario)
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
        stop_days=_days([outcome.stop for outcome in outcomes]),
        shifts=_shifts(plans, outcomes),
        spared=_spared(plans, outcomes),
        detail=min(outcome.detail for outcome in outcomes),
    )


_NOTICED = 1e-6
"""A median that moves by less has not moved [working days]."""


def _parts(
    plans: Sequence[Scenario],
    criterion: Criterion,
    values: tuple[Values, Values],
    calm: tuple[Values, Values],
    *,
    confidence: float,
    seed: int,
) -> tuple[Estimate, Estimate, Estimate]:
    whole, still = (
        criterion.family(np.array(two), confidence=confidence, seed=seed, level=0.95) for two in (values, calm)
    )
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
        return Estimate(value=math.nan)
    both = np.isfinite(times[0]) & np.isfinite(times[1])
    if np.count_nonzero(both) < 2:
        return Estimate(value=math.nan)
    return _mean(times[0][both], times[1][both])


def _shifts(plans: list[Scenario], outcomes: list[Outcome]) -> tuple[Shift, ...]:
    """Compare when risks are retired, for those on which something in the list acts in one of the plans."""
    listed = {id for plan in plans if plan.orderings for id in plan.orderings.among}
    acted = [
        id
        for id in plans[0].risks
        if any(id in plan.tasks[task].retires for plan in plans for task in listed if task in plan.tasks)
    ]
    shifts = []
    for id in acted:
        halves = [_half_retired(id, plan, outcome) for plan, outcome in zip(plans, outcomes, strict=True)]
        times, dated_times = zip(*halves, strict=True)
        both = np.isfinite(times[0]) & np.isfinite(times[1])
        earlier = float(np.median(times[1][both] - times[0][both])) if both.any() else math.nan
        if not abs(earlier) < _NOTICED:
            days, dated = (
                [float(np.quantile(one, 0.5, method="inverted_cdf")) for one in both_times]
                for both_times in (times, dated_times)
            )
            shifts.append(
                Shift(
                    risk=id,
                    first_days=days[0],
                    second_days=days[1],
                    first_date=plans[0].days.date_of(dated[0]),
                    second_date=plans[1].days.date_of(dated[1]),
                    earlier_days=earlier,
                )
            )
    return tuple(sorted(shifts, key=lambda shift: -np.nan_to_num(shift.earlier_days)))


def _half_retired(risk: str, plan: Scenario, outcome: Outcome) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Return when half of what all that retires a risk would take of it is gone; infinity where it never is.

    The second are the times that have the dates of that.
    """
    keeping = {
        id: (1.0 - task.retires[risk].probability) * (1.0 - task.retires[risk].impact)
        for id, task in plan.tasks.items()
        if risk in task.retires
    }
    half = (1.0 + math.prod(keeping.values())) / 2
    return retired_to(half + 1e-12, keeping, outcome)


def _spared(plans: list[Scenario], outcomes: list[Outcome]) -> tuple[Spared, ...]:
    occurs = [occurrences(plan, outcome) for plan, outcome in zip(plans, outcomes, strict=True)]
    starts = [_started(plan, outcome) for plan, outcome in zip(plans, outcomes, strict=True)]
    found = []
    for risk, task in dict.fromkeys([*occurs[1], *occurs[0]]):
        both = starts[0][task] & starts[1][task]
        here, there = (one.get((risk, task), ~both) & both for one in occurs)
        spared, struck = float(np.mean(there & ~here)), float(np.mean(here & ~there))
        if spared or struck:
            found.append(Spared(risk=risk, task=task, spared=spared, struck=struck))
    return tuple(sorted(found, key=lambda one: one.struck - one.spared))


def _started(plan: Scenario, outcome: Outcome) -> dict[str, NDArray[np.bool_]]:
    """Return by task in which iterations it is decided before any stop."""
    stop = outcome.stop[: outcome.detail]
    return {id: outcome.decided(id) < stop - SLACK for id in plan.tasks}
