"""Figures: what the finalists came to, over the iterations that a run of the plan plays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from milepost.models.variant import without_crews
from milepost.simulate.analysis.orderings.contenders import Contender
from milepost.simulate.analysis.orderings.criterion import Values
from milepost.simulate.analysis.orderings.differences import iterations_apart
from milepost.simulate.analysis.orderings.footing import Footing, Pairs, unknown_mean, unknown_pairs
from milepost.simulate.analysis.orderings.player import Player, Watched
from milepost.simulate.analysis.statistics.family import Family
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """
    What came of one contender.

    Parameters
    ----------
    values
        By criterion.
    stops
        How often it was stopped.
    cost
        What it cost on average [currency].
    apart
        In how many iterations it fares otherwise than the order in force.
    """

    values: tuple[Values, ...]
    stops: Proportion
    cost: float
    apart: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """
    What the finalists came to.

    Parameters
    ----------
    in_force
        The order in force, with every task's times.
    played
        By finalist, what came of it.
    free
        What came of the plan without the limit of crews.
    families
        By criterion, over the finalists, without what they say of differences that are not known.
    unknown
        By criterion, the differences that are not known.
    footings
        By criterion, why what the order in force came to is not known; none where it is.
    """

    in_force: Watched
    played: tuple[Played, ...]
    free: Played
    families: tuple[Family, ...]
    unknown: tuple[Pairs, ...]
    footings: tuple[Footing | None, ...]

    @classmethod
    def of(cls, player: Player, finalists: Sequence[Contender]) -> Self:
        """Play the finalists, the order in force first, and the plan without the limit of crews."""
        scenario, question = player.scenario, player.question
        player.begin(f"Playing {len(finalists):,} finalists", (len(finalists) + 2) * question.iterations)
        in_force = player.watch(finalists[0])
        *played, free = _played(player, finalists, in_force.outcome)
        plans = [scenario if one.only_reorders else player.plan(one) for one in finalists]
        families, unknown, footings = [], [], []
        for index, criterion in enumerate(question.criteria):
            family = question.family(criterion, np.array([one.values[index] for one in played]))
            pairs = unknown_pairs(plans, criterion, family)
            families.append(family.without(pairs))
            unknown.append(pairs)
            footings.append(unknown_mean(scenario, criterion, family, 0))
        return cls(
            in_force=in_force,
            played=tuple(played),
            free=free,
            families=tuple(families),
            unknown=tuple(unknown),
            footings=tuple(footings),
        )


def _played(player: Player, finalists: Sequence[Contender], beside: Outcome) -> list[Played]:
    """Play finalists over the same iterations as another outcome, and last the plan without the limit of crews."""
    question = player.question

    def made(outcome: Outcome) -> Played:
        return Played(
            values=tuple(one.values(player.scenario, outcome) for one in question.criteria),
            stops=Proportion.of(int(np.isfinite(outcome.stop).sum()), outcome.iterations),
            cost=float(outcome.expected_cost.mean()),
            apart=int(np.count_nonzero(iterations_apart(outcome, beside))),
        )

    variants = [*player.variants(finalists), without_crews(player.scenario)]
    return player.kept(variants, made, question.figures, dates=question.dates, notes=question.notes)
