"""Support: on how many iterations a mean rests, known from the plan and not from the sample."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np

from milepost.models import Distribution, Risk, Rounds, Scenario, Task
from milepost.simulate.analysis.statistics.groups import whole_groups
from milepost.simulate.analysis.support.reach import (
    COST,
    DAYS,
    GAP,
    NET,
    SPENT_AT_STOP,
    Influence,
    Reach,
    late_rate,
    stretches,
)

ENOUGH: Final = 50
"""Effective iterations below which no interval of a mean is trusted."""
_LITTLE: Final = 0.01
"""Share of a figure's variance that drivers may have and yet be passed over [-]."""
_POINTS: Final = 4096
_REMEMBERED: Final = 4096


class Impact(StrEnum):
    """How a driver changes a figure."""

    COST = "cost"
    DELAY = "delay"
    STRETCH = "stretch"
    STOP = "stop"
    RESPONSE = "response"
    DURATION = "duration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """
    What a mean rests on: the thinnest of all that reaches it.

    An amount x that falls with probability p adds p E[x] to a mean. The n iterations tell that part as well as
    n p (E x)^2 / E[x^2] iterations with one and the same amount would: that many are effective. Where they are few, the
    sample often has none of those that matter, and then its own spread says nothing of them.

    Parameters
    ----------
    share
        Effective iterations for each that is played [-].
    driver
        Id of the risk or task.
    what
        Which of its impacts.
    """

    share: float
    driver: str
    what: Impact

    def size(self, iterations: float) -> float:
        """Return how many of a number of iterations are effective."""
        return iterations * self.share

    @property
    def needed(self) -> int:
        """Return after how many iterations, in whole groups of 256, fifty are effective."""
        return whole_groups(ENOUGH / self.share)


def support_of(
    scenario: Scenario,
    figure: str,
    *,
    difference: bool = False,
    sd: float = 0.0,
    influence: Influence | None = None,
) -> Support | None:
    """
    Find the thinnest support of a mean, among all impacts and quantities of the plan that reach it.

    A risk's charge reaches money, unless it counts at its expectation, as it may in the means of cost, net and gap.
    Delays, stretches and durations reach it through what is paid by the day, the burn until the last milestone and the
    lateness of milestones that have a value, and through what hangs on times: whether a risk is retired in time, what a
    stop still lets be spent, and in the gap and the funding need what falls before a date. A stop reaches all money. A
    response reaches what its tasks cost and delay. The mean time of a milestone is reached by what comes before it; it
    is one over the iterations in which the milestone is reached, so that stops only make these fewer. What is certain,
    a risk of probability 1 with a single amount or a duration that is a number, limits nothing.

    A driver may be rare and so small that the figure does not feel it, and should then not silence it. Its standard
    deviation is bounded from the plan. Thinnest first, drivers are passed over while the bounds of their variances add
    up to no more than 1% of `sd`'s square. They then move the mean by a tenth of its standard error: a 95% interval
    that knows nothing of them keeps 94.5%, however few or many iterations they fall in. Nothing bounds a stop, a
    response, or times on which a stop or a retirement hangs; these are never passed over.

    Parameters
    ----------
    scenario
        The plan.
    figure
        "cost", "net", "spent_at_stop", "gap", "peak" (of the funding need), or "days:ID" for the mean time of a
        milestone.
    difference
        Whether it is the difference between two orders: then a risk that the list may retire counts with p times the
        largest share that a task takes away, and what is the same under both orders does not count.
    sd
        Standard deviation of the figure in one iteration, as measured [the figure's unit]; without it no driver is too
        small to count.
    influence
        That of the plan, where several figures are asked for; computed where it is not given.

    Returns
    -------
    Support | None
        None where nothing that reaches the figure is uncertain.
    """
    return thinnest(drivers_of(scenario, figure, difference=difference, influence=influence), sd)


def drivers_of(
    scenario: Scenario, figure: str, *, difference: bool = False, influence: Influence | None = None
) -> tuple["Driver", ...]:
    """Find all that is uncertain and reaches a figure, the thinnest first; the parameters are those of `support_of`."""
    influence = influence or Influence(scenario=scenario, difference=difference)
    reach = Reach(influence=influence, figure=figure)
    condition = 1.0
    if reach.figure == SPENT_AT_STOP:
        condition = max((_stopping(reach, risk) for risk in influence.stops), default=0.0)
    sought = [_charges(reach), _times(reach), _responses(reach), _durations(reach)]
    found = [one for drivers in sought for one in drivers]
    if condition != 1.0:
        found = [replace(one, share=one.share * condition) for one in found]
    found += _stops(reach)
    return tuple(sorted((one for one in found if 0 < one.share < 1), key=lambda one: (one.share, one.id, one.what)))


def thinnest(drivers: Iterable["Driver"], sd: float) -> Support | None:
    """Return the thinnest support of a figure with this standard deviation, as `support_of` does, of drivers found."""
    left = _LITTLE * sd * sd
    for driver in drivers:
        left -= driver.spread * driver.spread
        if left < 0:
            return driver.support
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """
    One impact of a risk, or the duration of a task, that reaches a figure.

    Parameters
    ----------
    id
        Of the risk or task.
    what
        Which of its impacts.
    share
        Effective iterations for each that is played [-].
    spread
        A bound of the standard deviation that it gives the figure [the figure's unit]; infinity without any.
    """

    id: str
    what: Impact
    share: float
    spread: float = math.inf

    @property
    def support(self) -> Support:
        """Return what a mean rests on where this is the thinnest that reaches it."""
        return Support(share=self.share, driver=self.id, what=self.what)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    """
    A random amount: the mean of its size, and its root mean square.

    Parameters
    ----------
    mean, rms
        Of |x| [the amount's unit].
    """

    mean: float
    rms: float

    @property
    def steadiness(self) -> float:
        """Return (E x)^2 / E[x^2] [-]: 1 for a number, the less the heavier its tail."""
        return (self.mean / self.rms) ** 2


def _charges(reach: Reach) -> Iterator[Driver]:
    if not reach.of_money:
        return
    counted = reach.influence.at_expectation if reach.figure in (COST, NET, GAP) else frozenset()
    for risk in reach.scenario.risks.values():
        probability = reach.influence.probability_left(risk, risk.exposes)
        if probability == 0 or risk.cost.mean == 0 or risk.id in counted:
            continue
        if _cancels(reach, risk, risk.exposes, timed=False):
            continue
        amount = _amount(risk.cost)
        spread = math.sqrt(probability) * amount.rms
        if reach.figure == GAP:
            spread /= reach.scenario.budget.total or 1.0
        elif reach.figure == SPENT_AT_STOP:
            spread = math.inf
        share = probability * amount.steadiness * _moved(reach, risk)
        yield Driver(id=risk.id, what=Impact.COST, share=share, spread=spread)


def _times(reach: Reach) -> Iterator[Driver]:
    """Return the delays and stretches of tasks whose durations reach the figure."""
    for risk in reach.scenario.risks.values():
        ids = [id for id in risk.exposes if id in reach.timed or id in reach.daily]
        probability = reach.influence.probability_left(risk, ids)
        if probability == 0 or _cancels(reach, risk, ids, timed=True):
            continue
        tasks = [reach.scenario.tasks[id] for id in ids]
        moved = probability * _moved(reach, risk)
        if risk.delay.mean > 0:
            delay = _amount(risk.delay)
            spread = math.sqrt(probability) * delay.rms * sum(_rate(reach, task) for task in tasks)
            yield Driver(id=risk.id, what=Impact.DELAY, share=moved * delay.steadiness, spread=spread)
        if stretches(risk):
            stretch = _stretched(risk.stretch)
            felt = sum(_rate(reach, task) * _work(task.duration, task.rounds).rms for task in tasks)
            alone = all(reach.influence.stretching[id] <= 1 for id in ids)
            spread = math.sqrt(probability) * stretch.rms * felt if alone else math.inf
            yield Driver(id=risk.id, what=Impact.STRETCH, share=moved * stretch.steadiness, spread=spread)


def _responses(reach: Reach) -> Iterator[Driver]:
    """Return the risks that make work run which costs, is charged, or takes time that counts."""
    charged = {id for risk in reach.scenario.risks.values() if risk.cost.mean for id in risk.exposes}
    for task in reach.scenario.tasks.values():
        if task.only_if is None:
            continue
        costs = reach.of_money and (task.cost or task.daily or task.id in charged)
        risk, ids = reach.scenario.risks[task.only_if], reach.influence.runs_after(task)
        if (costs or task.id in reach.timed) and not _cancels(reach, risk, [task.id, *ids], timed=True):
            share = reach.influence.runs(task) * _moved(reach, risk)
            yield Driver(id=risk.id, what=Impact.RESPONSE, share=share)


def _durations(reach: Reach) -> Iterator[Driver]:
    for task in reach.scenario.tasks.values():
        if task.id not in reach.timed and (task.id not in reach.daily or _repeats(reach, task)):
            continue
        work = _work(task.duration, task.rounds)
        if work.mean > 0 and work.rms > work.mean:
            sd = math.sqrt(max(work.rms**2 - work.mean**2, 0.0))
            simple = task.only_if is None and reach.influence.stretching[task.id] == 0
            spread = sd * _rate(reach, task) if simple else math.inf
            share = reach.influence.runs(task) * work.steadiness
            yield Driver(id=task.id, what=Impact.DURATION, share=share, spread=spread)


def _stops(reach: Reach) -> Iterator[Driver]:
    if reach.of_money:
        for risk in reach.influence.stops:
            share = _stopping(reach, risk) * _moved(reach, risk)
            yield Driver(id=risk.id, what=Impact.STOP, share=share)


def _stopping(reach: Reach, risk: Risk) -> float:
    """Return a probability with which a risk stops the project, unless something comes before it."""
    return reach.influence.probability_left(risk, reach.influence.judged(risk.id), harm=False)


def _moved(reach: Reach, risk: Risk) -> float:
    """Return the share of a risk's occurrences in which the figure feels it: of a difference, those that are spared."""
    return reach.influence.moved.get(risk.id, 1.0) if reach.influence.difference else 1.0


def _cancels(reach: Reach, risk: Risk, ids: Iterable[str], *, timed: bool) -> bool:
    """
    Return whether what a risk does at some tasks is the same under any order, so that a difference does not feel it.

    Parameters
    ----------
    reach, risk, ids
        What is asked about.
    timed
        Whether it acts through times.
    """
    influence = reach.influence
    if not influence.difference or risk.id in influence.moved or influence.stops or reach.by_date:
        return False
    gated = any(reach.scenario.tasks[id].only_if not in (None, risk.id) for id in ids)
    return not gated and not (timed and any(id in reach.timed for id in ids))


def _repeats(reach: Reach, task: Task) -> bool:
    """Return whether a duration that only counts by the day is the same under any order."""
    influence = reach.influence
    moved = any(task.id in reach.scenario.risks[id].exposes for id in influence.moved)
    return influence.difference and not influence.stops and not moved and task.only_if is None


def _rate(reach: Reach, task: Task) -> float:
    """Return by how much the figure changes at most for a day more at a task [the figure's unit per working day]."""
    influence = reach.influence
    hangs = influence.stops or influence.contested or influence.retires_impact
    if hangs or reach.by_date or reach.figure == SPENT_AT_STOP:
        return math.inf
    orders = 2.0 if influence.difference else 1.0
    if reach.figure.startswith(DAYS):
        return orders
    rate = task.daily
    if task.id in reach.timed:
        rate += reach.scenario.budget.burn
        if reach.figure == NET:
            rate += sum(late_rate(milestone) for milestone in reach.scenario.milestones.values())
    return orders * rate


@lru_cache(maxsize=_REMEMBERED)
def _amount(quantity: Distribution) -> _Amount:
    return _Amount(mean=quantity.mean, rms=math.hypot(quantity.mean, quantity.sd))


@lru_cache(maxsize=_REMEMBERED)
def _stretched(stretch: Distribution) -> _Amount:
    """Describe what a stretch adds to a duration, or takes from it: E|s - 1| = E s - 1 + 2 E max(1 - s, 0)."""
    more = stretch.mean - 1.0
    less = np.maximum(1.0 - stretch.ppf((np.arange(_POINTS) + 0.5) / _POINTS), 0.0).mean()
    return _Amount(mean=more + 2.0 * float(less), rms=math.hypot(more, stretch.sd))


@lru_cache(maxsize=_REMEMBERED)
def _work(duration: Distribution, rounds: Rounds | None) -> _Amount:
    """Describe how long a task takes when nothing goes wrong, all its rounds together."""
    once = _amount(duration)
    if rounds is None:
        return once
    mean = rounds.mean * once.mean
    return _Amount(mean=mean, rms=math.hypot(mean, math.sqrt(rounds.mean) * duration.sd, rounds.sd * once.mean))
