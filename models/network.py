"""Plan: the network of a scenario, in plain Python: its order, its cycles and its most likely times."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush, heapreplace
from itertools import pairwise

from milepost.models.cycle import find_cycles
from milepost.models.distributions import planned_value
from milepost.models.link import Link, LinkKind
from milepost.models.scenario import Scenario
from milepost.models.task import Task


def topological_order(scenario: Scenario) -> tuple[str, ...]:
    """
    Return the ids of tasks and milestones, each after all it is linked to; of those that are free the lowest first.

    Raises
    ------
    ValueError
        When there is no order: something waits for itself, or for what does not exist.
    """
    return _ordered(links_before(scenario))


def processing_order(scenario: Scenario) -> tuple[str, ...]:
    """
    Return the ids of tasks and milestones, each after all that its start and its duration hang on.

    Raises
    ------
    ValueError
        When there is no order: something waits for itself, or must be known before itself.
    """
    return _ordered(known_before(scenario))


def links_before(scenario: Scenario) -> dict[str, list[str]]:
    """Return, by id, what it is linked to."""
    return {id: [link.predecessor for link in node.after] for id, node in scenario.nodes.items()}


def known_before(scenario: Scenario) -> dict[str, list[str]]:
    """Return by id what must be known first: what it is linked to, the task before it in the list, what acts on it."""
    before = links_before(scenario)
    for first, second in pairwise(list_in_force(scenario)):
        before[second].append(first)
    for (target, _), retiring in retirements(scenario).items():
        before[target].extend(retiring)
    return before


def list_in_force(scenario: Scenario) -> tuple[str, ...]:
    """Return the tasks that need a crew in the order in which they take one: the file's, or by their early start."""
    if scenario.orderings is None:
        return ()
    if scenario.orderings.order is not None:
        return scenario.orderings.order
    times = deterministic_pass(scenario)
    among = set(scenario.orderings.among)
    # A lead can start a task before one that it comes after; the links count more than the early start.
    order = _ordered(links_before(scenario), lambda id: times[id][0] if id in among else -1.0)
    return tuple(id for id in order if id in among)


def retirements(scenario: Scenario) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """
    Return what can be retired of a risk at a task: by the ids of task and risk, those of the tasks that can act there.

    A task acts where the risk is judged: at tasks that are exposed to it, reveal it, or run only if it occurs and have
    no trigger before them. It does not act on itself, on what comes before it by links, or on a task before it in the
    list in force.
    """
    retiring: defaultdict[str, list[str]] = defaultdict(list)
    for id, task in scenario.tasks.items():
        for risk_id in task.retires:
            retiring[risk_id].append(id)
    judging: defaultdict[str, set[str]] = defaultdict(set)
    for id, judged in judged_at(scenario).items():
        for risk_id in judged:
            judging[risk_id].add(id)
    listed = {id: place for place, id in enumerate(list_in_force(scenario))}
    precedes = Precedence(scenario, {target for risk_id in retiring for target in judging[risk_id]})
    acting: dict[tuple[str, str], tuple[str, ...]] = {}
    for risk_id in sorted(retiring):
        for target in sorted(judging[risk_id]):
            acting[target, risk_id] = tuple(
                id
                for id in sorted(retiring[risk_id])
                if id != target
                and not precedes(target, id)
                and not (id in listed and target in listed and listed[target] < listed[id])
            )
    return acting


def judged_at(scenario: Scenario) -> Mapping[str, set[str]]:
    """Return the risks judged at each task: those it is exposed to, reveals, or runs only if and has no trigger for."""
    judged = {id: set(task.reveals) for id, task in scenario.tasks.items()}
    for id, risk in scenario.risks.items():
        for task_id in risk.exposes:
            judged[task_id].add(id)
    for id, triggering in triggers(scenario).items():
        only_if = scenario.tasks[id].only_if
        if only_if is not None and not triggering:
            judged[id].add(only_if)
    return judged


def triggers(scenario: Scenario) -> Mapping[str, tuple[str, ...]]:
    """
    Return what can make work run that runs only if a risk occurs: by its id, the exposed tasks before it by links.

    Where there is none, the risk is judged at that work itself.
    """
    risks = {id: scenario.risks[task.only_if] for id, task in scenario.tasks.items() if task.only_if is not None}
    precedes = Precedence(scenario, {exposed for risk in risks.values() for exposed in risk.exposes})
    return {
        id: tuple(exposed for exposed in sorted(risk.exposes) if precedes(exposed, id)) for id, risk in risks.items()
    }


class Precedence:
    """
    Which tasks and milestones come before which others by links, directly or through others.

    Parameters
    ----------
    scenario
        The plan; it has no cycles.
    marked
        Those that are asked about as the earlier ones.
    counts
        Which links count; all of them unless given.
    """

    def __init__(
        self, scenario: Scenario, marked: Iterable[str], counts: Callable[[Link], bool] = lambda link: True
    ) -> None:
        self._bit = {id: 1 << place for place, id in enumerate(sorted(marked))}
        self._before: dict[str, int] = {}
        if self._bit:
            for id in topological_order(scenario):
                before = 0
                for link in scenario.nodes[id].after:
                    if counts(link):
                        before |= self._before[link.predecessor] | self._bit.get(link.predecessor, 0)
                self._before[id] = before

    def __call__(self, first: str, second: str) -> bool:
        """Return whether `first`, one of the marked, comes before `second`."""
        return bool(self._before[second] & self._bit[first])


def deterministic_pass(scenario: Scenario, crewed: Sequence[str] = ()) -> Mapping[str, tuple[float, float]]:
    """
    Return each task's and milestone's start and finish at the most likely durations [working days from the start].

    Of a duration that is most likely 0 only by its shape the median is taken.

    Finish-to-start and start-to-start links and `not_before` set when something can be decided; finish-to-finish and
    start-to-finish links push its start until its finish is late enough. Work is never interrupted. No risk occurs, so
    work that only a risk brings takes no time, and gives its crew back as soon as that can be decided.

    Parameters
    ----------
    scenario
        The plan.
    crewed
        Tasks that wait for a crew, in the order in which they take one, such as the list in force; unless given none
        waits for any.
    """
    before = links_before(scenario)
    for first, second in pairwise(crewed):
        before[second].append(first)
    waiting = set(crewed)
    crews = [0.0] * min(scenario.orderings.crews, len(crewed)) if scenario.orderings else []
    times: dict[str, tuple[float, float]] = {}
    for id in _ordered(before):
        node, task = scenario.nodes[id], scenario.tasks.get(id)
        duration = _likely_duration(task) if task else 0.0
        decided = 0.0 if node.not_before is None else float(scenario.days.begin_offset(node.not_before))
        decided = max(decided, crews[0]) if id in waiting else decided
        start = decided
        for link in node.after:
            earliest = _earliest_start(link, times[link.predecessor], duration)
            start = max(start, earliest)
            decided = decided if link.kind.holds_finish else max(decided, earliest)
        times[id] = start, start + duration
        if id in waiting:
            heapreplace(crews, decided if task and task.only_if is not None else start + duration)
    return times


def decided_by_links(scenario: Scenario, id: str, times: Mapping[str, tuple[float, float]]) -> float:
    """
    Return when a task or milestone can be decided by its links and its date alone [working days from the start].

    Parameters
    ----------
    scenario
        The plan.
    id
        The task or milestone.
    times
        Start and finish of all that it is linked to.
    """
    node = scenario.nodes[id]
    date = 0.0 if node.not_before is None else float(scenario.days.begin_offset(node.not_before))
    links = (link for link in node.after if not link.kind.holds_finish)
    return max([date, *(_earliest_start(link, times[link.predecessor], 0.0) for link in links)])


def ancestors(scenario: Scenario, ids: Iterable[str]) -> frozenset[str]:
    """Return what must come, by whatever links, before any of some tasks and milestones; these are not counted in."""
    waiting, found = list(ids), set[str]()
    while waiting:
        for link in scenario.nodes[waiting.pop()].after:
            if link.predecessor not in found:
                found.add(link.predecessor)
                waiting.append(link.predecessor)
    return frozenset(found)


def _ordered(before: Mapping[str, Iterable[str]], rank: Callable[[str], float] = lambda id: 0.0) -> tuple[str, ...]:
    """Return ids so that each comes after those before it; of those that are free the lowest rank first, then id."""
    waiting = dict.fromkeys(before, 0)
    after: defaultdict[str, list[str]] = defaultdict(list)
    for id, predecessors in before.items():
        for predecessor in predecessors:
            if predecessor not in before:
                raise ValueError(f"no order is possible: {id!r} waits for {predecessor!r}, which does not exist")
            waiting[id] += 1
            after[predecessor].append(id)
    free = [(rank(id), id) for id, count in waiting.items() if count == 0]
    heapify(free)
    order = []
    while free:
        _, id = heappop(free)
        order.append(id)
        for successor in after[id]:
            waiting[successor] -= 1
            if waiting[successor] == 0:
                heappush(free, (rank(successor), successor))
    if len(order) < len(before):
        cycle = find_cycles(before)[0]
        raise ValueError(f"no order is possible: {' -> '.join((*cycle, cycle[0]))}")
    return tuple(order)


def _likely_duration(task: Task) -> float:
    """Return the duration that the plan takes for a task when no risk occurs."""
    if task.only_if is not None:
        return 0.0
    return planned_value(task.duration) * (task.rounds.mode if task.rounds else 1)


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
