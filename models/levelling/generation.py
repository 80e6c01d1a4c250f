"""Schedule generation: when activities start, by one order of them or another, within the capacity of resources."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from math import inf

from milepost.models.levelling.project import Project


def serial(project: Project, order: Sequence[int]) -> list[float]:
    """
    Let activities start one by one, each as soon as what stands before it in a list leaves room.

    Parameters
    ----------
    project
        What is to be done.
    order
        Every activity, each after what it waits for.
    """
    starts = [0.0] * len(order)
    rooms = [_Room(capacity) for capacity in project.capacities]
    for activity in order:
        start, lasts = _earliest(project, starts, activity), project.durations[activity]
        needs = project.needs[activity]
        tried = len(needs) if activity in project.holding else 0
        while tried < len(needs):
            for resource, units in needs:
                found = rooms[resource].earliest(start, lasts, units)
                tried = 1 if found > start else tried + 1
                start = found
        for resource, units in needs if lasts > 0.0 else ():
            rooms[resource].take(start, start + lasts, units)
        starts[activity] = start
    return starts


def parallel(project: Project, ranks: Sequence[float]) -> list[float]:
    """
    Let activities start moment by moment, at each those of the lowest rank that have room.

    Parameters
    ----------
    project
        What is to be done.
    ranks
        Of each activity.
    """
    starts, earliest = [inf] * len(ranks), [*project.floors]
    free, waiting = [*project.capacities], [len(links) for links in project.after]
    later = [(earliest[activity], activity) for activity, count in enumerate(waiting) if count == 0]
    heapify(later)
    running: list[tuple[float, int]] = []
    ready = _Ready(project, ranks)
    while later or running:
        now = min(queue[0][0] for queue in (later, running) if queue)
        while running and running[0][0] <= now:
            for resource, units in project.needs[heappop(running)[1]]:
                free[resource] += units
        while True:
            while later and later[0][0] <= now:
                ready.add(heappop(later)[1])
            activity = ready.take(free)
            if activity is None:
                break
            starts[activity] = now
            if project.durations[activity] > 0.0:
                for resource, units in project.needs[activity]:
                    free[resource] -= units
                heappush(running, (now + project.durations[activity], activity))
            for other, wait in project.before[activity]:
                earliest[other] = max(earliest[other], now + wait)
                waiting[other] -= 1
                if waiting[other] == 0:
                    heappush(later, (earliest[other], other))
    return starts


def in_turn(project: Project, order: Sequence[int]) -> list[float]:
    """
    Let activities take units in the order of a list, each those that are free first, as in every iteration of a plan.

    What comes later in the list never uses what is left idle before; a list by the starts of a schedule gives no
    later finishes than that schedule has, unless it was changed to agree with leads.

    Parameters
    ----------
    project
        What is to be done.
    order
        Every activity, each after what it waits for.
    """
    starts = [0.0] * len(order)
    free_from = [[0.0] * capacity for capacity in project.capacities]
    for activity in order:
        start = _earliest(project, starts, activity)
        if activity not in project.holding:
            start = max([start, *(free_from[resource][units - 1] for resource, units in project.needs[activity])])
        starts[activity], finish = start, start + project.durations[activity]
        for resource, units in project.needs[activity]:
            times = free_from[resource]
            times[:units] = [max(time, finish) for time in times[:units]]
            times.sort()
    return starts


class _Ready:
    """
    Activities that could start if there is room, by what they need: of those that need the same the first decides.

    Parameters
    ----------
    project
        Whose activities they are.
    ranks
        Of each of its activities.
    """

    def __init__(self, project: Project, ranks: Sequence[float]) -> None:
        self._project, self._ranks = project, ranks
        self._waiting: dict[tuple[tuple[int, int], ...], list[tuple[float, int]]] = {}
        self._first: list[tuple[tuple[float, int], tuple[tuple[int, int], ...]]] = []

    def add(self, activity: int) -> None:
        """Add an activity."""
        needs = () if activity in self._project.holding else self._project.needs[activity]
        heappush(self._waiting.setdefault(needs, []), (self._ranks[activity], activity))
        self._first = []

    def take(self, free: Sequence[int]) -> int | None:
        """Take out the activity of the lowest rank for which enough units are free; None where there is none."""
        if not self._first:
            self._first = [(queue[0], needs) for needs, queue in self._waiting.items() if _fits(needs, free)]
            heapify(self._first)
        while self._first:
            (_, activity), needs = heappop(self._first)
            if _fits(needs, free):
                heappop(self._waiting[needs])
                if self._waiting[needs]:
                    heappush(self._first, (self._waiting[needs][0], needs))
                else:
                    del self._waiting[needs]
                return activity
        return None


class _Room:
    """
    What is free of one resource over time.

    Parameters
    ----------
    capacity
        Of the resource [units].
    """

    def __init__(self, capacity: int) -> None:
        self._times, self._free = [-inf, inf], [capacity]

    def earliest(self, start: float, lasts: float, units: int) -> float:
        """Return from when on, at the earliest, so many units are free for so long."""
        times, free = self._times, self._free
        piece = bisect_right(times, start) - 1
        while True:
            if free[piece] < units:
                piece += 1
                while free[piece] < units:
                    piece += 1
                start = times[piece]
            piece += 1
            if times[piece] >= start + lasts:
                return start

    def take(self, start: float, finish: float, units: int) -> None:
        """Take units away from a start to a finish."""
        first = self._cut(start)
        for piece in range(first, self._cut(finish)):
            self._free[piece] -= units

    def _cut(self, time: float) -> int:
        """Let a piece begin at a time, and return its number."""
        piece = bisect_left(self._times, time)
        if self._times[piece] != time:
            self._times.insert(piece, time)
            self._free.insert(piece, self._free[piece - 1])
        return piece


def _earliest(project: Project, starts: Sequence[float], activity: int) -> float:
    """Return when an activity could start by what it waits for alone."""
    earliest = project.floors[activity]
    for other, wait in project.after[activity]:
        if starts[other] + wait > earliest:
            earliest = starts[other] + wait
    return earliest


def _fits(needs: tuple[tuple[int, int], ...], free: Sequence[int]) -> bool:
    return all(units <= free[resource] for resource, units in needs)
