"""Races of orders: what they race by, and one race by each criterion, on iterations that no figure comes from."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.orderings.contenders import Contender
from milepost.simulate.analysis.orderings.criterion import Criterion, Values
from milepost.simulate.analysis.orderings.player import Player
from milepost.simulate.analysis.orderings.question import LEVEL
from milepost.simulate.analysis.statistics.racing import OPENING, Race, race

_AT_ONCE: Final = 1_024
_LIMIT: Final = 1 << 17
_BUDGET: Final = 60_000_000


def racing_criteria(player: Player, field: Sequence[Contender], first: int) -> tuple[Criterion, ...]:
    """Return the means that orders race by, looking roughly at what they come to where a criterion is not a mean."""
    return tuple(
        one if one.is_mean else one.raced_by(_rough(player, field, one, first)) for one in player.question.criteria
    )


def race_orders(
    player: Player, field: Sequence[Contender], criterion: Criterion, *, opening: int, most: int, first: int
) -> Race:
    """
    Race orders by one criterion.

    Parameters
    ----------
    player
        Plays them.
    field
        The orders; those that have a name are finalists whatever happens.
    criterion
        A mean.
    opening
        Iterations of every order before the first is dropped.
    most
        How many may be left, the named ones among them.
    first
        Number of the first iteration.
    """
    player.begin(f"Racing {len(field):,} orders", len(field) * opening)
    sign = 1 if criterion.larger_is_better else -1

    def values(some: NDArray[np.intp], start: int, count: int) -> Values:
        if start:
            player.begin(f"Racing {len(some):,} orders still", None)
        begin = first + start
        return sign * player.values([field[index] for index in some], criterion, range(begin, begin + count))

    return race(
        values,
        len(field),
        zone=criterion.zone,
        limit=max(_LIMIT, 4 * opening),
        budget=_BUDGET,
        finalists=most,
        named=tuple(index for index, one in enumerate(field) if one.named),
        jump=criterion.jump,
        level=LEVEL,
        opening=opening,
    )


def _rough(player: Player, field: Sequence[Contender], criterion: Criterion, first: int) -> Values:
    player.begin(f"Taking a first look at {len(field):,} orders", len(field) * OPENING)
    looked_at, confidence = range(first, first + OPENING), player.question.confidence
    rough = [
        criterion.rough(player.values(field[start : start + _AT_ONCE], criterion, looked_at), confidence=confidence)
        for start in range(0, len(field), _AT_ONCE)
    ]
    return np.concatenate(rough)
