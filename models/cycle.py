"""Cycles: what waits for itself."""

from collections.abc import Iterable, Mapping


def find_cycles(predecessors: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """
    Find paths that close, none of which meets another; there is none only where the network has no cycle.

    Parameters
    ----------
    predecessors
        By id, the ids of what must come before; ids that are no keys are passed over.

    Examples
    --------
    >>> find_cycles({"a": ["b"], "b": ["c"], "c": ["b"]})
    [('b', 'c')]
    """
    cycles: list[tuple[str, ...]] = []
    finished: set[str] = set()
    on_cycle: set[str] = set()
    for root in sorted(predecessors):
        if root in finished:
            continue
        path = {root: None}  # a dict keeps the order, and finds at once
        ahead = [iter(sorted(predecessors[root], reverse=True))]
        while ahead:
            before = next(ahead[-1], None)
            if before is None:
                ahead.pop()
                finished.add(path.popitem()[0])
            elif before in path:
                if before not in on_cycle:
                    cycle = _from(before, path)
                    if on_cycle.isdisjoint(cycle):
                        on_cycle.update(cycle)
                        cycles.append(cycle)
            elif before not in finished and before in predecessors:
                path[before] = None
                ahead.append(iter(sorted(predecessors[before], reverse=True)))
    return cycles


def _from(first: str, path: dict[str, None]) -> tuple[str, ...]:
    """Return the end of a path of predecessors, turned round: each comes before the next, the lowest id first."""
    ids = list(path)
    cycle = ids[ids.index(first) :][::-1]
    lowest = cycle.index(min(cycle))
    return tuple(cycle[lowest:] + cycle[:lowest])
