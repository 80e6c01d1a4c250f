"""Schedule: the plan by the critical path method, at most likely durations and without risks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from math import inf

from milepost.models.bounds import SLACK
from milepost.models.link import Link
from milepost.models.milestone import Milestone, told_first
from milepost.models.network import Network
from milepost.models.task import Task
from milepost.models.units import Turn, UnitQueue


class Schedule:
    """
    Early and late times, floats and critical paths of the deterministic pass with the list in force [1]_.

    Late times are as late as they can be without making the last milestone later than the pass has it.

    Parameters
    ----------
    tasks, milestones
        Of the plan.
    network
        What comes before what in it.

    References
    ----------
    .. [1] PMI (2021), A Guide to the Project Management Body of Knowledge, 7th ed., glossary: critical path method,
       total float, free float.
    """

    def __init__(
        self,
        tasks: Mapping[str, Task],
        milestones: Mapping[str, Milestone],
        network: Network,
    ) -> None:
        self._tasks, self._milestones, self._network = tasks, milestones, network
        self._nodes: Mapping[str, Task | Milestone] = {**tasks, **milestones}
        self._times = network.planned_times
        self._timing = network.timing

    @cached_property
    def end(self) -> float:
        """When the last milestone is reached, or if there is none the last task done [days of the axis]."""
        return max((self._times[id][1] for id in self._milestones or self._tasks), default=0.0)

    @cached_property
    def last(self) -> Milestone | None:
        """The milestone that is reached last of those that are told first; of several the last in the file."""
        return max(reversed(self._told), key=lambda one: self._times[one.id][1], default=None)

    @cached_property
    def total_float(self) -> Mapping[str, float]:
        """
        By how much each task and milestone can be late without the last milestone being so, by id [its working days].

        Infinity for what comes after the last milestone and does not hold it up.
        """
        return self._floats(passed_on=True)

    @cached_property
    def free_float(self) -> Mapping[str, float]:
        """By how much each can be late without anything starting later or the last milestone being late."""
        return self._floats(passed_on=False)

    @cached_property
    def critical_to(self) -> Mapping[str, tuple[str, ...]]:
        """By id, to which of the milestones that are told first each task and milestone is on a critical path."""
        bit = {one.id: 1 << index for index, one in enumerate(self._told)}
        marks: defaultdict[tuple[str, bool], int] = defaultdict(int)
        for id in reversed(self._network.processing_order):
            marks[id, False] |= bit.get(id, 0)
            for decided in (False, True):
                for driver in self._drivers(id, decided=decided) if marks[id, decided] else ():
                    marks[driver] |= marks[id, decided]
        return {id: tuple(one for one in bit if (marks[id, False] | marks[id, True]) & bit[one]) for id in self._nodes}

    def critical_path(self, id: str) -> tuple[str, ...]:
        """
        Return the ids on a critical path to a task or milestone, in sequence, itself the last.

        Each is held by the one before it, through a link or through units that it takes over; of several that hold
        it the one of lowest id is taken. The first is held by nothing but its date or the start of the plan.
        """
        path, found = [id], min(self._drivers(id), default=None)
        while found is not None:
            path.append(found[0])
            found = min(self._drivers(found[0], decided=found[1]), default=None)
        return tuple(reversed(path))

    @cached_property
    def _told(self) -> tuple[Milestone, ...]:
        return told_first(self._milestones.values())

    @cached_property
    def _following(self) -> Mapping[str, tuple[tuple[Link, str], ...]]:
        following: defaultdict[str, list[tuple[Link, str]]] = defaultdict(list)
        for id, node in self._nodes.items():
            for link in node.after:
                following[link.predecessor].append((link, id))
        return {id: tuple(following[id]) for id in self._nodes}

    @cached_property
    def _turns(self) -> Mapping[str, Mapping[str, Turn]]:
        """The turns of the tasks that take units, by resource, those first that have them already."""
        return {id: turns for id, (turns, _) in self._taken.items()}

    @cached_property
    def _taken(self) -> Mapping[str, tuple[Mapping[str, Turn], float]]:
        """By the id of each task that takes units, its turns, and when it can be decided."""
        queue, taken = UnitQueue(self._network.pools), {}
        for id in self._network.holding:
            taken[id] = queue.hold(id, self._times[id][1]), self._start(id)
        for id in self._network.listed:
            decided = max(self._network.decided_by_links(id), queue.free_for(id))
            release = decided if self._tasks[id].only_if is not None else self._times[id][1]
            taken[id] = queue.hold(id, release), decided
        return taken

    def _floats(self, *, passed_on: bool) -> Mapping[str, float]:
        """
        Compute floats backwards; what is `passed_on` may be late itself, by its own float.

        Through units: a task takes the first free ones and moves the ranks of the others, so that when they have to be
        free after its turn says when they have to be before, each no later than the next. That they keep their ranks
        is asked for, which with more than one unit may be more than it takes.
        """
        late: dict[str, float] = {}
        needed = {id: [inf] * pool.capacity for id, pool in self._network.pools.items()}
        for id in reversed(self._network.processing_order):
            if id in self._network.history.finished:
                late[id] = inf
                continue
            finish, turns = self._times[id][1], self._turns.get(id, {})
            latest = (
                max(self.end, finish) if self._network.worked(finish) <= self._network.worked(self.end) + SLACK else inf
            )
            for link, other in self._following[id]:
                latest = min(latest, self._latest(link, other, late[other] if passed_on else self._times[other][1]))
            for resource, turn in turns.items():
                for rank, release in zip(turn.ranks, turn.releases, strict=True):
                    latest = min(latest, needed[resource][rank] + (finish - release))
            for resource, turn in turns.items():
                then = needed[resource]
                for rank in reversed(turn.ranks):
                    del then[rank]
                first = min([self._moment_for(id, latest if passed_on else finish), *then[:1]])
                then[:0] = [first] * len(turn.ranks)
            late[id] = latest
        floats = {id: self._timing.lasts(id, self._times[id][1], latest) for id, latest in late.items()}
        return {id: one if one > SLACK else 0.0 for id, one in floats.items()}

    def _latest(self, link: Link, id: str, finish: float) -> float:
        """Return when what a link reads has to be finished for its successor to be so by some time."""
        if self._network.history.reads_fact(link):
            return inf
        if self._network.opening(id) == inf and self._timing.begins(id, finish) > finish + SLACK:
            finish = self._timing.ended(id, finish)  # what is later is reached when work goes on, which is after that
        _, start_before, finish_before, *_ = self._network.read_by(link)
        held = finish if link.kind.holds_finish else self._moment_for(id, finish)
        latest = self._timing.latest(link, id, held, start_before, finish_before)
        if not link.kind.reads_start or finish_before <= start_before:
            return latest
        before = link.predecessor
        return self._timing.ends(before, latest, self._timing.lasts(before, start_before, finish_before))

    def _moment_for(self, id: str, finish: float) -> float:
        """Return when something has to start, or to give its units back, for it to be finished by some time."""
        moment, planned = self._moment(id), self._times[id][1]
        if finish == planned or self._times[id][0] == planned:
            return moment + (finish - planned)
        return self._timing.begins_to_end(id, finish, self._timing.lasts(id, moment, planned))

    def _moment(self, id: str) -> float:
        """Return the start, or of work that gives its units back when that can be decided, when it can."""
        gives_back = id in self._taken and self._tasks[id].only_if is not None
        return self._taken[id][1] if gives_back else self._start(id)

    def _start(self, id: str) -> float:
        """Return the start, or when work that is under way goes on."""
        return self._network.planned[id].goes_on

    def _holds(self, link: Link, id: str, moment: float) -> bool:
        """Return whether a link is what ties a successor to the moment, or to its finish."""
        before = self._network.read_by(link)
        asked = self._timing.asked(link, id, before.start, before.finish, before.dated)
        finish = self._times[id][1]
        if not link.kind.holds_finish:
            return moment - self._goes_on(id, asked) <= SLACK
        work = self._timing.lasts(id, self._start(id), finish)
        return (moment - self._timing.begins_to_end(id, asked, work) if work > 0.0 else finish - asked) <= SLACK

    def _goes_on(self, id: str, time: float) -> float:
        """Return when something goes on that could from a time on; what takes no time need not wait for work to do."""
        start, finish = self._times[id]
        return self._timing.begins(id, time) if finish > start else time

    def _drivers(self, id: str, *, decided: bool = False) -> Iterator[tuple[str, bool]]:
        """Yield what holds the start of something, or that it is decided, and whether its decision does so."""
        moment = self._moment(id) if decided else self._start(id)
        for link in self._nodes[id].after:
            if (decided and link.kind.holds_finish) or self._network.history.reads_fact(link):
                continue
            if self._holds(link, id, moment):
                yield link.predecessor, False
        for turn in self._turns.get(id, {}).values() if id not in self._network.history.begun else ():
            for free, giver in zip(turn.free, turn.givers, strict=True):
                if giver is not None and moment - self._goes_on(id, free) <= SLACK:
                    yield giver, self._tasks[giver].only_if is not None
