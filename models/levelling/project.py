"""Projects: activities as plain numbers, in an order that does not hang on that of a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from math import inf
from typing import Self

from milepost.models.levelling.activity import Activity
from milepost.models.link import Link


@dataclass(frozen=True, kw_only=True)
class Project:
    """
    Activities by number, and the links between their starts.

    Where they tie, the lower number comes first.

    Parameters
    ----------
    durations
        Of each activity [working days].
    after
        By activity, the numbers of those that it waits for, each with how long after that one's start it can start
        [working days]; at known durations every link comes to this.
    needs
        By activity, the numbers of the resources that it needs and how many units of each.
    floors
        By activity, before when it cannot start [working days from the start].
    capacities
        Of each resource [units].
    holding
        Numbers of the activities that have their units already.
    """

    durations: Sequence[float]
    after: Sequence[Sequence[tuple[int, float]]]
    needs: Sequence[tuple[tuple[int, int], ...]]
    floors: Sequence[float]
    capacities: Sequence[int]
    holding: frozenset[int] = frozenset()

    @classmethod
    def of(cls, activities: Sequence[Activity], capacities: Mapping[str, int]) -> Self:
        """
        Make a project of activities, numbered as they come, and of resources.

        Raises
        ------
        ValueError
            When one needs more of a resource than there is, and so could never start.
        """
        number = {one.id: index for index, one in enumerate(activities)}
        resource = {id: index for index, id in enumerate(sorted(capacities))}
        for one in activities:
            for id, units in one.needs.items():
                if units > capacities[id]:
                    raise ValueError(f"{one.id} needs {units} of {capacities[id]} {id}: it could never start")
        duration = {one.id: one.duration for one in activities}
        return cls(
            durations=[one.duration for one in activities],
            after=[
                [
                    (number[link.predecessor], _between_starts(link, duration[link.predecessor], one.duration))
                    for link in one.after
                ]
                for one in activities
            ],
            needs=[tuple(sorted((resource[id], units) for id, units in one.needs.items())) for one in activities],
            floors=[one.floor for one in activities],
            capacities=[capacities[id] for id in sorted(capacities)],
            holding=frozenset(number[one.id] for one in activities if one.holding),
        )

    @cached_property
    def before(self) -> Sequence[Sequence[tuple[int, float]]]:
        """By activity, the numbers of those that wait for it, each with how long after its start that one can start."""
        before: list[list[tuple[int, float]]] = [[] for _ in self.durations]
        for activity, links in enumerate(self.after):
            for other, wait in links:
                before[other].append((activity, wait))
        return before

    @cached_property
    def mirrored(self) -> "Project":
        """The project as it looks from its end, with time running backwards; no floors and no facts hold there."""
        lasts = self.durations
        return Project(
            durations=lasts,
            after=[
                [(other, wait + lasts[other] - lasts[activity]) for other, wait in links]
                for activity, links in enumerate(self.before)
            ],
            needs=self.needs,
            floors=[0.0] * len(lasts),
            capacities=self.capacities,
        )

    @cached_property
    def early(self) -> Sequence[float]:
        """When each activity starts if there are units enough [working days from the start]."""
        starts = [*self.floors]
        for activity in self.ordered(starts):
            starts[activity] = max([starts[activity], *(starts[other] + wait for other, wait in self.after[activity])])
        return starts

    @property
    def shortest(self) -> float:
        """An end before which none is possible: that of the critical path, or of a resource that never rests."""
        work = [0.0] * len(self.capacities)
        for activity, needs in enumerate(self.needs):
            for resource, units in needs if activity not in self.holding else ():
                work[resource] += units * self.durations[activity]
        rests = [days / capacity for days, capacity in zip(work, self.capacities, strict=True)]
        return max([self.end(self.early), *(min(self.floors, default=0.0) + days for days in rests)])

    def mirrored_starts(self, starts: Sequence[float]) -> list[float]:
        """Return when each activity starts seen from the end, which is how long before the end it finishes."""
        end = self.end(starts)
        return [end - start - lasts for start, lasts in zip(starts, self.durations, strict=True)]

    def end(self, starts: Iterable[float]) -> float:
        """Return when the last activity finishes [working days from the start]."""
        return max((start + lasts for start, lasts in zip(starts, self.durations, strict=True)), default=0.0)

    def ordered(self, ranks: Sequence[float]) -> list[int]:
        """
        Return activities so that each comes after what it waits for; of those that are free the lowest rank first.

        What needs no units, or has them already, comes before its turn, so that it keeps nothing back.
        """
        waiting = [len(links) for links in self.after]
        key = [
            rank if needs and activity not in self.holding else -inf
            for activity, (rank, needs) in enumerate(zip(ranks, self.needs, strict=True))
        ]
        free = [(key[activity], activity) for activity, count in enumerate(waiting) if count == 0]
        heapify(free)
        order = []
        while free:
            _, activity = heappop(free)
            order.append(activity)
            for other, _ in self.before[activity]:
                waiting[other] -= 1
                if waiting[other] == 0:
                    heappush(free, (key[other], other))
        return order


def _between_starts(link: Link, predecessor: float, duration: float) -> float:
    """Return how long after its predecessor's start, at known durations, a link lets something start."""
    asked = link.asked(0.0, predecessor)
    return asked - duration if link.kind.holds_finish else asked
