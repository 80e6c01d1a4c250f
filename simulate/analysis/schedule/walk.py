"""The walk back: in which iterations the driving paths to milestones pass which tasks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.models import Link, Scenario
from milepost.models.clock_timing import ClockTiming
from milepost.simulate.analysis.schedule.asking import asked_by, goes_on
from milepost.simulate.analysis.schedule.turns import turns_of
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome, Times, Truths

Bits = NDArray[np.uint8]

_AT_ONCE: Final = 8
"""Milestones that are walked back from at once, a bit each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """
    What drives some milestones, in each detailed iteration in which they are reached, judged by its own times.

    Parameters
    ----------
    milestones
        Their ids; the k-th has bit k.
    reached
        By these ids: bool[n], where the milestone is reached.
    critical
        By task id: uint8[n], to which of them any driving path passes from the task's start to its finish. Where
        several links, or units, bind at once there are several paths.
    passed
        By the ids of tasks and milestones, each after all that it waits for: uint8[n], to which of them one path does,
        which is the same for the same times: through the task itself before a link that holds its finish, and of what
        is left through the lowest id. The milestone at which it ends is not counted.
    """

    milestones: tuple[str, ...]
    reached: Mapping[str, Truths]
    critical: Mapping[str, Bits]
    passed: Mapping[str, Bits]

    def bit(self, milestone: str) -> np.uint8:
        """Return the bit of a milestone."""
        return np.uint8(1 << self.milestones.index(milestone))

    def drives(self, task: str, milestone: str) -> Truths:
        """Return, of the iterations in which a milestone is reached, in which a task drives it."""
        reached = self.reached[milestone]
        if task not in self.critical:
            return np.zeros(np.count_nonzero(reached), np.bool_)
        drives: Truths = (self.critical[task][reached] & self.bit(milestone)) > 0
        return drives


def walks(scenario: Scenario, outcome: Outcome) -> Iterator[Walk]:
    """Walk back from each major milestone, or from all if none is major, some of them at once."""
    ids = [one.id for one in scenario.headline]
    units = _Units(scenario, outcome)
    for first in range(0, len(ids), _AT_ONCE):
        yield _Walker(scenario, outcome, units).walk(tuple(ids[first : first + _AT_ONCE]))


def walk_from(milestone: str, scenario: Scenario, outcome: Outcome) -> Walk:
    """Walk back from one milestone alone."""
    return _Walker(scenario, outcome, _Units(scenario, outcome)).walk((milestone,))


class _Event(IntEnum):
    """Where a path can come by at a task, in the order in which one is taken; a milestone has a finish alone."""

    FINISH = 0
    START = 1
    DECISION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Binding:
    """What an event waited for: another one, in the iterations in which, bool[n], that set its time."""

    id: str
    event: _Event
    binds: Truths


class _Walker:
    """
    A walk in progress.

    What has been walked to is kept by id and event as uint8[2, n]: along all paths, and along the one that is taken.
    """

    def __init__(self, scenario: Scenario, outcome: Outcome, units: "_Units") -> None:
        self._scenario = scenario
        self._outcome = outcome
        self._units = units
        self._played = scenario, outcome
        self._ahead: dict[tuple[str, _Event], Bits] = {}

    def walk(self, milestones: tuple[str, ...]) -> Walk:
        """Go back through all that any of the milestones waited for, the last first."""
        detail = self._outcome.detail
        reached = {id: np.isfinite(self._outcome.finish[id][:detail]) for id in milestones}
        for bit, id in enumerate(milestones):
            self._go(np.broadcast_to(reached[id].astype(np.uint8) << bit, (2, detail)), id, _Event.FINISH)
        critical, passed = dict[str, Bits](), dict[str, Bits]()
        for id in reversed(self._scenario.network.processing_order):
            found = [self._ahead.pop((id, event), None) for event in _Event]
            if all(bits is None for bits in found):
                continue
            finished, begun, decided = (np.zeros((2, detail), np.uint8) if one is None else one for one in found)
            if id in self._scenario.tasks:
                through = self._pass_task(id, finished, begun, decided)
                critical[id], passed[id] = through
            else:
                self._spread(finished, self._bindings(id, self._scenario.nodes[id].after, self._finish(id)))
                own = 1 << milestones.index(id) if id in milestones else 0
                passed[id] = finished[1] & np.uint8(255 - own)
        return Walk(
            milestones=milestones,
            reached=reached,
            critical=critical,
            passed={id: passed[id] for id in reversed(passed)},
        )

    def _pass_task(self, id: str, finished: Bits, begun: Bits, decided: Bits) -> Bits:
        """Go on from a task to what it waited for; return uint8[2, n], where a path passes it from start to finish."""
        start, finish, decision = self._outcome.task_start[id], self._finish(id), self._outcome.decided(id)
        links, history = self._scenario.tasks[id].after, self._scenario.network.history
        holding = [link for link in links if link.kind.holds_finish]
        came = finished if id in history.begun and not history.rests else finished | begun  # a fact waited for nothing
        if id in history.begun:
            held = [asked_by(link, id, *self._played) >= finish - SLACK for link in holding]
            by_decision = _mask(~np.logical_or.reduce([np.zeros(finish.size, np.bool_), *held]))
        else:
            by_decision = _mask(start <= decision + SLACK)
        waiting = self._bindings(id, [link for link in links if not link.kind.holds_finish], decision)
        self._spread(decided | (came & by_decision), [*waiting, *self._units.bindings(id)])
        if id in self._outcome.task_decided:
            pushed = np.stack([came[0], came[1] & ~by_decision])
            self._spread(pushed, self._pushing(id, holding))
        through: Bits = finished & by_decision & _mask(self._outcome.runs(id))
        return through

    def _bindings(self, id: str, links: Sequence[Link], time: Times) -> list[_Binding]:
        """Return what links of something ask for, and where that is the time that came of it."""
        played = self._played
        asked = [goes_on(id, asked_by(link, id, *played), *played) for link in links]
        return [self._binding(link, one, time) for link, one in zip(links, asked, strict=True)]

    def _pushing(self, id: str, links: Sequence[Link]) -> list[_Binding]:
        """Return what links that hold the finish of a task ask for, and where its start came of that."""
        start, finish, timing = self._outcome.task_start[id], self._finish(id), self._scenario.timing
        work, bindings = timing.lasts(id, start, finish), []
        for link in links:
            asked = asked_by(link, id, *self._played)
            pushed = np.where(work > 0.0, timing.begins_to_end(id, asked, work), asked)
            bindings.append(self._binding(link, pushed, start))
        return bindings

    def _binding(self, link: Link, asked: Times, time: Times) -> _Binding:
        """Return what a link waits for, and where what it asks for is the time that came of it."""
        starts = link.kind.reads_start and link.predecessor in self._scenario.tasks
        event = _Event.START if starts else _Event.FINISH
        return _Binding(id=link.predecessor, event=event, binds=asked >= time - SLACK)

    def _spread(self, bits: Bits, bindings: Sequence[_Binding]) -> None:
        """Go on to whatever binds along all paths, and to the first of it along the one that is taken."""
        left = bits.copy()
        for one in sorted(bindings, key=lambda one: (one.id, one.event)):
            binds = _mask(one.binds)
            self._go(left & binds, one.id, one.event)
            left[1] &= ~binds

    def _go(self, bits: Bits, id: str, event: _Event) -> None:
        ahead = self._ahead.get((id, event))
        self._ahead[id, event] = bits if ahead is None else ahead | bits

    def _finish(self, id: str) -> Times:
        return self._outcome.task_finish[id] if id in self._scenario.tasks else self._outcome.unstopped(id)


class _Units:
    """
    When units were waited for, and who gave them back then.

    Parameters
    ----------
    scenario, outcome
        The plan, and what came of it.
    """

    def __init__(self, scenario: Scenario, outcome: Outcome) -> None:
        self._outcome = outcome
        self._queues = [_Queue(scenario, outcome, resource) for resource in scenario.network.pools]

    def bindings(self, id: str) -> Iterator[_Binding]:
        """Yield the tasks before one in the list whose units, given back at that moment, it waited for."""
        found: dict[str, Truths] = {}
        for queue in self._queues:
            for other, binds in queue.givers(id):
                found[other] = found[other] | binds if other in found else binds
        for other, binds in found.items():
            runs = self._outcome.runs(other)
            yield _Binding(id=other, event=_Event.FINISH, binds=binds & runs)
            if not runs.all():
                yield _Binding(id=other, event=_Event.DECISION, binds=binds & ~runs)


class _Queue:
    """Of one resource, who waited for it and when its units were given back, by the places of the list."""

    def __init__(self, scenario: Scenario, outcome: Outcome, resource: str) -> None:
        self._place: dict[str, int] = {}
        self._waited: list[Truths | None] = []
        self._asked: list[Times] = []
        self._released: list[Times] = []
        is_on_clock = isinstance(scenario.timing, ClockTiming)
        for turn in turns_of(scenario, outcome, resource):
            decided = outcome.decided(turn.task)
            waited = goes_on(turn.task, turn.free, scenario, outcome) >= decided - SLACK
            self._place[turn.task] = len(self._released)
            waits = waited.any() and not turn.holds
            self._waited.append(waited if waits else None)
            self._asked.append(np.where(waited, turn.free, decided) if waits and is_on_clock else decided)
            self._released.append(turn.released)
        self._ids = list(self._place)
        self._first = np.array([released.min() for released in self._released])
        self._last = np.array([released.max() for released in self._released])

    def givers(self, id: str) -> Iterator[tuple[str, Truths]]:
        """Yield the tasks before one that gave units back when it had as many, and where it waited for these."""
        place = self._place.get(id, 0)
        waited = self._waited[place] if id in self._place else None
        if waited is None:
            return
        free = self._asked[place]
        asked = free[waited]
        near = (self._last[:place] >= asked.min() - SLACK) & (self._first[:place] <= asked.max() + SLACK)
        for other in np.flatnonzero(near).tolist():
            binds = waited & (np.abs(self._released[other] - free) <= SLACK)
            if binds.any():
                yield self._ids[other], binds


def _mask(truths: Truths) -> Bits:
    """Return all bits where something is true, and none where not."""
    mask: Bits = np.negative(truths.view(np.uint8))
    return mask
