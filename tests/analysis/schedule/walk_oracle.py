"""The driving paths of one iteration at a time, walked in plain Python over what the plain pass has played."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from math import inf

import numpy as np

from milepost.models.scenario import Scenario
from tests.oracle import SLACK, Plain, capacities, list_in_force, units_needed

Event = tuple[str, str]
"""An id, and whether its finish, its start or its decision is meant."""
ORDER = ("finish", "start", "decision")


@dataclass(kw_only=True)
class PlainWalk:
    """
    One iteration, walked back from one milestone.

    Parameters
    ----------
    scenario, plain, k
        The plan, what came of it, and which iteration.
    critical
        The tasks that a driving path passes from start to finish.
    path
        What the path that is taken passes, first to last.
    """

    scenario: Scenario
    plain: Plain
    k: int
    critical: set[str] = field(default_factory=set)
    path: list[str] = field(default_factory=list)

    def back_from(self, milestone: str) -> None:
        """Follow all driving paths; then the one that is taken, by lowest id."""
        waiting, seen = [(milestone, "finish")], set[Event]()
        while waiting:
            event = waiting.pop()
            if event not in seen:
                seen.add(event)
                self.critical.update(event[:1] if self.passes(event) and event[0] in self.scenario.tasks else ())
                waiting.extend(self.bound_by(event))
        event = (milestone, "finish")
        while ahead := self.taken(event):
            event = min(ahead, key=lambda one: (one[0], ORDER.index(one[1])))
            if self.passes(event):
                self.path.insert(0, event[0])

    def passes(self, event: Event) -> bool:
        """Return whether a path at an event passes from start to finish of what it is at."""
        id, end = event
        if id in self.scenario.milestones:
            return True
        return end == "finish" and self.at_once(id) and bool(self.plain.runs[id][self.k])

    def at_once(self, id: str) -> bool:
        """Return whether something starts when it is decided."""
        return self.time((id, "start")) <= self.time((id, "decision")) + SLACK

    def taken(self, event: Event) -> list[Event]:
        """Return among what the path goes on: work that starts when decided waits for nothing that holds its finish."""
        id, end = event
        if id in self.scenario.tasks and end != "decision" and self.at_once(id):
            return [(id, "decision")]
        return list(self.bound_by(event))

    def bound_by(self, event: Event) -> Iterator[Event]:
        """Return what set the time of an event."""
        id, end = event
        time = self.time(event)
        if id in self.scenario.milestones:
            yield from (ahead for ahead, asked in self.asked(id, holds=None) if asked >= time - SLACK)
        elif end == "decision":
            yield from (ahead for ahead, asked in self.asked(id, holds=False) if asked >= time - SLACK)
            yield from self.units(id)
        else:
            if self.at_once(id):
                yield id, "decision"
            lasts = self.time((id, "finish")) - self.time((id, "start"))
            start = self.time((id, "start"))
            yield from (ahead for ahead, asked in self.asked(id, holds=True) if asked - lasts >= start - SLACK)

    def asked(self, id: str, *, holds: bool | None) -> Iterator[tuple[Event, float]]:
        """Return the times that links ask for: those that hold the finish, those that do not, or all."""
        for link in self.scenario.nodes[id].after:
            if holds is None or link.kind.holds_finish == holds:
                ahead = (link.predecessor, "start" if link.kind.reads_start else "finish")
                lasts = self.time((link.predecessor, "finish")) - self.time((link.predecessor, "start"))
                yield ahead, self.time(ahead) + link.share * lasts + link.lag

    def units(self, id: str) -> Iterator[Event]:
        """Return the tasks before one in the list that gave units back when it was decided, if too few were free."""
        needs, decided = units_needed(self.scenario), self.time((id, "decision"))
        earlier = takewhile(lambda other: other != id, list_in_force(self.scenario) if id in needs else [])
        released = {other: self.time(self.release(other)) for other in earlier}
        for resource, units in needs.get(id, {}).items():
            capacity = capacities(self.scenario)[resource]
            if sum(one.get(resource, 0) for one in needs.values()) <= capacity:
                continue
            free = [-inf] * capacity
            for other in released:
                held = needs[other].get(resource, 0)
                free = sorted([*free[held:], *[released[other]] * held])
            if free[units - 1] >= decided - SLACK:
                sharing = (other for other in released if resource in needs[other])
                yield from (self.release(other) for other in sharing if abs(released[other] - decided) <= SLACK)

    def release(self, id: str) -> Event:
        """Return when a task gives its units back: where it does not run, when that is known."""
        return id, "finish" if self.plain.runs[id][self.k] else "decision"

    def time(self, event: Event) -> float:
        """Return when an event was."""
        id, end = event
        times = {"finish": self.plain.finish, "start": self.plain.start, "decision": self.plain.decided}[end]
        return float(times[id][self.k])


def reached_in(plain: Plain, milestone: str) -> list[int]:
    """Return the iterations in which a milestone is reached."""
    return np.flatnonzero(np.isfinite(plain.reached[milestone])).tolist()
