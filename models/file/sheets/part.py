"""Part: what a row says of one thing of a scenario, as plain data."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from milepost.models.file.sheets.columns import ID, Sheet
from milepost.models.file.sheets.dates import Dates
from milepost.models.file.sheets.entry import value_of, words_of
from milepost.models.file.sheets.form import Form
from milepost.models.file.sheets.headings import hint
from milepost.models.file.sheets.rows import Entry, Row, Rows
from milepost.models.file.source import Plain
from milepost.models.imports import Findings, Place
from milepost.models.problem import KeyPath, cut

_POINTS: Final = ("the lowest", "the most likely", "the highest")


class Parts:
    """
    Makes plain data of rows.

    Parameters
    ----------
    findings
        Where what is wrong is taken down.
    tables
        All rows of the file, of which the dates are in one order.
    """

    def __init__(self, findings: Findings, tables: Iterable[Rows]) -> None:
        self._findings = findings
        dated = [
            entry
            for rows in tables
            for row in rows.rows
            for entry in row.entries.values()
            if entry.heading.column is not None and entry.heading.column.form is Form.DATE
        ]
        self.dates = Dates(entry.cell for entry in dated)
        if not self.dates.is_known:
            entry = next(one for one in dated if self.dates.is_read_both_ways(one.cell))
            first, second = self.dates.readings(entry.cell)
            message = (
                f"{cut(str(entry.cell))!r} can be {first} or {second}: write dates as year-month-day, as {first}, "
                "or format the column so"
            )
            findings.refuse(entry.place, message)

    def part(self, row: Row, sheet: Sheet) -> tuple[dict[str, Any], dict[KeyPath, Place]]:
        """Return what a row says by the keys of a part, without its id, and where it says it."""
        made: dict[str, Any] = {}
        places: dict[KeyPath, Place] = {}
        for column in sheet.columns:
            entry = row.entries.get(column.path)
            if entry is None or column.path == (ID,) or isinstance(column.path[-1], int):
                continue
            _put(made, column.path, self.value(entry, column.form))
            places[column.path] = entry.place
        for key in dict.fromkeys(column.path[:-1] for column in sheet.columns if isinstance(column.path[-1], int)):
            self._put_points(row, sheet, key, made, places)
        return made, places

    def value(self, entry: Entry, form: Form) -> Any:
        """Return what a cell says."""
        if form is Form.DATE and (found := self.dates.read(entry.cell)) is not None:
            return Plain(words_of(found))
        return value_of(entry.cell, form, entry.heading.unit)

    def tell_of_headings(self, rows: Rows, sheet: Sheet) -> list[str]:
        """Return the headings that are not known, each with what may have been meant."""
        unknown = [one.text for one in rows.headings if one.column is None and one.text]
        return [f"{cut(text)}{hint(text, sheet)}" for text in unknown]

    def _put_points(
        self, row: Row, sheet: Sheet, key: KeyPath, made: dict[str, Any], places: dict[KeyPath, Place]
    ) -> None:
        """Make a quantity of the columns that have its three points; what stands in one column is the most likely."""
        columns = {one.path[-1]: one for one in sheet.columns if one.path[:-1] == key and isinstance(one.path[-1], int)}
        found = {number: row.entries[one.path] for number, one in columns.items() if one.path in row.entries}
        if not found:
            return
        points: dict[Any, Any] = {number: self.value(entry, columns[number].form) for number, entry in found.items()}
        alone = _at(made, key)
        if 1 not in points and isinstance(alone, Plain):
            points[1] = alone
        missing = [number for number in columns if number not in points]
        if missing and set(points) != {1}:
            entry = next(iter(found.values()))
            message = f"{_POINTS[int(missing[0])]} of the three numbers is missing in this row: give all three"
            self._findings.refuse(entry.place, message, key[-1] if isinstance(key[-1], str) else "")
            return
        _put(made, key, [points[number] for number in sorted(points)] if len(points) > 1 else points[1])
        places[key] = next(iter(found.values())).place
        places.update({(*key, number): entry.place for number, entry in found.items() if len(points) > 1})


def _put(made: dict[str, Any], path: KeyPath, value: Any) -> None:
    for key in path[:-1]:
        inner = made.setdefault(str(key), {})
        made = inner if isinstance(inner, dict) else {}
    made[str(path[-1])] = value


def _at(made: Mapping[str, Any], path: KeyPath) -> Any:
    part: Any = made
    for key in path:
        part = part.get(key) if isinstance(part, dict) else None
    return part
