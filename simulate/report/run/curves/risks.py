"""What becomes of risks, and what each costs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from milepost.models import Milestone, Scenario
from milepost.simulate.analysis.drivers.effect import Effect
from milepost.simulate.analysis.drivers.removal import risk_ranks
from milepost.simulate.analysis.risks.harm import Harm
from milepost.simulate.analysis.risks.register import RiskOutlook
from milepost.simulate.analysis.statistics.estimate import UNKNOWN, Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.result import Result

MOST_RISKS = 40
"""Rows that one picture can hold; of more risks those that cost most days are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskBar:
    """
    A risk that is drawn.

    Parameters
    ----------
    outlook
        What becomes of it.
    days
        By how much the promise date of the last major milestone is later for it, infinite where only without the risk
        there is one; where there is none with it nor without it, its mean, over the cases that reach it. Where nobody
        asked: how much work the risk adds on average, by its probability as given [working days].
    hit
        By how much the milestone is hit more often with it [percentage points]; NaN where nobody asked, or where it has
        no due date.
    """

    outlook: RiskOutlook
    days: Estimate
    hit: Estimate

    @property
    def fate(self) -> Proportion:
        """Return how often it stops the project, or if that is more, how often it occurs."""
        occurs, stops = self.outlook.occurs.probability, self.outlook.stops.probability
        return stops if self.outlook.risk.stop and stops.value >= occurs.value else occurs


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskBars:
    """
    The risks that are drawn, in order.

    Parameters
    ----------
    bars
        Those that move the last major milestone most first, as they are ranked in risks.csv. Where nobody asked what
        they cost: those that stop the project, then those that add most work.
    milestone
        The milestone; none where nobody asked.
    promised
        Whether it has a promise date.
    in_all
        How many risks there are.
    """

    bars: Sequence[RiskBar]
    milestone: Milestone | None
    promised: bool
    in_all: int

    @classmethod
    def of(cls, result: Result) -> Self:
        """Choose up to `MOST_RISKS` of a run's risks."""
        removals = {} if result.drivers is None else result.drivers.risks
        ranks: Mapping[str, float] = risk_ranks(result.scenario, removals)
        last = result.scenario.schedule.last if ranks else None
        promised = last is not None and math.isfinite(result.milestone[last.id].promise.value)
        found = [
            _given(one, result.scenario)
            if last is None
            else _measured(one, removals[id].milestones[last.id], promised=promised)
            for id, one in result.risk.items()
        ]
        ordered = sorted(found, key=lambda bar: (ranks.get(bar.outlook.risk.id, 0), *_weight(bar)))
        return cls(bars=ordered[:MOST_RISKS], milestone=last, promised=promised, in_all=len(found))


def _measured(outlook: RiskOutlook, effect: Effect, *, promised: bool) -> RiskBar:
    """Return what a risk costs a milestone by the runs without it."""
    dated = promised or math.isinf(effect.promise.value)
    return RiskBar(outlook=outlook, days=effect.promise if dated else effect.mean, hit=effect.hit)


def _given(outlook: RiskOutlook, scenario: Scenario) -> RiskBar:
    """Return what a risk costs by what the plan says of it."""
    harm = Harm.of(outlook.risk, scenario)
    days = outlook.risk.probability * sum(harm.days.values())
    return RiskBar(outlook=outlook, days=Estimate(value=days, low=days, high=days), hit=UNKNOWN)


def _weight(bar: RiskBar) -> tuple[float, ...]:
    """Return what puts a risk first where nobody asked what it costs, the least number first."""
    stops, occurs = bar.outlook.stops.probability.value, bar.outlook.occurs.probability.value
    return -stops, -abs(bar.days.value), -occurs, -bar.outlook.risk.probability
