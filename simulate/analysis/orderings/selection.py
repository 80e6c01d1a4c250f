"""Selection: the finalists of many orders, chosen on iterations that no figure comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from milepost.simulate.analysis.orderings.contenders import Contender, Origin, every_order, unnamed
from milepost.simulate.analysis.orderings.criterion import Criterion
from milepost.simulate.analysis.orderings.method import Method
from milepost.simulate.analysis.orderings.opening import Opening
from milepost.simulate.analysis.orderings.player import Player
from milepost.simulate.analysis.orderings.question import SELECTED_FROM
from milepost.simulate.analysis.orderings.races import race_orders, racing_criteria
from milepost.simulate.analysis.orderings.search import SEARCHED_ON, search_by_criteria
from milepost.simulate.analysis.statistics.groups import whole_groups
from milepost.simulate.analysis.statistics.racing import OPENING, Race
from milepost.simulate.analysis.support.support import Support

MOST_FINALISTS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """
    How the finalists were chosen.

    Parameters
    ----------
    method
        How they were found.
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

    method: Method
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


def choose_finalists(player: Player, named: Sequence[Contender], method: Method) -> Choice:
    """
    Choose, of the named contenders and what is to be tried besides, those to compare in earnest.

    Parameters
    ----------
    player
        Plays contenders.
    named
        Those that are finalists whatever happens, the order in force first.
    method
        What is to be tried besides.

    Raises
    ------
    CannotCompareError
        When there are too many tasks for what was asked.
    """
    first, tried, others = SELECTED_FROM, 0, list[Contender]()
    if method == Method.SEARCH:
        found = search_by_criteria(player, named)
        first, tried = SEARCHED_ON.stop, found.tried
        others = unnamed(player.scenario, named, found.orders, origin=Origin.SEARCH)
    elif method == Method.ALL:
        others = unnamed(player.scenario, named, every_order(player.scenario), origin=Origin.ALL)
    player.begin(f"Preparing {len(named) + len(others):,} orders", None)
    field, unjudged = player.judged([*named, *others])
    if all(one.named for one in field):
        finalists, selection, end = field, _unselected(player, field, tried), first
    else:
        finalists, selection, end = _select(player, field, tried, first)
    return Choice(
        finalists=tuple(finalists), unjudged=tuple(unjudged), selection=selection, seen=range(SELECTED_FROM, end)
    )


def _unselected(player: Player, field: Sequence[Contender], tried: int) -> Selection:
    criteria = player.question.criteria
    return Selection(
        method=Method.SEARCH if tried else Method.NAMED,
        orders=max(len(field), tried),
        tried=tried,
        iterations=tried * len(SEARCHED_ON),
        raced_by=criteria,
        cut=(False,) * len(criteria),
        openings=(0,) * len(criteria),
        thin=(None,) * len(criteria),
        alike=(0,) * len(field),
    )


def _select(
    player: Player, field: Sequence[Contender], tried: int, first: int
) -> tuple[list[Contender], Selection, int]:
    """Race the field by each criterion, and return the finalists, how they came to be that, and the iteration after."""
    merged = _merged(player, field)
    runners = [index for index, into in enumerate(merged) if index == into]
    raced_by = racing_criteria(player, field, first)
    openings = [Opening.of(player.scenario, one, len(runners)) for one in raced_by]
    named = sum(one.named for one in field)
    most = named + max((MOST_FINALISTS - named) // len(raced_by), 1)
    running = [field[index] for index in runners]
    races = [
        race_orders(player, running, one, opening=opening.iterations, most=most, first=first)
        for one, opening in zip(raced_by, openings, strict=True)
    ]
    chosen = _chosen(len(field), runners, races)
    looked_at = sum(one != by for one, by in zip(player.question.criteria, raced_by, strict=True)) * len(field)
    selection = Selection(
        method=Method.SEARCH if tried else Method.ALL,
        orders=max(len(field), tried),
        tried=tried,
        iterations=tried * len(SEARCHED_ON) + looked_at * OPENING + sum(one.simulated for one in races),
        raced_by=raced_by,
        cut=tuple(one.cut for one in races),
        openings=tuple(one.iterations for one in openings),
        thin=tuple(one.thin for one in openings),
        alike=_alike(chosen, merged, runners, races[0]),
    )
    reached = first + max(one.reached for one in races)
    return [field[index] for index in chosen], selection, whole_groups(reached)


def _merged(player: Player, field: Sequence[Contender]) -> list[int]:
    """Return for each contender the index of the one that races for it: itself, or one whose program is equal."""
    named = [index for index, one in enumerate(field) if one.named]
    seen = {player.key(field[index]): index for index in reversed(named)}
    return [index if one.named else seen.setdefault(player.key(one), index) for index, one in enumerate(field)]


def _chosen(contenders: int, runners: Sequence[int], races: Sequence[Race]) -> list[int]:
    """Return the indices of the finalists of all races; of one alone, and another that all the others may equal."""
    finalists = {runners[k] for one in races for k in one.finalists}
    if len(finalists) == 1:  # all the others equal it so far: let one of them show that it does
        finalists.add(next(index for index in range(contenders) if index not in finalists))
    return sorted(finalists)


def _alike(chosen: Sequence[int], merged: Sequence[int], runners: Sequence[int], race: Race) -> tuple[int, ...]:
    """Count by finalist the others that it stands for, since they came to the same in every iteration of a race."""
    raced_for = dict(zip(runners, (runners[k] for k in race.stands_for), strict=True))
    finalists = set(chosen)
    stands_for = [index if index in finalists else raced_for[into] for index, into in enumerate(merged)]
    return tuple(stands_for.count(index) - 1 for index in chosen)
