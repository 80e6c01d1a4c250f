"""Drivers: the impacts of risks, and the durations, that reach a figure of a plan."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from milepost.models import Risk, Scenario, Task
from milepost.simulate.analysis.support.amount import amount_of, stretched, work
from milepost.simulate.analysis.support.reach import (
    COST,
    EXPOSURE,
    GAP,
    NET,
    SPENT_AT_STOP,
    Influence,
    Reach,
    is_something,
    late_rate,
    stretches,
)
from milepost.simulate.analysis.support.support import Impact, Support


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """
    One impact of a risk, or the duration or a cost of a task, that reaches a figure.

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


def drivers_of(
    scenario: Scenario, figure: str, *, difference: bool = False, influence: Influence | None = None
) -> tuple[Driver, ...]:
    """Find all that is uncertain and reaches a figure, the thinnest first; the parameters are those of `support_of`."""
    influence = influence or Influence(scenario=scenario, difference=difference)
    reach = Reach(influence=influence, figure=figure)
    condition = 1.0
    if reach.figure == SPENT_AT_STOP:
        condition = max((_stopping(reach, risk) for risk in influence.stops), default=0.0)
    sought = [_charges(reach), _prices(reach), _times(reach), _responses(reach), _durations(reach)]
    found = [one for drivers in sought for one in drivers]
    if condition != 1.0:
        found = [replace(one, share=one.share * condition) for one in found]
    found += _stops(reach)
    return tuple(sorted((one for one in found if 0 < one.share < 1), key=lambda one: (one.share, one.id, one.what)))


def _charges(reach: Reach) -> Iterator[Driver]:
    if not reach.of_money:
        return
    counted = reach.influence.at_expectation if reach.figure in (COST, NET, GAP) else frozenset()
    for risk in reach.scenario.risks.values():
        probability = reach.influence.probability_left(risk, risk.exposes)
        if probability == 0 or not is_something(risk.cost) or risk.id in counted:
            continue
        if _cancels(reach, risk, risk.exposes, timed=False):
            continue
        amount = amount_of(risk.cost)
        spread = math.sqrt(_at_most(reach, risk, probability)) * amount.rms
        if reach.figure == GAP:
            spread /= reach.scenario.budget.total or 1.0
        elif reach.figure == SPENT_AT_STOP:
            spread = math.inf
        share = probability * amount.steadiness * _moved(reach, risk)
        yield Driver(id=risk.id, what=Impact.COST, share=share, spread=spread)


def _prices(reach: Reach) -> Iterator[Driver]:
    """Return the costs of tasks that are drawn; in the means of cost, net and gap they count at theirs."""
    if not reach.of_money or reach.figure in (COST, NET, GAP):
        return
    for task in reach.scenario.tasks.values():
        runs = reach.influence.runs(task)
        if task.cost.sd > 0:
            rounds = task.rounds.at_most if task.rounds else 1
            spread = math.inf if reach.figure == SPENT_AT_STOP else rounds * task.cost.sd
            share = runs * amount_of(task.cost).steadiness
            yield Driver(id=task.id, what=Impact.TASK_COST, share=share, spread=spread)
        if task.daily.sd > 0:
            yield Driver(id=task.id, what=Impact.DAILY, share=runs * amount_of(task.daily).steadiness)


def _at_most(reach: Reach, risk: Risk, probability: float) -> float:
    """
    Return what the probability with which a risk occurs at some tasks is at most, given what it is if risks are apart.

    Work may run only where another risk occurs. One that is correlated with it may then always come with it.
    """
    return risk.probability if risk.id in reach.scenario.correlated_risks else probability


def _times(reach: Reach) -> Iterator[Driver]:
    """Return the delays and stretches of tasks whose durations reach the figure."""
    for risk in reach.scenario.risks.values():
        ids = [id for id in risk.exposes if id in reach.timed or id in reach.daily]
        probability = reach.influence.probability_left(risk, ids)
        if probability == 0 or _cancels(reach, risk, ids, timed=True):
            continue
        tasks = [reach.scenario.tasks[id] for id in ids]
        moved, felt_in = probability * _moved(reach, risk), math.sqrt(_at_most(reach, risk, probability))
        if is_something(risk.delay):
            delay = amount_of(risk.delay)
            spread = felt_in * delay.rms * sum(_rate(reach, task) for task in tasks)
            yield Driver(id=risk.id, what=Impact.DELAY, share=moved * delay.steadiness, spread=spread)
        if stretches(risk):
            stretch = stretched(risk.stretch)
            felt = sum(_rate(reach, task) * work(task.duration, task.rounds).rms for task in tasks)
            alone = all(reach.influence.stretching[id] <= 1 for id in ids)
            spread = felt_in * stretch.rms * felt if alone else math.inf
            yield Driver(id=risk.id, what=Impact.STRETCH, share=moved * stretch.steadiness, spread=spread)


def _responses(reach: Reach) -> Iterator[Driver]:
    """Return the risks that make work run which costs, is charged, or takes time that counts."""
    charged = {id for risk in reach.scenario.risks.values() if is_something(risk.cost) for id in risk.exposes}
    for task in reach.scenario.tasks.values():
        if task.only_if is None:
            continue
        costs = reach.of_money and (task.is_paid or task.id in charged)
        risk, ids = reach.scenario.risks[task.only_if], reach.influence.runs_after(task)
        if (costs or task.id in reach.timed) and not _cancels(reach, risk, [task.id, *ids], timed=True):
            share = reach.influence.runs(task) * _moved(reach, risk)
            yield Driver(id=risk.id, what=Impact.RESPONSE, share=share)


def _durations(reach: Reach) -> Iterator[Driver]:
    for task in reach.scenario.tasks.values():
        if task.id not in reach.timed and (task.id not in reach.daily or _repeats(reach, task)):
            continue
        amount = work(task.duration, task.rounds)
        if amount.mean > 0 and amount.rms > amount.mean:
            sd = math.sqrt(max(amount.rms**2 - amount.mean**2, 0.0))
            simple = task.only_if is None and reach.influence.stretching[task.id] == 0
            spread = sd * _rate(reach, task) if simple else math.inf
            share = reach.influence.runs(task) * amount.steadiness
            yield Driver(id=task.id, what=Impact.DURATION, share=share, spread=spread)


def _stops(reach: Reach) -> Iterator[Driver]:
    if not reach.of_days:
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
    if hangs or reach.by_date or reach.figure in (SPENT_AT_STOP, EXPOSURE):
        return math.inf
    orders = 2.0 if influence.difference else 1.0
    passed_on = influence.passed_on[task.id]
    if reach.of_days:
        return orders * passed_on
    rate = task.daily.mean
    if task.id in reach.timed:
        later = reach.scenario.budget.burn
        if reach.figure == NET:
            later += sum(late_rate(milestone) for milestone in reach.scenario.milestones.values())
        rate += passed_on * later if later else 0.0
    return orders * rate
