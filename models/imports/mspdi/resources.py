"""Resources: those of a Microsoft Project plan, and what tasks need of them."""

from collections.abc import Mapping, Set
from typing import Final

from milepost.models.imports.markup import Element
from milepost.models.imports.plan import Assignment, ForeignResource

_WORKS: Final = "1"
"""The type of people and machines, of which there are units that work."""


def workers(plan: Element) -> Mapping[str, Element]:
    """Return the people and machines of a plan by key."""
    rows = {row.key("UID"): row for row in plan.all("Resources", "Resource")}
    return {key: row for key, row in rows.items() if row.key("Type") in (_WORKS, "") and row.text("Name")}


def resources(plan: Element) -> tuple[ForeignResource, ...]:
    """Return the people and machines of a plan."""
    return tuple(
        ForeignResource(id=key, name=row.text("Name"), units=row.number("MaxUnits", 1.0), place=row.place)
        for key, row in workers(plan).items()
    )


def assignments(plan: Element, tasks: Set[str]) -> tuple[Assignment, ...]:
    """Return what tasks need of people and machines."""
    known = workers(plan)
    return tuple(
        Assignment(activity=row.key("TaskUID"), resource=row.key("ResourceUID"), units=row.number("Units", 1.0))
        for row in plan.all("Assignments", "Assignment")
        if row.key("TaskUID") in tasks and row.key("ResourceUID") in known
    )
