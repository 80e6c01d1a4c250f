"""The list by which resources are levelled: the best of several rules, each with a schedule behind it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from milepost.models.bounds import SLACK
from milepost.models.levelling.activity import Activity
from milepost.models.levelling.generation import in_turn, parallel, serial
from milepost.models.levelling.priority import priorities
from milepost.models.levelling.project import Project

_PLACED: Final = 100_000
"""Activities that are placed while schedules are improved, about; half a second of work or more [-]."""
_DIGITS: Final = 9
"""Decimals of a start that count in a list; what differs by less ties, as rounding makes it [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levelling:
    """
    A list, and the schedule that it makes.

    Parameters
    ----------
    order
        Ids of the activities that need units and have none yet, in the order in which they take them; each stands
        behind what it waits for.
    times
        By the id of every activity, its start and finish by that list [working days from the start].
    """

    order: tuple[str, ...]
    times: Mapping[str, tuple[float, float]]


def level(activities: Iterable[Activity], capacities: Mapping[str, int]) -> Levelling:
    """
    Find a list by which activities take units of resources, so that the last of them finishes early.

    Schedules are made by five priority rules, by serial and parallel generation, from the start and from the end of
    the project, and improved from the best on: all activities are moved as late as they can, the last to finish first,
    then as early as they can, the first to start first, until nothing is gained. The order of the starts of each is a
    list; that which gives the earliest end when units are taken by it counts. Nothing is drawn, and the order in which
    activities are given plays no part.

    Parameters
    ----------
    activities
        All of a plan; links between them must not go round.
    capacities
        By the id of a resource, how many units there are.

    Raises
    ------
    ValueError
        When an activity needs more units than there are.
    """
    # What takes no time gives its units back at once, and so comes first of what starts with it.
    numbered = sorted(activities, key=lambda one: (one.duration > 0.0, one.id))
    project = Project.of(numbered, capacities)
    # A list made of a schedule can end later than it, where what takes no time waits: then a rule alone may win.
    lists = (*map(_ranks, _schedules(project)), *priorities(project).values())
    orders = [project.ordered(ranks) for ranks in lists]
    played = [in_turn(project, order) for order in orders]
    ends = [project.end(starts) for starts in played]
    best = ends.index(min(ends))
    return Levelling(
        order=tuple(one.id for one in map(numbered.__getitem__, orders[best]) if one.needs and not one.holding),
        times={one.id: (start, start + one.duration) for one, start in zip(numbered, played[best], strict=True)},
    )


def _schedules(project: Project) -> list[Sequence[float]]:
    """Return schedules that are worth a list; one alone where none can be shorter."""
    shortest = project.shortest + SLACK
    first: list[Sequence[float]] = []
    for starts in _generated(project):
        if project.end(starts) <= shortest:
            return [starts]
        first.append(starts)
    rounds = _PLACED // (2 * len(project.durations))
    found = []
    for starts in sorted(first, key=project.end):
        better: Sequence[float] | None = starts
        while better is not None:
            starts, rounds = better, rounds - 1
            better = _improved(project, starts) if rounds >= 0 else None
        if project.end(starts) <= shortest:
            return [starts]
        found.append(starts)
    return found


def _generated(project: Project) -> Iterator[Sequence[float]]:
    """Yield the schedules that priority rules make, from the start and from the end."""
    mirrored = project.mirrored
    for side in (project, mirrored):
        for ranks in priorities(side).values():
            for starts in (parallel(side, ranks), serial(side, side.ordered(ranks))):
                yield starts if side is project else _seen_from(mirrored, starts, project)


def _improved(project: Project, starts: Sequence[float]) -> Sequence[float] | None:
    """Return a schedule in which all is first moved late and then early, if it is shorter."""
    mirrored = project.mirrored
    better = _seen_from(mirrored, _seen_from(project, starts, mirrored), project)
    return better if project.end(better) < project.end(starts) - SLACK else None


def _seen_from(side: Project, starts: Sequence[float], other: Project) -> list[float]:
    """Return when activities start on the other side of a project if those that finish last there start first here."""
    return serial(other, other.ordered(_ranks(side.mirrored_starts(starts))))


def _ranks(starts: Sequence[float]) -> list[float]:
    return [round(start, _DIGITS) for start in starts]
