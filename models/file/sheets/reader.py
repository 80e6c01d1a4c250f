"""Reader: the sheets of a file as plain data of a scenario, each part with the place of its cell."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from milepost.models.calendar import Hours
from milepost.models.file.imported_end import added_end
from milepost.models.file.imported_tree import Tree
from milepost.models.file.reading import IDS, IdRule
from milepost.models.file.setting import keys_of
from milepost.models.file.shape import shape_at
from milepost.models.file.sheets.columns import (
    AMONG,
    CALENDARS,
    CORRELATIONS,
    DECISIONS,
    HOLIDAYS,
    ID,
    IN_FORCE,
    MILESTONES,
    ORDERINGS,
    RANGES,
    RESOURCES,
    RETIREMENTS,
    RISKS,
    SETTINGS,
    TASKS,
    Sheet,
)
from milepost.models.file.sheets.entry import id_of, value_of, words_of
from milepost.models.file.sheets.form import Form
from milepost.models.file.sheets.headings import row_of_headings, sheet_of
from milepost.models.file.sheets.part import Parts
from milepost.models.file.sheets.rows import Row, Rows, rows_of
from milepost.models.file.sheets.table import Cell, Table, is_blank
from milepost.models.file.sheets.task_table import TaskTable
from milepost.models.file.sheets.text_table import text_table
from milepost.models.file.sheets.workbook import workbook_tables
from milepost.models.file.source import Plain
from milepost.models.imports import (
    Activity,
    Findings,
    ForeignCalendar,
    ForeignPlan,
    Kind,
    Matter,
    Place,
    Relation,
)
from milepost.models.link import ID as PLAIN_ID
from milepost.models.link import head_of
from milepost.models.problem import KeyPath, cut
from milepost.models.spelling import Spelling

SHEET_KINDS: Final = (Kind.CSV, Kind.TSV, Kind.EXCEL, Kind.SPREADSHEET)
"""What is read as sheets."""

_VALUE: Final = "value"
_FACTOR: Final = "factor"
_WEEK: Final = ForeignCalendar(name="", week=(*(Hours(shifts=((0, 480),)),) * 5, *(Hours(shifts=()),) * 2), day=8.0)
"""Whole days from Monday to Friday, of eight hours each."""
_ONE_DAY: Final = timedelta(days=1)
_NO_TASKS: Final = (
    "holds no list of tasks: put headings above its columns, as id, name, duration and predecessors, or say under "
    "columns in a scenario that lies over it what it calls them"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """
    What the sheets of a file say.

    Parameters
    ----------
    tree
        As plain data of a scenario.
    plan
        Of its tasks what the check of an import looks at.
    """

    tree: Tree
    plan: ForeignPlan


def read_sheets(
    file: str, kind: Kind, content: bytes, *, sheet: str = "", columns: Mapping[str, str] | None = None
) -> SheetPlan:
    """
    Read the sheets of a file.

    Parameters
    ----------
    file
        Its name.
    kind
        What it is.
    content
        All of it.
    sheet
        Name of the sheet that has the tasks, where it holds several lists.
    columns
        By the name of a column of tasks, what the file calls it.

    Raises
    ------
    ScenarioError
        When it cannot be read.
    """
    findings = Findings(file)
    text = kind in (Kind.CSV, Kind.TSV)
    tables = [text_table(content, findings)] if text else workbook_tables(content, kind, findings)
    chosen = _chosen(tables, findings, sheet, columns or {})
    made = _Scenario(chosen, findings, columns or {}).made()
    findings.stop()
    return made


def _chosen(
    tables: Sequence[Table], findings: Findings, name: str, columns: Mapping[str, str]
) -> dict[str, tuple[Sheet, Table]]:
    """Return the table of each kind of sheet, by the name of the kind."""
    found: dict[str, tuple[Sheet, Table]] = {}
    for table in tables:
        kind = TASKS if name and table.name == name else sheet_of(table.name) if table.name else None
        if kind is not None and kind.name not in found and not (name and kind is TASKS and table.name != name):
            found[kind.name] = kind, table
    if name and not any(table.name == name for table in tables):
        names = [table.name for table in tables if table.name]
        hint = Spelling(names).hint(name) or (f": there are {', '.join(map(repr, names))}" if names else "")
        findings.fail(Place(), f"there is no sheet {cut(name)!r}{hint}")
    if TASKS.name not in found:
        rest = [table for table in tables if table not in [one for _, one in found.values()]]
        lists = [table for table in rest if row_of_headings(table.rows, TASKS, columns) >= 0]
        if len(lists) > 1:
            names = [table.name for table in lists]
            cure = "name one in a scenario that lies over it, as project beside plan"
            findings.fail(Place(), f"several sheets are lists of tasks ({', '.join(map(repr, names))}): {cure}")
        if lists:
            found[TASKS.name] = TASKS, lists[0]
    if TASKS.name not in found and not {MILESTONES.name, SETTINGS.name} & set(found):
        findings.fail(Place(), _NO_TASKS)
    return found


class _Scenario:
    """
    Makes a scenario of sheets.

    Parameters
    ----------
    tables
        By the name of its kind, each sheet.
    findings
        Where is told what is wrong, or not taken as it is.
    columns
        By the name of a column of tasks, what the file calls it.
    """

    def __init__(
        self, tables: Mapping[str, tuple[Sheet, Table]], findings: Findings, columns: Mapping[str, str]
    ) -> None:
        self._findings = findings
        self._rows: dict[str, Rows] = {}
        for sheet, table in tables.values():
            rows = rows_of(table, sheet, findings, columns if sheet is TASKS else None)
            if rows is None and any(not is_blank(cell) for row in table.rows for cell in row):
                headings = ", ".join(one.heading for one in sheet.columns[:4])
                what = f"the sheet {table.name!r} has no row of headings that are known" if table.name else _NO_TASKS
                findings.refuse(Place(), f"{what}: put {headings} ... above its columns" if table.name else what)
            elif rows is not None:
                self._rows[sheet.name] = rows
        findings.stop()
        self._parts = Parts(findings, self._rows.values())
        self._data: dict[str, Any] = {}
        self._places: dict[KeyPath, Place] = {}
        self._activities: list[Activity] = []
        self._apart = MILESTONES.name in self._rows  # so that tasks that take no time are no milestones

    def made(self) -> SheetPlan:
        """Return all of it."""
        for row in self._of(SETTINGS):
            self._setting(row)
        self._take_settings_above()
        for sheet in (MILESTONES, RISKS, RESOURCES):
            self._take_by_id(sheet)
        self._take_tasks()
        for sheet in (CORRELATIONS, DECISIONS):
            self._take_list(sheet)
        self._take_ranges()
        self._take_calendars()
        self._take_retirements()
        self._take_orderings()
        return self._finished()

    def _of(self, sheet: Sheet) -> Iterator[Row]:
        yield from self._rows[sheet.name].rows if sheet.name in self._rows else ()

    def _setting(self, row: Row) -> None:
        key, value = row.entries.get((ID,)), row.entries.get((_VALUE,))
        if key is None or value is None:
            return
        self._put_setting(id_of(key.cell), value.cell, value.place, key.place)

    def _put_setting(self, dotted: str, cell: Cell, place: Place, key_place: Place) -> None:
        path = keys_of(dotted)
        if not path:
            self._findings.refuse(key_place, f"{cut(dotted)!r} is not a setting: name one by its keys, as budget.total")
            return
        part = self._data
        for key in path[:-1]:
            inner = part.setdefault(key, {})
            if not isinstance(inner, dict):
                self._findings.refuse(
                    key_place, f"{cut(dotted)!r} lies in what is set above as a whole: set one of them"
                )
                return
            part = inner
        day = self._parts.dates.read(cell) if _is_date(path) else None
        part[path[-1]] = Plain(words_of(day)) if day else value_of(cell, Form.ANY)
        self._places[path] = place

    def _take_settings_above(self) -> None:
        """Take rows above the headings of tasks that name a setting and its value."""
        for cells, place in self._rows[TASKS.name].above if TASKS.name in self._rows else ():
            filled = [cell for cell in cells if not is_blank(cell)]
            if len(filled) == 2 and isinstance(filled[0], str) and _is_setting(filled[0]):
                self._put_setting(filled[0].strip(), filled[1], place, place)

    def _take_by_id(self, sheet: Sheet) -> None:
        """Take the rows of a sheet in which each has an id."""
        parts: dict[str, Any] = {}
        for row in self._of(sheet):
            id = self._id(row, parts, sheet)
            if id is None:
                continue
            part, places = self._parts.part(row, sheet)
            parts[id] = part
            self._places[sheet.key, id] = row.place
            self._places.update({(sheet.key, id, *path): place for path, place in places.items()})
        self._lay_over(sheet.key, parts)

    def _id(self, row: Row, known: Mapping[str, Any], sheet: Sheet) -> str | None:
        entry = row.entries.get((ID,))
        if entry is None:
            heading = next(one.heading for one in sheet.columns if one.path == (ID,))
            self._findings.refuse(row.place, f"this row has nothing under {heading}: give it one, or empty the row")
            return None
        id = id_of(entry.cell)
        if id in known:
            self._findings.refuse(entry.place, f"{cut(id)!r} stands in a row above already: give each its own")
            return None
        return id

    def _lay_over(self, key: str, parts: Mapping[str, Any]) -> None:
        """Put parts where settings may have said more of them."""
        if not parts:
            return
        there = self._data.pop(key, None)
        there = there if isinstance(there, dict) else {}
        merged = {
            id: {**part, **more} if isinstance(more := there.get(id), dict) and isinstance(part, dict) else part
            for id, part in parts.items()
        }
        self._data[key] = {**merged, **{id: part for id, part in there.items() if id not in merged}}

    def _take_tasks(self) -> None:
        if TASKS.name not in self._rows:
            return
        rows = self._rows[TASKS.name]
        self._apart = self._apart or "milestones" in self._data
        others = self._data.get("milestones") or ()
        table = TaskTable(rows, self._parts, self._findings, milestones_apart=self._apart, others=others)
        self._places.update(table.places)
        self._activities = table.activities
        self._lay_over("milestones", {**self._data.pop("milestones", {}), **table.milestones})
        self._lay_over("tasks", table.tasks)
        if table.earliest and "start" not in self._data:
            self._data["start"] = Plain(table.earliest)
        if table.last_fact and "as_of" not in self._data:
            self._data["as_of"] = Plain(table.last_fact + _ONE_DAY)
        unknown = self._parts.tell_of_headings(rows, TASKS)
        if unknown:
            self._findings.tell(Matter.COLUMNS, None, ", ".join(unknown[:8]))

    def _take_list(self, sheet: Sheet) -> None:
        found: list[dict[str, Any]] = []
        for row in self._of(sheet):
            part, places = self._parts.part(row, sheet)
            at = len(found)
            self._places[sheet.key, at] = row.place
            self._places.update({(sheet.key, at, *path): place for path, place in places.items()})
            found.append(part)
        if found:
            self._data[sheet.key] = [*found, *(self._data.get(sheet.key) or [])]

    def _take_ranges(self) -> None:
        parts: dict[str, Any] = {}
        for row in self._of(RANGES):
            id = self._id(row, parts, RANGES)
            part, places = self._parts.part(row, RANGES)
            if id is not None and _FACTOR in part:
                parts[id] = part[_FACTOR]
                self._places.update({(RANGES.key, id, *path[1:]): place for path, place in places.items()})
        self._lay_over(RANGES.key, parts)

    def _take_calendars(self) -> None:
        """Take calendars, of which the row without an id is the plan's, and days off."""
        for row in self._of(CALENDARS):
            part, places = self._parts.part(row, CALENDARS)
            named = row.entries.get((ID,))
            path: KeyPath = (CALENDARS.key, id_of(named.cell)) if named else ("calendar",)
            self._calendar(path).update(part)
            self._places[path] = row.place
            self._places.update({(*path, *inner): place for inner, place in places.items()})
        for row in self._of(HOLIDAYS):
            first, last = (row.entries.get(("holidays", number)) for number in (0, 1))
            if first is None:
                continue
            named = row.entries.get((ID,))
            path = (CALENDARS.key, id_of(named.cell)) if named else ("calendar",)
            days = [str(self._parts.value(entry, Form.DATE)) for entry in (first, last) if entry]
            holidays = self._calendar(path).setdefault("holidays", [])
            if isinstance(holidays, list):
                self._places[*path, "holidays", len(holidays)] = first.place
                holidays.append(Plain("..".join(days)))

    def _calendar(self, path: KeyPath) -> dict[str, Any]:
        part: Any = self._data
        for key in path:
            part = part.setdefault(str(key), {})
        return part if isinstance(part, dict) else {}

    def _take_retirements(self) -> None:
        tasks = self._data.get("tasks") or {}
        for row in self._of(RETIREMENTS):
            named = row.entries.get((ID,))
            risk = row.entries.get(("retires",))
            if named is None or risk is None:
                self._findings.refuse(row.place, "this row wants a task and a risk: give both, or empty the row")
                continue
            id, of = id_of(named.cell), id_of(risk.cell)
            if id not in tasks:
                hint = Spelling(tasks).hint(id)
                self._findings.refuse(
                    named.place, f"{cut(id)!r} is not a task{hint or ': name one of the sheet tasks'}"
                )
                continue
            shares = {
                str(column.path[-1]): self._parts.value(row.entries[column.path], column.form)
                for column in RETIREMENTS.columns
                if len(column.path) > 1 and column.path in row.entries
            }
            share: Any = shares if set(shares) != {"probability"} else shares["probability"]
            retires = tasks[id].setdefault("retires", {})
            if isinstance(retires, dict):
                retires[of] = share
                self._places["tasks", id, "retires", of] = row.place

    def _take_orderings(self) -> None:
        rows = [*self._of(ORDERINGS)]
        if not rows:
            return
        orderings = self._calendar(("orderings",))
        compare = orderings.setdefault("compare", {})
        every: dict[str, None] = {}
        for row in rows:
            part, places = self._parts.part(row, ORDERINGS)
            named = row.entries.get((ID,))
            name = words_of(named.cell).strip() if named else ""
            order = part.get("order")
            every.update(dict.fromkeys(map(str, order)) if isinstance(order, list) else {})
            if name.casefold() in (AMONG, IN_FORCE):
                key = "among" if name.casefold() == AMONG else "order"
                path: KeyPath = ("orderings", key)
                orderings[key] = order or []
            elif name:
                path = ("orderings", "compare", name)
                compare[name] = part
            else:
                self._findings.refuse(row.place, "this sequence has no name: give it one, or call it in force")
                continue
            self._places[path] = row.place
            self._places.update({(*path, *inner): place for inner, place in places.items()})
        orderings.setdefault("among", [Plain(id) for id in every])
        if not compare:
            del orderings["compare"]

    def _finished(self) -> SheetPlan:
        ids = [id for key in ("tasks", "milestones") for id in self._data.get(key) or {}]
        if not all(re.fullmatch(PLAIN_ID, id) for id in ids):
            self._data[IDS] = IdRule.PRINTABLE.value
        plan = self._plan()
        if (
            self._activities
            and not (self._data.get("milestones") or self._apart)
            and (end := added_end(plan)) is not None
        ):
            self._data["milestones"] = {end.id: end.data}
            self._findings.tell(Matter.END_ADDED, None, end.id)
        return SheetPlan(
            tree=Tree(data=self._data, places=self._places, notices=self._findings.notices),
            plan=plan,
        )

    def _plan(self) -> ForeignPlan:
        """Return of the tasks what the check of an import looks at."""
        known = {one.id for one in self._activities}
        relations = [
            Relation(predecessor=head_of(str(link)), successor=id)
            for key in ("tasks", "milestones")
            for id, part in (self._data.get(key) or {}).items()
            for link in _links(part)
            if id in known and head_of(str(link)) in known
        ]
        first = min((one.stored.start for one in self._activities if one.stored.start), default=datetime.min)
        return ForeignPlan(
            name="",
            start=first,
            calendar="",
            calendars={"": _WEEK},
            activities=tuple(self._activities),
            relations=tuple(relations),
            whole_days=True,
        )


def _links(part: Any) -> Iterable[Any]:
    after = part.get("after") if isinstance(part, dict) else None
    return after if isinstance(after, list) else ()


def _is_date(path: Sequence[str]) -> bool:
    try:
        return shape_at(tuple(path)) is date
    except (LookupError, TypeError, StopIteration):
        return False


def _is_setting(text: str) -> bool:
    """Return whether a text names a part of a scenario by its keys."""
    path = keys_of(text.strip())
    try:
        return bool(path) and shape_at(path) is not None
    except (LookupError, TypeError, StopIteration):
        return False
