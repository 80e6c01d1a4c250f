"""Units: the resources that can be short, and when their units are free."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import gcd, inf
from typing import Final, NamedTuple

CREWS: Final = ""
"""In place of the id of a resource: the crews of an ordering, of which each of its tasks needs one."""

Needs = Mapping[str, Mapping[str, int]]
"""By task id and resource id, how many units the task needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """
    The units of a resource that can be short.

    Parameters
    ----------
    divisor
        The largest number that divides all needs.
    capacity
        How many there are, in multiples of that, rounded down.
    needs
        By the id of each task that needs any, how many it needs, in the same multiples.
    """

    divisor: int
    capacity: int
    needs: Mapping[str, int]


def pools_of(capacities: Mapping[str, int], needs: Needs) -> Mapping[str, Pool]:
    """Return the resources that can be short, by id; one is not where all needs together fit."""
    by_resource: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for id, needed in needs.items():
        for resource, units in needed.items():
            by_resource[resource][id] = units
    pools = {}
    for resource in sorted(by_resource):
        asked = by_resource[resource]
        if sum(asked.values()) > capacities.get(resource, inf):
            divisor = gcd(*asked.values())
            fitted = {id: units // divisor for id, units in asked.items()}
            pools[resource] = Pool(divisor=divisor, capacity=capacities[resource] // divisor, needs=fitted)
    return pools


class Turn(NamedTuple):
    """A task's turn to take units of one resource, when all goes as planned."""

    free: Sequence[float]
    """When the units that it takes are free, in ascending order [working days from the start]."""
    givers: Sequence[str | None]
    """The tasks that had these units before; none of those that nothing has had."""
    releases: Sequence[float]
    """When it gives them back, in ascending order [working days from the start]."""
    ranks: Sequence[int]
    """Where these then stand among the times at which the units of the resource are free."""


class UnitQueue:
    """
    When the units of each resource are free, while tasks take and give back theirs one after the other.

    Parameters
    ----------
    pools
        The resources, by id.
    """

    def __init__(self, pools: Mapping[str, Pool]) -> None:
        self._pools = pools
        self._free: dict[str, list[float]] = {id: [-inf] * pool.capacity for id, pool in pools.items()}
        self._had: dict[str, list[str | None]] = {id: [None] * pool.capacity for id, pool in pools.items()}

    def resources(self, id: str) -> Iterator[tuple[str, int]]:
        """Yield the resources that a task needs, and how many units of each."""
        for resource, pool in self._pools.items():
            if id in pool.needs:
                yield resource, min(pool.needs[id], pool.capacity)

    def free_for(self, id: str) -> float:
        """Return when as many units are free as a task needs, of each resource [working days from the start]."""
        return max((self._free[resource][units - 1] for resource, units in self.resources(id)), default=-inf)

    def hold(self, id: str, until: float) -> dict[str, Turn]:
        """Let a task take the units that are free first, and give them back at a time; return its turns by resource."""
        turns = {}
        for resource, units in self.resources(id):
            free, had = self._free[resource], self._had[resource]
            taken, givers = free[:units], had[:units]
            del free[:units], had[:units]
            releases, ranks = [max(one, until) for one in taken], []
            for release in releases:
                rank = bisect_right(free, release)
                free.insert(rank, release)
                had.insert(rank, id)
                ranks.append(rank)
            turns[resource] = Turn(free=taken, givers=givers, releases=releases, ranks=ranks)
        return turns
