"""Rows: what a batch keeps of one run."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from milepost.simulate.analysis.money.gap import DueGap
from milepost.simulate.analysis.money.money import Spread
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Quantile
from milepost.simulate.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class RunMoney:
    """
    What an amount came to over the iterations of a run [currency].

    Parameters
    ----------
    mean, p50, p80
        Its mean and percentiles.
    """

    mean: Mean
    p50: Estimate
    p80: Estimate

    @classmethod
    def of(cls, spread: Spread) -> Self:
        """Keep the part of a spread that is told of a run."""
        return cls(mean=spread.mean, p50=spread.p50, p80=spread.p80)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunGap:
    """
    How money and milestones stand on the due date of a milestone.

    Parameters
    ----------
    mean
        Mean of burn less progress [-].
    excess
        Mean of that less the plan's own [-].
    beyond
        Probability that it is above the tolerance [-]; none without one.
    """

    mean: float
    excess: Mean
    beyond: Proportion | None

    @classmethod
    def of(cls, due: DueGap) -> Self:
        """Keep the part of a gap that is told of a run."""
        return cls(mean=due.gap, excess=due.excess, beyond=due.beyond)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunMilestone:
    """
    How a milestone came out in a run.

    Parameters
    ----------
    due
        Its due date; none without one.
    hit
        Probability that it is reached by then [-]; none without one.
    reached
        Probability that it is reached at all [-].
    promise, promise_date
        When it is reached with the chosen confidence [working days from start], and the date of that; none for never.
    gap
        How money stands on the due date; none without one, and without a budget.
    """

    due: date | None
    hit: Proportion | None
    reached: Proportion
    promise: Quantile
    promise_date: date | None
    gap: RunGap | None

    @classmethod
    def of(cls, outlook: MilestoneOutlook, gap: DueGap | None) -> Self:
        """Keep the part of an outlook that is told of a run."""
        return cls(
            due=outlook.due,
            hit=outlook.hit,
            reached=outlook.reached,
            promise=outlook.promise,
            promise_date=outlook.promise.date,
            gap=None if gap is None else RunGap.of(gap),
        )

    @property
    def earliness(self) -> tuple[float, float]:
        """Return how early a promise is: by its date, since runs may start on different days, then by its time."""
        if not math.isfinite(self.promise.value):
            return -math.inf, -math.inf
        return -float((self.promise_date or date.max).toordinal()), -self.promise.value


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """
    A run of a batch, and what came of it.

    Parameters
    ----------
    run
        Name of its folder.
    file, ordering
        The plan, and which of its alternatives is in force; empty where orderings are not asked for.
    error
        Why it could not be done; empty where it could. Then nothing of what follows the settings is known.
    iterations, seed, confidence
        As in `milepost.simulate.run`.
    settings
        What was put into the plan, by its path.
    name, currency, scenario_sha256
        Of the plan as it was played.
    times_sha256
        Of the times at which its milestones are reached in every iteration: equal where two runs have the same ones.
    stopped
        Probability that the project is stopped [-]; none where nothing can stop it.
    cost, net
        What the plan costs, and what is left of the value of its milestones; none where none has a value.
    within
        Probability that the cost stays within the budget [-]; none without one.
    milestones
        By id, in the order of the file, those that are told first.
    """

    run: str
    file: str
    ordering: str
    error: str = ""
    iterations: int
    seed: int
    confidence: float
    settings: Mapping[str, float | str] = field(default_factory=dict)
    name: str = ""
    currency: str = ""
    scenario_sha256: str = ""
    times_sha256: str = ""
    stopped: Proportion | None = None
    cost: RunMoney | None = None
    within: Proportion | None = None
    net: RunMoney | None = None
    milestones: Mapping[str, RunMilestone] = field(default_factory=dict)

    def setting(self, path: str) -> float | str:
        """Return what a path was set to: of the plan's own name and currency, which are known anyway, what they are."""
        known: Mapping[str, float | str] = {"name": self.name, "currency": self.currency, **self.settings}
        return known[path]

    @property
    def judged_by(self) -> str | None:
        """Return the milestone that the run is judged by: that due last, or the last one if none has a due date."""
        due = [(one.due, index, id) for index, (id, one) in enumerate(self.milestones.items()) if one.due is not None]
        return max(due)[2] if due else next(reversed([*self.milestones]), None)

    @property
    def judged(self) -> RunMilestone | None:
        """Return how that milestone came out; none for a plan without milestones."""
        return None if self.judged_by is None else self.milestones[self.judged_by]


def row_of(head: RunRow, result: Result) -> RunRow:
    """Return a row, of which only the head was known, with what came of the run."""
    money, scenario = result.money, result.scenario
    dues = {} if result.gap is None else result.gap.due
    return replace(
        head,
        name=scenario.name,
        currency=scenario.currency,
        scenario_sha256=scenario.digest,
        times_sha256=_times_digest(result),
        stopped=None if result.stopping is None else result.stopping.probability,
        cost=RunMoney.of(money.cost),
        within=money.within,
        net=None if money.net is None else RunMoney.of(money.net),
        milestones={one.milestone.id: RunMilestone.of(one, dues.get(one.milestone.id)) for one in result.headline},
    )


def _times_digest(result: Result) -> str:
    found = hashlib.sha256()
    for one in result.headline:
        found.update(result.outcome.moments[one.milestone.id].tobytes())
    return found.hexdigest()
