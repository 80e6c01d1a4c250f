"""Footing: the means, and differences of means, that hang on too few iterations for a verdict."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from milepost.models import Scenario
from milepost.simulate.analysis.orderings.criterion import Criterion
from milepost.simulate.analysis.orderings.kind import Kind
from milepost.simulate.analysis.statistics.family import Family
from milepost.simulate.analysis.statistics.groups import whole_groups
from milepost.simulate.analysis.support.reach import DAYS, Influence
from milepost.simulate.analysis.support.support import ENOUGH, Support
from milepost.simulate.analysis.support.thinnest import support_of

_NO_MEANS: Final = (Kind.HIT, Kind.PROMISE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """
    Why a mean, or a difference of means, is not known.

    Parameters
    ----------
    effective
        On how many iterations it rests, of fifty that it takes.
    needed
        How many would have to be played for fifty, in whole groups of 256.
    support
        On what it hangs, as the plan tells; none where only the sample does: too few iterations differ.
    """

    effective: float
    needed: int
    support: Support | None = None


Pairs = Mapping[tuple[int, int], Footing]
"""By the places of two alternatives, the smaller first: those whose difference is not known."""


def unknown_pairs(plans: Sequence[Scenario], criterion: Criterion, family: Family) -> Pairs:
    """
    Find the differences of means that hang on too few iterations, by the plan or by the sample.

    By the plan what they rest on may be too rare for the iterations played, and then the sample's own spread says
    nothing of it, nor that two came to the same in all of them. By the sample two may differ in fewer than fifty
    iterations. Hits and promise dates need neither: their intervals hold however few iterations differ.

    Parameters
    ----------
    plans
        By alternative, the plan that it is; the same one for all that are no more than another order.
    criterion
        What was compared.
    family
        What the alternatives came to.
    """
    if criterion.kind in _NO_MEANS:
        return {}
    influences: dict[tuple[int, bool], Influence] = {}
    found = {}
    for i, j in combinations(range(len(plans)), 2):
        # What two orders of one plan share takes no part in their difference; of two plans that is not known.
        orders = plans[i] is plans[j]
        rests_on = [
            influences.setdefault((id(plan), orders), Influence(scenario=plan, difference=orders))
            for plan in ((plans[i],) if orders else (plans[i], plans[j]))
        ]
        footing = _of_pair(rests_on, criterion, family, (i, j))
        if footing is not None:
            found[i, j] = footing
    return found


def unknown_mean(scenario: Scenario, criterion: Criterion, family: Family, index: int) -> Footing | None:
    """Return why what one alternative came to is not known, or none where it is."""
    if criterion.kind in _NO_MEANS:
        return None
    sd = float(family.sd[index])
    support = support_of(scenario, criterion.kind, sd=sd if math.isfinite(sd) else 0.0)
    return _of_plan(support, family.iterations)


def unseen(scenario: Scenario, criterion: Criterion, iterations: int) -> bool:
    """Return whether what can make a difference between two orders is too rare for so many iterations."""
    figure = f"{DAYS}{criterion.milestone}" if criterion.kind in _NO_MEANS else criterion.kind
    support = support_of(scenario, figure, difference=True)
    return support is not None and support.size(iterations) < ENOUGH


def _of_pair(
    rests_on: Sequence[Influence], criterion: Criterion, family: Family, pair: tuple[int, int]
) -> Footing | None:
    sd, differ = float(family.spread[pair]), int(family.differ[pair])
    sd = sd if math.isfinite(sd) else 0.0
    supports = [
        support_of(one.scenario, criterion.kind, difference=one.difference, sd=sd, influence=one) for one in rests_on
    ]
    support = min((one for one in supports if one is not None), key=lambda one: one.share, default=None)
    by_plan = _of_plan(support, family.iterations)
    if by_plan is not None or not 0 < differ < ENOUGH:
        return by_plan
    needed = whole_groups(ENOUGH / differ * family.iterations)
    return Footing(effective=float(differ), needed=needed)


def _of_plan(support: Support | None, iterations: int) -> Footing | None:
    if support is None or support.size(iterations) >= ENOUGH:
        return None
    return Footing(effective=support.size(iterations), needed=support.needed, support=support)
