"""Network: what comes before what in a plan, by links, by the list in force and by what must be known."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import inf
from types import MappingProxyType
from typing import TypeAlias

from milepost.models.calendar import WorkingDays
from milepost.models.cycle import find_cycles
from milepost.models.distributions import planned_value
from milepost.models.history import History
from milepost.models.levelling import Activity, level
from milepost.models.link import Link
from milepost.models.milestone import Milestone, MilestoneAt
from milepost.models.orderings import Orderings
from milepost.models.resource import Resource
from milepost.models.risk import Risk
from milepost.models.task import Task
from milepost.models.timing import BEGINNING, Placed, Timing
from milepost.models.units import CREWS, Needs, Pool, UnitQueue, pools_of

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
    resources
        Of the plan; none unless given.
    levelling
        The tasks that need units in the order in which they take them, if the plan says it.
    timing
        When work begins and ends on the axis of its times; where all has one calendar unless given.

    Attributes
    ----------
    history, timing
        The same.
    """

    def __init__(
        self,
        tasks: Mapping[str, Task],
        milestones: Mapping[str, Milestone],
        risks: Mapping[str, Risk],
        orderings: Orderings | None,
        days: WorkingDays,
        history: History | None = None,
        resources: Mapping[str, Resource] = MappingProxyType({}),
        levelling: Sequence[str] | None = None,
        timing: Timing | None = None,
    ) -> None:
        self._made_of = tasks, milestones, risks, orderings, days, history, dict(resources), levelling, timing
        self.history = history or History(now=0.0)
        self._tasks, self._risks, self._orderings, self._days = tasks, risks, orderings, days
        self._resources, self._levelling = resources, levelling
        self.timing = timing or Timing()
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
    def needs(self) -> Needs:
        """How many units of each resource a task takes, of one under way those that it has; a crew is such a unit."""
        needs = {id: dict(task.needs) for id, task in self._tasks.items() if task.needs}
        if self._orderings and self._orderings.resource is None:
            for id in self._orderings.among:
                needs[id] = {**needs.get(id, {}), CREWS: 1}
        return {id: one for id, one in {**needs, **self.history.holding}.items() if one}

    @cached_property
    def holding(self) -> tuple[str, ...]:
        """Tasks under way that have their units before the first of the list takes any; none where none is listed."""
        return tuple(self.history.holding) if self.listed else ()

    @cached_property
    def resting(self) -> frozenset[str]:
        """The ids of tasks under way of which something waits for the start of the rest."""
        links = (link for node in self._nodes.values() for link in node.after) if self.history.rests else ()
        return frozenset(link.predecessor for link in links if self.history.reads_rest(link))

    @cached_property
    def pools(self) -> Mapping[str, Pool]:
        """The resources that tasks may have to wait for, by id; none where all needs together fit."""
        capacities = {id: resource.capacity for id, resource in self._resources.items()}
        if self._orderings:
            capacities[CREWS] = self._orderings.crews
        return pools_of(capacities, self.needs) if self.listed else {}

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The tasks that need units in the order in which they take them."""
        return self.listed_with(self._orderings.order if self._orderings else None)

    @cached_property
    def ordered(self) -> tuple[str, ...]:
        """The tasks of the ordering in the order in which they take their units."""
        among = set(self._orderings.among if self._orderings else ())
        return tuple(id for id in self.listed if id in among)

    def listed_with(self, order: Sequence[str] | None) -> tuple[str, ...]:
        """
        Return the list of all tasks that need units, with those of the ordering in some order.

        That is the list of the plan, or by early start, in which the places that they hold are filled in the sequence
        of the order. Each task is moved behind what it waits for.

        Parameters
        ----------
        order
            The tasks of the ordering, save perhaps some that have begun; None leaves them as they are.
        """
        among = set(self._orderings.among if self._orderings else ())
        takers = {id for id in self.needs if id not in self.history.holding}
        filling = () if order is None else self._completed([id for id in order if id in takers], among)
        if filling and among == takers:
            return filling
        if self._levelling is None:
            only_crews = all(one.keys() <= {CREWS} for one in self.needs.values())
            listed = self._by_early_start if only_crews else self.by_schedule
        else:
            listed = self._completed([id for id in self._levelling if id in takers], takers)
        if filling:
            turn = iter(filling)
            listed = tuple(next(turn) if id in among else id for id in listed)
        return self._behind_links(listed, filling)

    @cached_property
    def _by_early_start(self) -> tuple[str, ...]:
        """The tasks that need units by their early start."""
        takers = {id for id in self.needs if id not in self.history.holding}
        # A lead can start a task before one that it comes after; the links count more than the early start.
        order = self.ordered_by(lambda id: self.worked(self.early_times[id][0]) if id in takers else -1.0)
        return tuple(id for id in order if id in takers)

    @cached_property
    def by_schedule(self) -> tuple[str, ...]:
        """
        The tasks that need units by the best schedule that is found for them.

        It counts work that only a risk brings at its most likely duration, as if the risk occurred.
        """
        capacities = {id: resource.capacity for id, resource in self._resources.items()}
        if self._orderings:
            capacities[CREWS] = self._orderings.crews
        return level([self._activity(id, capacities) for id in self._nodes], capacities).order

    def _activity(self, id: str, capacities: Mapping[str, int]) -> Activity:
        """Return what levelling knows of a task or milestone; what is finished, or has its units, stays where it is."""
        # A crew that work under way has is not among them where all that the ordering is about is settled.
        held = self.needs.get(id, {}).items()
        needs = {resource: min(units, capacities[resource]) for resource, units in held if resource in capacities}
        if id in self.history.finished or id in self.history.holding:
            start, finish = (self.worked(time) for time in self.early_times[id])
            start = max(start, self.worked(self.history.now)) if self.history.rests and needs else start
            return Activity(id=id, duration=finish - start, needs=needs, floor=start, holding=True)
        timing, duration = self.timing, self.timing.on_average(id, self._duration_if_run(id))
        after = tuple(replace(link, lag=timing.lag_on_average(link, id), elapsed=0.0) for link in self._nodes[id].after)
        return Activity(id=id, duration=duration, after=after, needs=needs, floor=self.worked(self.floor(id)))

    def completed(self, order: Sequence[str]) -> tuple[str, ...]:
        """Return an order of the tasks of the ordering, with what it leaves out, as what has begun may be."""
        return self._completed(order, set(self._orderings.among if self._orderings else ()))

    def _completed(self, order: Sequence[str], among: Set[str]) -> tuple[str, ...]:
        """Return an order with what it leaves out, as what has begun may be: as early as links let it."""
        missing = among - set(order)
        if not missing:
            return tuple(order)
        listed, precedes = list(order), self.precedence(self._by_early_start)
        for id in reversed(self._by_early_start):
            if id in missing:
                before = [index for index, other in enumerate(listed) if precedes(other, id)]
                listed.insert(before[-1] + 1 if before else 0, id)
        return tuple(listed)

    def _behind_links(self, listed: tuple[str, ...], ordered: Sequence[str]) -> tuple[str, ...]:
        """Return a list with each task behind what it waits for; those of an order stay in it."""
        place = {id: float(index) for index, id in enumerate(listed)}
        before = {id: [*ids] for id, ids in self.links.items()}
        for first, second in pairwise(ordered):
            before[second].append(first)
        try:
            order = _ordered(before, lambda id: place.get(id, -1.0))
        except ValueError:
            return listed  # an order that contradicts the links, which is refused
        return tuple(id for id in order if id in place)

    @cached_property
    def early_times(self) -> Times:
        """The times of the deterministic pass if nothing waits for units."""
        return self.times(())

    @cached_property
    def planned_times(self) -> Times:
        """The times of the deterministic pass with the list in force."""
        return {id: (one.start, one.finish) for id, one in self.planned.items()}

    @cached_property
    def planned(self) -> Mapping[str, Placed]:
        """When each begins and ends in that pass, with the times that have the dates."""
        return self._pass(self.listed)

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
        have no trigger before them. It does not act on itself, on what comes before it by links, by the list of tasks
        that need one resource, or by a chain of these; on one that is under way only if it is finished.
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
        """By id what must be known first: what it is linked to, whose units it may take over, what acts on it."""
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
        precedes = self.precedence_under(listed)
        return {
            (target, risk_id): tuple(id for id in ids if not precedes(target, id))
            for (target, risk_id), ids in self.possible_retirements.items()
        }

    def precedence_under(self, listed: Sequence[str]) -> Precedence:
        """
        Return what tells whether a task at which something can be retired comes before another that could do so.

        It does by links, by the list, where both need one resource, or by a chain of these; the list agrees with the
        links.
        """
        bit, by_links, nearest = self._marks
        marks = dict[str, int]()

        def before(id: str) -> int:
            found = by_links[id]
            for other in nearest[id]:
                found |= marks.get(other, 0)
            return found

        takes_over = defaultdict[str, list[str]](list)
        for first, second in self.following(listed) if bit else ():
            takes_over[second].append(first)
        for id in listed if bit else ():
            marks[id] = before(id)
            for other in takes_over[id]:
                marks[id] |= marks.get(other, 0) | bit.get(other, 0)
        if not bit:
            return lambda first, second: False
        return lambda first, second: bool((marks[second] if second in marks else before(second)) & bit.get(first, 0))

    @cached_property
    def _marks(self) -> tuple[Mapping[str, int], Mapping[str, int], Mapping[str, Set[str]]]:
        """
        Return what tells what comes before what by links.

        A bit for each at which something can be retired, by id the bits of those before it, and of the listed the
        nearest ones. All are empty where nothing is listed, or retired.
        """
        listed = set(self.listed)
        targets = {target for (target, _), ids in self.possible_retirements.items() if ids and listed}
        bit = {id: 1 << index for index, id in enumerate(sorted(targets))}
        marks, nearest = dict[str, int](), dict[str, Set[str]]()
        for id in self.order if bit else ():
            marks[id], nearest[id] = 0, set()
            for other in self.links[id]:
                marks[id] |= marks[other] | bit.get(other, 0)
                nearest[id] |= {other} if other in listed else nearest[other]
        return bit, marks, nearest

    def following(self, listed: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield each task of a list after those that need one resource with it and stand next before it, or have it."""
        last = dict[str, list[str]]()
        for id in self.holding if listed else ():
            for resource in self.needs[id]:
                last.setdefault(resource, []).append(id)
        for id in listed:
            for other in dict.fromkeys(other for resource in self.needs[id] for other in last.get(resource, ())):
                yield other, id
            last.update((resource, [id]) for resource in self.needs[id])

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

    def times(self, listed: Sequence[str]) -> Times:
        """
        Compute the deterministic pass: start and finish at the most likely durations.

        Of a duration that is most likely 0 only by its shape the median is taken. Finish-to-start and start-to-start
        links and `not_before` set when something can be decided; finish-to-finish and start-to-finish links and
        `finish_not_before` push its start until its finish is late enough. Work is never interrupted. No risk occurs,
        so work that only a risk brings takes no time, and gives its units back as soon as that can be decided.

        Parameters
        ----------
        listed
            All tasks that wait for units, in the order in which they take them; none for a plan in which nothing does.
        """
        return {id: (one.start, one.finish) for id, one in self._pass(listed).items()}

    def _pass(self, listed: Sequence[str]) -> Mapping[str, Placed]:
        before = self._linked_and_listed(listed)
        waiting, holding = set(listed), self.holding if listed else ()
        queue, begun = UnitQueue(self.pools if listed else {}), self.history.begun
        placed: dict[str, Placed] = {}
        for id in _ordered(before) if listed else self.order:
            task, waits = self._tasks.get(id), [(link, self._read_by(link, placed)) for link in self._nodes[id].after]
            placed[id] = one = self.timing.place(
                id,
                self.likely_duration(id),
                waits,
                floor=self.floor(id),
                finish_floor=self.finish_floor(id),
                free=queue.free_for(id) if id in waiting else -inf,
                opening=self.opening(id),
                began=begun.get(id),
            )
            if id in waiting or id in holding:
                queue.hold(id, one.decided if task and task.only_if is not None else one.finish)
        return placed

    def read_by(self, link: Link) -> Placed:
        """Return when that is in the deterministic pass which a link reads: of work under way it may be the rest."""
        return self._read_by(link, self.planned)

    def _read_by(self, link: Link, placed: Mapping[str, Placed]) -> Placed:
        before = placed[link.predecessor]
        return before.rest if self.history.reads_rest(link) else before

    def worked(self, time: float) -> float:
        """Return the working days of the plan from the start to a time of the axis."""
        return float(self._days.worked(time))

    def likely_duration(self, id: str) -> float:
        """Return what the plan takes for a task when no risk occurs, or for what is left of it; 0 for a milestone."""
        task = self._tasks.get(id)
        return 0.0 if task is None or task.only_if is not None else self._duration_if_run(id)

    def _duration_if_run(self, id: str) -> float:
        """Return what the plan takes for a task when it runs, or for what is left of it; 0 for a milestone."""
        task = self._tasks.get(id)
        if task is None or id in self.history.idle:
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
        floor = max(self.history.now, 0.0 if day is None else float(self._days.begin_offset(day)))
        return floor if day is None and floor <= 0.0 else self.timing.begins(id, floor)

    def finish_floor(self, id: str) -> float:
        """Return before when a task cannot finish, or a milestone be reached, by a date of its own [working days]."""
        day = None if id in self.history.finished else self._nodes[id].finish_not_before
        return -inf if day is None else self.timing.ended(id, float(self._days.due_offset(day)))

    def opening(self, id: str) -> float:
        """
        Return the dated time that a task or milestone has by itself, of whatever it waits for.

        That is the beginning of its `not_before` [days of the axis], infinity for a milestone that always is a
        beginning, else -infinity.
        """
        if id in self.history.finished:
            return -inf
        node = self._nodes[id]
        if isinstance(node, Milestone) and node.at == MilestoneAt.START:
            return inf
        floor = self.floor(id)
        return floor + BEGINNING if floor > 0.0 else -inf

    def decided_by_links(self, id: str) -> float:
        """Return when a task or milestone can be decided by its links and its date alone [days of the axis]."""
        waits = [(link, self.read_by(link)) for link in self._nodes[id].after if not link.kind.holds_finish]
        floors = {"floor": self.floor(id), "finish_floor": -inf, "free": -inf, "opening": -inf}
        return self.timing.place(id, self.likely_duration(id), waits, **floors).decided

    def _known_before(self, listed: Sequence[str], acting: Acting) -> Mapping[str, Sequence[str]]:
        before = self._linked_and_listed(listed)
        for (target, _), retiring in acting.items():
            before[target].extend(retiring)
        return before

    def _linked_and_listed(self, listed: Sequence[str]) -> dict[str, list[str]]:
        """Return what each is linked to, with the tasks whose units it may take over."""
        before = {id: [*ids] for id, ids in self.links.items()}
        for first, second in self.following(listed):
            before[second].append(first)
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
