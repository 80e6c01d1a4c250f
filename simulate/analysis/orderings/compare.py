"""Comparison: the best order of a plan found, and set against the one in force."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import psutil
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.forecast import forecast
from milepost.simulate.analysis.orderings.burn_down import BurnDowns
from milepost.simulate.analysis.orderings.contenders import Contender, Unjudged, named_contenders, why_not
from milepost.simulate.analysis.orderings.contrast import Contrast, contrast
from milepost.simulate.analysis.orderings.criterion_reader import read_criteria
from milepost.simulate.analysis.orderings.figures import Figures
from milepost.simulate.analysis.orderings.gap_overlay import GapOverlay
from milepost.simulate.analysis.orderings.horizon import horizon_of
from milepost.simulate.analysis.orderings.method import Method
from milepost.simulate.analysis.orderings.no_difference import no_difference
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.orderings.player import Player
from milepost.simulate.analysis.orderings.question import Question
from milepost.simulate.analysis.orderings.ranking import Ranking, pareto
from milepost.simulate.analysis.orderings.reference import Reference
from milepost.simulate.analysis.orderings.selection import MOST_FINALISTS, choose_finalists
from milepost.simulate.analysis.statistics.racing import OPENING
from milepost.simulate.analysis.variants import Progress
from milepost.simulate.engine.followed import followed
from milepost.simulate.engine.memory import OutOfMemoryError
from milepost.simulate.engine.run import simulate
from milepost.simulate.limits import check_confidence

_EXAMPLES: Final = 3
"""Orders without a name that cannot be judged are shown by so many of them."""


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
    scenario = forecast(scenario)
    named, unjudged = named_contenders(scenario)
    usual = simulate(scenario, iterations=OPENING, seed=seed, detail=OPENING, threads=threads)
    mean_cost, horizon = float(usual.expected_cost.mean()), horizon_of(usual)
    criteria = read_criteria(scenario, by, zones=zones or {}, mean_cost=mean_cost, horizon=horizon)
    question = Question(scenario=scenario, criteria=criteria, iterations=iterations, seed=seed, confidence=confidence)
    _check_memory(question)
    player = Player(question, threads=threads, progress=progress)

    choice = choose_finalists(player, named, Method.SEARCH if search else Method.ALL if every else Method.NAMED)
    finalists = choice.finalists
    sequence = _sequence(player, finalists)
    figures = Figures.of(player, finalists)
    rankings = _rankings(question, finalists, figures, sequence)
    best = _best(question, finalists, figures, rankings[0])
    rival = _rival(finalists, rankings[0], best)

    also = _others(choice.unjudged, unjudged)
    return Orders(
        question=question,
        contenders=finalists,
        best=finalists[best],
        families=figures.families,
        footings=figures.footings,
        rankings=rankings,
        stops=tuple(one.stops for one in figures.played),
        cost=tuple(one.cost for one in figures.played),
        apart=tuple(one.apart / iterations for one in figures.played),
        front=_front(question, figures),
        reference=Reference.of(question, figures),
        unjudged=(*unjudged, *(why_not(scenario, one) for one in also[:_EXAMPLES])),
        unjudged_in_all=len(unjudged) + len(also),
        selection=choice.selection,
        contrast=None if rival is None else _contrast(player, finalists, figures, best, rival),
        gaps=GapOverlay.of(player, finalists, usual),
        burn_downs=_burn_downs(player, finalists, rankings[0], best=best, horizon=horizon),
        no_difference=no_difference(player, finalists, figures),
        seen=choice.seen,
        choice=_choice(question, finalists),
    )


def _check_memory(question: Question) -> None:
    """Compare the values by which finalists are known, and what is kept of those being played, with what is free."""
    values = sum(max(1, len(one.dates)) for one in question.criteria)
    milestones = len(followed(question.scenario, question.milestones))
    an_iteration = 8 * ((2 * MOST_FINALISTS + 6) * values + 10 * (milestones + 4))
    iterations, free = question.iterations, psutil.virtual_memory().available
    if iterations * an_iteration > free:
        raise OutOfMemoryError(
            f"{iterations:,} iterations of {MOST_FINALISTS} finalists need {iterations * an_iteration / 1e9:.1f} GB of "
            f"memory and {free / 1e9:.1f} GB are free: ask for at most {free // an_iteration:,} iterations"
        )


def _choice(question: Question, finalists: Sequence[Contender]) -> range:
    """Return the iterations that put the finalists in sequence; none where there is one."""
    return question.choice if len(finalists) > 1 else question.choice[:0]


def _sequence(player: Player, finalists: Sequence[Contender]) -> NDArray[np.float64]:
    """Return the estimates that put the finalists in sequence, float64[criteria, k], of no iteration of the figures."""
    choice = _choice(player.question, finalists)
    if not choice:
        return np.zeros((len(player.question.criteria), len(finalists)))
    player.begin(f"Choosing among {len(finalists):,} finalists", len(finalists) * len(choice))
    return player.estimates(finalists, choice)


def _rankings(
    question: Question, finalists: Sequence[Contender], figures: Figures, sequence: NDArray[np.float64]
) -> tuple[Ranking, ...]:
    names = [one.name for one in finalists]
    return tuple(
        Ranking.of(names, family, larger_is_better=one.larger_is_better, zone=one.zone, chosen=row, unknown=pairs)
        for one, family, row, pairs in zip(question.criteria, figures.families, sequence, figures.unknown, strict=True)
    )


def _best(question: Question, finalists: Sequence[Contender], figures: Figures, ranking: Ranking) -> int:
    """Return the index of the order to take: the one in force, 0, unless another beats it by what matters."""
    criterion, names = question.criteria[0], [one.name for one in finalists]
    first, sign = names.index(ranking.best.name), 1 if criterion.larger_is_better else -1
    if (0, first) in figures.unknown[0]:
        return first
    chosen = [first, *(names.index(name) for name in ranking.may_be_best)]
    gain = sign * figures.families[0].difference[:, 0]
    return next((index for index in chosen if gain[index] >= criterion.zone), 0)


def _rival(finalists: Sequence[Contender], ranking: Ranking, best: int) -> int | None:
    """Return the index of what the best is compared with: the order in force, 0, or if that is it the next best."""
    if len(finalists) == 1:
        return None
    names = [one.name for one in finalists]
    chosen = (names.index(row.name) for row in (ranking.best, *ranking.rows))
    return next(index for index in chosen if index) if best == 0 else 0


def _contrast(player: Player, finalists: Sequence[Contender], figures: Figures, best: int, rival: int) -> Contrast:
    """Find out why the best is better, one of the two being the order in force."""
    player.begin("Looking for the reasons", 3 * player.question.iterations)
    other = player.watch(finalists[best or rival])
    pair = (other, figures.in_force) if best else (figures.in_force, other)
    return contrast(player, pair, (figures.played[best].values[0], figures.played[rival].values[0]))


def _burn_downs(
    player: Player, finalists: Sequence[Contender], ranking: Ranking, *, best: int, horizon: float
) -> BurnDowns | None:
    """Follow the order in force, 0, the best, also where it is better by less than matters, and the last."""
    names = [one.name for one in finalists]
    ends = finalists[best or names.index(ranking.best.name)], finalists[names.index(ranking.rows[-1].name)]
    return BurnDowns.of(player, finalists[0], *ends, horizon=horizon)


def _front(question: Question, figures: Figures) -> tuple[int, ...]:
    estimates = np.array([family.estimate for family in figures.families]).T
    return pareto(estimates, [one.larger_is_better for one in question.criteria])


def _others(contenders: Sequence[Contender], unjudged: Sequence[Unjudged]) -> list[Contender]:
    """Return the contenders that are not among those of which it is known already that they cannot be judged."""
    known = {one.order for one in unjudged}
    return [one for one in contenders if one.order not in known]
