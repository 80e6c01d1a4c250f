"""Plan: the network of a scenario, in plain Python: its order, its cycles and its most likely times."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush

from milepost.models.link import Link, LinkKind
from milepost.models.scenario import Scenario, check_scenario


def topological_order(scenario: Scenario) -> tuple[str, ...]:
    """
    Give the ids of tasks and milestones, each after all it is linked to; of those that are free the lowest first.

    Raises
    ------
    ValueError
        When there is no order: something waits for itself, or for what does not exist.
    """
    open_links = {id: len(node.after) for id, node in scenario.nodes.items()}
    successors: defaultdict[str, list[str]] = defaultdict(list)
    for id, node in scenario.nodes.items():
        for link in node.after:
            successors[link.predecessor].append(id)
    free = [id for id, count in open_links.items() if count == 0]
    heapify(free)
    order = []
    while free:
        id = heappop(free)
        order.append(id)
        for successor in successors[id]:
            open_links[successor] -= 1
            if open_links[successor] == 0:
                heappush(free, successor)
    if len(order) < len(scenario.nodes):
        raise ValueError(next(remark.message for remark in check_scenario(scenario)))
    return tuple(order)


def deterministic_pass(scenario: Scenario) -> Mapping[str, tuple[float, float]]:
    """
    Give each task's and milestone's start and finish at the most likely durations [working days from the start].

    Finish-to-start and start-to-start links and `not_before` set when something can be decided; finish-to-finish and
    start-to-finish links push its start until its finish is late enough. Work is never interrupted.
    """
    times: dict[str, tuple[float, float]] = {}
    for id in topological_order(scenario):
        task = scenario.tasks.get(id)
        day = task.not_before if task else scenario.milestones[id].not_before
        duration = task.duration.mode if task else 0.0
        start = 0.0 if day is None else float(scenario.days.begin_offset(day))
        for link in scenario.nodes[id].after:
            start = max(start, _earliest_start(link, times[link.predecessor], duration))
        times[id] = start, start + duration
    return times


def ancestors(scenario: Scenario, ids: Iterable[str]) -> frozenset[str]:
    """Give what must come, by whatever links, before any of some tasks and milestones; these are not counted in."""
    waiting, found = list(ids), set[str]()
    while waiting:
        for link in scenario.nodes[waiting.pop()].after:
            if link.predecessor not in found:
                found.add(link.predecessor)
                waiting.append(link.predecessor)
    return frozenset(found)


def _earliest_start(link: Link, predecessor: tuple[float, float], duration: float) -> float:
    start, finish = predecessor
    match link.kind:
        case LinkKind.FINISH_TO_START:
            return finish + link.lag
        case LinkKind.START_TO_START:
            return start + link.lag
        case LinkKind.FINISH_TO_FINISH:
            return finish + link.lag - duration
        case LinkKind.START_TO_FINISH:
            return start + link.lag - duration
