"""Network: what comes before what in a plan, by links, by the list in force and by what must be known."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from heapq import heapify, heappop, heappush, heapreplace
from itertools import pairwise
from typing import TypeAlias

from milepost.models.calendar import WorkingDays
from milepost.models.cycle import find_cycles
from milepost.models.distributions import planned_value
from milepost.models.history import History
from milepost.models.link import Link
from milepost.models.milestone import Milestone
from milepost.models.orderings import Orderings
from milepost.models.risk import Risk
from milepost.models.task import Task

Times: TypeAlias = Mapping[str, tuple[float, float]]
"""By id, start and finish [working days from the start]."""

Precedence: TypeAlias = Callable[[str, str], bool]
"""Returns whether the first, one of those asked about, comes before the second by links."""

Acting: TypeAlias = Mapping[tuple[str, str], tuple[str, ...]]
"""By the ids of a task and a risk that is judged there, those of the tasks that can have retired it by then."""


class Network:
    """
    What comes before what in a plan; each answer is worked out once, when it is first asked for.

    Answers about an order of the list other than the one in force take it as `listed`.

    Parameters
    ----------
    tasks, milestones, risks, orderings
        Of the plan.
    days
        Its working days.
    history
        What of it has happened; nothing unless given.

    Attributes
    ----------
    history
        The same.
    holding
        Ids of tasks under way that have a crew before the first of the list takes one.
    """

    def __init__(
        self,
        tasks: Mapping[str, Task],
        milestones: Mapping[str, Milestone],
        risks: Mapping[str, Risk],
        orderings: Orderings | None,
        days: WorkingDays,
        history: History | None = None,
    ) -> None:
        self._made_of = tasks, milestones, risks, orderings, days, history
        self.history = history or History(now=0.0)
        self.holding = self.history.holding if orderings else ()
        self._tasks, self._risks, self._orderings, self._days = tasks, risks, orderings, days
        self._nodes: Mapping[str, Task | Milestone] = {**tasks, **milestones}

    def __reduce__(self) -> tuple[type["Network"], tuple[object, ...]]:
        return type(self), self._made_of

    @cached_property
    def links(self) -> Mapping[str, tuple[str, ...]]:
        """What each task and milestone is linked to, by id."""
        return {id: tuple(link.predecessor for link in node.after) for id, node in self._nodes.items()}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """
        The ids of tasks and milestones, each after all it is linked to; of those that are free the lowest first.

        Raises
        ------
        ValueError
            When there is no order: something waits for itself, or for what does not exist.
        """
        return _ordered(self.links)

    def ordered_by(self, rank: Callable[[str], float]) -> tuple[str, ...]:
        """Return the ids, each after all it is linked to; of those that are free the lowest rank first, then id."""
        return _ordered(self.links, rank)

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The tasks that need a crew in the order in which they take one: the file's, or by their early start."""
        if self._orderings is None:
            return ()
        if self._orderings.order is not None:
            return self.completed(self._orderings.order)
        return self._by_early_start

    @cached_property
    def _by_early_start(self) -> tuple[str, ...]:
        """The tasks that need a crew by their early start."""
        among = set(self._orderings.among if self._orderings else ())
        # A lead can start a task before one that it comes after; the links count more than the early start.
        order = self.ordered_by(lambda id: self.early_times[id][0] if id in among else -1.0)
        return tuple(id for id in order if id in among)

    @cached_property
    def early_times(self) -> Times:
        """The times of the deterministic pass if nothing waits for a crew."""
        return self.times(())

    @cached_property
    def planned_times(self) -> Times:
        """The times of the deterministic pass with the list in force."""
        return self.times(self.listed)

    @cached_property
    def triggers(self) -> Mapping[str, tuple[str, ...]]:
        """
        What can make work run that runs only if a risk occurs: by its id, the exposed tasks before it by links.

        Where there is none, the risk is judged at that work itself.
        """
        risks = {id: self._risks[task.only_if] for id, task in self._tasks.items() if task.only_if is not None}
        precedes = self.precedence({exposed for risk in risks.values() for exposed in risk.exposes})
        return {
            id: tuple(exposed for exposed in sorted(risk.exposes) if precedes(exposed, id))
            for id, risk in risks.items()
        }

    @cached_property
    def judged(self) -> Mapping[str, frozenset[str]]:
        """The risks judged at each task: those it is exposed to, reveals, or runs only if and has no trigger for."""
        judged = {id: set(task.reveals) for id, task in self._tasks.items()}
        for id, risk in self._risks.items():
            for task_id in risk.exposes:
                judged[task_id].add(id)
        for id, triggering in self.triggers.items():
            only_if = self._tasks[id].only_if
            if only_if is not None and not triggering and id not in self.history.idle:
                judged[id].add(only_if)
        return {id: frozenset(risks) for id, risks in judged.items()}

    @cached_property
    def retirements(self) -> Acting:
        """
        What can be retired of a risk at a task with the list in force.

        A task acts where the risk is judged: at tasks that are exposed to it, reveal it, or run only if it occurs and
        have no trigger before them. It does not act on itself, on what comes before it by links, or on a task before
        it in the list; on one that is under way only if it is finished.
        """
        return self.retirements_under(self.listed)

    @cached_property
    def possible_retirements(self) -> Acting:
        """What can be retired of a risk at a task under one order of the list or another."""
        retiring: defaultdict[str, list[str]] = defaultdict(list)
        for id, task in self._tasks.items():
            for risk_id in task.retires:
                retiring[risk_id].append(id)
        judging: defaultdict[str, set[str]] = defaultdict(set)
        for id, judged in self.judged.items():
            for risk_id in judged:
                judging[risk_id].add(id)
        precedes = self.precedence({target for risk_id in retiring for target in judging[risk_id]})
        return {
            (target, risk_id): tuple(
                id
                for id in sorted(retiring[risk_id])
                if id != target and not precedes(target, id) and self._can_act_on(target, id)
            )
            for risk_id in sorted(retiring)
            for target in sorted(judging[risk_id])
        }

    @cached_property
    def known_before(self) -> Mapping[str, Sequence[str]]:
        """By id what must be known first: what it is linked to, the task before it in the list, what acts on it."""
        return self._known_before(self.listed, self.retirements)

    @cached_property
    def processing_order(self) -> tuple[str, ...]:
        """
        The ids of tasks and milestones, each after all that its start and its duration hang on.

        Raises
        ------
        ValueError
            When there is no order: something waits for itself, or must be known before itself.
        """
        return _ordered(self.known_before)

    def retirements_under(self, listed: Sequence[str]) -> Acting:
        """Return what can be retired of a risk at a task if the list were in another order, or empty."""
        index = {id: index for index, id in enumerate(listed)}
        return {
            (target, risk_id): tuple(
                id for id in ids if not (id in index and target in index and index[target] < index[id])
            )
            for (target, risk_id), ids in self.possible_retirements.items()
        }

    def check_order(self, listed: Sequence[str]) -> None:
        """
        Refuse an order of the list under which something would have to be known before itself.

        Raises
        ------
        ValueError
            With the path that closes.
        """
        _ordered(self._known_before(listed, self.retirements_under(listed)))

    def precedence(self, marked: Iterable[str], counts: Callable[[Link], bool] = lambda link: True) -> Precedence:
        """
        Return what tells whether one of the marked comes before something by links, directly or through others.

        Parameters
        ----------
        marked
            Those that are asked about as the earlier ones.
        counts
            Which links count; all of them unless given.
        """
        bit = {id: 1 << index for index, id in enumerate(sorted(marked))}
        before: dict[str, int] = {}
        for id in self.order if bit else ():
            marks = 0
            for link in self._nodes[id].after:
                if counts(link):
                    marks |= before[link.predecessor] | bit.get(link.predecessor, 0)
            before[id] = marks
        return lambda first, second: bool(before[second] & bit[first])

    def ancestors(self, ids: Iterable[str]) -> frozenset[str]:
        """Return what must come, by whatever links, before any of some ids; these are not counted in."""
        return _reached(self.links, ids)

    def hangs_on(self, id: str) -> frozenset[str]:
        """Return all that must be known before the time of something, in the list in force."""
        return _reached(self.known_before, [id])

    def completed(self, order: tuple[str, ...]) -> tuple[str, ...]:
        """Return an order of the list with what it leaves out, as what has begun may be: as early as links let it."""
        missing = set(self._orderings.among if self._orderings else ()).difference(order)
        if not missing:
            return order
        listed, precedes = list(order), self.precedence(self._by_early_start)
        for id in reversed(self._by_early_start):
            if id in missing:
                before = [index for index, other in enumerate(listed) if precedes(other, id)]
                listed.insert(before[-1] + 1 if before else 0, id)
        return tuple(listed)

    def times(self, listed: Sequence[str]) -> Times:
        """
        Compute the deterministic pass: start and finish at the most likely durations.

        Of a duration that is most likely 0 only by its shape the median is taken. Finish-to-start and start-to-start
        links and `not_before` set when something can be decided; finish-to-finish and start-to-finish links push its
        start until its finish is late enough. Work is never interrupted. No risk occurs, so work that only a risk
        brings takes no time, and gives its crew back as soon as that can be decided.

        Parameters
        ----------
        listed
            Tasks that wait for a crew, in the order in which they take one.
        """
        before = self._linked_and_listed(listed)
        waiting, holding = set(listed), self.holding if listed else ()
        crews = [0.0] * self.crews_for(listed)
        times: dict[str, tuple[float, float]] = {}
        for id in _ordered(before) if listed else self.order:
            node, task = self._nodes[id], self._tasks.get(id)
            duration = self.likely_duration(id)
            decided = self.floor(id)
            decided = max(decided, crews[0]) if id in waiting else decided
            start = decided
            for link in node.after:
                earliest = _earliest_start(link, times[link.predecessor], duration)
                start = max(start, earliest)
                decided = decided if link.kind.holds_finish else max(decided, earliest)
            times[id] = self.history.begun.get(id, start), start + duration
            if id in holding:
                heapreplace(crews, max(crews[0], start + duration))
            elif id in waiting:
                heapreplace(crews, decided if task and task.only_if is not None else start + duration)
        return times

    def crews_for(self, listed: Sequence[str]) -> int:
        """Return how many crews so many tasks can have at once."""
        return min(self._orderings.crews, len(listed) + len(self.holding)) if self._orderings and listed else 0

    def likely_duration(self, id: str) -> float:
        """Return what the plan takes for a task when no risk occurs, or for what is left of it; 0 for a milestone."""
        task = self._tasks.get(id)
        if task is None or task.only_if is not None:
            return 0.0
        rounds, again = task.rounds.mode if task.rounds else 1, self.history.again.get(id)
        if again is None:
            return planned_value(task.duration) * rounds
        return planned_value(task.duration) + planned_value(again) * (rounds - 1)

    def floor(self, id: str) -> float:
        """Return before when a task or milestone cannot be decided, whatever it waits for [working days]."""
        if id in self.history.finished:
            return self.history.finished[id][0]
        if id in self.history.begun:
            return self.history.now
        day = self._nodes[id].not_before
        return max(self.history.now, 0.0 if day is None else float(self._days.begin_offset(day)))

    def decided_by_links(self, id: str, times: Times) -> float:
        """
        Return when a task or milestone can be decided by its links and its date alone [working days from the start].

        Parameters
        ----------
        id
            The task or milestone.
        times
            Start and finish of all that it is linked to.
        """
        node = self._nodes[id]
        links = (link for link in node.after if not link.kind.holds_finish)
        return max([self.floor(id), *(_earliest_start(link, times[link.predecessor], 0.0) for link in links)])

    def _known_before(self, listed: Sequence[str], acting: Acting) -> Mapping[str, Sequence[str]]:
        before = self._linked_and_listed(listed)
        for (target, _), retiring in acting.items():
            before[target].extend(retiring)
        return before

    def _linked_and_listed(self, listed: Sequence[str]) -> dict[str, list[str]]:
        """Return what each is linked to, with the task before it in the list; before the first, who has a crew."""
        before = {id: [*ids] for id, ids in self.links.items()}
        for first, second in pairwise(listed):
            before[second].append(first)
        if listed:
            before[listed[0]].extend(self.holding)
        return before

    def _can_act_on(self, target: str, id: str) -> bool:
        return target not in self.history.begun or id in self.history.finished


def _reached(before: Mapping[str, Iterable[str]], ids: Iterable[str]) -> frozenset[str]:
    """Return all that comes before any of some ids, directly or through others; these are not counted in."""
    waiting, found = list(ids), set[str]()
    while waiting:
        fresh = set(before[waiting.pop()]) - found
        found |= fresh
        waiting += fresh
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


def _earliest_start(link: Link, predecessor: tuple[float, float], duration: float) -> float:
    asked = link.asked(*predecessor)
    return asked - duration if link.kind.holds_finish else asked
