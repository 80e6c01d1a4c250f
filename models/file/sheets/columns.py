"""
Columns: the sheets that a scenario can be kept in, and what stands in each of their columns.

What is read by this table is what is written by it: a sheet is one line here, and a column another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from milepost.models.file.sheets.form import Form
from milepost.models.problem import KeyPath

ID: Final = "id"
"""The column with the id of a row, or with the key of a setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    One column of a sheet.

    Parameters
    ----------
    heading
        What stands above it, as it is written; in any case, and with any signs between the words, when it is read.
    path
        The keys that lead from a part, as a task, to what stands in it; a position where it is an item of a list,
        of which the columns before and after it have the others.
    form
        How its cells are written.
    """

    heading: str
    path: KeyPath
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """
    One sheet of a workbook.

    Parameters
    ----------
    name
        What it is called, as it is written.
    key
        The key of a scenario that its rows belong to; empty of settings, which name theirs.
    columns
        Those that it can have, in the order in which they are written.
    by_id
        Whether its rows are by id; else they are a list.
    """

    name: str
    key: str
    columns: tuple[Column, ...]
    by_id: bool = True


def _column(heading: str, form: Form, *path: str | int) -> Column:
    """Return a column, of the key that its heading names unless the path is given."""
    return Column(heading=heading, path=path or (heading.replace(" ", "_"),), form=form)


def _points(of: str, form: Form, key: str = "") -> tuple[Column, ...]:
    """Return the columns of a quantity: as one number or in any shape, or as three points."""
    key = key or of
    return (
        _column(of, form, key),
        _column(f"{of} low", form, key, 0),
        _column(f"{of} likely", form, key, 1),
        _column(f"{of} high", form, key, 2),
    )


_FOR_PEOPLE: Final = (
    _column("owner", Form.TEXT),
    _column("group", Form.TEXT),
    _column("codes", Form.KEYS),
    _column("wbs", Form.TEXT),
    _column("fields", Form.KEYS),
    _column("notes", Form.TEXT),
)
TASKS: Final = Sheet(
    name="tasks",
    key="tasks",
    columns=(
        _column("id", Form.ID),
        _column("name", Form.TEXT),
        _column("duration", Form.DAYS),
        _column("optimistic", Form.DAYS, "duration", 0),
        _column("most likely", Form.DAYS, "duration", 1),
        _column("pessimistic", Form.DAYS, "duration", 2),
        _column("range", Form.TEXT),
        _column("predecessors", Form.LINKS, "after"),
        _column("not before", Form.DATE),
        _column("finish not before", Form.DATE),
        _column("due", Form.DATE),
        _column("latest start", Form.DATE),
        _column("calendar", Form.TEXT),
        *_points("cost", Form.MONEY),
        *_points("daily cost", Form.MONEY, "daily"),
        _column("needs", Form.AMOUNTS),
        _column("retires", Form.SHARES),
        _column("exposed to", Form.IDS),
        _column("reveals", Form.IDS),
        _column("pass", Form.SHARE, "rounds", "pass"),
        _column("rounds", Form.NUMBER, "rounds", "at_most"),
        _column("only if", Form.ID),
        _column("actual start", Form.DATE, "actual", "start"),
        _column("actual finish", Form.DATE, "actual", "finish"),
        _column("rounds done", Form.NUMBER, "actual", "rounds"),
        _column("passed", Form.TRUTH, "actual", "passed"),
        *_points("remaining", Form.DAYS),
        *_FOR_PEOPLE,
    ),
)
MILESTONES: Final = Sheet(
    name="milestones",
    key="milestones",
    columns=(
        _column("id", Form.ID),
        _column("name", Form.TEXT),
        _column("level", Form.TEXT),
        _column("due", Form.DATE),
        _column("predecessors", Form.LINKS, "after"),
        _column("not before", Form.DATE),
        _column("finish not before", Form.DATE),
        _column("reached", Form.DATE),
        _column("at", Form.TEXT),
        _column("calendar", Form.TEXT),
        _column("value", Form.MONEY, "value", "amount"),
        _column("per day late", Form.MONEY, "value", "per_day_late"),
        _column("late at most", Form.MONEY, "value", "at_most"),
        _column("late per", Form.TEXT, "value", "per"),
        _column("weight", Form.NUMBER),
        _column("invoice", Form.MONEY, "invoice", "amount"),
        _column("terms", Form.NUMBER, "invoice", "terms"),
        _column("tolerated hit", Form.SHARE, "tolerance", "hit"),
        _column("tolerated gap", Form.SHARE, "tolerance", "gap"),
        _column("deliverables", Form.ITEMS),
        _column("exit criteria", Form.ITEMS),
        *_FOR_PEOPLE,
    ),
)
RISKS: Final = Sheet(
    name="risks",
    key="risks",
    columns=(
        _column("id", Form.ID),
        _column("name", Form.TEXT),
        _column("category", Form.TEXT),
        _column("probability", Form.SHARE),
        _column("acceptable", Form.SHARE),
        _column("exposes", Form.IDS),
        *_points("delay", Form.DAYS),
        *_points("stretch", Form.FACTOR),
        *_points("cost", Form.MONEY),
        _column("stop", Form.TRUTH),
        _column("state", Form.TEXT),
        _column("owner", Form.TEXT),
        _column("notes", Form.TEXT),
    ),
)
RETIREMENTS: Final = Sheet(
    name="retirements",
    key="tasks",
    columns=(
        _column("task", Form.ID, ID),
        _column("risk", Form.ID, "retires"),
        _column("share", Form.SHARE, "retires", "probability"),
        _column("share of impact", Form.SHARE, "retires", "impact"),
    ),
    by_id=False,
)
"""Its rows add to what tasks retire."""
ORDERINGS: Final = Sheet(
    name="orderings",
    key="orderings",
    columns=(
        _column("name", Form.TEXT, ID),
        _column("sequence", Form.IDS, "order"),
        _column("without", Form.IDS),
        _column("hold", Form.KEYS),
    ),
)
"""
Its rows are alternatives to compare, but for those that are named as below; crews, or the resource, are a setting.

The tasks that are ordered are those of the row `among`, or of all sequences where there is none.
"""
AMONG: Final = "among"
IN_FORCE: Final = "in force"
RESOURCES: Final = Sheet(
    name="resources",
    key="resources",
    columns=(_column("id", Form.ID), _column("name", Form.TEXT), _column("capacity", Form.NUMBER)),
)
_CALENDAR: Final = (
    _column("workdays", Form.TEXT),
    _column("country", Form.TEXT),
    _column("region", Form.TEXT),
    _column("holidays", Form.DAY_RANGES),
    _column("hours", Form.ANY),
    _column("day", Form.NUMBER),
    _column("days", Form.KEYS),
)
CALENDARS: Final = Sheet(name="calendars", key="calendars", columns=(_column("calendar", Form.ID, ID), *_CALENDAR))
"""A row without an id is the calendar of the plan."""
HOLIDAYS: Final = Sheet(
    name="holidays",
    key="calendars",
    columns=(
        _column("date", Form.DATE, "holidays", 0),
        _column("to", Form.DATE, "holidays", 1),
        _column("calendar", Form.ID, ID),
        _column("name", Form.TEXT, "name"),
    ),
    by_id=False,
)
"""Its rows add to the days off of the calendar that they name, else to those of the plan; their names are lost."""
RANGES: Final = Sheet(
    name="ranges",
    key="ranges",
    columns=(
        _column("range", Form.ID, ID),
        _column("factor", Form.FACTOR, "factor"),
        _column("low", Form.FACTOR, "factor", 0),
        _column("likely", Form.FACTOR, "factor", 1),
        _column("high", Form.FACTOR, "factor", 2),
    ),
)
"""What stands in its columns is the quantity itself, without the key."""
CORRELATIONS: Final = Sheet(
    name="correlations",
    key="correlations",
    columns=(
        _column("name", Form.TEXT),
        _column("tasks", Form.IDS),
        _column("risks", Form.IDS),
        _column("rho", Form.SHARE),
    ),
    by_id=False,
)
DECISIONS: Final = Sheet(
    name="decisions",
    key="decisions",
    columns=(
        _column("date", Form.DATE),
        _column("what", Form.TEXT),
        _column("why", Form.TEXT),
        _column("touches", Form.IDS),
    ),
    by_id=False,
)
SETTINGS: Final = Sheet(
    name="settings", key="", columns=(_column("setting", Form.TEXT, ID), _column("value", Form.ANY, "value"))
)
"""
All that has no sheet of its own, by its path with dots: `start`, `budget.total`, `tasks.build.rounds`.

A value is YAML on one line; a text that is no YAML is that text. So whatever a scenario says can stand here.
"""
SHEETS: Final[Mapping[str, Sheet]] = MappingProxyType(
    {
        sheet.name: sheet
        for sheet in (
            SETTINGS,
            TASKS,
            MILESTONES,
            RISKS,
            RETIREMENTS,
            ORDERINGS,
            RESOURCES,
            CALENDARS,
            HOLIDAYS,
            RANGES,
            CORRELATIONS,
            DECISIONS,
        )
    }
)
"""The sheets by name, in the order in which they are written."""
