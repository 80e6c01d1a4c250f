"""Imported resources: what tasks of another program's plan need, once a scenario says how much there is of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm
from typing import Any, Final

from milepost.models.file.source import Plain
from milepost.models.imports import ForeignPlan, ForeignResource, Matter, Notice

MOST_PARTS: Final = 200
"""Units in all beyond which parts of units are counted in quarters."""

_QUARTERS: Final = 4
_PRECISION: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """
    What tasks need of the resources that there is a capacity of.

    Parameters
    ----------
    needs
        By task, by resource, how many units.
    capacities
        By resource, how many units there are, where units of the file are counted in parts.
    known
        The ids of resources that the plan has.
    rounded
        Ids of the tasks whose needs are rounded up to quarters.
    """

    needs: Mapping[str, Mapping[str, int]]
    capacities: Mapping[str, int]
    known: frozenset[str]
    rounded: tuple[str, ...]


def staffing(plan: ForeignPlan, capacities: Mapping[str, int]) -> Staffing:
    """
    Return what tasks of a plan need of resources.

    A resource goes by its id in the file, or by its name, in capitals or not, with any signs between words. Half a
    person counts as half of a unit: all units of that resource are then counted in halves, and so is its capacity.

    Parameters
    ----------
    plan
        The plan of another program.
    capacities
        By the id of a resource, how many there are [whole units].
    """
    named = {_bare(text): one.id for one in reversed(plan.resources) for text in (one.name, one.id)}
    asked = {named[_bare(id)]: id for id in capacities if _bare(id) in named}
    working = {one.id for one in plan.activities if one.duration > 0.0 and one.actual.finish is None}
    found: defaultdict[str, defaultdict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for one in plan.assignments:
        if one.resource in asked and one.activity in working and one.units > 0.0:
            part = Fraction(round(one.units * _PRECISION), _PRECISION).limit_denominator(100)
            found[asked[one.resource]][one.activity] += part
    needs: defaultdict[str, dict[str, int]] = defaultdict(dict)
    counted: dict[str, int] = {}
    rounded: dict[str, None] = {}
    for id, wanted in found.items():
        parts = lcm(*(one.denominator for one in wanted.values()))
        if parts * capacities[id] > MOST_PARTS and parts > _QUARTERS:
            rounded.update((task, None) for task, one in wanted.items() if (one * _QUARTERS).denominator > 1)
            parts = _QUARTERS
        if parts > 1:
            counted[id] = parts * capacities[id]
        for task, units in wanted.items():
            needs[task][id] = ceil(units * parts)
    return Staffing(needs=needs, capacities=counted, known=frozenset(asked.values()), rounded=tuple(rounded))


def staffed(data: dict[str, Any], plan: ForeignPlan, notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """
    Put what tasks need into plain data whose resources have capacities, and return the notices that are left.

    Parameters
    ----------
    data
        Plain data of the plan with all that lies over it; what a scenario says that a task needs stays.
    plan
        The plan of another program.
    notices
        What could not be taken of it as it is.
    """
    said = data.get("resources")
    resources = said if isinstance(said, dict) else {}
    capacities = {id: number for id, part in resources.items() if (number := _capacity(part)) is not None}
    if not capacities:
        return notices
    found = staffing(plan, capacities)
    tasks = data["tasks"]
    for id, needs in found.needs.items():
        task = tasks.get(id)
        own = (task.get("needs") if isinstance(task, dict) else None) or {}
        if isinstance(task, dict) and isinstance(own, dict):
            tasks[id] = {**task, "needs": {**{key: Plain(units) for key, units in needs.items()}, **own}}
    for id, units in found.capacities.items():
        resources[id] = {**resources[id], "capacity": Plain(units)}
    return tuple(_left(notices, plan, found))


def _left(notices: tuple[Notice, ...], plan: ForeignPlan, found: Staffing) -> list[Notice]:
    """Return the notices without tasks of which all resources hold something up, with those that are rounded."""
    named = {_bare(one): one for one in found.known}
    names = {one.id: {_bare(one.id), _bare(one.name)} for one in plan.resources}
    waiting = {one.activity for one in plan.assignments if not names.get(one.resource, set()) & named.keys()}
    left = []
    for notice in notices:
        ids = tuple(id for id in notice.ids if notice.matter is not Matter.RESOURCES or id in waiting)
        if ids or not notice.ids:
            left.append(Notice(matter=notice.matter, ids=ids, example=notice.example))
    if found.rounded:
        left.append(Notice(matter=Matter.UNITS_ROUNDED, ids=found.rounded))
    return left


def busiest(plan: ForeignPlan) -> list[tuple[ForeignResource, int]]:
    """Return the resources of a plan that tasks need, each with how many do, the busiest first."""
    tasks = Counter(resource for _, resource in {(one.activity, one.resource) for one in plan.assignments})
    return sorted(((one, tasks[one.id]) for one in plan.resources if tasks[one.id]), key=lambda pair: -pair[1])


def planned_list(data: Mapping[str, Any], plan: ForeignPlan) -> list[str]:
    """Return the tasks with needs in the order in which the file has them begin; those without dates come last."""
    starts = {one.id: one.stored.start for one in plan.activities}
    tasks = data.get("tasks") or {}
    needing = [id for id, task in tasks.items() if isinstance(task, dict) and task.get("needs")]
    dated = [(start, id) for id in needing if (start := starts.get(id)) is not None]
    return [*(id for _, id in sorted(dated)), *(id for id in needing if starts.get(id) is None)]


def _capacity(part: Any) -> int | None:
    """Return how many units there are of a resource; none where that is not a number, which is told elsewhere."""
    said = part.get("capacity") if isinstance(part, dict) else None
    return (
        int(said) if isinstance(said, str) and said.isascii() and said.isdecimal() and 0 < int(said) <= 1_000 else None
    )


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
