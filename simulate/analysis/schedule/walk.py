"""The walk back: in which iterations the driving paths to milestones pass which tasks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from milepost.models import Link, Scenario
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
        several links, or crews, bind at once there are several paths.
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
    crew = _Crew.of(scenario, outcome)
    for first in range(0, len(ids), _AT_ONCE):
        yield _Walker(scenario, outcome, crew).walk(tuple(ids[first : first + _AT_ONCE]))


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

    def __init__(self, scenario: Scenario, outcome: Outcome, crew: "_Crew") -> None:
        self._scenario = scenario
        self._outcome = outcome
        self._crew = crew
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
                self._spread(finished, self._bindings(self._scenario.nodes[id].after, self._finish(id)))
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
        links, came = self._scenario.tasks[id].after, finished | begun
        holding = [link for link in links if link.kind.holds_finish]
        if id in self._scenario.network.history.begun:
            held = [one.binds for one in self._bindings(holding, finish)]
            by_decision = _mask(~np.logical_or.reduce([np.zeros(finish.size, np.bool_), *held]))
        else:
            by_decision = _mask(start <= decision + SLACK)
        waiting = self._bindings([link for link in links if not link.kind.holds_finish], decision)
        self._spread(decided | (came & by_decision), [*waiting, *self._crew.bindings(id, decision)])
        if id in self._outcome.task_decided:
            pushed = np.stack([came[0], came[1] & ~by_decision])
            self._spread(pushed, self._bindings(holding, start, finish - start))
        through: Bits = finished & by_decision & _mask(self._outcome.runs(id))
        return through

    def _bindings(self, links: Sequence[Link], time: Times, duration: Times | float = 0.0) -> list[_Binding]:
        """Return what links ask for, and where that, less a duration, is the time that came of it."""
        bindings = []
        for link in links:
            id = link.predecessor
            starts = link.kind.reads_start and id in self._scenario.tasks
            asked = link.asked(self._start(id), self._finish(id))
            event = _Event.START if starts else _Event.FINISH
            bindings.append(_Binding(id=id, event=event, binds=asked - duration >= time - SLACK))
        return bindings

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

    def _start(self, id: str) -> Times:
        return self._outcome.task_start[id] if id in self._scenario.tasks else self._outcome.unstopped(id)

    def _finish(self, id: str) -> Times:
        return self._outcome.task_finish[id] if id in self._scenario.tasks else self._outcome.unstopped(id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crew:
    """
    When crews were waited for.

    Parameters
    ----------
    free
        By the id of each task that needs one, in the order of the list: float64[n], when the first was free.
    released
        By these ids: float64[n], when it gave its crew back.
    runs
        By these ids: bool[n], where it ran.
    """

    free: Mapping[str, Times]
    released: Mapping[str, Times]
    runs: Mapping[str, Truths]

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome) -> Self:
        """Let the tasks of the list take crews once more, at the times that are known."""
        listed, free = scenario.network.listed, dict[str, Times]()
        runs = {id: outcome.runs(id) for id in listed}
        released = {id: np.where(runs[id], outcome.task_finish[id], outcome.decided(id)) for id in listed}
        crews = np.zeros((scenario.network.crews_for(listed), outcome.detail))
        for id in scenario.network.holding if listed else ():
            first = crews.argmin(axis=0)[np.newaxis]
            released[id] = np.maximum(np.take_along_axis(crews, first, axis=0)[0], outcome.task_finish[id])
            runs[id] = outcome.runs(id)
            np.put_along_axis(crews, first, released[id][np.newaxis], axis=0)
        for id in listed:
            first = crews.argmin(axis=0)[np.newaxis]
            free[id] = np.take_along_axis(crews, first, axis=0)[0]
            np.put_along_axis(crews, first, released[id][np.newaxis], axis=0)
        return cls(free=free, released=released, runs=runs)

    def bindings(self, id: str, decision: Times) -> Iterator[_Binding]:
        """Return the tasks before one in the list whose crew, given back at that moment, it waited for."""
        if id not in self.free:
            return
        waited = self.free[id] >= decision - SLACK
        for other, released in self.released.items():
            if other == id:
                return
            binds = waited & (np.abs(released - decision) <= SLACK)
            if binds.any():
                yield _Binding(id=other, event=_Event.FINISH, binds=binds & self.runs[other])
                yield _Binding(id=other, event=_Event.DECISION, binds=binds & ~self.runs[other])


def _mask(truths: Truths) -> Bits:
    """Return all bits where something is true, and none where not."""
    mask: Bits = np.negative(truths.view(np.uint8))
    return mask
