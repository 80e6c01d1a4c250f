"""Categories: how dates, hits and money build up from the plan, by its estimates and by each category of risks."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.models import Risk
from milepost.models.baseline import PlannedSpending
from milepost.simulate.analysis.drivers.effect import Reference
from milepost.simulate.analysis.drivers.study import Study
from milepost.simulate.analysis.drivers.waterfall import Bar, Step, Waterfall
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.analysis.statistics.sections import SECTIONS, Figures, estimate, mean_figures, quantile_figures
from milepost.simulate.analysis.statistics.shapley import Shapley
from milepost.simulate.analysis.support.support import ENOUGH
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.patch import Patch

_RANKED: Final = 3
"""Categories of which it is said whether they can be told apart: the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildUp:
    """
    How the dates of a milestone build up.

    Parameters
    ----------
    promise
        Its promise date, as if nothing stopped the project [working days from start].
    plan_date, promise_date
        The dates of the plan and of that; none beyond the year 9999.
    hit
        The probability that it is hit [percentage points]; none without a due date. The categories are in the same
        order as for the promise date, and come before what stops the project.
    """

    promise: Waterfall
    plan_date: date | None
    promise_date: date | None
    hit: Waterfall | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """
    How a plan's figures build up.

    Parameters
    ----------
    milestones
        By the ids of the major milestones, or of all if none is major, in file order.
    cost
        Mean total cost [currency].
    """

    milestones: Mapping[str, BuildUp]
    cost: Waterfall


def categories(reference: Reference) -> Study[Figures, Categories]:
    """
    Ask how the figures of a plan build up from the most likely values.

    Risks that are away do not occur; without any the estimates alone are left. From there each category adds its
    Shapley value, while nothing stops the project, and last comes what stopping does.

    Parameters
    ----------
    reference
        The plan.
    """
    scenario, outcome = reference.scenario, reference.outcome
    risks = scenario.risks.values()
    kinds = {one.category: [risk for risk in risks if risk.category == one.category] for one in risks}
    shapley = Shapley(list(kinds), seed=outcome.seed)
    subsets = shapley.subsets

    def conclude(kept: Sequence[Figures]) -> Categories:
        worth = dict(zip(subsets, kept, strict=True))
        none, every = worth[frozenset()], worth[frozenset(shapley.players)]
        stopped = _figures(reference, outcome) if any(risk.stop for risk in risks) else None
        found = _Found(
            none=none,
            every=every,
            stopped=stopped,
            added=shapley.values(worth),
            evidence={name: _evidence(some, outcome.iterations) for name, some in kinds.items()},
            stop_evidence=_evidence([risk for risk in risks if risk.stop], outcome.iterations),
        )
        return _concluded(reference, found)

    return Study(
        patches=[
            Patch(probability={risk.id: 0.0 for risk in risks if risk.category not in subset}, stops=False)
            for subset in subsets
        ],
        iterations=reference.iterations,
        keeps=[partial(_figures, reference)] * len(subsets),
        conclude=conclude,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """
    What was played, float64[3 m + 1, 33] each: promise dates, the same dated, hits, and the cost.

    Parameters
    ----------
    none, every
        Without risks, and with all while nothing stops the project.
    stopped
        The plan as it is; none where nothing can stop it.
    added
        What each category adds.
    evidence, stop_evidence
        In how many iterations a risk of each category, and one that stops the project, is expected to occur.
    """

    none: Figures
    every: Figures
    stopped: Figures | None
    added: Mapping[str, Figures]
    evidence: Mapping[str, float]
    stop_evidence: float

    def waterfall(
        self,
        row: int,
        plan: float,
        *,
        order: Sequence[str],
        stops: bool = True,
        unseen: float = 0.0,
        telling: float = 1.0,
    ) -> Waterfall:
        """
        Return how the figure of a row builds up.

        Parameters
        ----------
        row
            Which figure.
        plan
            What it is in the plan.
        order
            Of the categories.
        stops
            Whether what stops the project is in it.
        unseen
            As for `estimate`.
        telling
            The share of the iterations that tell of the figure [-].
        """
        evidence = {name: telling * found for name, found in self.evidence.items()}
        added = {name: self.added[name][row] for name in order}
        bars = [Bar(step=Step.ESTIMATES, name=Step.ESTIMATES, change=estimate(self.none[row] - plan, unseen=unseen))]
        bars += [
            Bar(step=Step.CATEGORY, name=name, change=_known(figures, evidence[name], unseen=unseen))
            for name, figures in added.items()
        ]
        total = self.every[row]
        if stops and self.stopped is not None:
            total = self.stopped[row]
            change = _known(total - self.every[row], self.stop_evidence, unseen=unseen)
            bars.append(Bar(step=Step.STOPS, name=Step.STOPS, change=change))
        return Waterfall(
            plan=plan, bars=tuple(bars), total=estimate(total, unseen=unseen), tied=_tied(added, evidence, unseen)
        )

    def order(self, row: int) -> list[str]:
        """Return the categories, those of most effect on the figure of a row first."""
        return sorted(self.added, key=lambda name: -abs(self.added[name][row, 0]))


def _figures(reference: Reference, outcome: Outcome) -> Figures:
    """Return what came of a variant."""
    ids, confidence = [one.id for one in reference.scenario.headline], reference.confidence
    promises = [quantile_figures(outcome.finish[id], confidence) for id in ids]
    dated = [
        promise if outcome.dated(id) is outcome.finish[id] else quantile_figures(outcome.dated(id), confidence)
        for id, promise in zip(ids, promises, strict=True)
    ]
    hits = [_share(reference.hits(outcome, id)) for id in ids]
    return np.stack([*promises, *dated, *hits, mean_figures(outcome.expected_cost)])


def _share(hits: NDArray[np.bool_] | None) -> Figures:
    """Return how often something is hit [%]; NaN where nobody asks."""
    return np.full(1 + SECTIONS, np.nan) if hits is None else 100.0 * mean_figures(hits.astype(np.float64))


def _concluded(reference: Reference, found: _Found) -> Categories:
    scenario, count = reference.scenario, len(reference.scenario.headline)
    unseen = 100.0 * math.sqrt(2.0) / len(reference.iterations)
    beyond = min(reference.confidence, 1.0 - reference.confidence)
    milestones = {}
    for row, milestone in enumerate(scenario.headline):
        id, dated, order = milestone.id, scenario.dating.planned[milestone.id][1], found.order(row)
        plan_date, promise_date = scenario.days_of(id).dates_of([dated, float(found.every[count + row, 0])])
        due = milestone.due
        hit = 100.0 if due is not None and dated <= scenario.days.limit(due) + SLACK else 0.0
        milestones[id] = BuildUp(
            promise=found.waterfall(
                row,
                float(scenario.days.worked(scenario.network.planned_times[id][1])),
                order=order,
                stops=False,
                telling=beyond,
            ),
            plan_date=plan_date,
            promise_date=promise_date,
            hit=None if due is None else found.waterfall(2 * count + row, hit, order=order, unseen=unseen),
        )
    spent = float(PlannedSpending(scenario).spent(math.inf))
    return Categories(milestones=milestones, cost=found.waterfall(3 * count, spent, order=found.order(3 * count)))


def _evidence(risks: Iterable[Risk], iterations: int) -> float:
    """Return in how many iterations one of some risks is expected to occur, if nothing retires them."""
    return iterations * (1.0 - math.prod(1.0 - risk.probability for risk in risks))


def _known(figures: Figures, evidence: float, *, level: float = 0.95, unseen: float = 0.0) -> Estimate:
    """
    Estimate what something adds; without an interval where it occurs in too few iterations for them to tell.

    What never occurs is known for sure. A hit has two iterations more, one that is won and one that is lost, as Bonett
    and Price's interval of a difference has them: their standard error is what may be `unseen`.
    """
    if 0.0 < evidence < ENOUGH:
        return Estimate(value=float(figures[0]))
    return estimate(figures, level=level, unseen=unseen if evidence else 0.0)


def _tied(added: Mapping[str, Figures], evidence: Mapping[str, float], unseen: float) -> tuple[tuple[str, str], ...]:
    """Return which of the first categories cannot be told apart by the size of their effect; one of none is no tie."""
    sizes = {name: np.copysign(1.0, figures[0]) * figures for name, figures in added.items() if figures[0]}
    first = sorted(sizes, key=lambda name: -sizes[name][0])[:_RANKED]
    pairs = list(combinations(first, 2))
    apart = [
        _known(
            sizes[one] - sizes[other],
            min(evidence[one], evidence[other]),
            level=1 - 0.05 / len(pairs),
            unseen=unseen,
        )
        for one, other in pairs
    ]
    return tuple(pair for pair, size in zip(pairs, apart, strict=True) if not size.low > 0)
