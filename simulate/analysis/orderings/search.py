"""Search: good orders by each criterion, among more than can be tried."""

import math
from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.orderings.contenders import MOST_FOR_SEARCH, Contender, Origin, unnamed
from milepost.simulate.analysis.orderings.criterion import Criterion
from milepost.simulate.analysis.orderings.error import CannotCompareError
from milepost.simulate.analysis.orderings.local_search import Order, Search, search_orders
from milepost.simulate.analysis.orderings.player import Player
from milepost.simulate.analysis.orderings.question import SELECTED_FROM
from milepost.simulate.analysis.orderings.races import racing_criteria

SEARCHED_ON: Final = range(SELECTED_FROM, SELECTED_FROM + 2_048)
"""Iterations that a search compares orders on."""

_MOST_TRIED: Final = 2_000
"""Orders that a search tries, for each criterion."""
_MOST_FOUND: Final = 64
"""Orders that race of those that a search by one criterion tries."""


def search_by_criteria(player: Player, named: Sequence[Contender]) -> Search:
    """
    Search by each criterion, from the orders that have a name, and return the best of what each search comes upon.

    Raises
    ------
    CannotCompareError
        When there are too many tasks for a search.
    """
    network = player.scenario.network
    listed = network.ordered
    if len(listed) > MOST_FOR_SEARCH:
        raise CannotCompareError(
            f"{len(listed)} tasks compete for crews, and --search takes up to {MOST_FOR_SEARCH}: leave those out of "
            "among that do not matter, or name the orders in question under compare"
        )
    before = {id: network.ancestors([id]) & frozenset(listed) for id in listed}
    starts = [one.order for one in named if one.only_reorders]
    racing = racing_criteria(player, named, SELECTED_FROM)
    most = len(racing) * _MOST_TRIED
    player.begin(f"Searching up to {most:,} orders", most * len(SEARCHED_ON))
    searches = [
        search_orders(starts, before, partial(_rated, player, criterion), seed=player.question.seed, most=_MOST_TRIED)
        for criterion in racing
    ]
    found = dict.fromkeys(order for one in searches for order in one.orders[:_MOST_FOUND])
    return Search(orders=tuple(found), tried=sum(one.tried for one in searches))


def _rated(player: Player, criterion: Criterion, orders: Sequence[Order]) -> NDArray[np.float64]:
    """Return the mean of each order, the larger the better; -infinity where it cannot be judged."""
    judged, _ = player.judged(unnamed(player.scenario, [], orders, origin=Origin.SEARCH))
    means = dict.fromkeys(orders, -math.inf)
    sign = 1 if criterion.larger_is_better else -1
    rows = player.values(judged, criterion, SEARCHED_ON)
    means |= {one.order: sign * float(row.mean()) for one, row in zip(judged, rows, strict=True)}
    return np.array(list(means.values()))
