"""Sorting: by what a Microsoft Project plan sorts its tasks: outline codes, and fields of the user."""

from collections.abc import Mapping
from typing import Final

from milepost.models.imports.cells import text_of
from milepost.models.imports.findings import Findings
from milepost.models.imports.markup import Element
from milepost.models.imports.mspdi.units import hours_of

DEEPEST: Final = 20
"""Values of a code within one another beyond which those at the top are left out."""

_BETWEEN: Final = "."
"""What stands between the levels of a code that names nothing for it."""


class Sorting:
    """
    The codes and fields of a plan, and the tables that their values are looked up in.

    Parameters
    ----------
    plan
        The plan.
    day
        How long a day is [hours].
    findings
        Where what is wrong is taken down.
    """

    def __init__(self, plan: Element, day: float, findings: Findings) -> None:
        self._day, self._findings = day, findings
        codes = plan.all("OutlineCodes", "OutlineCode")
        fields = plan.all("ExtendedAttributes", "ExtendedAttribute")
        self._codes = {row.key("FieldID"): row for row in codes}
        self._fields = {row.key("FieldID"): row for row in fields}
        tables = {row.key("Guid"): _values(row) for row in codes if row.key("Guid")}
        self._values = {row.key("FieldID"): _of_list(row) or tables.get(row.key("Ltuid"), {}) for row in fields}
        self._values.update({row.key("FieldID"): _values(row) for row in codes})

    def codes(self, task: Element) -> dict[str, str]:
        """Return what a task is sorted under, by the names of codes."""
        return self._said(task, "OutlineCode", self._codes)

    def fields(self, task: Element) -> dict[str, str]:
        """Return what the fields of the user say of a task, by their names; lengths of time in days."""
        return self._said(task, "ExtendedAttribute", self._fields)

    def _said(self, task: Element, part: str, known: Mapping[str, Element]) -> dict[str, str]:
        found = {}
        for row in task.all(part):
            field = known.get(row.key("FieldID"))
            value = self._value(row)
            if field is not None and value:
                found[field.text("Alias") or field.text("FieldName") or field.key("FieldID")] = value
        return found

    def _value(self, row: Element) -> str:
        """Return a value: as it stands there, else as the table of its field has it."""
        value = row.text("Value")
        if not value:
            table = self._values.get(row.key("FieldID"), {})
            keys = filter(None, (row.key("ValueID"), row.key("ValueGUID")))
            return next((table[key] for key in keys if key in table), "")
        if value.startswith("PT"):
            return f"{self._findings.attempt(hours_of, value, 0.0, row.place, 'Value') / self._day:g}"
        return value


def _of_list(field: Element) -> dict[str, str]:
    """Return the values of a field that has a list of its own, by key."""
    return {row.key("ID"): row.text("Value") for row in field.all("ValueList", "Value")}


def _values(code: Element) -> dict[str, str]:
    """Return the values of a code by both of their keys, each with those that it lies in."""
    rows = {row.key("ValueID"): row for row in code.all("Values", "Value")}
    masks = {int(mask.number("Level")): mask.text("Separator") for mask in code.all("Masks", "Mask")}
    found: dict[str, str] = {}
    for key, row in rows.items():
        chain: list[Element] = []
        at: Element | None = row
        while at is not None and at not in chain and len(chain) < DEEPEST:
            chain.append(at)
            at = rows.get(at.key("ParentValueID"))
        value = ""
        for level, one in enumerate(reversed(chain)):
            value += (masks.get(level) or _BETWEEN) * bool(value) + one.text("Value")
        found[key] = found[row.key("FieldGUID")] = text_of(value)
    return found
