"""Inventory: what there is in a plan of another program that rules and people can go by, counted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final, Self

from milepost.models.file.imported import Imported
from milepost.models.group import BETWEEN

_WITHIN: Final = "."
"""What stands between the levels of a code of a work breakdown structure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """
    A level of the plan, with all below it.

    Parameters
    ----------
    path
        Its name, and those of the levels that it is in.
    tasks
        How many tasks are in it.
    wbs
        What the codes of the work breakdown structure of all of them begin with; empty where that is nothing.
    """

    path: str
    tasks: int
    wbs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """
    A field of the user.

    Parameters
    ----------
    tasks
        In how many tasks something stands in it.
    example
        What stands there in the first of them.
    """

    tasks: int
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """
    What there is in a plan of another program.

    Parameters
    ----------
    tasks, milestones, links
        How many of each.
    finished, under_way
        How many tasks are.
    certain
        How many tasks have one number as duration.
    cost, spent
        What all costs, and what of that is spent [currency].
    calendars
        By name, how many tasks and milestones are worked by it; those worked by that of the plan are left out.
    codes
        By code and by value, how many tasks have it, the most frequent value first.
    groups
        In the order of the file, each behind the one that it is in.
    fields
        By name, the fields of the user.
    """

    tasks: int
    milestones: int
    links: int
    finished: int
    under_way: int
    certain: int
    cost: float
    spent: float
    calendars: Mapping[str, int]
    codes: Mapping[str, Mapping[str, int]]
    groups: tuple[Group, ...]
    fields: Mapping[str, Filled]

    @classmethod
    def of(cls, imported: Imported) -> Self:
        """Count what is in a plan."""
        plan, tasks = imported.plan, _parts(imported, "tasks")
        nodes = {**tasks, **_parts(imported, "milestones")}
        actual = [task.get("actual") or {} for task in tasks.values()]
        codes: dict[str, Counter[str]] = {}
        for task in tasks.values():
            for code, value in (task.get("codes") or {}).items():
                codes.setdefault(code, Counter())[value] += 1
        filled: dict[str, list[str]] = {}
        for one in plan.activities:
            for name, value in one.fields.items() if one.id in tasks else ():
                filled.setdefault(name, []).append(value)
        return cls(
            tasks=len(tasks),
            milestones=len(nodes) - len(tasks),
            links=len(plan.relations),
            finished=sum("finish" in one for one in actual),
            under_way=sum("start" in one and "finish" not in one for one in actual),
            certain=sum(isinstance(task.get("duration"), str) for task in tasks.values()),
            cost=sum(one.cost for one in plan.activities),
            spent=sum(one.spent for one in plan.activities),
            calendars=dict(Counter(str(node["calendar"]) for node in nodes.values() if node.get("calendar"))),
            codes={code: dict(values.most_common()) for code, values in codes.items()},
            groups=tuple(_groups(tasks, {one.id: one.wbs for one in plan.activities})),
            fields={name: Filled(tasks=len(values), example=values[0]) for name, values in filled.items()},
        )


def _parts(imported: Imported, kind: str) -> dict[str, Any]:
    return imported.data.get(kind) or {}


def _groups(tasks: Mapping[str, Any], wbs: Mapping[str, str]) -> Iterator[Group]:
    """Yield the groups of tasks, each behind the one that it is in."""
    inside: dict[tuple[str, ...], list[str]] = {}
    for id, task in tasks.items():
        names = tuple(str(task.get("group") or "").split(BETWEEN))
        for depth in range(1, 1 + len(names) if names != ("",) else 1):
            inside.setdefault(names[:depth], []).append(wbs.get(id, ""))
    first = {names: place for place, names in enumerate(inside)}
    for names in sorted(inside, key=lambda names: [first[names[: depth + 1]] for depth in range(len(names))]):
        yield Group(path=BETWEEN.join(names), tasks=len(inside[names]), wbs=_beginning(inside[names]))


def _beginning(codes: Sequence[str]) -> str:
    """Return the levels that codes begin with, all of them."""
    levels = zip(*(code.split(_WITHIN) for code in codes), strict=False)
    return _WITHIN.join(own[0] for own in takewhile(lambda own: len({*own}) == 1, levels))
