"""Levers: why something is outside its tolerance, and the cheapest change of the plan that is known to help."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np

from milepost.models import Scenario, with_alternative
from milepost.simulate.analysis.drivers.drivers import Drivers
from milepost.simulate.analysis.drivers.effect import Effects, Reference
from milepost.simulate.analysis.drivers.responses import HIT_ZONE
from milepost.simulate.analysis.exceptions.judgement import Judgement, Kind
from milepost.simulate.analysis.statistics.estimate import UNKNOWN, Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import quantile_of
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.analysis.variants import Progress, Variants
from milepost.simulate.engine.outcome import Outcome


class CauseKind(StrEnum):
    """What makes a figure what it is."""

    RISK = "risk"
    """How many points of probability it takes away, or how much it costs on average [currency]."""

    TASK = "task"
    """In what share of the iterations it drives the milestone, or is finished in time [-]."""

    MILESTONE = "milestone"
    """The probability that it is hit [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """
    What drives a figure out of its tolerance.

    Parameters
    ----------
    kind, id
        Whether it is a risk, a task or a milestone, and which.
    effect
        How much it does, in what its kind counts.
    """

    kind: CauseKind
    id: str
    effect: Estimate


class Way(StrEnum):
    """What can be changed."""

    ALTERNATIVE = "alternative"
    """One that stands under orderings.compare."""

    UNDONE = "undone"
    """A task that retires risks, and that nothing waits for, is left undone."""

    SHORTER = "shorter"
    """A task takes a tenth less of its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """
    A change of the plan that helps for sure, and surely harms no major milestone and not the net value.

    Parameters
    ----------
    way, id
        What is changed: the name of an alternative, or the id of a task.
    gain
        What it brings [percentage points]; of the cost, what it saves [currency].
    cost
        What the plan then costs more on average [currency]; not known of a task that takes less time.
    is_enough
        Whether the figure is then inside its tolerance; none where that is not known.
    """

    way: Way
    id: str
    gain: Estimate
    cost: Estimate
    is_enough: bool | None


class Levers:
    """
    What is known of a plan by variants of it: what drives its figures, and what could be changed.

    Parameters
    ----------
    scenario, outcome
        The plan, and what came of it.
    drivers
        What its milestones hang on.
    alternatives
        By name, what the alternatives of the file have other than the plan.
    """

    def __init__(
        self, scenario: Scenario, outcome: Outcome, *, drivers: Drivers, alternatives: Mapping[str, Effects]
    ) -> None:
        self._scenario, self._outcome, self._drivers = scenario, outcome, drivers
        self._changes = {(Way.ALTERNATIVE, name): effects for name, effects in alternatives.items()}
        needed = {id for before in scenario.network.links.values() for id in before}
        self._changes |= {(Way.UNDONE, id): one.negative for id, one in drivers.responses.items() if id not in needed}
        self._shorter = {(Way.SHORTER, id): one.tenth.negative for id, one in drivers.tasks.items()}

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        outcome: Outcome,
        *,
        drivers: Drivers,
        confidence: float,
        threads: int | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """
        Play the alternatives of the file, on the iterations of an outcome.

        Parameters
        ----------
        scenario, outcome
            The plan, and what came of it from iteration 0 on.
        drivers
            What its milestones hang on.
        confidence
            Probability with which promise dates are kept [-].
        threads, progress
            As for `Variants`.
        """
        compare = scenario.orderings.compare if scenario.orderings else ()
        variants = Variants(scenario, seed=outcome.seed, threads=threads, progress=progress)
        reference = Reference(scenario, outcome, confidence=confidence)
        variants.begin("Playing the alternatives", len(compare) * outcome.iterations)
        plans = (with_alternative(scenario, one) for one in compare)
        effects = variants.kept(plans, reference.effects, reference.iterations)
        alternatives = {one.name: found.negative for one, found in zip(compare, effects, strict=True)}
        return cls(scenario, outcome, drivers=drivers, alternatives=alternatives)

    def cause(self, judgement: Judgement, others: Iterable[Judgement]) -> Cause | None:
        """Return what drives a figure out of its tolerance, as far as that is known, given what else is judged."""
        match judgement.kind:
            case Kind.HIT:
                return self._of_hit(judgement.id)
            case Kind.GAP:
                return _late(judgement, others, self._scenario)
            case Kind.EXPOSURE:
                return self._retiring(judgement)
            case Kind.MONEY:
                costs = {id: one.cost for id, one in self._drivers.risks.items() if one.cost.low > 0.0}
                return _largest(CauseKind.RISK, costs)

    def lever(self, judgement: Judgement, cause: Cause | None) -> Lever | None:
        """Return the cheapest change that is known to help: of those that are enough, if any is."""
        match judgement.kind:
            case Kind.HIT:
                return self._for_hit(judgement.id, judgement)
            case Kind.GAP:
                return None if cause is None else self._for_hit(cause.id, None)
            case Kind.EXPOSURE:
                return None
            case Kind.MONEY:
                return self._for_money()

    def _of_hit(self, milestone: str) -> Cause | None:
        """Return the risk that takes away most hits; where a tenth less of some task brings more, what drives it."""
        lost = {
            id: one.milestones[milestone].hit.times(-1.0)
            for id, one in self._drivers.risks.items()
            if milestone in one.milestones
        }
        risk = _largest(CauseKind.RISK, {id: one for id, one in lost.items() if one.low > 0.0})
        saved = [one.milestones[milestone].hit.value for one in self._shorter.values() if milestone in one.milestones]
        if risk is None or risk.effect.value < max(saved, default=0.0):
            return self._critical(milestone) or risk
        return risk

    def _critical(self, milestone: str) -> Cause | None:
        driving = self._drivers.driving.get(milestone)
        tasks = {} if driving is None else driving.tasks
        ahead = {id: one.criticality for id, one in tasks.items() if id in self._scenario.ahead}
        return _largest(CauseKind.TASK, ahead)

    def _retiring(self, judgement: Judgement) -> Cause | None:
        """Return the last of the tasks that retire a risk, and how often it is finished in time."""
        milestone, outcome = self._scenario.milestones[judgement.milestone], self._outcome
        retiring = [id for id, task in self._scenario.ahead.items() if judgement.id in task.retires]
        if not retiring or milestone.due is None:
            return None
        last = max(retiring, key=lambda id: float(quantile_of(outcome.task_finish[id], 0.5)))
        in_time = outcome.dated_task(last)[1] <= self._scenario.days.limit(milestone.due) + SLACK
        finished = Proportion.of(int(np.count_nonzero(in_time)), outcome.detail)
        return Cause(kind=CauseKind.TASK, id=last, effect=finished)

    def _for_hit(self, milestone: str, judgement: Judgement | None) -> Lever | None:
        """Return what is enough, at the least cost that is known; where nothing is, what brings most."""
        helping = [*self._helping(milestone, judgement)]
        priced = [one for one in helping if one.is_enough and not math.isnan(one.cost.value)]
        if priced:
            return min(priced, key=lambda one: one.cost.value)
        return max(helping, key=lambda one: (bool(one.is_enough), one.gain.value), default=None)

    def _helping(self, milestone: str, judgement: Judgement | None) -> Iterator[Lever]:
        """Yield what brings hits that matter, and takes none away elsewhere."""
        for (way, id), effects in {**self._changes, **self._shorter}.items():
            effect = effects.milestones.get(milestone)
            if effect is not None and effect.hit.low > HIT_ZONE and not _harms(effects):
                enough = None if judgement is None else _is_enough(judgement, effect.hit)
                cost = UNKNOWN if way is Way.SHORTER else effects.cost
                yield Lever(way=way, id=id, gain=effect.hit, cost=cost, is_enough=enough)

    def _for_money(self) -> Lever | None:
        """Return what saves most of what takes no hit away."""
        saving = [
            Lever(way=way, id=id, gain=effects.cost.times(-1.0), cost=effects.cost, is_enough=None)
            for (way, id), effects in self._changes.items()
            if effects.cost.high < 0.0 and not _harms(effects)
        ]
        return max(saving, key=lambda one: one.gain.value, default=None)


def _is_enough(judgement: Judgement, gain: Estimate) -> bool | None:
    """Return whether a figure is inside its tolerance with a gain [percentage points]; none where that is not sure."""
    if judgement.estimate.low + gain.low / 100.0 >= judgement.limit:
        return True
    return False if judgement.estimate.high + gain.high / 100.0 < judgement.limit else None


def _harms(effects: Effects) -> bool:
    """Return whether a change surely takes hits away from some milestone, or from what the plan is worth."""
    return effects.net.high < 0.0 or any(one.hit.high < 0.0 for one in effects.milestones.values())


def _largest(kind: CauseKind, effects: Mapping[str, Estimate]) -> Cause | None:
    known = {id: one for id, one in effects.items() if not math.isnan(one.value)}
    if not known:
        return None
    id = max(known, key=lambda id: known[id].value)
    return Cause(kind=kind, id=id, effect=known[id])


def _late(judgement: Judgement, others: Iterable[Judgement], scenario: Scenario) -> Cause | None:
    """Return the milestone that is least likely to be hit of those that count as progress by a due date."""
    by = scenario.due_days[judgement.milestone]
    late = {
        one.id: one.estimate
        for one in others
        if one.kind is Kind.HIT and scenario.due_days[one.id] <= by + SLACK and scenario.weights[one.id]
    }
    if not late:
        return None
    id = min(late, key=lambda id: late[id].value)
    return Cause(kind=CauseKind.MILESTONE, id=id, effect=late[id])
