"""Resources: those of a Primavera P6 export, and what activities need of them."""

from typing import Final

from milepost.models.imports.p6.activities import Activities
from milepost.models.imports.p6.tables import Tables
from milepost.models.imports.plan import Assignment, ForeignResource
from milepost.models.imports.row import Row

_MATERIAL: Final = "RT_Mat"
"""The type of what is used up, of which there are no units that work."""


def resources(tables: Tables, activities: Activities) -> tuple[ForeignResource, ...]:
    """Return the people and machines that activities of the project need."""
    units: dict[str, float] = {}
    for row in tables.rows("RSRCRATE"):
        units[row.key("rsrc_id")] = row.amount("max_qty_per_hr")
    used = {row.key("rsrc_id") for row in _assigned(tables, activities)}
    return tuple(
        ForeignResource(id=_id(row), name=row.text("rsrc_name"), units=units.get(key, 1.0), place=row.place)
        for key, row in _workers(tables).items()
        if key in used
    )


def assignments(tables: Tables, activities: Activities) -> tuple[Assignment, ...]:
    """Return what activities of the project need of people and machines."""
    workers = _workers(tables)
    return tuple(
        Assignment(
            activity=activities.ids[row.key("task_id")],
            resource=_id(workers[row.key("rsrc_id")]),
            units=row.amount("target_qty_per_hr"),
        )
        for row in _assigned(tables, activities)
        if row.key("rsrc_id") in workers
    )


def _workers(tables: Tables) -> dict[str, Row]:
    found = {row.key("rsrc_id"): row for row in tables.rows("RSRC") if row.key("rsrc_type") != _MATERIAL}
    for row in found.values():
        row.name = row.text("rsrc_short_name") or row.key("rsrc_id")
    return found


def _assigned(tables: Tables, activities: Activities) -> list[Row]:
    return [row for row in tables.rows("TASKRSRC") if row.key("task_id") in activities.ids]


def _id(row: Row) -> str:
    return row.text("rsrc_short_name") or row.key("rsrc_id")
