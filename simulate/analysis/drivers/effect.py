"""Effects: what a plan has other than a variant of it, milestone by milestone and in money, on the same iterations."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.money.money import net_amounts
from milepost.simulate.analysis.statistics.difference import Difference
from milepost.simulate.analysis.statistics.estimate import UNKNOWN, Estimate, columns
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.analysis.statistics.sections import Figures, quantile_figures
from milepost.simulate.analysis.support.shift import Apart, shift
from milepost.simulate.engine.outcome import Outcome

_TAIL = 0.025
EFFECT_COLUMNS: Final = (*columns("mean", "_days"), *columns("promise", "_days"), *columns("hit", "_points"))
"""What stands of an effect in a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """
    What a milestone of the plan has other than in the variant: the plan less the variant, each paired.

    Parameters
    ----------
    promise
        Its promise date [working days]; infinite where only one of the two has one.
    mean
        Its mean time, over the iterations in which both reach it [working days].
    hit
        The probability that it is hit [percentage points]; NaN where it has no due date.
    """

    promise: Estimate
    mean: Estimate
    hit: Estimate

    @property
    def negative(self) -> Self:
        """Return what the variant has other than the plan."""
        return type(self)(promise=self.promise.times(-1.0), mean=self.mean.times(-1.0), hit=self.hit.times(-1.0))

    def columns(self) -> dict[str, float]:
        """Return what stands of it in a table, by `EFFECT_COLUMNS`."""
        return (
            self.mean.columns("mean", "_days")
            | self.promise.columns("promise", "_days")
            | self.hit.columns("hit", "_points")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """
    What a plan has other than a variant of it.

    Parameters
    ----------
    milestones
        By the ids of the major milestones, or of all if none is major, in file order.
    cost
        Mean total cost [currency].
    net
        Mean value of the milestones reached, less lateness and cost [currency]; NaN where none has a value.
    """

    milestones: Mapping[str, Effect]
    cost: Estimate
    net: Estimate

    @property
    def negative(self) -> "Effects":
        """Return what the variant has other than the plan."""
        milestones = {id: one.negative for id, one in self.milestones.items()}
        return Effects(milestones=milestones, cost=self.cost.times(-1.0), net=self.net.times(-1.0))


class Reference:
    """
    A plan that was played, which variants that are played on the same iterations are held against.

    Parameters
    ----------
    scenario
        The plan.
    outcome
        What came of it.
    confidence
        Probability with which promise dates are kept [-].
    first
        Number of its first iteration.
    """

    def __init__(self, scenario: Scenario, outcome: Outcome, *, confidence: float, first: int = 0) -> None:
        self.scenario = scenario
        self.iterations = range(first, first + outcome.iterations)
        self.confidence = confidence
        self.outcome = outcome
        self._promises = {one.id: quantile_figures(outcome.finish[one.id], confidence) for one in scenario.headline}

    def effects(self, variant: Outcome) -> Effects:
        """Return what the plan has other than the variant; may be called in any thread."""
        net = self.net_apart(variant)
        return Effects(
            milestones={id: self._effect(id, variant, promise) for id, promise in self._promises.items()},
            cost=Difference.of_means(self.cost_apart(variant), _TAIL).alone,
            net=UNKNOWN if net is None else Difference.of_means(net, _TAIL).alone,
        )

    def cost_apart(self, variant: Outcome) -> NDArray[np.float64]:
        """Return, float64[N], what the plan costs more than the variant [currency]."""
        return self.outcome.expected_cost - variant.expected_cost

    def net_apart(self, variant: Outcome) -> NDArray[np.float64] | None:
        """Return, float64[N], what the plan nets more than the variant [currency]; None where nothing has a value."""
        net = _net(self.scenario, variant)
        return None if self._net is None or net is None else self._net - net

    def hits(self, outcome: Outcome, milestone: str) -> NDArray[np.bool_] | None:
        """Return where a milestone is hit; None where it has no due date."""
        due = self.scenario.milestones[milestone].due
        return None if due is None else outcome.dated(milestone) <= self.scenario.days.limit(due) + SLACK

    def _effect(self, id: str, variant: Outcome, promise: Figures) -> Effect:
        usual, other = self.outcome.finish[id], variant.finish[id]
        reached = np.isfinite(usual) & np.isfinite(other)
        hit, hit_other = self.hits(self.outcome, id), self.hits(variant, id)
        if hit is None or hit_other is None:
            points = UNKNOWN
        else:
            points = Difference.of_hits(hit, hit_other, _TAIL).alone.times(100.0)
        return Effect(
            promise=shift(
                quantile_figures(other, self.confidence), promise, apart=Apart.of(other, usual), p=self.confidence
            ),
            mean=Difference.of_means(usual[reached] - other[reached], _TAIL).alone,
            hit=points,
        )

    @cached_property
    def _net(self) -> NDArray[np.float64] | None:
        return _net(self.scenario, self.outcome)


def _net(scenario: Scenario, outcome: Outcome) -> NDArray[np.float64] | None:
    return net_amounts(scenario, outcome, outcome.expected_cost)
