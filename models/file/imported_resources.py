"""Imported resources: what tasks of another program's plan need, once a scenario says how much there is of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm
from typing import Any, Final

from milepost.models.file.source import Plain
from milepost.models.imports import ForeignPlan, ForeignResource, Matter, Notice
from milepost.models.problem import Remark
from milepost.models.spelling import Spelling

MOST_PARTS: Final = 200
"""Units in all beyond which parts of units are counted in quarters."""

_QUARTERS: Final = 4
_MOST_UNITS: Final = 1_000
_PRECISION: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """
    What tasks need of the resources that there is a capacity of.

    Parameters
    ----------
    needs
        By task, by resource, how many units.
    parts
        By resource, how many parts a unit is counted in, where that is more than one.
    known
        The ids of resources that the plan has.
    rounded
        Ids of the tasks whose needs are rounded up to quarters.
    """

    needs: Mapping[str, Mapping[str, int]]
    parts: Mapping[str, int]
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
    divided: dict[str, int] = {}
    rounded: dict[str, None] = {}
    for id, wanted in found.items():
        parts = _parts(wanted.values(), capacities[id])
        rounded.update((task, None) for task, one in wanted.items() if (one * parts).denominator > 1)
        if parts > 1:
            divided[id] = parts
        for task, units in wanted.items():
            needs[task][id] = ceil(units * parts)
    return Staffing(needs=needs, parts=divided, known=frozenset(asked.values()), rounded=tuple(rounded))


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
    for id, task in tasks.items():
        own = (task.get("needs") if isinstance(task, dict) else None) or {}
        needs = found.needs.get(id, {})
        if isinstance(own, dict) and isinstance(task, dict) and (needs or found.parts.keys() & own.keys()):
            said_here = {key: _in_parts(units, found.parts.get(key, 1)) for key, units in own.items()}
            tasks[id] = {**task, "needs": {**{key: Plain(units) for key, units in needs.items()}, **said_here}}
    for id, parts in found.parts.items():
        resources[id] = {**resources[id], "capacity": Plain(capacities[id] * parts)}
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


def misspelt(data: Mapping[str, Any], plan: ForeignPlan) -> Iterator[Remark]:
    """Yield resources that neither the plan nor a task knows, and that are spelt nearly as one of the plan is."""
    said = data.get("resources")
    resources = said if isinstance(said, dict) else {}
    names = [text for one in plan.resources for text in (one.id, one.name) if text]
    known = {*map(_bare, names)}
    strange = [id for id in resources if _bare(id) not in known]
    if not strange:
        return
    parts = [task.get("needs") for task in data["tasks"].values() if isinstance(task, dict)]
    needed = {id for part in parts if isinstance(part, dict) for id in part}
    near = {_bare(name): name for name in reversed(names)}
    spelling = Spelling(near)
    for id in strange:
        meant = spelling.near(_bare(id))
        if id not in needed and meant is not None:
            message = f"{id!r} is not a resource of the plan below, and no task needs it; did you mean {near[meant]!r}?"
            yield Remark(path=("resources", id), message=message, on_key=True)


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


def _parts(wanted: Iterable[Fraction], capacity: int) -> int:
    """Return how many parts a unit is counted in: as many as are needed, or the most that are not too many in all."""
    exact = lcm(*(one.denominator for one in wanted))
    if exact * capacity <= MOST_PARTS:
        return exact
    few = exact if exact <= _QUARTERS else _QUARTERS
    return next(parts for parts in (few, _QUARTERS, 2, 1) if parts * capacity <= _MOST_UNITS)


def _capacity(part: Any) -> int | None:
    """Return how many units there are of a resource; none where that is not a number, which is told elsewhere."""
    return _units(part.get("capacity")) if isinstance(part, dict) else None


def _in_parts(said: Any, parts: int) -> Any:
    """Return a number of units in parts of units; what is not such a number as it is, which is told elsewhere."""
    units = _units(said) if parts > 1 else None
    return said if units is None else Plain(units * parts)


def _units(said: Any) -> int | None:
    return (
        int(said)
        if isinstance(said, str) and said.isascii() and said.isdecimal() and 0 < int(said) <= _MOST_UNITS
        else None
    )


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
