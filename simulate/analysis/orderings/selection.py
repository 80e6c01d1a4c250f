"""Selection: the finalists of many orders, chosen on iterations that no figure comes from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.orderings.contenders import MOST_FOR_SEARCH, Contender, every_order, unnamed
from milepost.simulate.analysis.orderings.criteria import CannotCompareError
from milepost.simulate.analysis.orderings.criterion import Criterion, Hit, Values
from milepost.simulate.analysis.orderings.player import Player
from milepost.simulate.analysis.orderings.search import Order, search_orders
from milepost.simulate.analysis.statistics.groups import whole_groups
from milepost.simulate.analysis.statistics.racing import OPENING, Race, race
from milepost.simulate.analysis.support.support import Support, drivers_of
from milepost.simulate.limits import MOST_ITERATIONS

MOST_FINALISTS: Final = 20
MOST_TRIED: Final = 2_000
"""Orders that a search tries, for each criterion."""

SELECTED_FROM: Final = MOST_ITERATIONS // 4 * 3
"""Number of the first iteration that finalists are chosen on: beyond those of any figure."""
SEARCHED_ON: Final = 2_048
"""Iterations that a search compares orders on."""

_FROM_SEARCH = 64
_AT_ONCE = 1_024
_LIMIT = 1 << 17
_BUDGET = 60_000_000
_LONGEST = 1 << 17
_OPENINGS = 40_320 * OPENING
"""Iterations that the openings of all orders may come to, as those of all orders of eight tasks do."""
_LITTLE = 0.1
"""Share of the least difference that matters below which a mean may be moved unseen [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """
    How the finalists were chosen.

    Parameters
    ----------
    method
        `named` where none had to be; `all` where every order raced; `search` where those raced that a search found.
    orders
        How many orders were simulated, the named ones among them.
    tried
        How many of those the search tried.
    iterations
        Of all orders together.
    raced_by
        By criterion, what finalists were chosen by: the criterion itself if it is a mean.
    cut
        By criterion, whether its race had to end before it was decided, so that nothing is guaranteed.
    openings
        By criterion, how many iterations of every order were simulated before the first was dropped.
    thin
        By criterion, what too few of these tell, so that nothing is guaranteed; none where there is no such thing.
    alike
        By finalist, how many other orders came to the same by the first criterion in every iteration that they raced
        in, and were left out for that.
    """

    method: str
    orders: int
    tried: int
    iterations: int
    raced_by: tuple[Criterion, ...]
    cut: tuple[bool, ...]
    openings: tuple[int, ...]
    thin: tuple[Support | None, ...]
    alike: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """
    Finalists, and how they came to be that.

    Parameters
    ----------
    finalists
        Those left, the order in force first.
    unjudged
        Contenders that could not be judged.
    selection
        How the finalists were chosen.
    seen
        The iterations that it took.
    """

    finalists: tuple[Contender, ...]
    unjudged: tuple[Contender, ...]
    selection: Selection
    seen: range


def choose_finalists(
    player: Player,
    named: Sequence[Contender],
    criteria: Sequence[Criterion],
    *,
    every: bool,
    search: bool,
    confidence: float,
    level: float,
    seed: int,
) -> Choice:
    """
    Choose, of the named contenders and what is to be tried besides, those to compare in earnest.

    Parameters
    ----------
    player
        Plays contenders.
    named
        Those that are finalists whatever happens, the order in force first.
    criteria
        What they are compared by.
    every, search
        Whether to try every order that the links allow, or to search.
    confidence
        Of promise dates [-].
    level
        Probability of correct selection [-].
    seed
        Of the random moves of a search.

    Raises
    ------
    CannotCompareError
        When there are too many tasks for what was asked.
    """
    scenario = player.scenario
    started, tried, field = SELECTED_FROM, 0, list(named)
    if search:
        found, tried = _searched(player, named, criteria, confidence=confidence, seed=seed)
        field, started = [*named, *unnamed(scenario, named, found, by="search")], SELECTED_FROM + SEARCHED_ON
    elif every:
        field = [*named, *unnamed(scenario, named, every_order(scenario), by="all")]
    player.begin(f"Preparing {len(field):,} orders", None)
    field, unjudged = player.judged(field)
    finalists, selection, end = _select(
        player, field, criteria, confidence=confidence, level=level, started=started, tried=tried
    )
    seen = range(SELECTED_FROM, end)
    return Choice(finalists=tuple(finalists), unjudged=tuple(unjudged), selection=selection, seen=seen)


def _searched(
    player: Player, named: Sequence[Contender], criteria: Sequence[Criterion], *, confidence: float, seed: int
) -> tuple[list[Order], int]:
    """Search by each criterion, and give the best of what each came upon, and how many orders were tried."""
    scenario = player.scenario
    listed = scenario.network.listed
    if len(listed) > MOST_FOR_SEARCH:
        raise CannotCompareError(
            f"{len(listed)} tasks compete for crews, and --search takes up to {MOST_FOR_SEARCH}: leave those out of "
            "among that do not matter, or name the orders in question under compare"
        )
    before = {id: scenario.network.ancestors([id]) & frozenset(listed) for id in listed}
    starts = [one.order for one in named if one.only_reorders]
    found: dict[Order, None] = {}
    tried = 0
    racing = _racing(player, named, criteria, confidence=confidence, first=SELECTED_FROM)
    player.begin(f"Searching up to {len(racing) * MOST_TRIED:,} orders", len(racing) * MOST_TRIED * SEARCHED_ON)
    for criterion in racing:

        def rate(orders: Sequence[Order], criterion: Criterion = criterion) -> NDArray[np.float64]:
            judged, _ = player.judged(unnamed(scenario, [], orders, by="search"))
            means = dict.fromkeys(orders, -math.inf)
            sign = 1 if criterion.larger_is_better else -1
            rows = player.values(judged, criterion, SELECTED_FROM, SEARCHED_ON)
            means |= {one.order: sign * float(row.mean()) for one, row in zip(judged, rows, strict=True)}
            return np.array(list(means.values()))

        result = search_orders(starts, before, rate, seed=seed, most=MOST_TRIED)
        tried += result.tried
        found |= dict.fromkeys(result.orders[:_FROM_SEARCH])
    return list(found), tried


def _select(
    player: Player,
    field: Sequence[Contender],
    criteria: Sequence[Criterion],
    *,
    confidence: float,
    level: float,
    started: int,
    tried: int,
) -> tuple[list[Contender], Selection, int]:
    """Choose the finalists, and say up to which iteration that took."""
    merged = _merged(player, field)
    distinct = [place for place, into in enumerate(merged) if place == into]
    named = tuple(k for k, place in enumerate(distinct) if field[place].named)
    if len(named) == len(field):
        selection = Selection(
            method="search" if tried else "named",
            orders=max(len(field), tried),
            tried=tried,
            iterations=tried * SEARCHED_ON,
            raced_by=tuple(criteria),
            cut=(False,) * len(criteria),
            openings=(0,) * len(criteria),
            thin=(None,) * len(criteria),
            alike=(0,) * len(field),
        )
        return list(field), selection, started
    racing = _racing(player, field, criteria, confidence=confidence, first=started)
    roughly = sum(one != by for one, by in zip(criteria, racing, strict=True)) * len(field) * OPENING
    places = len(named) + max((MOST_FINALISTS - len(named)) // len(racing), 1)
    openings = [opening_for(player.scenario, one, len(distinct)) for one in racing]
    runners = [field[place] for place in distinct]
    races = [
        _raced(player, runners, criterion, named=named, places=places, level=level, started=started, opening=opening)
        for criterion, (opening, _) in zip(racing, openings, strict=True)
    ]
    finalists = {distinct[k] for one in races for k in one.finalists}
    if len(finalists) == 1:  # all the others equal it so far: let one of them show that it does
        finalists.add(next(place for place in range(len(field)) if place not in finalists))
    chosen = sorted(finalists)
    raced_for = dict(zip(distinct, (distinct[k] for k in races[0].stands_for), strict=True))
    stands_for = [place if place in finalists else raced_for[into] for place, into in enumerate(merged)]
    selection = Selection(
        method="search" if tried else "all",
        orders=max(len(field), tried),
        tried=tried,
        iterations=tried * SEARCHED_ON + roughly + sum(one.simulated for one in races),
        raced_by=tuple(racing),
        cut=tuple(one.cut for one in races),
        openings=tuple(opening for opening, _ in openings),
        thin=tuple(thin for _, thin in openings),
        alike=tuple(stands_for.count(place) - 1 for place in chosen),
    )
    reached = started + max(one.reached for one in races)
    return [field[place] for place in chosen], selection, whole_groups(reached)


def opening_for(scenario: Scenario, criterion: Criterion, orders: int) -> tuple[int, Support | None]:
    """
    Return how many iterations of every order to simulate before the first is dropped, and what too few of them tell.

    A rare event that the opening hardly meets is in no variance that it gives. So all on which the difference of two
    orders rests is to be met by fifty effective iterations, where so long an opening can be afforded; else the opening
    is the usual one. Hits need no such thing: what moves them by as much as matters is not rare. What cannot move the
    mean by more than a tenth of the least difference that matters, all such things together, is passed over.

    Parameters
    ----------
    scenario
        The plan.
    criterion
        What orders race by.
    orders
        How many there are.
    """
    if criterion.kind == Hit.kind:
        return OPENING, None
    little = _LITTLE * criterion.zone
    for driver in drivers_of(scenario, criterion.kind, difference=True):
        little -= math.sqrt(driver.share) * driver.spread
        if little < 0:
            needed = driver.support.needed
            if needed > min(_LONGEST, max(_OPENINGS // orders, OPENING)):
                return OPENING, driver.support
            return max(needed, OPENING), None
    return OPENING, None


def _merged(player: Player, field: Sequence[Contender]) -> list[int]:
    """Return for each contender the place of the one that races for it: itself, or one whose program is equal."""
    named = [place for place, one in enumerate(field) if one.named]
    seen = {player.plan_key(field[place]): place for place in reversed(named)}
    return [place if one.named else seen.setdefault(player.plan_key(one), place) for place, one in enumerate(field)]


def _racing(
    player: Player, field: Sequence[Contender], criteria: Sequence[Criterion], *, confidence: float, first: int
) -> list[Criterion]:
    """Return what orders race by, looking roughly at what they come to where that is no mean."""
    racing = []
    for criterion in criteria:
        raced = criterion
        if not criterion.is_mean:
            player.begin(f"Taking a first look at {len(field):,} orders", len(field) * OPENING)
            rough = [
                criterion.rough(player.values(some, criterion, first, OPENING), confidence=confidence)
                for some in (field[start : start + _AT_ONCE] for start in range(0, len(field), _AT_ONCE))
            ]
            raced = criterion.raced_by(np.concatenate(rough))
        racing.append(raced)
    return racing


def _raced(
    player: Player,
    field: Sequence[Contender],
    criterion: Criterion,
    *,
    named: tuple[int, ...],
    places: int,
    level: float,
    started: int,
    opening: int,
) -> Race:
    """Race by one criterion, on iterations that no search has seen."""
    player.begin(f"Racing {len(field):,} orders", len(field) * opening)
    sign = 1 if criterion.larger_is_better else -1

    def values(some: NDArray[np.intp], first: int, count: int) -> Values:
        if first:
            player.begin(f"Racing {len(some):,} orders still", None)
        return sign * player.values([field[place] for place in some], criterion, started + first, count)

    return race(
        values,
        len(field),
        zone=criterion.zone,
        limit=max(_LIMIT, 4 * opening),
        budget=_BUDGET,
        finalists=places,
        named=named,
        jump=criterion.jump,
        level=level,
        opening=opening,
    )
