"""Criteria: what orders can be compared by."""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.calendar import WorkingDays
from milepost.models.timing import BEGINNING
from milepost.simulate.analysis.money.gap import gap_on
from milepost.simulate.analysis.money.money import net_amounts
from milepost.simulate.analysis.orderings.kind import Kind
from milepost.simulate.analysis.risks.exposure_area import ExposureArea
from milepost.simulate.analysis.statistics.family import Family
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.analysis.variants import NO_NOTES, Note
from milepost.simulate.engine.outcome import Outcome

Values = NDArray[np.float64]
"""What each iteration came to: float64[N], or float64[d, N] where a criterion looks at d dates."""

HIT_ZONE: Final = 0.005

_ROUNDING = 1e-6
"""Differences that come of adding in another order are below this share of the zone, and count as none [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(ABC):
    """
    What orders are compared by; unless it says otherwise the mean of what the iterations came to.

    Parameters
    ----------
    zone
        Indifference zone: the least difference that matters [share, working days or currency].
    milestone
        Id of the milestone; empty where it is of the whole plan.
    limit
        The last moment that counts [days of the axis].
    """

    kind: ClassVar[Kind]
    larger_is_better: ClassVar[bool] = False
    is_mean: ClassVar[bool] = True
    """Whether orders can race by it; if not, by what `raced_by` gives."""
    jump: ClassVar[float] = 0.0
    """The largest difference that two orders can have in one iteration; 0 where there is no bound."""

    zone: float
    milestone: str = ""
    limit: float = math.inf

    @property
    def text(self) -> str:
        """Return it as `--by` takes it."""
        return f"{self.kind}:{self.milestone}" if self.milestone else self.kind.value

    @property
    def dates(self) -> tuple[float, ...]:
        """Return the times by which it must know what is spent [days of the axis]."""
        return ()

    @property
    def notes(self) -> Mapping[str, Note]:
        """Return what it must have noted of every iteration while that is there in detail."""
        return NO_NOTES

    @abstractmethod
    def values(self, scenario: Scenario, outcome: Outcome) -> Values:
        """Return what each iteration came to: 1 for a hit, a time, an amount or a share."""

    def family(self, values: Values, *, confidence: float, seed: int, level: float) -> Family:
        """Compare k orders by their values, stacked along a first axis."""
        return Family.of_means(values, level=level)

    def by_iteration(self, values: Values) -> Values:
        """Return float64[N] that says of two orders which did better in an iteration."""
        return values

    def rough(self, values: Values, *, confidence: float) -> Values:
        """Return roughly, along a first axis, what each of k orders comes to: what `raced_by` chooses from."""
        means: Values = values.mean(axis=-1)
        return means

    def raced_by(self, rough: Values) -> "Criterion":
        """Return the mean that finalists are chosen by, looking at what all orders roughly come to."""
        return self

    def _rounded(self, values: Values) -> Values:
        grain = _ROUNDING * self.zone
        rounded: Values = np.round(values / grain) * grain + 0.0
        return rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit(Criterion):
    """The share of iterations in which a milestone is reached by the limit."""

    kind: ClassVar[Kind] = Kind.HIT
    larger_is_better: ClassVar[bool] = True
    jump: ClassVar[float] = 1.0

    def values(self, scenario: Scenario, outcome: Outcome) -> Values:
        """Return 1 for a hit and 0 for none."""
        times = outcome.dated(self.milestone)
        return (np.isfinite(times) & (times <= self.limit + SLACK)).astype(np.float64)

    def family(self, values: Values, *, confidence: float, seed: int, level: float) -> Family:
        """Compare probabilities."""
        return Family.of_hits(values > 0, level=level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(Criterion):
    """
    The date by which a milestone is reached with the chosen confidence.

    It is no mean. But an order's is at most a day D just when it reaches the milestone by D as often as the confidence
    asks for; so the best is found near the top by that, with D the earliest promise date of all. Where none has one it
    counts whether the milestone is reached at all.

    Parameters
    ----------
    days
        The axis of the plan, by which dates are compared; that of one calendar unless given.
    """

    kind: ClassVar[Kind] = Kind.PROMISE
    is_mean: ClassVar[bool] = False

    days: WorkingDays | None = None

    def family(self, values: Values, *, confidence: float, seed: int, level: float) -> Family:
        """Compare promise dates."""
        worked = np.asarray if self.days is None else self.days.worked
        return Family.of_promises(values, confidence=confidence, seed=seed, level=level, worked=worked)

    def rough(self, values: Values, *, confidence: float) -> Values:
        """Return promise dates, float64[k], infinity for never [days of the axis]."""
        return np.quantile(values, confidence, axis=-1, method="inverted_cdf")

    def raced_by(self, rough: Values) -> Criterion:
        """Return the hit of the earliest of all promise dates."""
        return Hit(milestone=self.milestone, zone=HIT_ZONE, limit=float(rough.min()))

    def values(self, scenario: Scenario, outcome: Outcome) -> Values:
        """Return the times that have its dates, infinity for never [days of the axis]."""
        times, dated = outcome.moments[self.milestone], outcome.dated(self.milestone)
        rounded = self._rounded(times)
        if dated is times:
            return rounded
        apart = np.subtract(dated, times, out=np.zeros_like(times), where=np.isfinite(times))
        return rounded + np.round(apart / BEGINNING) * BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Net(Criterion):
    """The mean of the value of the milestones reached, less lateness and cost."""

    kind: ClassVar[Kind] = Kind.NET
    larger_is_better: ClassVar[bool] = True

    def values(self, scenario: Scenario, outcome: Outcome) -> Values:
        """Return amounts [currency]."""
        net = net_amounts(scenario, outcome, outcome.expected_cost)
        assert net is not None
        return self._rounded(net)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost(Criterion):
    """The mean of the total cost, with charges at their expectation."""

    kind: ClassVar[Kind] = Kind.COST

    def values(self, scenario: Scenario, outcome: Outcome) -> Values:
        """Return amounts [currency]."""
        return self._rounded(outcome.expected_cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpentAtStop(Criterion):
    """
    The mean of what is spent by the time of a stop, 0 in an iteration that is not stopped.

    Charges count as they fall. Their expectation is that over all that may come of what is known when they fall due;
    whether the project is going to be stopped is not known then, and may hang on the very risk.
    """

    kind: ClassVar[Kind] = Kind.SPENT_AT_STOP

    def values(self, scenario: Scenario, outcome: Outcome) -> Values:
        """Return amounts [currency]."""
        return self._rounded(np.where(np.isfinite(outcome.stop), outcome.cost, 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure(Criterion):
    """The mean area under the burn-down of the threats, up to the limit."""

    kind: ClassVar[Kind] = Kind.EXPOSURE

    @property
    def notes(self) -> Mapping[str, Note]:
        """Return the area."""
        return {self.kind: lambda plan: ExposureArea.of(plan, self.limit).measured}

    def values(self, scenario: Scenario, outcome: Outcome) -> Values:
        """Return areas [working days x working days]."""
        return self._rounded(outcome.noted[self.kind])


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess(Criterion):
    """
    The mean excess of the gap on one due date, the limit.

    Parameters
    ----------
    planned
        The gap on that date of the plan as it is in the file: the yardstick that all orders are held against [-].
    """

    kind: ClassVar[Kind] = Kind.GAP

    planned: float

    @property
    def dates(self) -> tuple[float, ...]:
        """Return the due date."""
        return (self.limit,)

    def values(self, scenario: Scenario, outcome: Outcome) -> Values:
        """Return shares of the budget."""
        return self._rounded(gap_on(scenario, outcome, self.limit, outcome.expected_by[self.limit]) - self.planned)


@dataclass(frozen=True, slots=True, kw_only=True)
class LargestExcess(Criterion):
    """
    The largest of the mean excesses of the gap on several due dates.

    It is no mean. Orders race by the excess on one date: the worst of the order whose worst is the least.

    Parameters
    ----------
    excesses
        One for each date.
    """

    kind: ClassVar[Kind] = Kind.GAP
    is_mean: ClassVar[bool] = False

    excesses: tuple[Excess, ...]

    @property
    def dates(self) -> tuple[float, ...]:
        """Return the due dates."""
        return tuple(one.limit for one in self.excesses)

    def values(self, scenario: Scenario, outcome: Outcome) -> Values:
        """Return the excess of each iteration on each date."""
        return np.array([one.values(scenario, outcome) for one in self.excesses])

    def family(self, values: Values, *, confidence: float, seed: int, level: float) -> Family:
        """Compare largest means."""
        return Family.of_largest_means(values, level=level)

    def by_iteration(self, values: Values) -> Values:
        """Return the largest excess of each iteration."""
        largest: Values = values.max(axis=0)
        return largest

    def raced_by(self, rough: Values) -> Criterion:
        """Return the excess that decides, looking at float64[k, d]."""
        best = rough[rough.max(axis=1).argmin()]
        return replace(self.excesses[int(best.argmax())], zone=self.zone)
