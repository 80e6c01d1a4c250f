"""Local search: good orders among more than can be tried, whatever they are rated by."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

Order = tuple[str, ...]
Rate = Callable[[Sequence[Order]], NDArray[np.float64]]
"""Returns each order's value, float64[k], the larger the better; -infinity where an order cannot be judged."""

_AT_ONCE = 16
_KICKS = 3
_FRUITLESS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """
    What a search came upon.

    Parameters
    ----------
    orders
        Every order tried that can be judged, the best value first.
    tried
        How many were tried.
    """

    orders: tuple[Order, ...]
    tried: int


def search_orders(
    starts: Sequence[Order], before: Mapping[str, frozenset[str]], rate: Rate, *, seed: int, most: int
) -> Search:
    """
    Look for good orders by iterated local search over insertions [1]_; what it finds need not be the best.

    From the best start on, one task at a time is taken out and put in elsewhere; of every sixteen such neighbours,
    taken at random, the best is moved to if it is better. Where no neighbour is, the search goes on from the best order
    so far with three tasks moved at random, until enough orders are tried or fifty times in a row lead nowhere new.

    Parameters
    ----------
    starts
        Orders to begin with.
    before
        By task, those that its links put before it; an order that contradicts them is never tried.
    rate
        Gives the values that orders are compared by, all on the same iterations.
    seed
        Of the random moves.
    most
        How many orders to try, the starts among them.

    References
    ----------
    .. [1] Lourenco, Martin, Stutzle (2003), Iterated local search, in Handbook of Metaheuristics, Kluwer, 320-353.
    """
    draw = Generator(PCG64(seed))
    known: dict[Order, float] = {}

    def best_of(orders: Sequence[Order]) -> Order:
        new = [one for one in dict.fromkeys(orders) if one not in known]
        known.update(zip(new, rate(new).tolist() if new else [], strict=True))
        return max(orders, key=known.__getitem__)

    current = best_of(starts)
    fruitless = 0
    while len(known) < most and fruitless < _FRUITLESS:
        tried = len(known)
        current = _climb(current, before, known, best_of, draw, most)
        fruitless = fruitless + 1 if len(known) == tried else 0
        current = max(known, key=known.__getitem__)
        for _ in range(_KICKS):
            neighbours = list(_neighbours(current, before))
            if neighbours:
                current = neighbours[int(draw.integers(len(neighbours)))]
        best_of([current])
    ranked = sorted((one for one in known if known[one] > -np.inf), key=lambda one: -known[one])
    return Search(orders=tuple(ranked), tried=len(known))


def _climb(
    current: Order,
    before: Mapping[str, frozenset[str]],
    known: Mapping[Order, float],
    best_of: Callable[[Sequence[Order]], Order],
    draw: Generator,
    most: int,
) -> Order:
    """Move to better neighbours until there is none."""
    while len(known) < most:
        neighbours = list(_neighbours(current, before))
        shuffled = [neighbours[k] for k in draw.permutation(len(neighbours))]
        for start in range(0, len(shuffled), _AT_ONCE):
            better = best_of(shuffled[start : start + _AT_ONCE])
            if known[better] > known[current]:
                current = better
                break
            if len(known) >= most:
                return current
        else:
            return current
    return current


def _neighbours(order: Order, before: Mapping[str, frozenset[str]]) -> Iterator[Order]:
    """Yield the orders that moving one task makes, as far as the links allow them."""
    for index, id in enumerate(order):
        rest = order[:index] + order[index + 1 :]
        for to in range(len(order)):
            if to in (index, index + 1):
                continue  # where it was, and the step to the left of the task after it
            if before[id].isdisjoint(rest[to:]) and all(id not in before[other] for other in rest[:to]):
                yield (*rest[:to], id, *rest[to:])
