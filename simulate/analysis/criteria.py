"""Criteria: what orders are compared by, and the least difference that matters."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.models import Level, Milestone, Scenario
from milepost.models.spelling import Spelling
from milepost.simulate.analysis.money import net_amounts
from milepost.simulate.analysis.paired import Family
from milepost.simulate.analysis.sample import SLACK
from milepost.simulate.engine.outcome import Outcome

Values = NDArray[np.float64]

OF_MILESTONES: Final = ("hit", "promise")
OF_MONEY: Final = ("net", "cost", "spent_at_stop")

_HIT_ZONE = 0.005
_DAYS_ZONE = 0.5
_MONEY_ZONE = 0.001
_ROUNDING = 1e-6
"""Differences that come of adding in another order are below this share of the zone, and count as none [-]."""


class CannotCompareError(ValueError):
    """What was asked for cannot be compared; the message says why, and what can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """
    What orders are compared by.

    Parameters
    ----------
    kind
        `hit`: the share of iterations in which the milestone is reached by its due date; `promise`: the date by which
        it is reached with the chosen confidence; `net` and `cost`: their means; `spent_at_stop`: the mean of what is
        spent by the time of a stop, 0 in an iteration that is not stopped.
    milestone
        Id of the milestone; empty for money.
    zone
        Indifference zone: the least difference that matters [share, working days or currency].
    limit
        The last moment at which reaching the milestone is a hit [working days].
    """

    kind: str
    milestone: str = ""
    zone: float
    limit: float = math.inf

    @property
    def text(self) -> str:
        """Give it as `--by` takes it."""
        return f"{self.kind}:{self.milestone}" if self.milestone else self.kind

    @property
    def larger_is_better(self) -> bool:
        """Say which direction is better."""
        return self.kind in ("hit", "net")

    @property
    def jump(self) -> float:
        """Give the largest difference that two orders can have in one iteration; 0 where there is no bound."""
        return 1.0 if self.kind == "hit" else 0.0

    def values(self, scenario: Scenario, outcome: Outcome) -> Values:
        """Give what each iteration came to, float64[N]: 1 for a hit, a time, or an amount."""
        if self.kind == "hit":
            times = outcome.finish[self.milestone]
            return (np.isfinite(times) & (times <= self.limit + SLACK)).astype(np.float64)
        grain = _ROUNDING * self.zone
        values: Values = np.round(self._exact(scenario, outcome) / grain) * grain + 0.0
        return values

    def family(self, values: Values, *, confidence: float, seed: int, level: float) -> Family:
        """Compare orders by their values, float64[k, N]."""
        if self.kind == "hit":
            return Family.of_hits(values > 0, level=level)
        if self.kind == "promise":
            return Family.of_promises(values, confidence=confidence, seed=seed, level=level)
        return Family.of_means(values, level=level)

    def raced_by(self, promises: Values) -> "Criterion":
        """
        Give the criterion that finalists are chosen by, a mean: the criterion itself unless it is a promise.

        A promise date is no mean. But an order's is at most a day D just when it reaches the milestone by D as often as
        the confidence asks for; so the best is found near the top by that, with D the earliest promise date of all.
        Where none has one it counts whether the milestone is reached at all.

        Parameters
        ----------
        promises
            Rough promise dates of the orders, infinity for never [working days].
        """
        if self.kind != "promise":
            return self
        return Criterion(kind="hit", milestone=self.milestone, zone=_HIT_ZONE, limit=float(promises.min()))

    def _exact(self, scenario: Scenario, outcome: Outcome) -> Values:
        if self.kind == "promise":
            return outcome.finish[self.milestone]
        if self.kind == "cost":
            return outcome.cost
        if self.kind == "spent_at_stop":
            return np.where(np.isfinite(outcome.stop), outcome.cost, 0.0)
        net = net_amounts(scenario, outcome)
        assert net is not None
        return net


def last_milestone(scenario: Scenario) -> Milestone | None:
    """Give the major milestone due last, or the last of the file where none is due; a minor one if none is major."""
    milestones = _major(list(scenario.milestones.values()))
    due = [one for one in milestones if one.due is not None]
    return max(due, key=lambda one: str(one.due)) if due else milestones[-1] if milestones else None


def read_criteria(
    scenario: Scenario, texts: Sequence[str], *, zones: Mapping[str, float], mean_cost: float
) -> tuple[Criterion, ...]:
    """
    Read what to compare by: `hit:MILESTONE`, `promise:MILESTONE`, `net`, `cost` or `spent_at_stop`.

    Unless anything is asked for it is net where a milestone has a value, else the hit of the last major milestone, or
    its promise date if it is not due.

    Parameters
    ----------
    scenario
        The plan.
    texts
        What was asked for.
    zones
        The least difference that matters, by kind; half a point of a hit, half a working day and a thousandth of the
        budget unless given.
    mean_cost
        What the plan costs on average, in place of a budget where there is none [currency].

    Raises
    ------
    CannotCompareError
        When there is no such thing to compare by.
    """
    money = _MONEY_ZONE * (scenario.budget.total or abs(mean_cost) or 1.0)
    usual = {"hit": _HIT_ZONE, "promise": _DAYS_ZONE, **dict.fromkeys(OF_MONEY, money)}
    chosen = [_read(scenario, text) for text in dict.fromkeys(texts or [_usual(scenario)])]
    return tuple(
        Criterion(
            kind=kind,
            milestone=milestone,
            zone=zones.get(kind, usual[kind]),
            limit=_limit(scenario, milestone) if kind == "hit" else math.inf,
        )
        for kind, milestone in chosen
    )


def _read(scenario: Scenario, text: str) -> tuple[str, str]:
    kind, colon, milestone = text.partition(":")
    if kind not in (*OF_MILESTONES, *OF_MONEY):
        hint = Spelling([*OF_MILESTONES, *OF_MONEY]).hint(kind)
        raise CannotCompareError(
            f"{text!r} is nothing to compare by{hint or '; take hit:MILESTONE, promise:MILESTONE, net, cost or'}"
            f"{'' if hint else ' spent_at_stop'}"
        )
    if kind in OF_MONEY:
        if colon:
            raise CannotCompareError(f"{text!r}: {kind} is of the whole plan; write {kind} alone")
        if kind == "net" and not any(one.value for one in scenario.milestones.values()):
            raise CannotCompareError(
                "'net' needs to know what a milestone is worth: give one a `value`, or compare by cost"
            )
        return kind, ""
    if milestone not in scenario.milestones:
        hint = Spelling(scenario.milestones).hint(milestone) or f"; write {kind}: and the id of one"
        raise CannotCompareError(f"{text!r}: {milestone!r} is no milestone{hint}")
    if kind == "hit" and scenario.milestones[milestone].due is None:
        raise CannotCompareError(
            f"{text!r}: {milestone!r} has no due date to be hit; give it one, or take promise:{milestone}"
        )
    return kind, milestone


def _usual(scenario: Scenario) -> str:
    if any(one.value for one in scenario.milestones.values()):
        return "net"
    last = last_milestone(scenario)
    if last is None:
        return "cost"
    return f"{'promise' if last.due is None else 'hit'}:{last.id}"


def _major(milestones: list[Milestone]) -> list[Milestone]:
    """Give the major ones, or all where none is."""
    return [one for one in milestones if one.level == Level.MAJOR] or milestones


def _limit(scenario: Scenario, milestone: str) -> float:
    due = scenario.milestones[milestone].due
    assert due is not None
    return float(scenario.days.due_offset(due))
