"""Orders: which of many is the best, by how much, how sure that is, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import psutil

from milepost.models import Scenario
from milepost.models.variant import without_crews
from milepost.simulate.analysis.orderings.contenders import Contender, Unjudged, named_contenders, why_not
from milepost.simulate.analysis.orderings.contrast import Contrast, contrast
from milepost.simulate.analysis.orderings.criteria import read_criteria
from milepost.simulate.analysis.orderings.criterion import Criterion, Values
from milepost.simulate.analysis.orderings.differences import same_tasks
from milepost.simulate.analysis.orderings.footing import Footing, Pairs, unknown_mean, unknown_pairs, unseen
from milepost.simulate.analysis.orderings.gap_overlay import GapOverlay
from milepost.simulate.analysis.orderings.no_difference import Idle, idle_reason
from milepost.simulate.analysis.orderings.player import Played, Player, Progress, Watched
from milepost.simulate.analysis.orderings.ranking import Ranking, pareto
from milepost.simulate.analysis.orderings.selection import MOST_FINALISTS, Selection, choose_finalists
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.family import Family
from milepost.simulate.analysis.statistics.groups import whole_groups
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.racing import OPENING
from milepost.simulate.engine.followed import followed
from milepost.simulate.engine.layout import build_program
from milepost.simulate.engine.memory import OutOfMemoryError
from milepost.simulate.engine.run import simulate
from milepost.simulate.limits import check_confidence

LEVEL: Final = 0.95
"""Probability that all that is said of the orders by one criterion holds, and that the selection is correct [-]."""

_EXAMPLES = 3
"""Orders without a name that cannot be judged are told of by so many of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """
    The plan in force without the limit of crews: what the crews cost, and no order.

    Parameters
    ----------
    estimate, low, high
        By criterion, what it came to, with its own 95% interval.
    difference
        By criterion, that less what the order in force came to.
    same
        By criterion, whether the two came to the same in every iteration.
    stops
        How often it was stopped.
    cost
        What it cost on average [currency].
    """

    estimate: tuple[Estimate, ...]
    difference: tuple[Estimate, ...]
    same: tuple[bool, ...]
    stops: Proportion
    cost: float


@dataclass(frozen=True, kw_only=True, repr=False)
class Orders:
    """
    Orders compared.

    Parameters
    ----------
    scenario
        The plan.
    criteria
        What they were compared by.
    contenders
        The finalists, the one in force first.
    best
        The one to take by the first criterion. It had the best estimate on the iterations that served to choose, of
        equals the one in force, among those that may be the best by the figures, which come from other iterations; the
        one in force where none of these beats it by the least difference that matters.
    families, rankings
        By criterion, over the contenders; the rankings in the sequence in which the contenders were chosen.
    footings
        By criterion, why what the order in force came to is not known, for its mean hangs on too few iterations; none
        where it does not.
    stops
        By contender, how often the project was stopped.
    cost
        By contender, the mean cost [currency].
    apart
        By contender, the share of iterations in which it fares otherwise than the order in force: another time of a
        milestone or a stop, or another cost [-].
    front
        Places among the contenders of those that no other beats by the estimates of all criteria.
    reference
        The plan without the limit of crews.
    unjudged
        What cannot be judged, and why: all that have a name, and some of the others.
    unjudged_in_all
        How many there are.
    selection
        How the finalists were chosen.
    contrast
        The best by the first criterion against the order in force, or where that is the best against the best of the
        others; none where there is one contender.
    gaps
        By contender, the gap over time; none where the plan has no gap.
    idle
        Why the order makes no difference; none where it makes one.
    seed, iterations
        What the figures are over: the same iterations that a run of the plan plays.
    seen
        The iterations, far beyond these, that the selection took.
    choice
        The iterations, after those of the figures, that put the finalists in sequence; none where there is one.
    confidence
        Of promise dates [-].
    """

    scenario: Scenario
    criteria: tuple[Criterion, ...]
    contenders: tuple[Contender, ...]
    best: Contender
    families: tuple[Family, ...]
    rankings: tuple[Ranking, ...]
    footings: tuple[Footing | None, ...]
    stops: tuple[Proportion, ...]
    cost: tuple[float, ...]
    apart: tuple[float, ...]
    front: tuple[int, ...]
    reference: Reference
    unjudged: tuple[Unjudged, ...]
    unjudged_in_all: int
    selection: Selection
    contrast: Contrast | None
    gaps: GapOverlay | None
    idle: Idle | None
    seed: int
    seen: range
    choice: range
    iterations: int
    confidence: float

    def __repr__(self) -> str:
        """Return what was compared, by what, and which order is to be taken."""
        by = ", ".join(one.text for one in self.criteria)
        return (
            f"{self.scenario.name}: {len(self.contenders):,} orders by {by}, {self.iterations:,} iterations, seed "
            f"{self.seed}; take '{self.best.name}'"
        )

    @property
    def guaranteed(self) -> tuple[bool, ...]:
        """
        Return by criterion whether the best order is a finalist with the level's probability.

        It is if it is better than every other by at least the zone. A search guarantees nothing, nor does a race that
        was cut, or by something else than the criterion, or by a mean that hangs on more than its opening tells.
        """
        selection = self.selection
        return tuple(
            selection.method == "all" and one == by and not cut and thin is None
            for one, by, cut, thin in zip(self.criteria, selection.raced_by, selection.cut, selection.thin, strict=True)
        )

    @property
    def in_force(self) -> Contender:
        """Return the order in force."""
        return self.contenders[0]

    def contender(self, name: str) -> Contender:
        """Find a contender by its name."""
        return next(one for one in self.contenders if one.name == name)


def compare_orders(
    scenario: Scenario,
    *,
    by: Sequence[str] = (),
    zones: Mapping[str, float] | None = None,
    every: bool = False,
    search: bool = False,
    iterations: int = 100_000,
    seed: int = 0,
    threads: int | None = None,
    confidence: float = 0.8,
    progress: Progress | None = None,
) -> Orders:
    """
    Find the best order, and say how sure that is and why it is better.

    Parameters
    ----------
    scenario
        The plan.
    by
        What to compare by, as `--by` takes it; see `read_criteria` for what it is unless given.
    zones
        The least difference that matters, by the kind of criterion.
    every
        Whether to try every order that the links allow.
    search
        Whether to look for good orders among more than can be tried.
    iterations
        Over how many iterations the figures are.
    seed, threads
        As for a run; the result does not depend on the threads.
    confidence
        Of promise dates [-].
    progress
        Told of every stage, and of the iterations just played.

    Raises
    ------
    CannotCompareError
        When what was asked for cannot be compared.
    OutOfMemoryError
        Before anything is played, when what the finalists come to would not fit into the memory that is free.
    """
    check_confidence(confidence)
    named, unjudged = named_contenders(scenario)
    usual = simulate(scenario, iterations=OPENING, seed=seed, detail=1, threads=threads)
    criteria = read_criteria(scenario, by, zones=zones or {}, mean_cost=float(usual.expected_cost.mean()))
    named_by = {one.milestone for one in criteria if one.milestone}
    player = Player(scenario, seed=seed, threads=threads, progress=progress, also=named_by)
    dates = sum(max(1, len(one.dates)) for one in criteria)
    _check_memory(iterations, dates, len(followed(scenario, named_by)))

    choice = choose_finalists(
        player, named, criteria, every=every, search=search, confidence=confidence, level=LEVEL, seed=seed
    )
    finalists = choice.finalists
    told = {one.order for one in unjudged}
    others = [one for one in choice.unjudged if one.order not in told]

    second = whole_groups(iterations)
    chosen_on = range(second, second + iterations if len(finalists) > 1 else second)
    chosen = np.zeros((len(criteria), len(finalists)))
    if chosen_on:
        player.begin(f"Choosing among {len(finalists):,} finalists", len(finalists) * iterations)
        chosen = player.estimates(finalists, criteria, second, iterations, confidence=confidence)

    reference = without_crews(scenario)
    player.begin(f"Playing {len(finalists):,} finalists", (len(finalists) + 2) * iterations)
    in_force = player.watch(finalists[0], 0, iterations)
    programs = [*player.programs(finalists), build_program(reference)]
    played = player.play(programs, criteria, 0, iterations, beside=in_force.outcome)
    *of_finalists, of_reference = played
    families = tuple(
        one.family(_values(of_finalists, place), confidence=confidence, seed=seed, level=LEVEL)
        for place, one in enumerate(criteria)
    )
    names = [one.name for one in finalists]
    plans = [scenario if one.only_reorders else one.apply(scenario) for one in finalists]
    unknown = [unknown_pairs(plans, one, family) for one, family in zip(criteria, families, strict=True)]
    footings = tuple(unknown_mean(scenario, one, family, 0) for one, family in zip(criteria, families, strict=True))
    rankings = tuple(
        Ranking.of(names, family, larger_is_better=one.larger_is_better, zone=one.zone, chosen=row, unknown=pairs)
        for one, family, row, pairs in zip(criteria, families, chosen, unknown, strict=True)
    )
    best = _best(criteria[0], rankings[0], families[0], names, unknown[0])
    against = _against(rankings[0], names, best)
    player.begin("Looking for the reasons", 3 * iterations)
    why = None
    if against is not None:
        other = player.watch(finalists[best or against], 0, iterations)
        pair = (other, in_force) if best else (in_force, other)
        values = of_finalists[best].values[0], of_finalists[against].values[0]
        why = contrast(player, pair, values, criteria[0], seed=seed, confidence=confidence)
    without_limit = _reference(scenario, criteria, of_finalists[0], of_reference, confidence=confidence, seed=seed)
    return Orders(
        scenario=scenario,
        criteria=criteria,
        contenders=finalists,
        best=finalists[best],
        families=tuple(family.without(pairs) for family, pairs in zip(families, unknown, strict=True)),
        footings=footings,
        rankings=rankings,
        stops=tuple(one.stops for one in of_finalists),
        cost=tuple(one.cost for one in of_finalists),
        apart=tuple(one.apart / iterations for one in of_finalists),
        front=pareto(np.array([family.estimate for family in families]).T, [one.larger_is_better for one in criteria]),
        reference=without_limit,
        unjudged=(*unjudged, *(why_not(scenario, one) for one in others[:_EXAMPLES])),
        unjudged_in_all=len(unjudged) + len(others),
        selection=choice.selection,
        contrast=why,
        gaps=GapOverlay.of(player, finalists, usual),
        idle=_idle(player, finalists, criteria, families, of_finalists, in_force),
        seed=seed,
        seen=choice.seen,
        choice=chosen_on,
        iterations=iterations,
        confidence=confidence,
    )


def _check_memory(iterations: int, values: int, milestones: int) -> None:
    """Compare the values by which finalists are known, and what is kept of those being played, with what is free."""
    an_iteration = 8 * ((2 * MOST_FINALISTS + 6) * values + 10 * (milestones + 4))
    free = psutil.virtual_memory().available
    if iterations * an_iteration > free:
        raise OutOfMemoryError(
            f"{iterations:,} iterations of {MOST_FINALISTS} finalists need {iterations * an_iteration / 1e9:.1f} GB of "
            f"memory and {free / 1e9:.1f} GB are free: ask for at most {free // an_iteration:,} iterations"
        )


def _values(played: Sequence[Played], place: int) -> Values:
    return np.array([one.values[place] for one in played])


def _best(criterion: Criterion, ranking: Ranking, family: Family, names: Sequence[str], unknown: Pairs) -> int:
    """Return the place of the order to take: the one in force, 0, unless another beats it by what matters."""
    first, sign = names.index(ranking.best.name), 1 if criterion.larger_is_better else -1
    if (0, first) in unknown:
        return first
    chosen = [first, *(names.index(name) for name in ranking.may_be_best)]
    return next((place for place in chosen if sign * family.difference[place, 0] >= criterion.zone), 0)


def _against(ranking: Ranking, names: Sequence[str], best: int) -> int | None:
    """Return whom the best is set against: the order in force, its place being 0, or if that is it the next best."""
    if len(names) == 1:
        return None
    chosen = (names.index(row.name) for row in (ranking.best, *ranking.rows))
    return next(place for place in chosen if place) if best == 0 else 0


def _reference(
    scenario: Scenario,
    criteria: Sequence[Criterion],
    in_force: Played,
    free: Played,
    *,
    confidence: float,
    seed: int,
) -> Reference:
    estimates, differences, same = [], [], []
    for place, criterion in enumerate(criteria):
        two = np.array([free.values[place], in_force.values[place]])
        family = criterion.family(two, confidence=confidence, seed=seed, level=LEVEL)
        family = family.without(unknown_pairs([without_crews(scenario), scenario], criterion, family))
        estimates.append(family.alone(0))
        differences.append(family.between(0, 1))
        same.append(bool(family.tie[0, 1]))
    return Reference(
        estimate=tuple(estimates), difference=tuple(differences), same=tuple(same), stops=free.stops, cost=free.cost
    )


def _idle(
    player: Player,
    finalists: Sequence[Contender],
    criteria: Sequence[Criterion],
    families: Sequence[Family],
    played: Sequence[Played],
    in_force: Watched,
) -> Idle | None:
    """
    Find out why the order makes no difference, if under all orders the plan fares the same in every iteration.

    Where no reason is found it may be that what makes the difference is too rare to have happened in these iterations.
    """
    orders = [place for place, one in enumerate(finalists) if one.only_reorders]
    if len(orders) < 2 or any(played[place].apart for place in orders):
        return None
    if not all(family.tie[np.ix_(orders, orders)].all() for family in families):
        return None
    free = player.outcome(without_crews(player.scenario), 0, in_force.outcome.detail)
    idle = idle_reason(player.scenario, no_conflict=same_tasks(free, in_force.outcome))
    n = in_force.outcome.iterations
    rare = any(unseen(player.scenario, one, n) for one in criteria)
    return None if idle.reason == "unknown" and rare else idle
