"""Rows: what stands in a table by the headings above it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from milepost.models.file.sheets.columns import ID, Column, Sheet
from milepost.models.file.sheets.headings import IGNORED, Heading, heading_of, row_of_headings
from milepost.models.file.sheets.table import Cell, Table, is_blank, letters
from milepost.models.imports import Findings, Place
from milepost.models.problem import KeyPath

_TOTALS: Final = frozenset(
    {"total", "totals", "sum", "grand total", "subtotal", "gesamt", "summe", "totaal", "totaux", "totale"}
)


class Entry(NamedTuple):
    """
    A cell in which something stands.

    Parameters
    ----------
    cell
        What stands there.
    place
        Where.
    heading
        What stands above it.
    """

    cell: Cell
    place: Place
    heading: Heading


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row in which something stands.

    Parameters
    ----------
    entries
        By the path of the column that its heading names, its cells.
    others
        By a heading that is not known, its cells.
    place
        Where it begins.
    number
        Which row below the headings it is, from 1, blank ones left out.
    """

    entries: Mapping[KeyPath, Entry]
    others: Mapping[str, Entry]
    place: Place
    number: int

    def cell(self, column: Column) -> Cell:
        """Return what stands in a column; nothing where it is not there."""
        found = self.entries.get(column.path)
        return None if found is None else found.cell


@dataclass(frozen=True, slots=True)
class Rows:
    """
    What stands in a table.

    Parameters
    ----------
    headings
        Those of its columns.
    rows
        Those below them in which something stands, without totals.
    above
        Those above them.
    """

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    above: tuple[tuple[Sequence[Cell], Place], ...]

    def has(self, column: Column) -> bool:
        """Return whether anything stands in a column."""
        return any(column.path in row.entries for row in self.rows)


def rows_of(table: Table, sheet: Sheet, findings: Findings, columns: Mapping[str, str] | None = None) -> Rows | None:
    """
    Return what stands in a table; none where it has no row of headings that are known.

    Parameters
    ----------
    table
        Its cells.
    sheet
        What kind of sheet it is.
    findings
        Where two columns of one meaning are taken down.
    columns
        By the name of a column, what the file calls it.
    """
    top = row_of_headings(table.rows, sheet, columns)
    if top < 0:
        return None
    headings = tuple(heading_of(cell, sheet, columns) for cell in table.rows[top])
    _refuse_twice(headings, table, top, findings)
    _refuse_errors(headings, table, top, findings)
    rows = tuple(_rows(table, top, headings, sheet))
    above = tuple((table.rows[number], table.place(number, 0)) for number in range(top))
    return Rows(headings, rows, above)


def _rows(table: Table, top: int, headings: Sequence[Heading], sheet: Sheet) -> Iterator[Row]:
    number = 0
    for at in range(top + 1, len(table.rows)):
        entries: dict[KeyPath, Entry] = {}
        others: dict[str, Entry] = {}
        for column, (cell, heading) in enumerate(zip(table.rows[at], headings, strict=False)):
            if is_blank(cell):
                continue
            entry = Entry(cell, table.place(at, column), heading)
            if heading.column is None:
                if heading.text:
                    others[heading.text] = entry
            elif heading.column is not IGNORED:
                entries.setdefault(heading.column.path, entry)
        if not entries or _is_total(entries) or _repeats_headings(table.rows[at], sheet):
            continue
        number += 1
        yield Row(entries, others, table.place(at, 0), number)


def _is_total(entries: Mapping[KeyPath, Entry]) -> bool:
    """Return whether a row sums others up: it says so where its id stands, or where it has none by its name."""
    said = entries.get((ID,)) or entries.get(("name",))
    is_total = said is not None and str(said.cell).strip().rstrip(":").casefold() in _TOTALS
    return is_total and ("after",) not in entries


def _repeats_headings(cells: Sequence[Cell], sheet: Sheet) -> bool:
    """Return whether a row says in other words what stands above it, as the second one of P6's workbooks."""
    texts = [cell for cell in cells if not is_blank(cell)]
    return len(texts) > 2 and all(isinstance(cell, str) and heading_of(cell, sheet).column for cell in texts)


def _refuse_errors(headings: Sequence[Heading], table: Table, top: int, findings: Findings) -> None:
    """Refuse the errors that formulas came to, in columns that are read."""
    for (row, column), error in table.errors.items():
        heading = headings[column - 1] if column <= len(headings) else None
        if row > table.numbers[top] and heading and heading.text and heading.column is not IGNORED:
            place = Place(row, f"{table.name}!{letters(column - 1)}{row}", column)
            findings.refuse(place, f"{error} stands in place of a value: mend the formula, and save the workbook")


def _refuse_twice(headings: Sequence[Heading], table: Table, top: int, findings: Findings) -> None:
    """Refuse two columns that mean the same, of which both have cells."""
    seen: dict[KeyPath, tuple[int, str]] = {}
    for number, heading in enumerate(headings):
        if heading.column is None or heading.column is IGNORED:
            continue
        path = heading.column.path
        used = any(number < len(row) and not is_blank(row[number]) for row in table.rows[top + 1 :])
        if path in seen and used:
            first = seen[path][1]
            message = f"{heading.text!r} and {first!r} mean the same: take one of the columns out, or rename it"
            findings.refuse(table.place(top, number), message)
        elif used:
            seen[path] = number, heading.text
