"""Guide: what people need to know to fill sheets in."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from milepost.models.file.setting import keys_of
from milepost.models.file.shape import fields_at, shape_at
from milepost.models.file.sheets.columns import AMONG, ID, IN_FORCE, ORDERINGS, RANGES, SETTINGS, Column, Sheet
from milepost.models.file.sheets.form import Form
from milepost.models.problem import KeyPath

LINES: Final = (
    "This workbook is a plan with milestones. Milepost reads it as it is: milepost check FILE, milepost run FILE.",
    "",
    "tasks: a row for each piece of work. Give each an id, by which other rows name it: letters, digits, _ and -.",
    "How long it takes, in working days: optimistic, most likely and pessimistic; or one number under duration.",
    "predecessors: ids of the tasks and milestones that come before, with ; between them, as design; build SS+5.",
    "milestones: the events that the plan is judged by, major or minor, each with the last day on which it is a hit.",
    "risks: what may happen, how likely it is, and the tasks that it exposes. The delay is added to each of those.",
    "A task that retires a risk takes a share of its probability away when it is finished: hr_demand 0.5.",
    "ranges: factors for tasks with one number: a range of 0.8, 1 and 2 makes 10 days something from 8 to 20.",
    "orderings: tasks that share a crew (row among), their sequence in force, and others to compare (milepost order).",
    "settings: the start, the calendar, the currency, the budget, and all that has no sheet of its own.",
    "",
    "Put the cursor on a heading to see what belongs below it. Overwrite the examples, leave out what you do not need:",
    "empty rows, columns and sheets count for nothing. Further sheets, as this one, are yours, and are not read.",
    "All else that a scenario file can say has its sheet or setting too: see docs/sheets.md, docs/scenario-file.md.",
)
"""What stands on the first sheet."""

USUAL: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "settings": (
            "name",
            "start",
            "currency",
            "calendar.workdays",
            "calendar.country",
            "budget.total",
            "budget.burn",
        ),
        "tasks": (
            "id",
            "name",
            "duration",
            "optimistic",
            "most likely",
            "pessimistic",
            "range",
            "predecessors",
            "not before",
            "cost",
            "daily cost",
            "retires",
            "owner",
            "notes",
        ),
        "milestones": ("id", "name", "level", "due", "predecessors", "deliverables", "exit criteria", "owner", "notes"),
        "risks": (
            "id",
            "name",
            "category",
            "probability",
            "acceptable",
            "exposes",
            "delay low",
            "delay likely",
            "delay high",
            "cost low",
            "cost likely",
            "cost high",
            "stop",
            "owner",
        ),
        "orderings": ("name", "sequence", "without", "hold"),
        "ranges": ("range", "low", "likely", "high"),
    }
)
"""By sheet, the headings that are there even where nothing stands below them."""

CATEGORIES: Final = ("market", "technology", "relationship", "dependency", "operational", "support")
"""Kinds of risk that have a colour of their own; any other word will do."""

_POINTS: Final = ("the lowest", "the most likely", "the highest")
_OF_ORDERINGS: Final = (
    f"What the alternative is called. The row '{AMONG}' lists the tasks that share a crew, the row '{IN_FORCE}' the "
    "sequence in which they take it."
)


def note_of(sheet: Sheet, column: Column) -> str:
    """Return what belongs below a heading, in the words of the key that it stands for."""
    if column.path == (ID,):
        return _OF_ORDERINGS if sheet is ORDERINGS else f"By this id other rows name it. {_form(column)}"
    if sheet is RANGES:
        said, point = fields_at(())[sheet.key].description or "", column.path[-1]
    else:
        *above, point = column.path
        path = (*_above(sheet), *(above if isinstance(point, int) else column.path))
        said = fields_at(path[:-1])[str(path[-1])].description or ""
    if isinstance(point, int):
        return f"{said} Here {_POINTS[point]} of three, with the others beside it."
    return f"{said} Written as {column.form}." if column.form is not Form.TEXT else said


def note_of_setting(key: str) -> str:
    """Return what a setting is for."""
    *above, last = keys_of(key)
    field = fields_at(tuple(above)).get(last)
    return (field.description or "") if field else ""


def choices_of(sheet: Sheet, column: Column) -> tuple[str, ...]:
    """Return what may stand in a column that has a choice; nothing where anything may."""
    if sheet is SETTINGS or sheet is RANGES or column.path == (ID,):
        return ()
    if column.path == ("category",):
        return CATEGORIES
    if column.form is Form.TRUTH:
        return ("TRUE", "FALSE")
    shape: Any = None if isinstance(column.path[-1], int) else shape_at((*_above(sheet), *column.path))
    return tuple(map(str, shape)) if isinstance(shape, type) and issubclass(shape, StrEnum) else ()


def is_open_choice(column: Column) -> bool:
    """Return whether any other word will do as well."""
    return column.path == ("category",)


def _form(column: Column) -> str:
    return "Use letters, digits, _ and -." if column.form is Form.ID else ""


def _above(sheet: Sheet) -> KeyPath:
    """Return the path to a part in a row of a sheet."""
    if sheet is ORDERINGS:
        return (sheet.key, "compare", "")
    return (sheet.key, "" if sheet.by_id else 0)
