"""Moves: what the figures of a plan owe to what has happened, and what to changes of the plan, between two reviews."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from milepost.models import Milestone, Scenario
from milepost.models.rules.scenario import check_scenario
from milepost.simulate.analysis.comparison.counting import at_ends_of_days
from milepost.simulate.analysis.comparison.played import Played
from milepost.simulate.analysis.statistics.estimate import UNKNOWN, Estimate
from milepost.simulate.analysis.statistics.quantile import quantile_of
from milepost.simulate.analysis.statistics.sections import Figures, estimate, less, mean_figures, quantile_figures
from milepost.simulate.analysis.statistics.shapley import Shapley
from milepost.simulate.analysis.support.shift import Apart, tells

FACTS: Final = "facts"
PLAN: Final = "plan"
"""What a figure moves by: what has happened since and the time that has passed; and what else is said of the plan."""

_Corner: TypeAlias = frozenset[str]
"""What is as it is afterwards; the rest is as it was before."""
_BEFORE: Final[_Corner] = frozenset()
_AFTER: Final[_Corner] = frozenset({FACTS, PLAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """
    By how much a figure is larger afterwards, each part with an interval, paired.

    Parameters
    ----------
    total
        In all; infinite where it is never before or afterwards, NaN where it is in both.
    facts, plan
        Its parts, each the mean of both sequences: first the facts and then the plan, and the other way round. They
        add up to the total. Not known where a plan with the facts of the other is not valid, or is never.
    """

    total: Estimate
    facts: Estimate
    plan: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneMove:
    """
    How a milestone has moved.

    Parameters
    ----------
    milestone
        As it is afterwards.
    promise, p50
        Its promise date and its median [working days].
    hit
        The probability that it is hit [percentage points]; NaN where it has no due date.
    promise_before, promise_after
        The promise dates; none for never.
    """

    milestone: Milestone
    promise: Move
    p50: Move
    hit: Move
    promise_before: date | None
    promise_after: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """
    What moved the milestones of a plan between two reviews.

    The plan of either review is played with the facts of either, on the same random numbers. A part of a move is the
    Shapley value [1]_ of what it is due to.

    Parameters
    ----------
    milestones
        By id: those told first afterwards that are there in both, in the order of the file.
    cost
        Mean total cost [currency]; NaN where the two are in different currencies.
    obstacle
        Why parts are not known, since a plan cannot have the facts of the other; empty where it can.

    References
    ----------
    .. [1] Shapley (1953), A value for n-person games, Contributions to the Theory of Games II, 307-317.
    """

    milestones: Mapping[str, MilestoneMove]
    cost: Move
    obstacle: str

    @classmethod
    def of(cls, before: Scenario, after: Scenario, play: Callable[[Scenario], Played]) -> Self:
        """
        Play what has to be played, two plans to four, and tell what is due to what.

        Parameters
        ----------
        before, after
            The plan as it was at either review, with its status.
        play
            Plays a plan, each time on the same iterations and with the same confidence.
        """
        corners = _corners(before, after)
        obstacle = next(filter(None, map(_obstacle, corners.values())), "")
        if obstacle:
            corners = {corner: corners[corner] for corner in (_BEFORE, _AFTER)}
        played = _Played(before, after)
        for corner, plan in corners.items():
            played.add(corner, plan, play)
        milestones = {one.id: played.milestone(one) for one in played.told}
        return cls(milestones=milestones, cost=played.cost, obstacle=obstacle)


def _corners(before: Scenario, after: Scenario) -> dict[_Corner, Scenario]:
    return {
        _BEFORE: before,
        frozenset({FACTS}): before.with_status(after.status),
        frozenset({PLAN}): after.with_status(before.status),
        _AFTER: after,
    }


def _obstacle(plan: Scenario) -> str:
    """Return why a plan cannot be played; nothing where it can."""
    return next((f"{'.'.join(map(str, remark.path))}: {remark.message}" for remark in check_scenario(plan)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """
    What is kept of a plan that was played.

    Parameters
    ----------
    figures
        By the name of a figure, and the id of a milestone or nothing, what it comes to.
    times
        By the id of a milestone, when it is reached, float64[n] [working days].
    dates
        By the id of a milestone, its promise date; none for never.
    """

    figures: Mapping[tuple[str, str], Figures]
    times: Mapping[str, NDArray[np.float64]]
    dates: Mapping[str, date | None]


class _Played:
    """What came of the plans that were played; only figures and times are kept of each."""

    def __init__(self, before: Scenario, after: Scenario) -> None:
        self._days = before.days
        self._currencies_agree = before.currency.split() == after.currency.split()
        self._seen: dict[_Corner, _Seen] = {}
        self._known: dict[str, _Seen] = {}
        self._shapley = Shapley([FACTS, PLAN], seed=0)
        self._confidence, self._iterations = math.nan, 0
        self.told = tuple(one for one in after.headline if one.id in before.milestones)

    def add(self, corner: _Corner, plan: Scenario, play: Callable[[Scenario], Played]) -> None:
        """Play a plan, unless one was that says the same."""
        digest = plan.unnamed.digest
        if digest not in self._known:
            played = play(plan)
            self._confidence, self._iterations = played.confidence, played.outcome.iterations
            self._known[digest] = self._of(played)
        self._seen[corner] = self._known[digest]

    def milestone(self, milestone: Milestone) -> MilestoneMove:
        """Return how a milestone has moved."""
        id = milestone.id
        return MilestoneMove(
            milestone=milestone,
            promise=self._move("promise", id, p=self._confidence),
            p50=self._move("p50", id, p=0.5),
            hit=self._move("hit", id),
            promise_before=self._seen[_BEFORE].dates[id],
            promise_after=self._seen[_AFTER].dates[id],
        )

    @property
    def cost(self) -> Move:
        """Return how the mean cost has moved."""
        return self._move("cost", "") if self._currencies_agree else _UNKNOWN

    def _of(self, played: Played) -> _Seen:
        own, outcome = played.scenario.days, played.outcome
        figures = {("cost", ""): mean_figures(outcome.expected_cost)}
        for id in (one.id for one in self.told):
            for figure, p in {"promise": played.confidence, "p50": 0.5}.items():
                if own.counts_like(self._days):
                    figures[figure, id] = quantile_figures(outcome.finish[id], p)
                else:
                    figures[figure, id] = at_ends_of_days(quantile_figures(outcome.dated(id), p), own, self._days)
            hits = played.hits(id)
            if hits is not None:
                figures["hit", id] = 100.0 * mean_figures(hits.astype(np.float64))
        promises = {one.id: quantile_of(outcome.dated(one.id), played.confidence) for one in self.told}
        return _Seen(
            figures=figures,
            times={one.id: outcome.finish[one.id] for one in self.told},
            dates={id: own.date_of(float(when)) for id, when in promises.items()},
        )

    def _move(self, figure: str, id: str, *, p: float | None = None) -> Move:
        worth = {
            corner: seen.figures[figure, id] for corner, seen in self._seen.items() if (figure, id) in seen.figures
        }
        if not {_BEFORE, _AFTER} <= worth.keys():
            return _UNKNOWN
        before, after = worth[_BEFORE], worth[_AFTER]
        total = self._estimate(less(after, before), [(_BEFORE, _AFTER)], id, p)
        if len(worth) < len(self._shapley.subsets) or not all(np.isfinite(one[0]) for one in worth.values()):
            never = np.isinf(before[0]) and np.isinf(after[0])
            return Move(total=UNKNOWN if never else total, facts=UNKNOWN, plan=UNKNOWN)
        known = {corner: np.where(np.isfinite(one), one, np.nan) for corner, one in worth.items()}
        parts = self._shapley.values(known)
        facts, plan = (frozenset({name}) for name in (FACTS, PLAN))
        return Move(
            total=total,
            facts=self._estimate(parts[FACTS], [(_BEFORE, facts), (plan, _AFTER)], id, p),
            plan=self._estimate(parts[PLAN], [(_BEFORE, plan), (facts, _AFTER)], id, p),
        )

    def _estimate(
        self, figures: Figures, steps: Sequence[tuple[_Corner, _Corner]], id: str, p: float | None
    ) -> Estimate:
        """
        Estimate what steps from plan to plan come to; of a p-quantile only where enough iterations move in each.

        Of a share that moves something may have come too seldom for the parts of the iterations to show it: two more.
        """
        if p is not None and not all(self._tells(*step, id, p) for step in steps):
            return Estimate(value=float(figures[0]))
        is_share = p is None and id and figures.any()
        return estimate(figures, unseen=100.0 * math.sqrt(2.0) / self._iterations if is_share else 0.0)

    def _tells(self, one: _Corner, other: _Corner, id: str, p: float) -> bool:
        before, after = self._seen[one].times[id], self._seen[other].times[id]
        n = min(before.size, after.size)
        return tells(Apart.of(before[:n], after[:n]), p)


_UNKNOWN: Final = Move(total=UNKNOWN, facts=UNKNOWN, plan=UNKNOWN)
